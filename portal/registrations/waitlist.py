"""Who is next (pure): the order of the waitlist, gap filling, holds for a duo, seats set aside.

The head of the list goes first. A party is passed over, and keeps its place, only when the organiser
or its own eligibility says so, when the free seats are set aside for others, or when it does not fit
the free seats and its hold was used up. With `hold_hours` 0 a smaller party goes first at once; None
means: never. Only a smaller party fills a gap: a duo never goes before a duo by way of a hold, and a
hold gives way to who is earlier in line and can use it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

SKIP = "skip:"
"""Begins `passed_reason` when the organiser passes a registration over; the reason follows."""
PASSED = "passed"
"""`passed_reason` of who declined an offer and stays; who waits can undo it."""


def by_choice(passed_reason: str) -> bool:
    """Whether somebody chose to pass this one over: the organiser, or who waits. Else a rule says so."""
    return passed_reason == PASSED or passed_reason.startswith(SKIP)


class Why(StrEnum):
    """Why a party was passed over."""

    SKIPPED = "skipped"
    NOT_ELIGIBLE = "not_eligible"
    SET_ASIDE = "set_aside"
    GAP = "gap"


@dataclass(frozen=True)
class Party:
    """A waiting party. `held` seats are held for it already; `passed` says why it is passed over."""

    id: int
    seats: int
    place: int
    held: int = 0
    hold_spent: bool = False
    passed: Why | None = None
    groups: frozenset[int] = frozenset()


@dataclass(frozen=True)
class SetAside:
    """Seats that only members of a group may take for now."""

    group: int
    seats_left: int


class Kind(StrEnum):
    """What happens to the party."""

    SEAT = "seat"
    HOLD = "hold"
    RELEASE = "release"


@dataclass(frozen=True)
class Step:
    """The next thing to do: give the party its seats, or hold `seats` for it; `overtaken`: whom, and why.

    To release is to end the last hold `behind` the party, which then has room.
    """

    kind: Kind
    party: Party
    seats: int
    overtaken: tuple[tuple[int, Why], ...] = ()
    behind: Party | None = None


def usable(free: int | None, party: Party, set_asides: Sequence[SetAside]) -> int | None:
    """How many of the free seats this party may take; None is unlimited."""
    if free is None:
        return None
    return max(0, free - sum(s.seats_left for s in set_asides if s.group not in party.groups))


def _holds_behind(party: Party, parties: Sequence[Party]) -> list[Party]:
    """Who has a hold later in the line, and would leave no more seats set aside for others than now."""
    behind = [p for p in parties if p.held and p.place > party.place and p.groups <= party.groups]
    return sorted(behind, key=lambda p: p.place)


def next_step(
    *,
    free: int | None,
    parties: Sequence[Party],
    hold_hours: int | None,
    set_asides: Sequence[SetAside] = (),
) -> Step | None:
    """The next step for the free seats, or None when nobody can have them now."""
    overtaken: list[tuple[int, Why]] = []
    gap: int | None = None  # the size of the smallest party that did not fit
    for party in sorted(parties, key=lambda p: p.place):
        if party.passed:
            overtaken.append((party.id, party.passed))
            continue
        room = usable(free, party, set_asides)
        smaller = gap is None or party.seats < gap
        if room is None or room >= party.seats or (smaller and room + party.held >= party.seats):
            return Step(Kind.SEAT, party, party.seats, tuple(overtaken))
        holds = _holds_behind(party, parties) if free and smaller else []
        if holds and room + party.held + sum(p.held for p in holds) >= party.seats:
            return Step(Kind.RELEASE, party, 0, tuple(overtaken), holds[-1])
        if room == 0:
            if free == 0:
                return None
            overtaken.append((party.id, Why.SET_ASIDE))
            continue
        if hold_hours is None:
            return None
        if hold_hours > 0 and not party.hold_spent and smaller:
            return Step(Kind.HOLD, party, room, tuple(overtaken))
        overtaken.append((party.id, Why.GAP))
        gap = min(gap or party.seats, party.seats)
    return None
