"""What an organiser decides: approve, admit by hand, skip, offer now, capacity, closing, cancelling.

Every decision against the order or the rules needs a reason, which stays in the history.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.eligibility.facts import Moment, Outcome
from portal.errors import NotFound, Refused
from portal.people.service import ensure_person
from portal.programmes.models import SeatPool
from portal.registrations import assessing, letters
from portal.registrations.ledger import (
    Turn,
    decide,
    edition_claim,
    finish,
    move,
    note,
    release,
    seats_of,
    take_turn,
)
from portal.registrations.models import Registration
from portal.registrations.opening import Application, open_registration
from portal.registrations.party import (
    as_it_was,
    check_not_in,
    leave,
    participants_in,
    reassess,
    restate,
)
from portal.registrations.promotion import give, renew_holds, settle, waiting_registrations
from portal.registrations.reasons import NotEligible, Reason
from portal.registrations.seats import overbooking_needed
from portal.registrations.service import load, must_wait, seat_or_queue
from portal.registrations.states import Action, ClaimState, RegistrationState
from portal.registrations.waitlist import SKIP, Why, by_choice
from portal.registrations.writing import write


def needed_reason(why: str) -> str:
    """The reason without spaces around it; Refused when there is none."""
    if not why.strip():
        raise Refused(Reason.WHY_NEEDED)
    return why.strip()


def approve(session: Session, *, registration_id: int, actor_id: int, now: datetime) -> Registration:
    """Yes to a request: a seat, or the waitlist place of the moment of the request. Twice is once."""
    turn, registration = load(session, registration_id=registration_id, now=now, actor_id=actor_id)
    if registration.state in (RegistrationState.CONFIRMED, RegistrationState.WAITLISTED):
        return registration
    _check_running(turn)
    settle(turn)
    if registration.state != RegistrationState.REQUESTED:
        raise Refused(Reason.NOT_CONFIRMED)
    edition_claim(registration).state = ClaimState.WAITING
    found = reassess(turn, registration, Moment.PROMOTION)
    if found.verdict.outcome is Outcome.REFUSE:
        raise NotEligible(found.verdict)
    restate(registration, found)
    note(turn, registration, "approved")
    if found.verdict.outcome is Outcome.WAIT:
        must_wait(turn, registration, found, turn.edition_seats)
    else:
        seat_or_queue(turn, registration, turn.edition_seats)
    settle(turn)
    finish(turn)
    return registration


def decline_request(
    session: Session, *, registration_id: int, actor_id: int, why: str, now: datetime
) -> Registration:
    """No to a request, with the reason. Twice is once."""
    turn, registration = load(session, registration_id=registration_id, now=now, actor_id=actor_id)
    if registration.state == RegistrationState.DECLINED:
        return registration
    _check_running(turn)
    reason = needed_reason(why)
    people = [p.person for p in participants_in(registration)]
    event = move(turn, registration, Action.REFUSE_REQUEST, line="declined", why=reason)
    leave(turn, registration)
    session.flush()
    letters.declined(turn, registration, people, event, reason)
    settle(turn)
    finish(turn)
    return registration


def cancel_registration(
    session: Session, *, registration_id: int, actor_id: int, why: str, now: datetime
) -> Registration:
    """The organiser ends a registration, with the reason; its seat passes on at once. Twice is once."""
    turn, registration = load(session, registration_id=registration_id, now=now, actor_id=actor_id)
    if registration.state == RegistrationState.CANCELLED:
        return registration
    _check_running(turn)
    reason = needed_reason(why)
    settle(turn)
    cancel_one(turn, registration, reason)
    settle(turn)
    finish(turn)
    return registration


def cancel_one(turn: Turn, registration: Registration, why: str, *, whole_edition: bool = False) -> None:
    """Ends a registration for the organiser; its people hear why. With its edition it may come back."""
    people = [p.person for p in participants_in(registration)]
    was = as_it_was(registration) if whole_edition else {}
    event = move(turn, registration, Action.CANCEL, line="cancelled", why=why, **was)
    leave(turn, registration)
    turn.session.flush()
    letters.cancelled(turn, registration, people, event, why, whole_edition=whole_edition)


def _sent_before(session: Session, form_key: str, edition_id: int, email: str) -> Registration | None:
    """What this form made the first time; a form of another edition or for somebody else is not found."""
    again = session.scalars(select(Registration).where(Registration.form_key == form_key)).one_or_none()
    if again is not None and (again.edition_id, again.person.email) != (edition_id, email):
        raise NotFound
    return again


def admit(
    session: Session,
    *,
    edition_id: int,
    actor_id: int,
    name: str,
    email: str,
    why: str,
    now: datetime,
    form_key: str,
) -> Registration:
    """The late desk: a seat by hand, over rules and capacity, on record with its reason. Twice is once."""
    turn = take_turn(session, edition_id=edition_id, now=now, actor_id=actor_id)
    again = _sent_before(session, form_key, edition_id, email)
    if again is not None:
        return again
    reason = needed_reason(why)
    _check_running(turn)
    person = ensure_person(session, email=email, name=name, now=now)
    check_not_in(turn, person.id, Reason.ALREADY_IN)
    settle(turn)
    found = assessing.assess(
        session,
        turn.sheet,
        person=assessing.facts_of(session, person.id),
        companion=None,
        now=now,
        moment=Moment.BY_HAND,
        email=person.email,
    )
    application = Application(form_key=form_key, consent=False)
    registration = open_registration(turn, person, None, application, found)
    write(session, registration, turn.ids)
    decide(turn, registration, found.verdict, Moment.APPLICATION)
    registration.admitted_by_id, registration.admitted_reason = actor_id, reason
    edition_claim(registration).state = ClaimState.CONFIRMED
    overtook = [[r.id, str(Why.SKIPPED)] for r in _waiting(turn, registration)]
    event = move(turn, registration, Action.SEAT, line="admitted", why=reason, overtook=overtook)
    session.flush()
    put_overbooking_on_record(turn, turn.sheet.pool_id)
    renew_holds(turn)
    letters.admitted_by_hand(turn, registration, event)
    finish(turn)
    return registration


def _check_running(turn: Turn) -> None:
    phase = turn.sheet.phase(turn.now)
    if phase.state == "draft":
        raise Refused(Reason.DRAFT)
    if phase.state == "cancelled":
        raise Refused(Reason.CANCELLED)
    if phase.state == "finished":
        raise Refused(Reason.FINISHED)


def _waiting(turn: Turn, registration: Registration) -> list[Registration]:
    return [r for r in waiting_registrations(turn) if r.queue_number < registration.queue_number]


def put_overbooking_on_record(turn: Turn, pool_id: int) -> None:
    """An organiser's own decision may take more seats than there are: recorded, never by accident."""
    pool = turn.session.get_one(SeatPool, pool_id)
    taken = seats_of(turn.session, [pool_id])[pool_id].taken
    needed = overbooking_needed(capacity=pool.capacity, taken=taken)
    if needed > pool.overbooked:
        pool.overbooked = needed


