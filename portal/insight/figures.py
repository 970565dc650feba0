"""What may be said of a group: means with their intervals, differences, reliability (pure).

Anything drawn at random has a fixed seed: the same scores give the same figures on every machine.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate
from math import sqrt
from operator import mul
from random import Random

from portal.insight.facts import Column, Summed

SHRINKAGE = 10
DRAWS = 1000
DRAWN_UP_TO = 1000
"""Above so many people an interval is computed: drawing again would give the same, slowly."""
SEED = 20_261_122
INDICATIVE_FROM, STABLE_FROM = 30, 100
Z = 1.959964

# fmt: off
_T = (
    12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281,
    2.201, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.093, 2.086,
    2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
)
# fmt: on


@dataclass(frozen=True)
class Interval:
    """A number with its 95 % interval, over `n` people."""

    value: float
    low: float
    high: float
    n: int

    def excludes(self, other: float) -> bool:
        """Whether this number differs from the other by more than chance."""
        return other < self.low or other > self.high


class Balance(StrEnum):
    """Which roles a team takes more of; no norm."""

    COMPARABLE = "comparable"
    MORE_FLEXIBILITY = "more_flexibility"
    MORE_CONTROL = "more_control"


class Trust(StrEnum):
    """How far reliability may be told."""

    TOO_FEW = "too_few"
    INDICATIVE = "indicative"
    STABLE = "stable"


@dataclass(frozen=True)
class Part:
    """A part of an organisation: its own mean, drawn towards the whole as far as few people tell little."""

    own: Interval
    shown: Fraction
    differs: bool


@dataclass(frozen=True)
class Reliability:
    """Alpha with its interval; no value under 30 people."""

    trust: Trust
    alpha: Interval | None


def t_quantile(df: int) -> float:
    """The 97.5 % point of Student's t."""
    if df < 1:
        raise ValueError("an interval needs two people")
    if df <= len(_T):
        return _T[df - 1]
    z3, z5, z7 = Z**3, Z**5, Z**7
    third = (3 * z7 + 19 * z5 + 17 * z3 - 15 * Z) / (384 * df**3)
    return Z + (z3 + Z) / (4 * df) + (5 * z5 + 16 * z3 + 3 * Z) / (96 * df * df) + third


def mean(scores: Summed) -> float:
    """The plain mean, in points of the scale."""
    return scores.total / (scores.n * scores.per_point)


def exact_mean(scores: Summed) -> Fraction:
    """The same, as what is rounded needs it."""
    return Fraction(scores.total, scores.n * scores.per_point)


def variance(scores: Summed) -> float:
    """The variance of a sample; in whole numbers up to the last step, so that no order matters."""
    n = scores.n
    return (n * scores.squares - scores.total**2) / (n * (n - 1) * scores.per_point**2)


def mean_interval(scores: Summed, *, population: int | None = None) -> Interval:
    """The mean of these people; it is surer when they are a large share of a known population."""
    return from_moments(scores.n, mean(scores), variance(scores), population=population)


def from_moments(n: int, middle: float, spread: float, *, population: int | None = None) -> Interval:
    """The same from the number, the mean and the variance."""
    half = half_width(n, spread, population=population)
    return Interval(middle, middle - half, middle + half, n)


def half_width(n: int, spread: float, *, population: int | None = None) -> float:
    """How far the mean of these people reaches to each side."""
    return t_quantile(n - 1) * sqrt(spread / n) * _correction(n, population)


def _correction(n: int, population: int | None) -> float:
    if population is None or population < max(n, 2):
        return 1.0
    return sqrt((population - n) / (population - 1))


def part(own: Interval, middle: Fraction, whole: Fraction) -> Part:
    """What is shown of a domain, with this mean, beside the whole organisation."""
    shown = (own.n * middle + SHRINKAGE * whole) / (own.n + SHRINKAGE)
    return Part(own, shown, own.excludes(float(whole)))


def differences(ours: Sequence[Column], theirs: Sequence[Column]) -> list[Interval]:
    """How one group sees each thing minus how the other does, drawn again and again with a fixed seed."""
    values = [mean(one) - mean(other) for one, other in zip(ours, theirs, strict=True)]
    m, n = ours[0].n, theirs[0].n
    if max(m, n) > DRAWN_UP_TO:
        spread = zip(map(variance, ours), map(variance, theirs), strict=True)
        halves = [Z * sqrt(one / m + other / n) for one, other in spread]
        pairs = zip(values, halves, strict=True)
        return [Interval(value, value - half, value + half, min(m, n)) for value, half in pairs]
    drawn = zip(_drawn_means(ours, SEED), _drawn_means(theirs, SEED + 1), strict=True)
    found = [[one - other for one, other in zip(*pair, strict=True)] for pair in drawn]
    columns = zip(values, zip(*found, strict=True), strict=True)
    return [Interval(value, *_middle(column), min(m, n)) for value, column in columns]


