"""What an instrument is, and what comes out of a scan: plain values (pure).

Answers are a mapping from the id of an item to a point of the scale, or to `NO_ANSWER` for "weet ik niet".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

NO_ANSWER = "x"

Answer = int | str
Answers = Mapping[str, Answer]


class Form(StrEnum):
    """Which questions somebody gets: all, the short list, or those about the leaders they work with."""

    LONG = "long"
    SHORT = "short"
    SUPPORTER = "supporter"


class State(StrEnum):
    """Whether enough was answered for a score."""

    SCORED = "scored"
    TOO_FEW = "too_few"


class Balance(StrEnum):
    """What may be said of the roles together; it is no norm."""

    COMPARABLE = "comparable"
    MORE_FLEXIBILITY = "more_flexibility"
    MORE_CONTROL = "more_control"
    UNKNOWN = "unknown"


class Axis(StrEnum):
    """The two sides that the roles are weighed on."""

    FLEXIBILITY = "flexibility"
    CONTROL = "control"


@dataclass(frozen=True)
class ScalePoint:
    """A point of the scale with its words."""

    value: int
    nl: str
    en: str


@dataclass(frozen=True)
class Scale:
    """The points that one answers with, and the words for no answer."""

    points: tuple[ScalePoint, ...]
    no_answer_nl: str = ""
    no_answer_en: str = ""

    def allows(self, answer: Answer) -> bool:
        """Whether this is a point of the scale, or no answer."""
        if isinstance(answer, bool):
            return False
        return answer == NO_ANSWER or any(answer == point.value for point in self.points)


@dataclass(frozen=True)
class AspectGroup:
    """A group of aspects of an instrument."""

    id: str
    nl: str
    en: str


@dataclass(frozen=True)
class Aspect:
    """An aspect as an instrument measures it; an instrument has its own copy."""

    id: str
    code: str
    group: str
    nl: str
    en: str


@dataclass(frozen=True)
class Role:
    """A role with the ids of its sub-roles; `axis` is the side of the balance that it stands on."""

    id: str
    axis: Axis
    nl: str
    en: str
    subroles: tuple[str, ...]


@dataclass(frozen=True)
class Principle:
    """A principle of the organisation: a page of the questionnaire."""

    id: str
    nl: str
    en: str
    description_nl: str = ""
    description_en: str = ""


@dataclass(frozen=True)
class Item:
    """A statement; it belongs to an aspect and a principle, or to a role and a sub-role."""

    id: str
    aspect: str | None
    principle: str | None
    role: str | None
    subrole: str | None
    short: bool
    nl: str
    en: str


@dataclass(frozen=True)
class ScoringConstants:
    """The numbers of scoring; judgements, so they belong to the version of an instrument."""

    aspect_min_answered: int = 4
    aspect_min_answered_short: int = 2
    profile_min_aspects: int = 5
    role_min_answered: int = 3
    role_min_per_subrole: int = 1
    target_default: Decimal = Decimal("4.0")
    error_sd_prior: Decimal = Decimal("0.75")
    error_sd_prior_df: int = 60
    sem_floor: Decimal = Decimal("0.15")
    margin_z: Decimal = Decimal("1.64")
    difference_z: Decimal = Decimal("1.96")
    growth_sem_inflation: Decimal = Decimal("1.2")
    growth_z_goal: Decimal = Decimal("1.96")
    growth_z_other: Decimal = Decimal("2.69")
    growth_min_common_items: int = 4
    reliability_min_n: int = 30
    reliability_stable_n: int = 100
    k_mean: int = 5
    k_item_or_distribution: int = 10
    k_remainder: int = 5
    snapshot_min_change: int = 5


@dataclass(frozen=True)
class Instrument:
    """A version of a questionnaire with all that scoring needs."""

    id: str
    version: str
    scale: Scale
    aspects: tuple[Aspect, ...]
    groups: tuple[AspectGroup, ...]
    roles: tuple[Role, ...]
    principles: tuple[Principle, ...]
    items: tuple[Item, ...]
    scoring: ScoringConstants

    def asked(self, form: Form) -> tuple[Item, ...]:
        """The items that somebody with this form gets."""
        return tuple(item for item in self.items if form is not Form.SHORT or item.short)

    def of_aspect(self, aspect: str, form: Form = Form.LONG) -> tuple[Item, ...]:
        """The items of an aspect in this form."""
        return tuple(item for item in self.asked(form) if item.aspect == aspect)

    def of_role(self, role: str) -> tuple[Item, ...]:
        """The items of a role; the short form has none."""
        return tuple(item for item in self.items if item.role == role)


@dataclass(frozen=True)
class ErrorSnapshot:
    """How much single answers vary, frozen with a result so that an old report never changes.

    `sds` holds the standard deviation per aspect or role, in millionths; what is not named has the prior.
    `people` counts the complete answers behind it.
    """

    scoring_version: str
    prior_sd: Decimal
    sds: Mapping[str, Decimal]
    people: int = 0

    def sd_of(self, dimension: str) -> Decimal:
        """The standard deviation of one answer about this aspect or role."""
        return self.sds.get(dimension, self.prior_sd)


@dataclass(frozen=True)
class Score:
    """The score of an aspect or a role: the sum of `n` answers out of `of` items.

    `sd` is the standard deviation of one answer and `sem` the standard error of the mean; both stand there
    also when too few were answered, since advice and explanation may need them.
    """

    id: str
    total: int
    n: int
    of: int
    sd: Decimal
    sem: Decimal
    state: State

    @property
    def exact(self) -> Fraction | None:
        """The mean of what was answered; None when that was too little."""
        return Fraction(self.total, self.n) if self.state is State.SCORED else None

    @property
    def mean(self) -> float | None:
        """The mean for charts and sentences."""
        return None if self.exact is None else float(self.exact)


AspectScore = Score
RoleScore = Score


@dataclass(frozen=True)
class GroupScore:
    """The mean of all aspects of a group; None unless every one of them has a score."""

    id: str
    exact: Fraction | None
    sem: Decimal | None

    @property
    def mean(self) -> float | None:
        """The mean for charts and sentences."""
        return None if self.exact is None else float(self.exact)


@dataclass(frozen=True)
class Scan:
    """What comes out of a scan. `has_profile`: enough aspects have a score to show them together."""

    form: Form
    aspects: tuple[AspectScore, ...]
    groups: tuple[GroupScore, ...]
    roles: tuple[RoleScore, ...]
    balance: Balance
    has_profile: bool
    straight_line: bool
    error: ErrorSnapshot

    def aspect(self, aspect: str) -> AspectScore:
        """The score of this aspect."""
        return next(score for score in self.aspects if score.id == aspect)

    def role(self, role: str) -> RoleScore:
        """The score of this role."""
        return next(score for score in self.roles if score.id == role)
