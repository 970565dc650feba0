"""What may be said of a group: means with their intervals, differences, reliability (pure).

Anything drawn at random has a fixed seed: the same scores give the same figures on every machine.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, fsum, log, sqrt
from random import Random
from typing import TypeVar

T = TypeVar("T")

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
    shown: float
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


def mean(scores: Sequence[float]) -> float:
    """The plain mean."""
    return fsum(scores) / len(scores)


def variance(scores: Sequence[float]) -> float:
    """The variance of a sample."""
    middle = mean(scores)
    return fsum((score - middle) ** 2 for score in scores) / (len(scores) - 1)


def mean_interval(scores: Sequence[float], *, population: int | None = None) -> Interval:
    """The mean of these people; it is surer when they are a large share of a known population."""
    return from_moments(len(scores), mean(scores), variance(scores), population=population)


def from_moments(n: int, middle: float, spread: float, *, population: int | None = None) -> Interval:
    """The same from the number, the mean and the variance."""
    half = t_quantile(n - 1) * sqrt(spread / n) * _correction(n, population)
    return Interval(middle, middle - half, middle + half, n)


def _correction(n: int, population: int | None) -> float:
    if population is None or population < 2:
        return 1.0
    return sqrt(max(population - n, 0) / (population - 1))


def part(own: Interval, whole: float) -> Part:
    """What is shown of a domain beside the whole organisation."""
    shown = (own.n * own.value + SHRINKAGE * whole) / (own.n + SHRINKAGE)
    return Part(own, shown, own.excludes(whole))


def difference(leaders: Sequence[float], others: Sequence[float]) -> Interval:
    """How leaders see it minus how their supporters see it, drawn again and again with a fixed seed."""
    value, n = mean(leaders) - mean(others), min(len(leaders), len(others))
    if max(len(leaders), len(others)) > DRAWN_UP_TO:
        half = Z * sqrt(variance(leaders) / len(leaders) + variance(others) / len(others))
        return Interval(value, value - half, value + half, n)

    def draw(random: Random) -> float:
        return mean(_again(random, leaders)) - mean(_again(random, others))

    return Interval(value, *_middle_of(draw), n)


def change(before: Sequence[float], after: Sequence[float]) -> Interval:
    """The mean change of the same people, in the same order."""
    return mean_interval([new - old for old, new in zip(before, after, strict=True)])


def reliability(rows: Sequence[Sequence[int]]) -> Reliability:
    """Alpha of complete answers (people × items): nothing under 30 people, a hint up to 100."""
    if len(rows) < INDICATIVE_FROM:
        return Reliability(Trust.TOO_FEW, None)
    trust = Trust.INDICATIVE if len(rows) < STABLE_FROM else Trust.STABLE
    value = alpha(rows)
    return Reliability(trust, None if value is None else Interval(value, *_around(value, rows), len(rows)))


def alpha(rows: Sequence[Sequence[int]]) -> float | None:
    """Cronbach's alpha; None when everybody has the same total."""
    items = len(rows[0])
    whole = variance([sum(row) for row in rows])
    if whole == 0 or items < 2:
        return None
    parts = fsum(variance([row[i] for row in rows]) for i in range(items))
    return items / (items - 1) * (1 - parts / whole)


def _around(value: float, rows: Sequence[Sequence[int]]) -> tuple[float, float]:
    if len(rows) > DRAWN_UP_TO:  # Bonett 2002: ln(1 − alpha) is about normal
        items = len(rows[0])
        half = Z * sqrt(2 * items / ((items - 1) * (len(rows) - 2)))
        left = log(1 - value) if value < 1 else float("-inf")
        return 1 - exp(left + half), 1 - exp(left - half)

    def draw(random: Random) -> float:
        found = alpha(_again(random, rows))
        return value if found is None else found

    return _middle_of(draw)


def _again(random: Random, found: Sequence[T]) -> Sequence[T]:
    return random.choices(found, k=len(found))


def _middle_of(draw: Callable[[Random], float]) -> tuple[float, float]:
    """The middle 95 % of what is drawn."""
    random = Random(SEED)  # noqa: S311 — no secret: the same figures every time
    found = sorted(draw(random) for _ in range(DRAWS))
    return found[round(0.025 * DRAWS)], found[round(0.975 * DRAWS) - 1]


def team_balance(differences: Sequence[float]) -> Balance:
    """Of each member flexibility minus control: what may be said of the team together."""
    found = mean_interval(differences)
    if not found.excludes(0):
        return Balance.COMPARABLE
    return Balance.MORE_FLEXIBILITY if found.value > 0 else Balance.MORE_CONTROL
