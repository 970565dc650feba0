"""What an organiser decides: approve, admit by hand, skip, offer now, capacity, closing, cancelling.

Every decision against the order or the rules needs a reason, which stays in the history.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.eligibility.facts import Moment
from portal.errors import NotFound, Refused
from portal.people.service import ensure_person
from portal.programmes.facts import Desk, Publication
from portal.programmes.models import Breakout, Edition, EditionChange, Meeting, SeatPool, Slot
from portal.registrations import assessing, letters
from portal.registrations.choosing import cancel_breakout_for
from portal.registrations.ledger import (
    Turn,
    edition_claim,
    finish,
    move,
    note,
    release,
    seats_of,
    take_turn,
)
from portal.registrations.models import Registration
from portal.registrations.party import check_not_in, leave, participants_in
from portal.registrations.promotion import SKIP, give, next_for, renew_holds, settle
from portal.registrations.reasons import Reason
from portal.registrations.seats import overbooking_needed
from portal.registrations.service import Application, load, open_registration, seat_or_queue
from portal.registrations.sheets import sheet_of
from portal.registrations.states import ACTIVE, Action, ClaimState, RegistrationState
from portal.registrations.waitlist import Why


def _reason(why: str) -> str:
    if not why.strip():
        raise Refused(Reason.WHY_NEEDED)
    return why.strip()


def approve(session: Session, *, registration_id: int, actor_id: int, now: datetime) -> Registration:
    """Yes to a request: a seat, or the waitlist place of the moment of the request. Twice is once."""
    turn, registration = load(session, registration_id=registration_id, now=now, actor_id=actor_id)
    if registration.state in (RegistrationState.CONFIRMED, RegistrationState.WAITLISTED):
        return registration
    settle(turn)
    if registration.state != RegistrationState.REQUESTED:
        raise Refused(Reason.NOT_CONFIRMED)
    edition_claim(registration).state = ClaimState.WAITING
    note(turn, registration, "approved")
    seat_or_queue(turn, registration)
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
    reason = _reason(why)
    event = move(turn, registration, Action.REFUSE_REQUEST, line="declined", why=reason)
    leave(turn, registration)
    session.flush()
    letters.declined(turn, registration, event, reason)
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
    reason = _reason(why)
    settle(turn)
    _cancel(turn, registration, reason)
    settle(turn)
    finish(turn)
    return registration


def _cancel(turn: Turn, registration: Registration, why: str, *, whole_edition: bool = False) -> None:
    people = [p.person for p in participants_in(registration)]
    event = move(turn, registration, Action.CANCEL, line="cancelled", why=why)
    leave(turn, registration)
    turn.session.flush()
    letters.cancelled(turn, registration, people, event, why, whole_edition=whole_edition)


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
    again = session.scalars(select(Registration).where(Registration.form_key == form_key)).one_or_none()
    if again is not None:
        if again.edition_id != edition_id:
            raise NotFound
        return again
    reason = _reason(why)
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
    registration.admitted_by_id, registration.admitted_reason = actor_id, reason
    edition_claim(registration).state = ClaimState.CONFIRMED
    overtook = [[r.id, str(Why.SKIPPED)] for r in _waiting(turn, registration)]
    event = move(turn, registration, Action.SEAT, line="admitted", why=reason, overtook=overtook)
    session.flush()
    put_overbooking_on_record(turn, turn.edition.pool_id)
    renew_holds(turn)
    letters.admitted_by_hand(turn, registration, event)
    finish(turn)
    return registration


def _check_running(turn: Turn) -> None:
    phase = turn.sheet.phase(turn.now)
    if phase.state in ("draft", "cancelled"):
        raise Refused(Reason.CANCELLED)
    if phase.state == "finished":
        raise Refused(Reason.FINISHED)


def _waiting(turn: Turn, registration: Registration) -> list[Registration]:
    _step, waiting = next_for(turn)
    return [r for r in waiting.values() if r.queue_number < registration.queue_number]


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
    reason = _reason(why) if ahead or registration.passed_reason else why.strip()
    claim = edition_claim(registration)
    held = sum(c.seats for c in registration.claims if c.state == ClaimState.HELD)
    if not turn.edition_seats.has_room(max(0, claim.seats - held)):
        raise Refused(Reason.NO_SEAT_FREE)
    overtaken = [(r.id, Why.SKIPPED) for r in _waiting(turn, registration)]
    give(turn, registration, overtaken, why=reason)
    settle(turn)
    finish(turn)
    return registration


def skip(session: Session, *, registration_id: int, actor_id: int, why: str, now: datetime) -> Registration:
    """Passes this one over until the organiser undoes it; the place on the list stays."""
    turn, registration = load(session, registration_id=registration_id, now=now, actor_id=actor_id)
    reason = _reason(why)
    settle(turn)
    if registration.state != RegistrationState.WAITLISTED:
        raise Refused(Reason.NOT_CONFIRMED)
    registration.passed_reason = (SKIP + reason)[:500]
    for claim in registration.claims:
        if claim.state == ClaimState.HELD:
            release(turn, claim)
    note(turn, registration, "skipped", why=reason)
    settle(turn)
    finish(turn)
    return registration


def unskip(session: Session, *, registration_id: int, actor_id: int, now: datetime) -> Registration:
    """This one counts again in the order."""
    turn, registration = load(session, registration_id=registration_id, now=now, actor_id=actor_id)
    if registration.passed_reason:
        registration.passed_reason = ""
        note(turn, registration, "unskipped")
    settle(turn)
    finish(turn)
    return registration


def _edition_turn(
    session: Session, edition_id: int, actor_id: int, now: datetime, version: int | None
) -> Turn:
    turn = take_turn(session, edition_id=edition_id, now=now, actor_id=actor_id)
    if version is not None and version != turn.edition.version:
        raise Refused(Reason.CHANGED_MEANWHILE)
    return turn


def _changed(turn: Turn, action: str, **details: object) -> None:
    """Notes the change of the edition, stamps a new version and reads the sheet anew."""
    turn.session.add(
        EditionChange(
            edition_id=turn.edition.id, at=turn.now, actor_id=turn.actor_id, action=action, details=details
        )
    )
    turn.edition.touch()
    turn.session.flush()
    turn.sheet = sheet_of(turn.session, edition_id=turn.edition.id, version=turn.edition.version)


def set_capacity(
    session: Session,
    *,
    edition_id: int,
    actor_id: int,
    capacity: int | None,
    now: datetime,
    version: int | None = None,
) -> Edition:
    """More seats promote at once; fewer throw nobody out, and the edition says it is over-full."""
    if capacity is not None and not 0 <= capacity <= 100_000:
        raise Refused(Reason.CAPACITY)
    turn = _edition_turn(session, edition_id, actor_id, now, version)
    before = turn.edition.pool.capacity
    if before != capacity:
        turn.edition.pool.capacity = capacity
        session.flush()
        taken = turn.edition_seats.taken
        turn.edition.pool.overbooked = overbooking_needed(capacity=capacity, taken=taken)
        turn.edition.examples = [e for e in turn.edition.examples if e != "capacity"]
        _changed(turn, "capacity", before=before, after=capacity)
    settle(turn)
    finish(turn)
    return turn.edition


def set_desk(
    session: Session, *, edition_id: int, actor_id: int, desk: Desk, now: datetime, version: int | None = None
) -> Edition:
    """Closes or reopens registration by hand, or leaves it to the windows again."""
    turn = _edition_turn(session, edition_id, actor_id, now, version)
    if turn.edition.desk != desk:
        before, turn.edition.desk = turn.edition.desk, desk
        _changed(turn, "desk", before=str(before), after=str(desk))
    settle(turn)
    finish(turn)
    return turn.edition


def cancel_edition(
    session: Session, *, edition_id: int, actor_id: int, why: str, now: datetime, version: int | None = None
) -> Edition:
    """Ends the whole edition: everyone who is in or waits hears it with the reason. Twice is once."""
    turn = _edition_turn(session, edition_id, actor_id, now, version)
    if turn.edition.publication == Publication.CANCELLED:
        return turn.edition
    reason = _reason(why)
    turn.edition.publication, turn.edition.cancelled_reason = Publication.CANCELLED, reason
    _changed(turn, "cancelled", why=reason)
    active = session.scalars(
        select(Registration)
        .where(Registration.edition_id == edition_id, Registration.state.in_(ACTIVE))
        .order_by(Registration.queue_number)
    ).all()
    for registration in active:
        _cancel(turn, registration, reason, whole_edition=True)
    turn.freed_pools.clear()
    finish(turn)
    return turn.edition


def _breakout_turn(
    session: Session, breakout_id: int, actor_id: int, now: datetime, version: int | None
) -> tuple[Turn, Breakout]:
    edition_id = session.scalar(
        select(Meeting.edition_id)
        .join(Slot, Slot.meeting_id == Meeting.id)
        .join(Breakout, Breakout.round_id == Slot.id)
        .where(Breakout.id == breakout_id)
    )
    if edition_id is None:
        raise NotFound
    turn = _edition_turn(session, edition_id, actor_id, now, version)
    return turn, session.get_one(Breakout, breakout_id)


def cancel_breakout(
    session: Session, *, breakout_id: int, actor_id: int, now: datetime, version: int | None = None
) -> Breakout:
    """Cancels a breakout: its people go to their second choice, and are asked to choose again."""
    turn, breakout = _breakout_turn(session, breakout_id, actor_id, now, version)
    if breakout.cancelled_at is None:
        breakout.cancelled_at = now
        _changed(turn, "breakout_cancelled", title=breakout.title)
        cancel_breakout_for(turn, breakout.id, breakout.title)
    settle(turn)
    finish(turn)
    return breakout


def set_breakout_seats(
    session: Session,
    *,
    breakout_id: int,
    actor_id: int,
    capacity: int | None,
    shut: bool,
    now: datetime,
    version: int | None = None,
) -> Breakout:
    """Other seats for a breakout, or shut by the organiser's word; more room goes to those who wait."""
    if capacity is not None and not 0 <= capacity <= 100_000:
        raise Refused(Reason.CAPACITY)
    turn, breakout = _breakout_turn(session, breakout_id, actor_id, now, version)
    breakout.pool.capacity, breakout.pool.shut = capacity, shut
    session.flush()
    taken = seats_of(session, [breakout.pool_id])[breakout.pool_id].taken
    breakout.pool.overbooked = overbooking_needed(capacity=capacity, taken=taken)
    _changed(turn, "breakout_seats", title=breakout.title, capacity=capacity, shut=shut)
    turn.freed_pools.add(breakout.pool_id)
    settle(turn)
    finish(turn)
    return breakout
