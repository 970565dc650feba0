"""Feeds the outbox with a group mail, a batch at a time, and asks of everyone whether they are still in.

A letter of a group is due when it is made, any other one long ago: so ten thousand of these never stand
before a confirmation. Few are in the outbox at a time, so that pausing is pausing.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from portal.mailings import group_letters
from portal.mailings.facts import MailingState, Reader, Turn
from portal.mailings.models import Mailing, MailingRecipient
from portal.mailings.queries import occasions_of
from portal.mailings.readers import page_of, readers
from portal.outbox.letter import Letter
from portal.outbox.models import LetterState, OutgoingLetter
from portal.outbox.service import post_many
from portal.programmes.interest import removal_link
from portal.programmes.models import Edition, Interest
from portal.registrations.sheets import sheet_of

BATCH = 50
MOST_WAITING = 500
"""So many letters of one mail are in the outbox at a time."""


def mailings_to_feed(session: Session) -> list[int]:
    """The mails that go on and have readers that wait, the oldest first."""
    waits = select(MailingRecipient.mailing_id).where(MailingRecipient.turn == Turn.WAITING)
    behind = or_(Mailing.unwritten > 0, Mailing.id.in_(waits))
    going = select(Mailing.id).where(Mailing.state == MailingState.SENDING, behind)
    return list(session.scalars(going.order_by(Mailing.id)))


def feed(session: Session, *, mailing_id: int, now: datetime, real_now: datetime) -> int:
    """Posts the next letters, and skips who is no longer in; returns for how many it was their turn.

    Not before every reader is written down.
    """
    mailing = session.get_one(Mailing, mailing_id, with_for_update=True, populate_existing=True)
    room = min(BATCH, MOST_WAITING - _in_outbox(session, mailing_id))
    if mailing.state != MailingState.SENDING or mailing.unwritten or room <= 0:
        return 0
    waiting = select(MailingRecipient).where(
        MailingRecipient.mailing_id == mailing_id, MailingRecipient.turn == Turn.WAITING
    )
    batch = session.scalars(waiting.order_by(MailingRecipient.id).limit(room)).all()
    still = _still_in(session, mailing, batch)
    post_many(session, _letters(session, mailing, batch, still, now), now=now, due_at=real_now)
    for turn in (Turn.POSTED, Turn.SKIPPED):
        ids = [one.id for one in batch if (one.id in still) == (turn is Turn.POSTED)]
        if ids:
            session.execute(update(MailingRecipient).where(MailingRecipient.id.in_(ids)).values(turn=turn))
    return len(batch)


def _in_outbox(session: Session, mailing_id: int) -> int:
    underway = OutgoingLetter.state.in_((LetterState.WAITING, LetterState.SENDING))
    mine = select(func.count(OutgoingLetter.id)).where(
        underway, OutgoingLetter.occasion.in_(occasions_of(mailing_id))
    )
    return session.scalars(mine).one()


def _still_in(session: Session, mailing: Mailing, batch: Sequence[MailingRecipient]) -> Mapping[int, Reader]:
    """By recipient: who still belongs to the audience, as they are now."""
    ids = [who for one in batch if (who := one.interest_id or one.person_id) is not None]
    now = {one.interest_id or one.person_id: one for one in readers(session, mailing, only=ids)}
    path = page_of(session, mailing.edition_id)
    found = {}
    for one in batch:
        who = one.interest_id or one.person_id
        reader = now.get(who) if who is not None else Reader(one.name, one.address, "nl", path)
        if reader is not None:
            found[one.id] = reader
    return found


def _letters(
    session: Session,
    mailing: Mailing,
    batch: Sequence[MailingRecipient],
    still: Mapping[int, Reader],
    now: datetime,
) -> Iterator[Letter]:
    edition = session.get_one(Edition, mailing.edition_id)
    sheet = sheet_of(session, edition_id=edition.id, version=edition.version)
    asked = [one.interest_id for one in batch if one.id in still and one.interest_id is not None]
    interests: dict[int | None, Interest] = {
        one.id: one for one in session.scalars(select(Interest).where(Interest.id.in_(asked)))
    }
    for one in batch:
        if one.id not in still:
            continue
        interest = interests.get(one.interest_id)
        link = ""
        tokens: tuple[int, ...] = ()
        if interest is not None:
            link, token_id = removal_link(session, interest=interest, now=now)
            tokens = (token_id,)
        reader = still[one.id]
        yield group_letters.letter(
            sheet, mailing, reader, occasion=one.occasion, remove_link=link, token_ids=tokens
        )
