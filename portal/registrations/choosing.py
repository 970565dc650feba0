"""Electives and breakouts: wishes become claims, a full one falls to the second choice, else one waits."""

from datetime import datetime

from sqlalchemy import inspect, select

from portal.programmes.facts import Promotion
from portal.registrations import letters, party_letters
from portal.registrations.ledger import Turn, add_claim, note, release, seats_of
from portal.registrations.models import Choice, Claim, Participant, PoolKind, Registration, RegistrationEvent
from portal.registrations.party import participants_in
from portal.registrations.seats import Seats
from portal.registrations.states import ClaimState, RegistrationState
from portal.registrations.wishes import (
    Target,
    Wish,
    choice_of,
    claim_of,
    first_beside,
    had_beside,
    target,
)
from portal.working_days import offer_deadline


def claim_all(turn: Turn, registration: Registration, *, deadline: datetime | None = None) -> None:
    """Claims every participant's choices, together with the seat (confirmed, or offered until `deadline`)."""
    for participant in participants_in(registration):
        for choice in participant.choices:
            if choice.first_id is not None and claim_of(registration, participant, choice) is None:
                claim_choice(turn, registration, participant, choice, deadline=deadline)


def claim_choice(
    turn: Turn,
    registration: Registration,
    participant: Participant,
    choice: Choice,
    *,
    deadline: datetime | None = None,
) -> Claim | None:
    """Claims the first choice, else the second, else a place on the first one's waitlist with a to-do."""
    first, second = options_of(turn, registration, participant, choice, None)
    wanted = [t for t in (first, second) if t and not t.cancelled]
    counts = seats_of(turn.session, [t.pool_id for t in wanted])
    state = ClaimState.OFFERED if deadline else ClaimState.CONFIRMED
    for option in wanted:
        if _has_room(registration, counts[option.pool_id], option.pool_id):
            choice.ask_again = ""
            if option is second:
                note(turn, registration, "second_choice", choice=option.title)
            return claim_option(turn, registration, participant, choice, option, state, deadline)
    if not wanted:
        choice.ask_again = "cancelled"
        if first is not None:
            note(turn, registration, "breakout_cancelled", choice=first.title)
        return None
    choice.ask_again = "full"
    note(turn, registration, "choice_waits", choice=wanted[0].title)
    return claim_option(turn, registration, participant, choice, wanted[0], ClaimState.WAITING, None)


def options_of(
    turn: Turn,
    registration: Registration,
    participant: Participant,
    wish: Choice | Wish,
    current: Claim | None,
) -> tuple[Target | None, Target | None]:
    """The first and the second choice, but nothing that this one has already, beside `current`.

    What another choice wishes for first is not for this one's second.
    """
    had = had_beside(registration, participant, wish, current)
    first = None if wish.first_id in had else wish.first_id
    second = None if wish.second_id in had | first_beside(participant, wish) else wish.second_id
    return target(turn, wish, first), target(turn, wish, second)


def _has_room(registration: Registration, count: Seats, pool_id: int) -> bool:
    """Whether one more fits and nobody waits, with what this registration claims that is not written yet."""
    new = [claim for claim in registration.claims if inspect(claim).transient and claim.pool_id == pool_id]
    waiting = any(claim.state == ClaimState.WAITING for claim in new)
    return not (count.waiting or waiting) and count.has_room(1 + sum(claim.seats for claim in new))


def claim_option(
    turn: Turn,
    registration: Registration,
    participant: Participant,
    choice: Choice,
    option: Target,
    state: ClaimState,
    deadline: datetime | None,
) -> Claim:
    """A claim on what was chosen, in this state."""
    return add_claim(
        turn,
        registration,
        state=state,
        pool_id=option.pool_id,
        kind=option.kind,
        participant=participant,
        slot_id=choice.slot_id,
        group_id=choice.group_id,
        breakout_id=option.id if option.kind is PoolKind.BREAKOUT else None,
        module_id=option.id if option.kind is PoolKind.MODULE else None,
        deadline=deadline,
    )


def is_open(turn: Turn, option: Target) -> bool:
    """Whether someone may have a seat there now: there is room, and nobody waits for it."""
    count = seats_of(turn.session, [option.pool_id])[option.pool_id]
    return count.has_room(1) and not count.waiting


def promote_in(turn: Turn, pool_ids: set[int]) -> None:
    """Gives seats that came free in breakouts and electives to those who wait there, in order."""
    counts = seats_of(turn.session, pool_ids - {turn.sheet.pool_id})
    for pool_id, count in counts.items():
        if not count.waiting or not count.has_room(1):
            continue
        limit = count.waiting if count.free is None else count.free
        waiting = turn.session.scalars(
            select(Claim)
            .join(Registration, Registration.id == Claim.registration_id)
            .where(
                Claim.pool_id == pool_id,
                Claim.state == ClaimState.WAITING,
                Registration.state.in_((RegistrationState.CONFIRMED, RegistrationState.OFFERED)),
            )
            .order_by(Claim.id)
            .limit(limit)
        ).all()
        for claim in waiting:
            _seat(turn, claim)


def _seat(turn: Turn, claim: Claim) -> None:
    """A breakout's seat is given; an elective's follows the edition's promotion."""
    registration, participant = claim.registration, claim.participant
    assert participant is not None
    if registration.state == RegistrationState.OFFERED:  # comes with the offered seat of the edition
        claim.state, claim.deadline = ClaimState.OFFERED, registration.offer_deadline
        for choice in participant.choices:
            if claim_of(registration, participant, choice) is claim:
                choice.ask_again = ""
        note(turn, registration, "choice_seat", choice=letters.title_of(turn, claim))
        return
    if claim.kind == PoolKind.MODULE and turn.sheet.promotion is Promotion.OFFER:
        _offer_elective(turn, claim, registration, participant)
        return
    claim.state = ClaimState.CONFIRMED
    for choice in participant.choices:
        if claim_of(registration, participant, choice) is claim:
            choice.ask_again = ""
            title = letters.title_of(turn, claim)
            event = note(turn, registration, "choice_seat", choice=title)
            turn.session.flush()
            party_letters.breakout_seat(turn, registration, participant, event, title)


def _offer_elective(turn: Turn, claim: Claim, registration: Registration, participant: Participant) -> None:
    deadline = offer_deadline(turn.now, turn.sheet.first_start)
    if deadline is None:
        return
    claim.state, claim.deadline = ClaimState.OFFERED, deadline
    title = letters.title_of(turn, claim)
    event = note(turn, registration, "elective_offered", choice=title, claim=claim.id)
    turn.session.flush()
    party_letters.elective_offer(turn, registration, participant, event, title, deadline)


def answer_elective(turn: Turn, claim: Claim, *, accept: bool, line: str) -> RegistrationEvent:
    """Takes an offered elective, or gives the seat back; the choice then asks to choose again."""
    registration, participant = claim.registration, claim.participant
    assert participant is not None
    title = letters.title_of(turn, claim)
    choice = choice_of(claim)
    if accept:
        claim.state, claim.deadline, choice.ask_again = ClaimState.CONFIRMED, None, ""
    else:
        release(turn, claim)
        choice.ask_again = "passed"
    return note(turn, registration, line, choice=title)
