"""What a module or a whole programme develops, in quarters of its aim (pure)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MAIN_AIM = 4
SUBSTANTIAL = 2
MOST_OF_MODULE = 10
MOST_OF_PROGRAMME = 16
MOST_TAGS = 12
EXTERN = "extern:"


@dataclass(frozen=True)
class Coverage:
    """Quarters per aspect and per role (1 touches, 2 partly, 3 substantial, 4 main aim), never 0.

    `tags` are numbers of advice and actions; `needs` the keys of what one should have done before.
    """

    aspects: dict[str, int] = field(default_factory=dict)
    roles: dict[str, int] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing at all."""
        return not (self.aspects or self.roles or self.tags or self.needs)


class Fault(StrEnum):
    """Why weights cannot be as stated."""

    QUARTERS = "coverage.quarters"
    TOO_MUCH = "coverage.too_much"
    NO_AIM = "coverage.no_aim"
    UNKNOWN = "coverage.unknown"
    TOO_MANY_TAGS = "coverage.too_many_tags"
    CIRCLE = "coverage.circle"


def is_module(key: str) -> bool:
    """Whether this is the key of a module, and not of a whole programme."""
    return "/" in key


def most_of(key: str) -> int:
    """How many quarters the aspects of this may have together."""
    return MOST_OF_MODULE if is_module(key) else MOST_OF_PROGRAMME


def fault_of(stated: Coverage, *, most: int, aspects: Iterable[str], roles: Iterable[str]) -> Fault | None:
    """The first rule that these weights break; None: they are fine. What says nothing breaks none."""
    weights = [*stated.aspects.values(), *stated.roles.values()]
    if not set(stated.aspects) <= set(aspects) or not set(stated.roles) <= set(roles):
        return Fault.UNKNOWN
    if any(not 0 < weight <= MAIN_AIM for weight in weights):
        return Fault.QUARTERS
    if sum(stated.aspects.values()) > most:
        return Fault.TOO_MUCH
    if weights and max(weights) < SUBSTANTIAL:
        return Fault.NO_AIM
    return Fault.TOO_MANY_TAGS if len(stated.tags) > MOST_TAGS else None


def has_circle(needs: Mapping[str, Iterable[str]], start: str) -> bool:
    """Whether one would have to do `start` before `start`."""
    seen: set[str] = set()
    waiting = list(needs.get(start, ()))
    while waiting:
        key = waiting.pop()
        if key == start:
            return True
        if key not in seen:
            seen.add(key)
            waiting += needs.get(key, ())
    return False
