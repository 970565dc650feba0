"""A version of a questionnaire as people read and answer it: the instrument with all its words (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.assessments.facts import Form, Instrument, Item, Principle

QUOTED = "{item}"
SHORT_STEPS = (0, 1, 3)
"""The short form: the aspect with number i has the principles i, i + 1 and i + 3, counted round. So every
principle comes three times, and every two principles meet once."""
GRID = 7
"""So many aspects and so many principles: the block design of the short form exists for seven by seven."""
SUBROLE_ITEMS = 2


@dataclass(frozen=True)
class Texts:
    """The question above the statements; for supporters another one, and their quotation of a statement."""

    question_nl: str
    question_en: str
    supporter_question_nl: str
    supporter_question_en: str
    supporter_quote_nl: str
    supporter_quote_en: str


@dataclass(frozen=True)
class Option:
    """One of the answers to a question about the context."""

    id: str
    nl: str
    en: str


@dataclass(frozen=True)
class ContextItem:
    """A question that is not scored; `from_form`: which form somebody chose is the answer already."""

    id: str
    nl: str
    en: str
    from_form: bool
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Questionnaire:
    """What one version of an instrument holds."""

    instrument: Instrument
    nl: str
    en: str
    note_nl: str
    note_en: str
    minutes: int
    minutes_short: int
    texts: Texts
    context: tuple[ContextItem, ...]

    @property
    def asked_context(self) -> tuple[ContextItem, ...]:
        """The questions about the context that somebody is asked."""
        return tuple(item for item in self.context if not item.from_form)


class PageKind(StrEnum):
    """What a page of the scan asks about."""

    PRINCIPLE = "principle"
    ROLES = "roles"
    CONTEXT = "context"


@dataclass(frozen=True)
class Page:
    """One page of the scan; `number` counts from 1, and so does `part` where a kind has several pages.

    On the page about the context there are no items.
    """

    number: int
    kind: PageKind
    principle: Principle | None
    items: tuple[Item, ...]
    part: int = 0


def pages(questionnaire: Questionnaire, form: Form) -> tuple[Page, ...]:
    """The pages that somebody with this form gets: a principle each, then the roles, then the context.

    An aspect is spread over all pages, so that neighbouring answers do not copy each other.
    """
    instrument = questionnaire.instrument
    asked = instrument.asked(form)
    found: list[tuple[PageKind, Principle | None, tuple[Item, ...]]] = [
        (PageKind.PRINCIPLE, one, tuple(item for item in asked if item.principle == one.id))
        for one in instrument.principles
    ]
    roles = tuple(item for item in asked if item.role is not None)
    half = (len(roles) + 1) // 2
    found += [(PageKind.ROLES, None, part) for part in (roles[:half], roles[half:]) if part]
    if questionnaire.asked_context:
        found.append((PageKind.CONTEXT, None, ()))
    first = len(instrument.principles)
    return tuple(
        Page(number, kind, principle, items, number - first if kind is PageKind.ROLES else 0)
        for number, (kind, principle, items) in enumerate(found, 1)
    )


def is_short(aspects: Sequence[str], principles: Sequence[str], aspect: str, principle: str) -> bool:
    """Whether the short form asks the item of this aspect and this principle."""
    start = aspects.index(aspect)
    return principles.index(principle) in {(start + step) % len(principles) for step in SHORT_STEPS}


def statement(questionnaire: Questionnaire, item: Item, form: Form, language: str) -> str:
    """The statement as somebody with this form reads it: supporters read it as said by a leader."""
    text = item.en if language == "en" else item.nl
    if form is not Form.SUPPORTER:
        return text
    texts = questionnaire.texts
    quote = texts.supporter_quote_en if language == "en" else texts.supporter_quote_nl
    return quote.replace(QUOTED, text)


def question(questionnaire: Questionnaire, form: Form, language: str) -> str:
    """The question above the statements."""
    texts = questionnaire.texts
    if form is Form.SUPPORTER:
        return texts.supporter_question_en if language == "en" else texts.supporter_question_nl
    return texts.question_en if language == "en" else texts.question_nl
