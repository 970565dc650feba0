"""What someone would like in a round or an elective group, and the breakout or module that it names."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.errors import Refused
from portal.registrations.ledger import Turn
from portal.registrations.models import Choice, Claim, Participant, PoolKind, Registration
from portal.registrations.reasons import Reason
from portal.registrations.states import ClaimState


@dataclass(frozen=True)
class Wish:
    """A first and a second choice in one round (`slot_id`) or one elective group (`group_id`)."""

    slot_id: int | None = None
    group_id: int | None = None
    rank: int = 1
    first_id: int | None = None
    second_id: int | None = None


@dataclass(frozen=True)
class Target:
    """Something that can be chosen, with its pool."""

    id: int
    pool_id: int
    title: str
    kind: PoolKind
    cancelled: bool = False


def target(turn: Turn, choice: Choice | Wish, target_id: int | None) -> Target | None:
    """The breakout or elective with this id in the choice's round or group."""
    if target_id is None:
        return None
    if choice.slot_id is not None:
        place = turn.sheet.round(choice.slot_id)
        b = place.breakout(target_id) if place else None
        return Target(b.id, b.pool_id, b.title, PoolKind.BREAKOUT, b.cancelled) if b else None
    group = turn.sheet.group(choice.group_id)
    m = group.module(target_id) if group else None
    return Target(m.id, m.pool_id, m.title, PoolKind.MODULE) if m else None


def check_wishes(turn: Turn, wishes: Sequence[Wish]) -> None:
    """Refuses wishes for something that is not there or was cancelled."""
    for wish in wishes:
        for target_id in (wish.first_id, wish.second_id):
            found = target(turn, wish, target_id)
            if target_id is not None and found is None:
                raise Refused(Reason.UNKNOWN_CHOICE)
            if found and found.cancelled:
                raise Refused(Reason.CHOICE_CANCELLED, title=found.title)


def check_not_over(turn: Turn, wish: Wish) -> None:
    """Refuses another choice in a round that is over: who was where stays as it was."""
    place = turn.sheet.round(wish.slot_id)
    if place is not None and place.ends_at <= turn.now:
        raise Refused(Reason.CHOICE_OVER, title=place.title)


def write_wishes(participant: Participant, wishes: Sequence[Wish]) -> None:
    """Keeps the wishes with the participant; the same wish for second is no second choice."""
    for wish in wishes:
        participant.choices.append(
            Choice(
                slot_id=wish.slot_id,
                group_id=wish.group_id,
                rank=wish.rank,
                first_id=wish.first_id,
                second_id=wish.second_id if wish.second_id != wish.first_id else None,
            )
        )


def claim_of(registration: Registration, participant: Participant, choice: Choice) -> Claim | None:
    """The living claim that stands for this choice."""
    for claim in registration.claims:
        if claim.participant is not participant or claim.state == ClaimState.RELEASED:
            continue
        if choice.slot_id is not None and claim.slot_id == choice.slot_id:
            return claim
        if choice.group_id is not None and claim.group_id == choice.group_id and _own(claim, choice):
            return claim
    return None


def _own(claim: Claim, choice: Choice) -> bool:
    """Whether a seat in an elective stands for this choice: whose first it is, else whose second it is."""
    beside = [c for c in choice.participant.choices if c.group_id == choice.group_id]
    owners = [c for c in beside if c.first_id == claim.module_id]
    owners += [c for c in beside if c.second_id == claim.module_id]
    return bool(owners) and owners[0] is choice
