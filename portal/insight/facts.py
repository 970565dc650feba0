"""What the figures of a group are made from: plain values (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from portal.assessments.facts import Form, Instrument


class Scanned(NamedTuple):
    """A scan with a score on every aspect, in whole numbers; `roles` is empty unless all have one."""

    assessment_id: int
    person_id: int
    form: Form
    aspects: tuple[int, ...]
    roles: tuple[int, ...]


@dataclass(frozen=True)
class Gathered:
    """The newest scan of each person, the first one of who has two, and what supporters answered.

    All are of one version of one questionnaire: the one that most people filled in. `per_point`: so much is
    one point of the scale. `parts`: the groups by dimension and name, as "position:directeur"; `names` has
    those that are no word of the portal. `sheets`: of at most a thousand people the answers per aspect, where
    they answered all of it.
    """

    population: int | None
    instrument: Instrument
    per_point: int
    leaders: tuple[Scanned, ...]
    before: Mapping[int, Scanned]
    supporters: tuple[Scanned, ...]
    parts: Mapping[str, Sequence[Scanned]]
    names: Mapping[str, str]
    sheets: Sequence[Sequence[tuple[int, ...] | None]]


class Column(NamedTuple):
    """The scores of people on one thing; `per_point` of them is one point of the scale."""

    values: Sequence[int]
    per_point: int
