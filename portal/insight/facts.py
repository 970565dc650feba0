"""What the figures of a group are made from: plain values (pure)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import mul
from typing import NamedTuple

from portal.assessments.facts import Form, Instrument


class Scanned(NamedTuple):
    """A scan with a score on every aspect: where its scores stand; `roles` is None unless all have one."""

    assessment_id: int
    person_id: int
    form: Form
    aspects: int
    roles: int | None


@dataclass(frozen=True)
class Column:
    """The scores of people on one thing; `per_point` of them is one point of the scale."""

    values: Sequence[int]
    per_point: int

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
    """The scores of many scans in whole numbers: for each aspect, and for each role, one after the other."""

    per_point: int
    aspects: Sequence[Sequence[int]]
    roles: Sequence[Sequence[int]]

    def of_aspects(self, people: Iterable[Scanned]) -> list[Column]:
        """A column for each aspect, in the order of these scans."""
        return self._picked(self.aspects, [one.aspects for one in people])

    def of_roles(self, people: Iterable[Scanned]) -> list[Column]:
        """A column for each role, of those of whom all roles are known."""
        return self._picked(self.roles, [one.roles for one in people if one.roles is not None])

    def _picked(self, columns: Sequence[Sequence[int]], places: Sequence[int]) -> list[Column]:
        return [Column(list(map(column.__getitem__, places)), self.per_point) for column in columns]


@dataclass(frozen=True)
class Gathered:
    """The newest scan of each person, the first one of who has two, and what supporters answered.

    All are of one version of one questionnaire: the one that most people filled in. `parts`: the groups by
    dimension and name, as "position:directeur"; `names` has those that are no word of the portal. `sheets`:
    of some hundreds of people the answers per aspect, where they answered all of it.
    """

    population: int | None
    instrument: Instrument
    scores: Scores
    leaders: tuple[Scanned, ...]
    before: Mapping[int, Scanned]
    supporters: tuple[Scanned, ...]
    parts: Mapping[str, Sequence[Scanned]]
    names: Mapping[str, str]
    sheets: Sequence[Sequence[tuple[int, ...] | None]]
