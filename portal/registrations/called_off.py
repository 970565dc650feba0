"""What was chosen is called off, or held after all: where the people who chose it go, and what they hear."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import selectinload

from portal.programmes.facts import Publication
from portal.programmes.models import Edition, Meeting
from portal.registrations import party_letters
from portal.registrations.choosing import claim_option, is_open, options_of
from portal.registrations.ledger import Turn, note, release
from portal.registrations.models import Choice, Claim, Participant, PoolKind, Registration
from portal.registrations.promotion import settle
from portal.registrations.sheets import BreakoutSheet, EditionSheet, ElectiveSheet
from portal.registrations.states import IN, ClaimState, RegistrationState
from portal.registrations.wishes import Target, choice_of, claim_of
from portal.texts import local

_OF_CLAIM, _OF_CHOICE = selectinload(Claim.registration), selectinload(Choice.participant)
_ALL_ABOUT_CLAIMS = (
    _OF_CLAIM.selectinload(Registration.claims),
    _OF_CLAIM.selectinload(Registration.events),
    selectinload(Claim.participant).selectinload(Participant.choices),
    selectinload(Claim.participant).selectinload(Participant.person),
)
_ALL_ABOUT_CHOICES = (
    _OF_CHOICE.selectinload(Participant.choices),
    _OF_CHOICE.selectinload(Participant.person),
    _OF_CHOICE.selectinload(Participant.registration).selectinload(Registration.claims),
    _OF_CHOICE.selectinload(Participant.registration).selectinload(Registration.events),
)


def move_out(turn: Turn, *, pool_id: int, title: str) -> int:
    """Moves everyone out of what is off: to the other one of their wishes, or a to-do. Returns how many."""
    claims = turn.session.scalars(
        select(Claim)
        .where(Claim.pool_id == pool_id, Claim.state != ClaimState.RELEASED)
        .order_by(Claim.id)
        .options(*_ALL_ABOUT_CLAIMS)
    ).all()
    for claim in claims:
        registration, choice = claim.registration, choice_of(claim)
        participant = choice.participant
        release(turn, claim)
        event = note(turn, registration, "breakout_cancelled", choice=title)
        other = _other(turn, registration, participant, choice)
        if other is not None:
            _seat(turn, registration, participant, choice, other)
            note(turn, registration, "second_choice", choice=other.title)
        choice.ask_again = "moved" if other else "cancelled"
        turn.session.flush()
        instead = other.title if other else ""
        party_letters.breakout_cancelled(
            turn, registration, participant, event, title, instead, left=_is_anything_left(turn, choice)
        )
    return len(claims)


def _is_anything_left(turn: Turn, choice: Choice) -> bool:
    """Whether there is anything to choose in this round or group."""
    place, group = turn.sheet.round(choice.slot_id), turn.sheet.group(choice.group_id)
    breakouts, modules = place.breakouts if place else (), group.modules if group else ()
    return not all(one.cancelled for one in breakouts) or not all(one.cancelled for one in modules)


def _other(turn: Turn, registration: Registration, participant: Participant, choice: Choice) -> Target | None:
    """What else was wished for in this choice, if it is still to come and there is room."""
    today = local(turn.now).date()
    for one in options_of(turn, registration, participant, choice, None):
        ahead = one and not one.cancelled and (one.last_day is None or one.last_day >= today)
        if one and ahead and is_open(turn, one):
            return one
    return None


def _seat(
    turn: Turn, registration: Registration, participant: Participant, choice: Choice, option: Target
) -> None:
    """A seat there, with the seat in the edition: had, or offered until its deadline."""
    deadline = registration.offer_deadline
    state = ClaimState.OFFERED if deadline else ClaimState.CONFIRMED
    claim_option(turn, registration, participant, choice, option, state, deadline)


def follow(turn: Turn, before: EditionSheet) -> None:
    """After a change of the schedule: electives that are off are left, those that are on again are filled."""
    was_off = {module.id for group in before.groups for module in group.modules if module.cancelled}
    followed = 0
    for group in turn.sheet.groups:
        for module in group.modules:
            if module.cancelled:
                followed += move_out(turn, pool_id=module.pool_id, title=module.title)
            elif module.id in was_off:
                followed += give_back(turn, Choice.group_id == group.id, module)
    if followed:
        settle(turn)


def electives_left_behind(now: datetime) -> Select[int, int]:
    """Editions and pools with seats in electives that are off: from before people were moved out of them."""
    days = select(Meeting.id).where(Meeting.module_id == Claim.module_id).correlate(Claim)
    today = local(now).date()
    return (
        select(Registration.edition_id, Claim.pool_id)
        .join(Claim, Claim.registration_id == Registration.id)
        .join(Edition, Edition.id == Registration.edition_id)
        .where(
            Edition.publication == Publication.PUBLISHED,
            or_(Edition.ends_on.is_(None), Edition.ends_on >= today),
            Claim.kind == PoolKind.MODULE,
            Claim.state != ClaimState.RELEASED,
            days.where(or_(Meeting.day.is_(None), Meeting.day >= today)).exists(),
            ~days.where(Meeting.cancelled_at.is_(None)).exists(),
        )
    )


def leave_behind(turn: Turn) -> None:
    """Moves everyone of this edition out of those electives."""
    behind = electives_left_behind(turn.now).where(Registration.edition_id == turn.sheet.edition_id)
    pools = {row.pool_id for row in turn.session.execute(behind)}
    for group in turn.sheet.groups:
        for module in group.modules:
            if module.pool_id in pools:
                move_out(turn, pool_id=module.pool_id, title=module.title)


def give_back(turn: Turn, among: ColumnElement[bool], option: ElectiveSheet | BreakoutSheet) -> int:
    """Who still has nothing instead gets a seat again, in order, while there is room. Returns how many.

    `among` the choices of its group or round.
    """
    return sum(_has_again(turn, choice, option) for choice in _left_without(turn, among, option.id))


def _left_without(turn: Turn, among: ColumnElement[bool], option_id: int) -> list[Choice]:
    """The choices that this was taken from, and that nothing came instead of."""
    choices = turn.session.scalars(
        select(Choice)
        .join(Participant, Participant.id == Choice.participant_id)
        .join(Registration, Registration.id == Participant.registration_id)
        .where(
            among,
            Registration.state.in_((RegistrationState.CONFIRMED, RegistrationState.OFFERED)),
            Participant.state.in_(IN),
            Choice.ask_again == "cancelled",
            or_(Choice.first_id == option_id, Choice.second_id == option_id),
        )
        .order_by(Registration.queue_number, Choice.id)
        .options(*_ALL_ABOUT_CHOICES)
    ).all()
    return [c for c in choices if claim_of(c.participant.registration, c.participant, c) is None]


def _has_again(turn: Turn, choice: Choice, back: ElectiveSheet | BreakoutSheet) -> bool:
    participant = choice.participant
    registration = participant.registration
    wished = options_of(turn, registration, participant, choice, None)
    option = next((one for one in wished if one and one.id == back.id), None)
    if option is None or not is_open(turn, option):
        return False
    _seat(turn, registration, participant, choice, option)
    choice.ask_again = ""
    event = note(turn, registration, "elective_restored", choice=back.title)
    turn.session.flush()
    if registration.state == RegistrationState.CONFIRMED:
        party_letters.elective_restored(turn, registration, participant, event, back.title)
    return True
