"""What a framework holds: aspects and roles, and a study's findings, advice, actions and plateaus (pure)."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Protocol


class Named(Protocol):
    """Something with a name in two languages."""

    @property
    def nl(self) -> str:
        """In Dutch."""
        ...

    @property
    def en(self) -> str:
        """In English."""
        ...


def name_of(thing: Named, language: str) -> str:
    """Its name in this language."""
    return thing.en if language == "en" else thing.nl


class ActionKind(StrEnum):
    """Who can do something with an action: an organisation, a person who learns, or both."""

    ORGANISATION = "organisation"
    LEARNING = "learning"
    BOTH = "both"


@dataclass(frozen=True)
class AspectGroup:
    """Aspects that belong together, with the theme of their advice and how the study found them."""

    id: str
    nl: str
    en: str
    theme_nl: str = ""
    theme_en: str = ""
    result_nl: str = ""
    result_en: str = ""


@dataclass(frozen=True)
class Aspect:
    """What an instrument measures and a module develops. `without`: what one is without it."""

    id: str
    code: str
    group: str
    nl: str
    en: str
    stem_nl: str
    stem_en: str
    without_nl: str = ""
    without_en: str = ""


@dataclass(frozen=True)
class Role:
    """A role of a leader, on one of the two axes of Quinn."""

    id: str
    axis: Literal["flexibility", "control"]
    nl: str
    en: str
    subroles: tuple[str, ...]


@dataclass(frozen=True)
class Subrole:
    """Half of a role, and what one does in it."""

    id: str
    role: str
    nl: str
    en: str
    does_nl: str
    does_en: str


@dataclass(frozen=True)
class Plateau:
    """A stage: what comes first, and what later."""

    number: int
    nl: str
    en: str
    meaning_nl: str
    meaning_en: str


@dataclass(frozen=True)
class Finding:
    """What the study found. `inferred`: actions whose link the study does not state in words."""

    number: str
    group: str
    nl: str
    en: str
    summary_nl: str
    summary_en: str
    actions: tuple[str, ...]
    inferred: frozenset[str]


@dataclass(frozen=True)
class Advice:
    """A piece of advice with its actions."""

    number: str
    group: str
    nl: str
    en: str
    actions: tuple[str, ...]
    plateau: int
    plateau_certain: bool


@dataclass(frozen=True)
class Action:
    """One action of a piece of advice. `after`: actions that come first. `portal`: what the portal can do."""

    number: str
    advice: str
    kind: ActionKind
    nl: str
    en: str
    after: tuple[str, ...]
    plateau: int
    plateau_certain: bool
    aspects: tuple[str, ...]
    roles: tuple[str, ...]
    portal_nl: str
    portal_en: str


@dataclass(frozen=True)
class Note:
    """Where the source is ambiguous: about one finding, advice or action, or about the whole."""

    about: str
    nl: str
    en: str


@dataclass(frozen=True)
class Framework:
    """A study as data that people can open. `study` has its numbers."""

    id: str
    nl: str
    en: str
    summary_nl: str
    summary_en: str
    study: dict[str, int] = field(hash=False)
    groups: tuple[AspectGroup, ...]
    aspects: tuple[Aspect, ...]
    roles: tuple[Role, ...]
    subroles: tuple[Subrole, ...]
    plateaus: tuple[Plateau, ...]
    findings: tuple[Finding, ...]
    advices: tuple[Advice, ...]
    actions: tuple[Action, ...]
    notes: tuple[Note, ...]
