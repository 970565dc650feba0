"""What two scans of one person say together, by the rule of reliable change (pure).

Power is low: what is not beyond the limit is "binnen de meetmarge", never "no growth".
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from portal.assessments.facts import NO_ANSWER, Answers, ErrorSnapshot, Form, Instrument, ScoringConstants
from portal.assessments.numbers import decimal, root
from portal.assessments.scoring import mean_error, standard_error


class Verdict(StrEnum):
    """What may be said of a change."""

    GROWN = "grown"
    FALLEN = "fallen"
    WITHIN_MARGIN = "within_margin"
    UNKNOWN = "unknown"


class NotComparable(StrEnum):
    """Why two scans cannot be held beside each other."""

    ANOTHER_VERSION = "another_version"
    NOT_THE_LONG_FORM = "not_the_long_form"


@dataclass(frozen=True)
class Sitting:
    """One time that somebody answered: which version and form, the answers, and the spread of then."""

    version: tuple[str, str]
    form: Form
    answers: Answers
    error: ErrorSnapshot


@dataclass(frozen=True)
class Change:
    """A change over the `n` items answered both times. `limit`: how much it must be to be beyond chance."""

    id: str
    n: int
    before: Fraction | None
    after: Fraction | None
    limit: Decimal | None
    verdict: Verdict

    @property
    def by(self) -> Fraction | None:
        """How much it changed."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True)
class Growth:
    """The changes; the headline is the total and the groups."""

    total: Change
    groups: tuple[Change, ...]
    aspects: tuple[Change, ...]


@dataclass(frozen=True)
class LookingBack:
    """How somebody sees now where they stood then, beside what they answered then and now.

    `stricter`: they judge their past self lower than they did then; a fall may be better self-insight.
    """

    aspect: str
    then: Fraction | None
    then_seen_now: int
    now: Fraction | None
    stricter: bool


@dataclass(frozen=True)
class _Pair:
    """The means of one aspect over the common items, with their standard errors."""

    aspect: str
    n: int
    before: Fraction
    after: Fraction
    sem_before: Decimal
    sem_after: Decimal


def not_comparable(first: Sitting, second: Sitting) -> NotComparable | None:
    """Why nothing can be said of growth between these two; None when something can."""
    if first.version != second.version:
        return NotComparable.ANOTHER_VERSION
    if first.form is not Form.LONG or second.form is not Form.LONG:
        return NotComparable.NOT_THE_LONG_FORM
    return None


def growth(
    instrument: Instrument, first: Sitting, second: Sitting, *, goals: Collection[str] = ()
) -> Growth | NotComparable:
    """What changed from the first scan to the second. `goals`: the aspects set as goals beforehand."""
    reason = not_comparable(first, second)
    if reason is not None:
        return reason
    constants = instrument.scoring
    pairs = {one.id: _pair(instrument, one.id, first, second) for one in instrument.aspects}
    z_goal, z_other = constants.growth_z_goal, constants.growth_z_other
    aspects = tuple(
        _change(id_, [pair], z_goal if id_ in goals else z_other, constants) for id_, pair in pairs.items()
    )
    groups = tuple(
        _change(
            group.id,
            [pairs[one.id] for one in instrument.aspects if one.group == group.id],
            z_goal,
            constants,
        )
        for group in instrument.groups
    )
    return Growth(_change("", list(pairs.values()), z_goal, constants), groups, aspects)


def _pair(instrument: Instrument, aspect: str, first: Sitting, second: Sitting) -> _Pair | None:
    constants = instrument.scoring
    found = [
        (first.answers.get(item.id, NO_ANSWER), second.answers.get(item.id, NO_ANSWER))
        for item in instrument.of_aspect(aspect)
    ]
    common = [(a, b) for a, b in found if isinstance(a, int) and isinstance(b, int)]
    n = len(common)
    if n < constants.growth_min_common_items:
        return None
    return _Pair(
        aspect,
        n,
        Fraction(sum(a for a, _ in common), n),
        Fraction(sum(b for _, b in common), n),
        standard_error(first.error.sd_of(aspect), n, constants),
        standard_error(second.error.sd_of(aspect), n, constants),
    )


def _change(id_: str, pairs: Sequence[_Pair | None], z: Decimal, constants: ScoringConstants) -> Change:
    known = [pair for pair in pairs if pair is not None]
    n = sum(pair.n for pair in known)
    if not known or len(known) < len(pairs):
        return Change(id_, n, None, None, None, Verdict.UNKNOWN)
    before = sum((pair.before for pair in known), Fraction(0)) / len(known)
    after = sum((pair.after for pair in known), Fraction(0)) / len(known)
    first = mean_error([pair.sem_before for pair in known])
    second = mean_error([pair.sem_after for pair in known])
    limit = decimal(z * constants.growth_sem_inflation * root(first * first + second * second))
    return Change(id_, n, before, after, limit, _verdict(decimal(after - before), limit))


def _verdict(by: Decimal, limit: Decimal) -> Verdict:
    if by > limit:
        return Verdict.GROWN
    return Verdict.FALLEN if by < -limit else Verdict.WITHIN_MARGIN


def looking_back(
    then: Mapping[str, Fraction | None], seen_now: Answers, now: Mapping[str, Fraction | None]
) -> list[LookingBack]:
    """Per aspect that was answered: the score of then, how it looks now, and the score of now."""
    found = []
    for aspect, answer in seen_now.items():
        if not isinstance(answer, int):
            continue
        score = then.get(aspect)
        stricter = score is not None and answer < score
        found.append(LookingBack(aspect, score, answer, now.get(aspect), stricter))
    return found
