"""What came in by mail, held against the lines of agendas: an answer counts once, for what it answers.

Whoever knows the UID of a line got its invitation: it is unguessable and for one person. So an answer from
another address of the same person counts, and is noted.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.inbox.reading import Answer, Ask, Bounce, Other, Reading
from portal.invites import declining, proposing
from portal.invites.declining import DECLINED
from portal.invites.models import UNANSWERED, Became, IncomingMail, Invitation
from portal.outbox import failing
from portal.outbox.letter import one_line

_INSERTS = {
    "sqlite": sqlite.insert(IncomingMail)
    .on_conflict_do_nothing(index_elements=["mark"])
    .returning(IncomingMail.id),
    "postgresql": postgresql.insert(IncomingMail)
    .on_conflict_do_nothing(index_elements=["mark"])
    .returning(IncomingMail.id),
}

AHEAD = timedelta(days=1)
"""How far the clock of who answers may be ahead of ours."""


@dataclass(frozen=True)
class Arrived:
    """A mail as it came: where, when by the portal's clock, and what its headers say."""

    mailbox: str
    came_at: datetime
    message_id: str
    sender: str
    subject: str


def take_in(session: Session, arrived: Arrived, reading: Reading) -> Became | None:
    """Keeps what the mail says, once; None when it was read before."""
    line, became, note = _judge(session, reading)
    kept = _keep(session, arrived, reading, line, became, note)
    if kept is None:
        return None
    if line is not None and isinstance(reading, Answer) and became is Became.PROPOSAL:
        proposing.tell(session, line=line, answer=reading, mail_id=kept, now=arrived.came_at)
    if isinstance(reading, Bounce) and reading.for_good:
        failing.bounced(
            session,
            message_id=reading.message_id,
            said=reading.said,
            now=arrived.came_at,
        )
    if line is not None and isinstance(reading, Answer) and became is Became.ANSWER:
        failing.works(session, address=line.address)  # whoever answers got it
        before = (line.answer, line.answer_sequence)
        line.answer, line.answer_sequence = reading.partstat, reading.sequence
        # A clock that runs ahead must not make every later answer look older.
        stamped = reading.stamped_at and min(reading.stamped_at, arrived.came_at + AHEAD)
        line.answered_at, line.comment = stamped, reading.comment
        session.flush()
        if reading.partstat == DECLINED and before != (DECLINED, reading.sequence):
            declining.ask(session, line=line, now=arrived.came_at)
    return became


def _judge(session: Session, reading: Reading) -> tuple[Invitation | None, Became, str]:
    if isinstance(reading, Bounce):
        return None, Became.BOUNCE, f"{reading.address}: {reading.said}"
    if isinstance(reading, Other):
        return None, Became.AUTOMATIC if reading.automatic else Became.UNMATCHED, reading.why
    mine = select(Invitation).where(Invitation.uid == reading.uid).with_for_update()
    line = session.scalar(mine.execution_options(populate_existing=True))
    if line is None:
        return None, Became.UNMATCHED, "unknown uid"
    note = "" if reading.attendee == line.address.lower() else f"from {reading.attendee}"
    if reading.ask is Ask.REFRESH:
        return line, Became.ASKED_AGAIN, note
    if reading.ask is Ask.COUNTER:
        return line, Became.PROPOSAL, reading.comment
    return line, Became.STALE if _is_stale(line, reading) else Became.ANSWER, note


def _is_stale(line: Invitation, answer: Answer) -> bool:
    """Whether it answers an older time, a number that was never sent, or came after a later answer."""
    if not line.live or not line.mailed or answer.sequence != line.sequence:
        return True
    if line.answer == UNANSWERED or line.answer_sequence != answer.sequence:
        return False
    if line.answered_at is None or answer.stamped_at is None:
        return False
    return answer.stamped_at < line.answered_at


def _keep(
    session: Session,
    arrived: Arrived,
    reading: Reading,
    line: Invitation | None,
    became: Became,
    note: str,
) -> int | None:
    row: dict[str, Any] = {
        "mark": hashlib.sha256(f"{arrived.mailbox}\n{arrived.message_id}\n{reading}".encode()).hexdigest(),
        "mailbox": arrived.mailbox,
        "came_at": arrived.came_at,
        "sender": one_line(arrived.sender, 254),
        "subject": one_line(arrived.subject, 300),
        "became": became,
        "invitation_id": line.id if line is not None else None,
        "note": note[:1000],
    }
    return session.scalar(_INSERTS[session.get_bind().dialect.name], row)