def _drawn_means(columns: Sequence[Column], seed: int) -> Iterator[list[float]]:
    rows = list(zip(*(one.values for one in columns), strict=True))
    for sums in _drawn(rows, seed):
        yield [total / (one.n * one.per_point) for total, one in zip(sums, columns, strict=True)]


def change(before: Column, after: Column) -> Interval:
    """The mean change of the same people, in the same order."""
    changed = [new - old for old, new in zip(before.values, after.values, strict=True)]
    return mean_interval(Column(changed, before.per_point))


def reliabilities(sheets: Sequence[Sequence[tuple[int, ...] | None]], aspects: int) -> list[Reliability]:
    """Of each aspect alpha of its complete answers: nothing under 30 people, a hint up to 100.

    `sheets`: of each person the answers to each aspect; None where not all of it was answered. People are
    drawn again with all their answers at once.
    """
    counts = [sum(sheet[i] is not None for sheet in sheets) for i in range(aspects)]
    if max(counts, default=0) < INDICATIVE_FROM:
        return [Reliability(Trust.TOO_FEW, None)] * aspects
    widths = [3 + max((len(row) for sheet in sheets if (row := sheet[i])), default=0) for i in range(aspects)]
    rows = [
        [x for answers, width in zip(sheet, widths, strict=True) for x in _sums(answers, width)]
        for sheet in sheets
    ]
    values = _alphas([sum(column) for column in zip(*rows, strict=True)], widths)
    drawn = list(zip(*(_alphas(sums, widths) for sums in _drawn(rows, SEED)), strict=True))
    return [_reliability(*one) for one in zip(counts, values, drawn, strict=True)]


def _reliability(count: int, value: float | None, drawn: Sequence[float | None]) -> Reliability:
    if count < INDICATIVE_FROM:
        return Reliability(Trust.TOO_FEW, None)
    trust = Trust.INDICATIVE if count < STABLE_FROM else Trust.STABLE
    if value is None:
        return Reliability(trust, None)
    found = [value if one is None else one for one in drawn]
    return Reliability(trust, Interval(value, *_middle(found), count))


def _sums(answers: tuple[int, ...] | None, width: int) -> tuple[int, ...]:
    """What alpha needs of one person: that there is one, the answers, their squares, the squared total."""
    if answers is None:
        return (0,) * width
    return (1, *answers, sum(map(mul, answers, answers)), sum(answers) ** 2)


def _alphas(sums: Sequence[int], widths: Sequence[int]) -> list[float | None]:
    ends = accumulate(widths)
    return [alpha(sums[end - width : end]) for end, width in zip(ends, widths, strict=True)]


def alpha(sums: Sequence[int]) -> float | None:
    """Cronbach's alpha from `_sums` of people added up; None when everybody has the same total."""
    n, *totals, squares, squared = sums
    items = len(totals)
    whole = n * squared - sum(totals) ** 2
    if whole == 0 or items < 2:
        return None
    parts: int = n * squares - sum(map(mul, totals, totals))
    return items / (items - 1) * (1 - parts / whole)


def _drawn(rows: Sequence[Sequence[int]], seed: int) -> Iterator[list[int]]:
    """The sums of the columns when as many rows are drawn again, a thousand times.

    The numbers of a row are packed into one, with room for their sum: so a draw is one addition a row.
    """
    room = (len(rows) * max(map(max, rows))).bit_length() + 1
    mask, places = (1 << room) - 1, range(0, room * len(rows[0]), room)
    packed = [sum(x << place for x, place in zip(row, places, strict=True)) for row in rows]
    random = Random(seed)  # noqa: S311 — no secret: the same figures every time
    for _ in range(DRAWS):
        total = sum(random.choices(packed, k=len(packed)))
        yield [total >> place & mask for place in places]


def _middle(drawn: Iterable[float]) -> tuple[float, float]:
    """The middle 95 % of what was drawn."""
    found = sorted(drawn)
    return found[round(0.025 * DRAWS)], found[round(0.975 * DRAWS) - 1]


def team_balance(differences: Summed) -> Balance:
    """Of each member flexibility minus control: what may be said of the team together."""
    found = mean_interval(differences)
    if not found.excludes(0):
        return Balance.COMPARABLE
    return Balance.MORE_FLEXIBILITY if found.value > 0 else Balance.MORE_CONTROL
