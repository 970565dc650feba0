"""What someone would like in a round or an elective group, and the breakout or module that it names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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
    """Something that can be chosen, with its pool; `last_day` of an elective, when it is known."""

    id: int
    pool_id: int
    title: str
    kind: PoolKind
    cancelled: bool = False
    last_day: date | None = None


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
    return Target(m.id, m.pool_id, m.title, PoolKind.MODULE, m.cancelled, m.last_day) if m else None


def check_wishes(turn: Turn, wishes: Sequence[Wish]) -> None:
    """Refuses wishes for something that is not there or was cancelled."""
    for wish in wishes:
        for target_id in (wish.first_id, wish.second_id):
            found = target(turn, wish, target_id)
            if target_id is not None and found is None:
                raise Refused(Reason.UNKNOWN_CHOICE)
            if found and found.cancelled:
                raise Refused(Reason.CHOICE_CANCELLED, title=found.title)


def check_not_begun(turn: Turn, wish: Wish) -> None:
    """Refuses another choice in a round that has begun: who sits where stays as it is."""
    place = turn.sheet.round(wish.slot_id)
    if place is not None and place.starts_at <= turn.now:
        raise Refused(Reason.CHOICE_BEGUN, title=place.title)


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
    mine = (claim for claim in registration.claims if claim.participant is participant)
    living = [claim for claim in mine if claim.state != ClaimState.RELEASED]
    if choice.slot_id is not None:
        return next((claim for claim in living if claim.slot_id == choice.slot_id), None)
    return _electives(living, choice).get(choice)


def choice_of(claim: Claim) -> Choice:
    """The choice that this living claim stands for."""
    assert claim.participant is not None
    registration, participant = claim.registration, claim.participant
    return next(c for c in participant.choices if claim_of(registration, participant, c) is claim)


def _electives(living: Sequence[Claim], choice: Choice) -> dict[Choice, Claim]:
    """Which elective stands for which choice of a group: whose first it is, else whose second it is."""
    left = [claim for claim in living if claim.group_id == choice.group_id]
    found: dict[Choice, Claim] = {}
    beside = [c for c in choice.participant.choices if c.group_id == choice.group_id]
    for wished in ("first_id", "second_id"):
        for one in (c for c in beside if c not in found):
            claim = next((claim for claim in left if claim.module_id == getattr(one, wished)), None)
            if claim is not None:
                found[one] = claim
                left.remove(claim)
    return found


def had_beside(
    registration: Registration, participant: Participant, wish: Choice | Wish, current: Claim | None
) -> set[int | None]:
    """The electives of the group that this one has or waits for already, beside `current`."""
    if wish.group_id is None:
        return set()
    return {
        claim.module_id
        for claim in registration.claims
        if claim.participant is participant
        and claim.group_id == wish.group_id
        and claim.state != ClaimState.RELEASED
        and claim is not current
    }


def first_beside(participant: Participant, wish: Choice | Wish) -> set[int | None]:
    """The electives that other choices in the group of this one wish for first."""
    if wish.group_id is None:
        return set()
    others = (c for c in participant.choices if c.group_id == wish.group_id and c.rank != wish.rank)
    return {other.first_id for other in others} - {None}
