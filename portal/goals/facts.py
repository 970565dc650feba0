"""Words of learning goals, and what a goal comes to on a day (pure)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from math import floor

MOST_GOALS = 50
MOST_STEPS = 12
MOST_PRIORITIES = 3
HIGHEST_PRIORITY = 2
MOST_FOCUS = 3
"""An organisation that works on everything works on nothing."""
LOWEST_TARGET, HIGHEST_TARGET = 10, 50
"""Targets are kept in tenths of a point."""


class Audience(StrEnum):
    """Who sees a goal beside its owner; all but the owner belong to one edition."""

    ME = "me"
    COMPANION = "companion"
    FACILITATOR = "facilitator"
    COHORT = "cohort"


class Feeling(StrEnum):
    """How it goes, in the words of a check-in."""

    WELL = "well"
    SO_SO = "so_so"
    STUCK = "stuck"


class Ending(StrEnum):
    """How a goal was closed."""

    REACHED = "reached"
    LET_GO = "let_go"


class State(StrEnum):
    """What a goal comes to; spoken by the page."""

    NEW = "new"
    BUSY = "busy"
    STEPS_DONE = "steps_done"
    SOON = "soon"
    OVERDUE = "overdue"
    REACHED = "reached"
    LET_GO = "let_go"


SOON_DAYS = 14


@dataclass(frozen=True)
class Stated:
    """What a person says of a goal of their own. `target` is in tenths of a point."""

    what: str
    why: str = ""
    notice: str = ""
    aspect: str | None = None
    role: str | None = None
    target: int | None = None
    due_on: date | None = None
    priority: int = 0
    steps: tuple[str, ...] = ()
    remind: bool = True


@dataclass(frozen=True)
class GoalFacts:
    """What a recommendation needs to know of a goal; `target` is in tenths of a point."""

    aspect: str | None
    role: str | None
    priority: int
    target: int | None


@dataclass(frozen=True)
class Aims:
    """What an organisation aims at for its people: targets by aspect or role, in tenths of a point, and the
    aspects that it works on most now.
    """

    targets: Mapping[str, int] = field(default_factory=dict)
    focus: frozenset[str] = frozenset()


def together(several: Iterable[Aims]) -> Aims:
    """For who works at more than one organisation: of each target the highest, and every focus."""
    targets: dict[str, int] = {}
    focus: set[str] = set()
    for one in several:
        focus |= one.focus
        for name, target in one.targets.items():
            targets[name] = max(target, targets.get(name, 0))
    return Aims(targets, frozenset(focus))


@dataclass(frozen=True)
class Progress:
    """What the state of a goal follows from."""

    ending: Ending | None
    due_on: date | None
    check_ins: int
    steps: int
    done: int


def state_of(found: Progress, today: date) -> State:
    """The state of a goal today."""
    if found.ending is not None:
        return State(found.ending)
    if found.due_on is not None and found.due_on < today:
        return State.OVERDUE
    if found.steps and found.done == found.steps:
        return State.STEPS_DONE
    if found.due_on is not None and (found.due_on - today).days <= SOON_DAYS:
        return State.SOON
    return State.BUSY if found.check_ins or found.done else State.NEW


class Moment(StrEnum):
    """What can stand on one's timeline."""

    GOAL_MADE = "goal_made"
    GOAL_CLOSED = "goal_closed"
    CHECK_IN = "check_in"
    SCAN = "scan"
    MEETING = "meeting"
    REFLECTION = "reflection"


@dataclass(frozen=True)
class Entry:
    """One line of the timeline. `id` is the public id of what it is about."""

    at: datetime
    kind: Moment
    title: str
    text: str = ""
    id: str = ""
    feeling: Feeling | None = None
    steps: tuple[str, ...] = ()
    ending: Ending | None = None


def tenths(score: float) -> int:
    """A score in tenths of a point, as it is shown: half a tenth goes up."""
    return floor(score * 10 + 0.5)


def too_low(stated: Stated, scores: Mapping[str, float]) -> float | None:
    """The score that the target does not go beyond; None when there is none, or the target is higher."""
    score = scores.get(stated.aspect or stated.role or "")
    if score is None or stated.target is None:
        return None
    return score if stated.target <= tenths(score) else None
