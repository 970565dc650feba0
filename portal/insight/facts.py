"""What the figures of a group are made from: plain values (pure)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter, itemgetter, mul
from typing import NamedTuple

from portal.assessments.facts import Form, Instrument


class Scanned(NamedTuple):
    """A scan with a score on every aspect: where its scores stand; `roles` is None unless all have one."""

    assessment_id: int
    person_id: int
    form: Form
    aspects: int
    roles: int | None


_ROLES = attrgetter("roles")


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

    def of_roles(self, people: Iterable[Scanned]) -> list[Column]:
        """A column for each role, of those of whom all roles are known."""
        places = [place for place in map(_ROLES, people) if place is not None]
        return [Column(values, self.per_point) for values in picked(self.roles, places)]


def picked(columns: Sequence[Sequence[int]], places: Sequence[int]) -> list[Sequence[int]]:
    """Of each column what stands at these places."""
    if columns and places == list(range(len(columns[0]))):
        return list(columns)
    if len(places) < 2:  # one place alone would come without a tuple around it
        return [[column[place] for place in places] for column in columns]
    return list(map(itemgetter(*places), columns))


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
