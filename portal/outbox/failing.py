"""Addresses whose mail came back, until they are known to work."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.outbox.letter import one_line
from portal.outbox.models import FailingAddress, LetterState, OutgoingLetter

LONGEST = 300


def bounced(session: Session, *, message_id: str, said: str, now: datetime) -> bool:
    """A report of a mail that came back; False when it does not name a letter of ours.

    Anybody may send a report about any address, but the name of a letter is known to its reader alone. The
    letter may have been forwarded: the address that fails is the one that we wrote to.
    """
    mine = select(OutgoingLetter.to_address).where(
        OutgoingLetter.state == LetterState.SENT,
        OutgoingLetter.message_id == message_id,
        OutgoingLetter.message_id != "",
    )
    written_to = session.scalars(mine.order_by(OutgoingLetter.id.desc()).limit(1)).one_or_none()
    if written_to is None:
        return False
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = {"address": written_to.lower(), "since": now, "said": one_line(said, LONGEST)}
    statement = insert(FailingAddress).values(row)
    session.execute(statement.on_conflict_do_update(index_elements=["address"], set_={"said": row["said"]}))
    return True


def works(session: Session, *, address: str) -> None:
    """Mail arrives there, or its owner says so."""
    session.execute(delete(FailingAddress).where(FailingAddress.address == address.lower()))


def is_failing(session: Session, *, address: str) -> bool:
    """Whether mail to this address came back."""
    return session.get(FailingAddress, address.lower()) is not None