def offer_now(
    session: Session, *, registration_id: int, actor_id: int, why: str, now: datetime
) -> Registration:
    """Offers (or gives) a free seat to this one, before others if need be: on record with its reason."""
    turn, registration = load(session, registration_id=registration_id, now=now, actor_id=actor_id)
    taken = (RegistrationState.OFFERED, RegistrationState.CONFIRMED)
    if registration.state in taken:
        return registration
    settle(turn)
    if registration.state in taken:
        finish(turn)
        return registration
    if registration.state != RegistrationState.WAITLISTED:
        raise Refused(Reason.NOT_CONFIRMED)
    phase = turn.sheet.phase(now)
    if not phase.promotion_by_hand:
        raise Refused(Reason.FINISHED)
    ahead = [r for r in _waiting(turn, registration) if not r.passed_reason]
    reason = needed_reason(why) if ahead or registration.passed_reason else why.strip()
    claim = edition_claim(registration)
    held = sum(c.seats for c in registration.claims if c.state == ClaimState.HELD)
    if not turn.edition_seats.has_room(max(0, claim.seats - held)):
        raise Refused(Reason.NO_SEAT_FREE)
    overtaken = [(r.id, Why.SKIPPED) for r in _waiting(turn, registration)]
    give(turn, registration, overtaken, why=reason, moment=Moment.BY_HAND)
    settle(turn)
    finish(turn)
    return registration


def skip(session: Session, *, registration_id: int, actor_id: int, why: str, now: datetime) -> Registration:
    """Passes this one over until the organiser undoes it; the place on the list stays. Twice is once."""
    turn, registration = load(session, registration_id=registration_id, now=now, actor_id=actor_id)
    reason = needed_reason(why)
    passed = (SKIP + reason)[:500]
    if registration.passed_reason == passed:
        return registration
    _check_running(turn)
    settle(turn)
    if registration.state != RegistrationState.WAITLISTED:
        raise Refused(Reason.NOT_CONFIRMED)
    registration.passed_reason = passed
    for claim in registration.claims:
        if claim.state == ClaimState.HELD:
            release(turn, claim)
    note(turn, registration, "skipped", why=reason)
    settle(turn)
    finish(turn)
    return registration


def unskip(session: Session, *, registration_id: int, actor_id: int, now: datetime) -> Registration:
    """This one counts again in the order; who no longer qualifies was told so before."""
    turn, registration = load(session, registration_id=registration_id, now=now, actor_id=actor_id)
    _check_running(turn)
    if by_choice(registration.passed_reason):
        registration.passed_reason = ""
        note(turn, registration, "unskipped")
    settle(turn)
    finish(turn)
    return registration
