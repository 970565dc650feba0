"""Choosing again: while there is room with a seat, a new wish while waiting; nothing is lost by it."""

from collections.abc import Sequence

from portal.errors import Refused
from portal.registrations.choosing import claim_choice, is_open, options_of
from portal.registrations.ledger import Turn, note, release
from portal.registrations.models import Choice, Claim, Participant, Registration
from portal.registrations.reasons import Reason
from portal.registrations.states import ClaimState, RegistrationState
from portal.registrations.wishes import (
    Target,
    Wish,
    check_not_begun,
    check_wishes,
    claim_of,
    first_beside,
    had_beside,
    target,
)

Stood = tuple[int | None, int | None, str]


def rechoose_all(
    turn: Turn, registration: Registration, participant: Participant, wishes: Sequence[Wish]
) -> None:
    """Chooses again in several places; an elective that one choice leaves is there for another."""
    left = list(wishes)
    stood: dict[Wish, Stood] = {}
    while left:
        wish = next((w for w in left if _in_the_way(registration, participant, w) is None), None)
        if wish is None:
            stood |= _turn_round(registration, participant, left)
            wish = left[0]
        left.remove(wish)
        rechoose(turn, registration, participant, wish, stood=stood.get(wish))


def _in_the_way(registration: Registration, participant: Participant, wish: Wish) -> Choice | None:
    """The other choice in the group that has, or wishes for first, what this wish is for."""
    if wish.group_id is None or wish.first_id is None:
        return None
    for other in participant.choices:
        if other.group_id == wish.group_id and other.rank != wish.rank:
            claim = claim_of(registration, participant, other)
            if wish.first_id in (other.first_id, claim.module_id if claim else None):
                return other
    return None


def _turn_round(
    registration: Registration, participant: Participant, left: Sequence[Wish]
) -> dict[Wish, Stood]:
    """Choices that wait for each other take each other's electives: claims go by the wish, so none is lost.

    Returns how they stood; nothing when the first wish is in the way of something that stays.
    """
    path = [left[0]]
    while True:
        other = _in_the_way(registration, participant, path[-1])
        follows = next(
            (w for w in left if other and (w.group_id, w.rank) == (other.group_id, other.rank)), None
        )
        if follows is None:
            return {}
        if follows in path:
            break
        path.append(follows)
    stood: dict[Wish, Stood] = {}
    for wish in path[path.index(follows) :]:
        choice = _choice_for(participant, wish)
        stood[wish] = (choice.first_id, choice.second_id, choice.ask_again)
    for wish in stood:
        _choice_for(participant, wish).first_id = wish.first_id
    return stood


def _choice_for(participant: Participant, wish: Wish) -> Choice:
    """The choice that this wish is for; a new one when nothing was ever chosen there."""
    key = (wish.slot_id, wish.group_id, wish.rank)
    for choice in participant.choices:
        if (choice.slot_id, choice.group_id, choice.rank) == key:
            return choice
    made = Choice(slot_id=wish.slot_id, group_id=wish.group_id, rank=wish.rank, ask_again="")
    participant.choices.append(made)
    return made


def rechoose(
    turn: Turn,
    registration: Registration,
    participant: Participant,
    wish: Wish,
    *,
    stood: Stood | None = None,
) -> None:
    """A participant chooses again in one place. `stood`: how it was before another choice changed it."""
    check_wishes(turn, [wish])
    check_not_begun(turn, wish)
    choice = _choice_for(participant, wish)
    current = claim_of(registration, participant, choice)
    seated = registration.state == RegistrationState.CONFIRMED
    if seated:
        _check_once(turn, registration, participant, wish, current)
    options = options_of(turn, registration, participant, wish, current)
    keep = seated and wish.first_id is not None and _keeps(turn, options, current)
    before = stood or (choice.first_id, choice.second_id, choice.ask_again)
    choice.first_id, choice.ask_again = wish.first_id, ""
    choice.second_id = wish.second_id if wish.second_id != wish.first_id else None
    stays = keep or not seated or (wish.first_id is None and current is None)
    if stays and before == (choice.first_id, choice.second_id, choice.ask_again):
        return  # pressed twice
    title = getattr(target(turn, wish, wish.first_id), "title", "")
    note(turn, registration, "choice", choice=title, participant=participant.id)
    if stays:
        return
    if current is not None:
        release(turn, current)
    if wish.first_id is not None:
        claim_choice(turn, registration, participant, choice)


def _check_once(
    turn: Turn, registration: Registration, participant: Participant, wish: Wish, current: Claim | None
) -> None:
    """Refuses an elective that this one has already, or wishes for first in another choice."""
    had = had_beside(registration, participant, wish, current)
    if wish.first_id in had | first_beside(participant, wish):
        raise Refused(Reason.CHOICE_TWICE, title=getattr(target(turn, wish, wish.first_id), "title", ""))


def _keeps(turn: Turn, options: tuple[Target | None, Target | None], current: Claim | None) -> bool:
    """Whether what one has is what this wish comes to; refuses a wish that nothing can be had of."""
    first, second = options
    assert first is not None
    if current is not None and _on(current, first):  # who waits there goes to a second choice with room
        return current.state != ClaimState.WAITING or second is None or not is_open(turn, second)
    if is_open(turn, first):
        return False
    if second is not None and current is not None and _on(current, second):
        return current.state == ClaimState.CONFIRMED
    if second is None or not is_open(turn, second):
        raise Refused(Reason.CHOICE_FULL, title=first.title)
    return False


def _on(claim: Claim, option: Target) -> bool:
    return claim.pool_id == option.pool_id
