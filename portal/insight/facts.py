"""What the figures of a group are made from: plain values (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.assessments.facts import Answer, Form, Instrument


@dataclass(frozen=True)
class Scanned:
    """A scan with a score on every aspect. `balance`: flexibility minus control, when all roles have one."""

    assessment_id: int
    person_id: int
    form: Form
    position: str
    aspects: Mapping[str, float]
    roles: Mapping[str, float]
    balance: float | None
    answers: Mapping[str, Answer]


@dataclass(frozen=True)
class Gathered:
    """The newest scan of each participant, the first one of who has two, and what supporters answered.

    All are of one version of one questionnaire: the one that most participants filled in.
    """

    population: int
    instrument: Instrument | None
    leaders: tuple[Scanned, ...]
    before: Mapping[int, Scanned]
    supporters: tuple[Scanned, ...]
