"""What happens with seats: what is over ends, and what is free goes to the next, in one turn.

`settle` is part of every turn, so that nothing waits for a timer; the job only comes by when nobody
else does.
"""

from collections.abc import Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from portal.eligibility.facts import Moment
from portal.eligibility.gates import seats_set_aside, set_aside_groups
from portal.eligibility.queries import people_facts
from portal.programmes.facts import Promotion
from portal.registrations import letters
from portal.registrations.choosing import claim_all, promote_in
from portal.registrations.endings import end_what_is_over
from portal.registrations.ledger import (
    Turn,
    add_claim,
    decide,
    edition_claim,
    held_claims,
    move,
    note,
    release,
)
from portal.registrations.models import Claim, PoolKind, Registration
from portal.registrations.party import reassess, restate
from portal.registrations.seats import Seats
from portal.registrations.states import (
    TAKING,
    Action,
    ClaimState,
    RegistrationState,
)
from portal.registrations.waitlist import Kind, Party, SetAside, Step, Why, by_choice, next_step
from portal.texts import local
from portal.working_days import add_working_hours, offer_deadline


def settle(turn: Turn) -> Seats | None:
    """Ends what is over and gives free seats to the next, until nothing moves.

    Returns the count of the edition's seats when it still holds, so that nobody counts twice.
    """
    end_what_is_over(turn)
    return pass_on(turn)


def pass_on(turn: Turn) -> Seats | None:
    """Gives free seats to the next, until nothing moves; returns the count like `settle`."""
    seats = promote(turn)
    while turn.freed_pools:
        pools = set(turn.freed_pools)
        turn.freed_pools.clear()
        turn.session.flush()
        promote_in(turn, pools)
        if turn.sheet.pool_id in pools:
            seats = promote(turn)
    return seats


def promote(turn: Turn) -> Seats | None:
    """Gives or offers free seats of the edition to those who wait, in order, as its rules say.

    Returns the count of the edition's seats when nothing has moved since.
    """
    phase = turn.sheet.phase(turn.now)
    if not phase.promotion_allowed:
        return None
    seats = turn.edition_seats
    if seats.free == 0 or not seats.waiting:
        return seats
    if turn.sheet.promotion is Promotion.OFFER and offer_deadline(turn.now, phase.first_start) is None:
        for registration in waiting_registrations(turn):  # nobody goes before who could have the seat by now
            if registration.passed_reason and not by_choice(registration.passed_reason):
                still_admitted(turn, registration)
        return seats
    renew_groups(turn)
    passed: dict[int, Why] = {}
    while True:
        step, waiting = next_for(turn, turn.edition_seats, passed=passed)
        if step is None:
            return None
        registration = waiting[step.party.id]
        if not still_admitted(turn, registration):
            passed[registration.id] = Why.NOT_ELIGIBLE
        elif step.kind is Kind.HOLD:
            _hold(turn, registration, step)
        elif step.behind is not None:
            _give_way(turn, waiting[step.behind.id])
        else:
            give(turn, registration, step.overtaken)


def next_for(
    turn: Turn, seats: Seats, *, passed: dict[int, Why] | None = None, newcomer: Party | None = None
) -> tuple[Step | None, dict[int, Registration]]:
    """The next step for the free seats of the edition, with the waiting registrations by id."""
    if newcomer is not None and seats.free == 0:
        return None, {}
    waiting = waiting_registrations(turn) if seats.waiting else []
    passed = passed or {}
    if newcomer is not None:  # settle has just asked the gates about everyone who could be next
        passed = {r.id: Why.NOT_ELIGIBLE for r in waiting if r.passed_reason}
    parties = [party_of(r, passed.get(r.id)) for r in waiting]
    if newcomer is not None:
        parties.append(newcomer)
    step = next_step(
        free=seats.free,
        parties=parties,
        hold_hours=turn.sheet.hold_hours,
        set_asides=set_asides(turn),
    )
    return step, {r.id: r for r in waiting}


def waiting_registrations(turn: Turn) -> list[Registration]:
    """Everyone on the edition's waitlist, in order."""
    return list(
        turn.session.scalars(
            select(Registration)
            .where(
                Registration.edition_id == turn.sheet.edition_id,
                Registration.state == RegistrationState.WAITLISTED,
            )
            .order_by(Registration.queue_number)
            .options(selectinload(Registration.claims))
        )
    )


def party_of(registration: Registration, passed: Why | None = None) -> Party:
    """A waiting registration as the waitlist sees it."""
    skipped = Why.SKIPPED if by_choice(registration.passed_reason) else None
    return Party(
        id=registration.id,
        seats=edition_claim(registration).seats,
        place=registration.queue_number,
        held=sum(c.seats for c in held_claims(registration)),
        hold_spent=registration.hold_spent,
        passed=skipped or passed,
        groups=frozenset(registration.set_aside_groups),
    )


