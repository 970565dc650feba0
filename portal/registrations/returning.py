"""A whole edition is held after all: who ended with it is in again, as they were.

What each one had stands in the line of history that ended it (`party.as_it_was`). An edition that is off
gives no seat to anybody, so all of it is free still. Who was deleting the account meanwhile stays away.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.registrations import money, party_letters, returning_letters
from portal.registrations.desk import put_overbooking_on_record
from portal.registrations.ledger import Turn, move, note
from portal.registrations.models import (
    Claim,
    Participant,
    ParticipantRole,
    PoolKind,
    Registration,
    RegistrationEvent,
)
from portal.registrations.states import Action, ClaimState, ParticipantState, RegistrationState
from portal.registrations.waitlist import SKIP
from portal.texts import local
from portal.working_days import companion_deadline

R, A, C = RegistrationState, Action, ClaimState
AGAIN = {
    R.CONFIRMED: A.SEAT_AGAIN,
    R.OFFERED: A.QUEUE_AGAIN,  # the offer is over; a seat that is free is offered anew
    R.WAITLISTED: A.QUEUE_AGAIN,
    R.REQUESTED: A.REQUEST_AGAIN,
}
FREE_FOR = timedelta(days=14)
"""So long one may leave for nothing: people were told that it was off, and made other plans."""
_PEOPLE = selectinload(Registration.participants).selectinload(Participant.person)
_ALL = (_PEOPLE, selectinload(Registration.claims), selectinload(Registration.events))


def bring_back(turn: Turn, why: str) -> None:
    """Everyone who ended with the edition; the seats first, so that nobody who waits is passed over."""
    found = [(one, end) for one in _cancelled(turn) if (end := _end_with_edition(one)) is not None]
    found.sort(key=lambda pair: pair[1].from_state != R.CONFIRMED)
    for registration, end in found:
        _again(turn, registration, end, why)


def _cancelled(turn: Turn) -> list[Registration]:
    cancelled = select(Registration).where(
        Registration.edition_id == turn.sheet.edition_id, Registration.state == R.CANCELLED
    )
    return list(turn.session.scalars(cancelled.order_by(Registration.queue_number).options(*_ALL)))


def _end_with_edition(registration: Registration) -> RegistrationEvent | None:
    """The line that ended it with everybody else, when all of its people are still there."""
    steps = (event for event in reversed(registration.events) if event.from_state != event.to_state)
    end = next(steps, None)
    if end is None:
        return None
    inside = [p for p in registration.participants if str(p.id) in end.details.get("people", {})]
    first = any(p.role == ParticipantRole.FIRST for p in inside)
    there = first and all(p.person.leaving_at is None for p in inside)
    return end if there else None


def _again(turn: Turn, registration: Registration, end: RegistrationEvent, why: str) -> None:
    was, before = end.details, RegistrationState(end.from_state)
    registration.ended_at, registration.hold_spent = None, was["hold_spent"]
    for participant in registration.participants:
        _person_again(turn, participant, was["people"].get(str(participant.id)))
    for claim in registration.claims:
        state = _claim_again(before, claim, was["claims"].get(str(claim.id)))
        if state is not None:
            _claimed(turn, claim, state)
    registration.terms = money.free_at_least_until(registration.terms, local(turn.now + FREE_FOR).date())
    event = move(turn, registration, AGAIN[before], line="edition_restored", why=why)
    _skipped_still(turn, registration, was)
    turn.session.flush()
    returning_letters.restored(turn, registration, event, why)
    _ask_companion(turn, registration)


def _person_again(turn: Turn, participant: Participant, state: str | None) -> None:
    if state is None:
        return
    participant.state = ParticipantState(state)
    if participant.state == ParticipantState.INVITED:
        participant.confirm_by = companion_deadline(turn.now, turn.sheet.first_start)
        participant.reminded_at = None


def _ask_companion(turn: Turn, registration: Registration) -> None:
    """Who had not answered yet is asked anew, with the whole term."""
    for participant in registration.participants:
        if participant.state == ParticipantState.INVITED:
            event = note(turn, registration, "companion_resent", companion=participant.shown_name)
            turn.session.flush()
            party_letters.companion_invited(turn, registration, participant, event)


def _claim_again(before: RegistrationState, claim: Claim, state: str | None) -> ClaimState | None:
    """What the claim is from now on; None: it stays released.

    Who has no seat in the edition has only the place in its queue; what was held or offered is given anew.
    """
    if state is None or state == C.HELD:
        return None
    if before is not R.CONFIRMED:
        return C.WAITING if claim.kind == PoolKind.EDITION else None
    return C.CONFIRMED if state == C.CONFIRMED else C.WAITING


def _claimed(turn: Turn, claim: Claim, state: ClaimState) -> None:
    claim.state = state
    turn.session.flush()
    if state is C.CONFIRMED:
        put_overbooking_on_record(turn, claim.pool_id)
    else:
        turn.freed_pools.add(claim.pool_id)


def _skipped_still(turn: Turn, registration: Registration, was: dict[str, Any]) -> None:
    """Whom the organiser skips stays skipped; who let an offer go may have the next one."""
    if registration.state == R.WAITLISTED and was["passed"].startswith(SKIP):
        registration.passed_reason = was["passed"]
        note(turn, registration, "skipped", why=was["passed"].removeprefix(SKIP))
