"""Writes the readers of a confirmed group mail down, a portion in each transaction.

Who they are was kept with the confirmation; a portion is taken off that list in the transaction that writes
its recipients. So a crash in between loses nobody and doubles nobody, and no lock lasts for thousands.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from portal.mailings import group_letters
from portal.mailings.facts import Audience, MailingState, Turn
from portal.mailings.models import Mailing, MailingRecipient
from portal.mailings.readers import pasted
from portal.people.models import Person
from portal.programmes.models import Interest

PORTION = 500
Row = dict[str, Any]


def write_down(session: Session, *, mailing_id: int) -> int:
    """Writes the next recipients; returns how many readers it was the turn of, 0 when all are written."""
    mailing = session.get_one(Mailing, mailing_id, with_for_update=True, populate_existing=True)
    if mailing.state != MailingState.SENDING or not mailing.unwritten:
        return 0
    before, frozen = mailing.unwritten, mailing.frozen
    _write(session, mailing, _of_audience(session, mailing, frozen[:PORTION]))
    mailing.frozen = frozen[PORTION:]
    if mailing.frozen:
        mailing.unwritten -= PORTION
    else:
        _write(session, mailing, _of_pasted(session, mailing))
        mailing.unwritten = 0
    session.flush()
    return before - mailing.unwritten


def _of_audience(session: Session, mailing: Mailing, ids: list[int]) -> list[Row]:
    """As they are called now, in their order; whoever is gone altogether gets no line."""
    if mailing.audience == Audience.INTEREST:
        asked = select(Interest.id, Interest.name, Interest.email).where(Interest.id.in_(ids))
        found = {row.id: _row(f"i{row.id}", row, interest_id=row.id) for row in session.execute(asked)}
    else:
        people = select(Person.id, Person.name, Person.email).where(Person.id.in_(ids))
        here = people.where(Person.leaving_at.is_(None))
        found = {row.id: _row(f"p{row.id}", row, person_id=row.id) for row in session.execute(here)}
    return [found[one] for one in ids if one in found]


def _of_pasted(session: Session, mailing: Mailing) -> list[Row]:
    typed = [address.lower() for _name, address in mailing.extra]
    lower = func.lower(MailingRecipient.address)
    known = select(lower).where(MailingRecipient.mailing_id == mailing.id, lower.in_(typed))
    rest = pasted(mailing, set(session.scalars(known)) if typed else set())
    return [
        {"place": f"x{place}", "name": name, "address": address, "person_id": None, "interest_id": None}
        for place, (name, address) in enumerate(rest, start=1)
    ]


def _row(place: str, found: Any, *, person_id: int | None = None, interest_id: int | None = None) -> Row:
    who = {"person_id": person_id, "interest_id": interest_id}
    return {"place": place, "name": found.name, "address": found.email, **who}


def _write(session: Session, mailing: Mailing, rows: Iterable[Row]) -> None:
    """Those whose address is not written yet: two may have passed one on to each other meanwhile."""
    new = {row["address"]: row for row in rows}
    taken = select(MailingRecipient.address).where(
        MailingRecipient.mailing_id == mailing.id, MailingRecipient.address.in_(new)
    )
    for address in session.scalars(taken).all():
        del new[address]
    lines = [
        {
            "mailing_id": mailing.id,
            "occasion": f"{group_letters.OCCASION}{mailing.id}:{row.pop('place')}",
            "turn": Turn.WAITING,
            **row,
        }
        for row in new.values()
    ]
    if lines:
        session.execute(insert(MailingRecipient), lines)
