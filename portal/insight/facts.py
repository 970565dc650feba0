"""What the figures of a group are made from: plain values (pure)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter, mul
from typing import NamedTuple, Protocol

from portal.assessments.facts import Instrument

Places = Sequence[int]
"""Some people of a group: where their scans stand among those that were gathered."""


class Summed(Protocol):
    """The scores of `n` people on one thing, added up; `per_point` of them is one point of the scale."""

    @property
    def n(self) -> int:
        """So many people."""

    @property
    def total(self) -> int:
        """The sum of their scores."""

    @property
    def squares(self) -> int:
        """The sum of their squares."""

    @property
    def per_point(self) -> int:
        """So much is one point of the scale."""


class Sums(NamedTuple):
    """Scores of which no more than this is needed."""

    n: int
    total: int
    squares: int
    per_point: int


@dataclass(frozen=True)
class Column:
    """Scores of people on one thing, one by one."""

    values: Sequence[int]
    per_point: int

    @property
    def n(self) -> int:
        """So many people."""
        return len(self.values)

    @cached_property
    def total(self) -> int:
        """Their sum."""
        return sum(self.values)

    @cached_property
    def squares(self) -> int:
        """The sum of their squares."""
        return sum(map(mul, self.values, self.values))


@dataclass(frozen=True)
class Scores:
    """The scores of many scans in whole numbers: for each aspect, and for each role, one after the other.

    A scan without a score on some role has 0 there.
    """

    per_point: int
    aspects: Sequence[Sequence[int]]
    roles: Sequence[Sequence[int]]


def at(places: Places) -> Callable[[Sequence[int]], Sequence[int]]:
    """Takes from a column what stands at these places."""
    if isinstance(places, range):
        return itemgetter(slice(places.start, places.stop))
    if len(places) < 2:  # one place alone would come without a tuple around it
        return lambda values: [values[place] for place in places]
    return itemgetter(*places)


@dataclass(frozen=True)
class Gathered:
    """The scans of a group of people, all with a score on every aspect.

    All are of one version of one questionnaire: the one that most people filled in. `scans` and `people`:
    of every place the id of the scan and of whose it is. `leaders`: the newest of each person; `before` and
    `after`: the first and the newest long one of who has two, in the same order; `roles`: of the leaders
    those with a score on every role; `supporters`: the newest of each.
    `parts`: the groups by dimension and name, as "position:directeur"; `names` has those that are no word of
    the portal. `sheets`: of some hundreds of people the answers per aspect, where they answered all of it.
    """

    population: int | None
    instrument: Instrument
    scores: Scores
    scans: Sequence[int]
    people: Sequence[int]
    leaders: Places
    before: Places
    after: Places
    roles: Places
    supporters: Places
    parts: Mapping[str, Places]
    names: Mapping[str, str]
    sheets: Sequence[Sequence[tuple[int, ...] | None]]
