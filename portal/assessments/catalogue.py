"""What can be recommended, to whom, and by which numbers: plain values (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portal.assessments.facts import RoleScore, Score

MODULE_MOST = 10
LEERGANG_MOST = 16
"""At most so many quarters of coverage over the aspects: 2.5 for a module, 4 for a leergang."""
MOST_GOALS = 3


class EntryKind(StrEnum):
    """What stands in the catalogue."""

    MODULE = "module"
    LEERGANG = "leergang"


class EntryState(StrEnum):
    """What may be done with it: `planned` has no registration moment yet, `full` has no waitlist."""

    OPEN = "open"
    WAITLIST = "waitlist"
    PLANNED = "planned"
    FULL = "full"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Why(StrEnum):
    """Why something is not for somebody now, in the order in which the first one is named."""

    AUDIENCE = "audience"
    NOT_MEMBER = "not_member"
    LANGUAGE = "language"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    CLOSED = "closed"
    PAST = "past"
    FULL = "full"
    PREREQ = "prereq"


@dataclass(frozen=True)
class Entry:
    """A module or a leergang in the catalogue, by the id that is stable over editions.

    `coverage` and `role_coverage` are in quarters. No `languages`, `audience` or `member_of`: for everybody.
    """

    id: str
    coverage: Mapping[str, int]
    hours: Decimal
    role_coverage: Mapping[str, int] = field(default_factory=dict)
    kind: EntryKind = EntryKind.MODULE
    languages: frozenset[str] = frozenset()
    audience: frozenset[str] = frozenset()
    member_of: frozenset[str] = frozenset()
    prerequisites: frozenset[str] = frozenset()
    state: EntryState = EntryState.OPEN
    start: date | None = None


@dataclass(frozen=True)
class Config:
    """The numbers of the formula; judgements, so they come in versions."""

    target_default: Decimal = Decimal("4.0")
    goal_step: Decimal = Decimal("0.5")
    org_focus_step: Decimal = Decimal("0.25")
    unscored_goal_need: Decimal = Decimal("1.0")
    effort_factor: Decimal = Decimal("0.1")
    effort_unit_hours: Decimal = Decimal(8)
    penalty_waitlist: Decimal = Decimal("0.25")
    penalty_planned: Decimal = Decimal("0.35")
    penalty_late: Decimal = Decimal("0.1")
    late_days: int = 270
    min_score: Decimal = Decimal("0.2")
    package_size: int = 3


@dataclass(frozen=True)
class Person:
    """What is known of somebody: scores, wishes, and what decides whether they can come.

    `goals` are priorities per aspect. `barred`: what the rules of registration say, per entry, where
    those were asked instead of `job` and `memberships`.
    """

    aspects: tuple[Score, ...] = ()
    roles: tuple[RoleScore, ...] = ()
    targets: Mapping[str, Decimal] = field(default_factory=dict)
    org_targets: Mapping[str, Decimal] = field(default_factory=dict)
    goals: Mapping[str, int] = field(default_factory=dict)
    role_goals: frozenset[str] = frozenset()
    org_focus: frozenset[str] = frozenset()
    completed: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset({"nl"})
    memberships: frozenset[str] = frozenset()
    job: str | None = None
    barred: Mapping[str, frozenset[Why]] = field(default_factory=dict)
