"""What would happen if someone registered now: a seat, or which place on the waitlist. Changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from portal.eligibility.facts import RuleKind
from portal.registrations.ledger import Turn, seats_of
from portal.registrations.promotion import next_for
from portal.registrations.sheets import EditionSheet
from portal.registrations.waitlist import Kind, Party

LAST = 1 << 60


@dataclass(frozen=True)
class Outlook:
    """Whether there is a seat at once, and which place on the waitlist it would be otherwise.

    `one_fits`: a duo does not fit, but somebody who comes alone does.
    """

    seat: bool
    place: int
    one_fits: bool = False


def outlook(
    session: Session, sheet: EditionSheet, *, party: int, groups: Iterable[int], now: datetime
) -> Outlook:
    """The same answer that registering would give, if nothing changes in the meantime."""
    seats = seats_of(session, [sheet.pool_id])[sheet.pool_id]
    waits = Outlook(seat=False, place=seats.waiting + 1)
    if seats.free == 0:
        return waits
    if not seats.waiting and all(rule.kind is not RuleKind.SET_ASIDE for rule in sheet.rules):
        room = seats.has_room(sheet.seats_for(party))
        return replace(waits, seat=room, one_fits=not room and seats.has_room(1))
    newcomer = Party(id=0, seats=sheet.seats_for(party), place=LAST, groups=frozenset(groups))
    step, _waiting = next_for(look(session, sheet, now), seats, newcomer=newcomer)
    return replace(waits, seat=step is not None and step.party.id == 0 and step.kind is Kind.SEAT)


def look(session: Session, sheet: EditionSheet, now: datetime) -> Turn:
    """A turn for reading only: without the lock, so what it says may change."""
    return Turn(session, sheet, now)
