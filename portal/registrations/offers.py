"""The answer to an offer: yes, no, or no but keep waiting."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.eligibility.facts import Moment, Outcome
from portal.errors import Refused
from portal.registrations import letters
from portal.registrations.ledger import (
    Turn,
    decide,
    finish,
    move,
    note,
    release,
    step_back,
)
from portal.registrations.models import (
    PoolKind,
    Registration,
)
from portal.registrations.party import (
    leave,
    participants_in,
    reassess,
)
from portal.registrations.promotion import settle
from portal.registrations.queries import place_in_line
from portal.registrations.reasons import NotEligible, Reason
from portal.registrations.service import load
from portal.registrations.states import Action, ClaimState, RegistrationState
from portal.registrations.waitlist import PASSED


def accept_offer(session: Session, *, registration_id: int, actor_id: int, now: datetime) -> Registration:
    """Yes to the offer, if it still stands and the rules still hold. Twice is once."""
    turn, registration = load(session, registration_id=registration_id, now=now, actor_id=actor_id)
    if registration.state == RegistrationState.CONFIRMED:
        return registration
    settle(turn)
    if registration.state != RegistrationState.OFFERED:
        raise OfferOver(registration)
    found = reassess(turn, registration, Moment.ACCEPTANCE)
    if found.verdict.outcome is Outcome.REFUSE:
        raise NotEligible(found.verdict)
    decide(turn, registration, found.verdict, Moment.ACCEPTANCE)
    for claim in registration.claims:
        if claim.state == ClaimState.OFFERED:
            claim.state, claim.deadline = ClaimState.CONFIRMED, None
    event = move(turn, registration, Action.ACCEPT, line="accepted")
    turn.session.flush()
    letters.confirmed(turn, registration, event)
    settle(turn)
    finish(turn)
    return registration


class OfferOver(Refused):
    """The offer does not stand any more."""

    def __init__(self, registration: Registration) -> None:
        super().__init__(Reason.OFFER_OVER, state=registration.state)


def decline_offer(
    session: Session, *, registration_id: int, actor_id: int, now: datetime, stay: bool
) -> Registration:
    """No to the offer: back to the same place on the waitlist (`stay`), or leave. Twice is once."""
    turn, registration = load(session, registration_id=registration_id, now=now, actor_id=actor_id)
    settle(turn)
    done = RegistrationState.WAITLISTED if stay else RegistrationState.WITHDRAWN
    if registration.state == done:
        finish(turn)
        return registration
    if registration.state != RegistrationState.OFFERED:
        raise OfferOver(registration)
    if not stay:
        people = [p.person for p in participants_in(registration)]
        event = move(turn, registration, Action.WITHDRAW, line="offer_declined")
        leave(turn, registration)
        turn.session.flush()
        letters.withdrawn(turn, registration, people, event, 0)
    else:
        _back_to_the_list(turn, registration)
    settle(turn)
    finish(turn)
    return registration


def _back_to_the_list(turn: Turn, registration: Registration) -> None:
    """Passes this offer: keeps the place, and is passed over until asking to be in again."""
    for claim in registration.claims:
        if claim.kind != PoolKind.EDITION:
            release(turn, claim)
        elif claim.state == ClaimState.OFFERED:
            step_back(turn, claim)
    event = move(turn, registration, Action.PASS, line="offer_passed")
    registration.passed_reason = PASSED
    turn.session.flush()
    letters.offer_passed(turn, registration, event, place_in_line(turn.session, registration))


def wait_again(session: Session, *, registration_id: int, actor_id: int, now: datetime) -> Registration:
    """Someone who passed an offer wants the next one."""
    turn, registration = load(session, registration_id=registration_id, now=now, actor_id=actor_id)
    if registration.state == RegistrationState.WAITLISTED and registration.passed_reason == PASSED:
        registration.passed_reason = ""
        note(turn, registration, "waits_again")
        settle(turn)
        finish(turn)
    return registration