def renew_groups(turn: Turn) -> None:
    """Whom seats are set aside for is asked anew, while they are: a membership ends or begins meanwhile."""
    today = local(turn.now).date()
    if not any(seats_set_aside(rule, today) for rule in turn.sheet.rules):
        return
    waiting = waiting_registrations(turn)
    people = people_facts(turn.session, (registration.person_id for registration in waiting))
    for registration in waiting:
        person = people[registration.person_id]
        groups = set_aside_groups(rules_with_ids=turn.sheet.rules, person=person, today=today)
        if groups != registration.set_aside_groups:
            registration.set_aside_groups = groups


def set_asides(turn: Turn) -> list[SetAside]:
    """The seats that are still kept for a group today."""
    today = local(turn.now).date()
    kept = {r.id: seats_set_aside(r, today) for r in turn.sheet.rules if r.id is not None}
    kept = {rule_id: seats for rule_id, seats in kept.items() if seats}
    if not kept:
        return []
    taken = dict.fromkeys(kept, 0)
    rows = turn.session.execute(
        select(Claim.seats, Registration.set_aside_groups)
        .join(Registration, Registration.id == Claim.registration_id)
        .where(Claim.pool_id == turn.sheet.pool_id, Claim.state.in_(TAKING))
    )
    for seats, groups in rows:
        for rule_id in groups:
            if rule_id in taken:
                taken[rule_id] += seats
    return [SetAside(rule_id, max(0, seats - taken[rule_id])) for rule_id, seats in kept.items()]


def still_admitted(turn: Turn, registration: Registration) -> bool:
    """Asks the gates again at promotion; a no is stored and told once, the place stays."""
    found = reassess(turn, registration, Moment.PROMOTION)
    if found.admitted:
        registration.passed_reason = ""
        registration.set_aside_groups = list(found.groups)
        return True
    reason = next(a.reason for a in found.verdict.answers if a.outcome == found.verdict.outcome)
    if registration.passed_reason != str(reason):
        registration.passed_reason = str(reason)
        decide(turn, registration, found.verdict, Moment.PROMOTION)
        event = note(turn, registration, "not_eligible", reasons=[str(reason)])
        turn.session.flush()
        letters.not_eligible_now(turn, registration, event, found.verdict)
    return False


def give(
    turn: Turn,
    registration: Registration,
    overtaken: Iterable[tuple[int, Why]],
    *,
    why: str = "",
    moment: Moment = Moment.PROMOTION,
) -> None:
    """A seat for a waiting registration: offered or given, as the edition says, with its choices."""
    found = reassess(turn, registration, moment)
    restate(registration, found)
    decide(turn, registration, found.verdict, moment)
    for held in held_claims(registration):
        held.state, held.deadline = ClaimState.RELEASED, None
    registration.passed_reason, registration.hold_spent = "", False
    claim = edition_claim(registration)
    overtook = [[other, str(reason)] for other, reason in overtaken]
    deadline = None
    if turn.sheet.promotion is Promotion.OFFER:
        deadline = offer_deadline(turn.now, turn.sheet.first_start)
    if deadline is not None:
        claim.state, claim.deadline = ClaimState.OFFERED, deadline
        event = move(
            turn, registration, Action.OFFER, line="offered", deadline=deadline, why=why, overtook=overtook
        )
    else:
        claim.state, claim.deadline = ClaimState.CONFIRMED, None
        event = move(turn, registration, Action.SEAT, line="seated", why=why, overtook=overtook)
    claim_all(turn, registration, deadline=deadline)
    turn.session.flush()
    renew_holds(turn)
    if deadline is not None:
        letters.offer(turn, registration, event)
    else:
        letters.confirmed(turn, registration, event)


def renew_holds(turn: Turn, *, free: int | None = None) -> None:
    """When all seats are taken again, a next free seat may be held anew for a waiting duo.

    `free` is for who has just counted.
    """
    if not (turn.sheet.hold_hours and turn.sheet.companion_allowed):
        return
    if (turn.edition_seats.free if free is None else free) != 0:
        return
    turn.session.execute(
        update(Registration)
        .where(
            Registration.edition_id == turn.sheet.edition_id,
            Registration.state == RegistrationState.WAITLISTED,
            Registration.hold_spent,
        )
        .values(hold_spent=False)
        .execution_options(synchronize_session="fetch")
    )


def _give_way(turn: Turn, registration: Registration) -> None:
    """A hold ends for who is earlier in line; its hours are not spent."""
    for claim in held_claims(registration):
        release(turn, claim)
    note(turn, registration, "hold_ended")


def _hold(turn: Turn, registration: Registration, step: Step) -> None:
    hours = turn.sheet.hold_hours
    assert hours
    deadline = add_working_hours(turn.now, hours)
    add_claim(
        turn,
        registration,
        state=ClaimState.HELD,
        pool_id=turn.sheet.pool_id,
        kind=PoolKind.EDITION,
        seats=step.seats,
        deadline=deadline,
    )
    note(turn, registration, "held", until=deadline.isoformat(), seats=step.seats)
