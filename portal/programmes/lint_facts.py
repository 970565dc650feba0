"""What the edition lint looks at, and what it says (pure).

A warning names a code, what it is about (such as "module-8", with the key of that very module) and the values
of its sentence (`lint_sentences.py`). Keys are the names in addresses.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from portal.programmes.facts import ModuleKind, SlotKind, VatBasis


class Code(StrEnum):
    """What can be wrong."""

    HOURS_DO_NOT_ADD_UP = "hours_do_not_add_up"
    CLOSING_DAY_NOT_LAST = "closing_day_not_last"
    DAYS_DIFFER_FROM_STATEMENT = "days_differ_from_statement"
    WEEKDAY_DOES_NOT_MATCH = "weekday_does_not_match"
    MEETING_OUTSIDE_EDITION = "meeting_outside_edition"
    MEETING_ON_PUBLIC_HOLIDAY = "meeting_on_public_holiday"
    OVERLAPS_OTHER_EDITION = "overlaps_other_edition"
    NO_DATES = "no_dates"
    ROUND_ENDS_AT_TWO_TIMES = "round_ends_at_two_times"
    UNPLANNED_GAP = "unplanned_gap"
    SLOTS_OVERLAP = "slots_overlap"
    SLOT_OUTSIDE_MEETING = "slot_outside_meeting"
    CANCELLED_BREAKOUT_BOOKABLE = "cancelled_breakout_bookable"
    FULL_BREAKOUT_WITHOUT_CAPACITY = "full_breakout_without_capacity"
    TWO_TITLES_FOR_ONE_BREAKOUT = "two_titles_for_one_breakout"
    TWO_TITLES_FOR_ONE_PROGRAMME = "two_titles_for_one_programme"
    TOO_FEW_SEATS = "too_few_seats"
    TOO_MANY_SEATS = "too_many_seats"
    ELECTIVE_WITHOUT_OPTIONS = "elective_without_options"
    PRICE_WITHOUT_VAT_BASIS = "price_without_vat_basis"
    PRICE_PER_WHOM_UNKNOWN = "price_per_whom_unknown"
    COMPANION_TERMS_ASSUMED = "companion_terms_assumed"
    SAYS_REGISTER_WITHOUT_MOMENT = "says_register_without_moment"


@dataclass(frozen=True)
class LintWarning:
    """One thing that does not add up."""

    code: Code
    about: str
    values: dict[str, Any] = field(default_factory=dict)
    key: str = field(default="", compare=False)


@dataclass(frozen=True)
class BreakoutFacts:
    """A breakout. `capacity` None is unlimited or not stated; `shut` is full by the organiser's word."""

    number: int
    title: str = ""
    title_alternative: str = ""
    capacity: int | None = None
    shut: bool = False
    cancelled: bool = False
    key: str = ""


@dataclass(frozen=True)
class SlotFacts:
    """A line of a timetable."""

    kind: SlotKind
    title: str
    starts_at: datetime
    ends_at: datetime
    round_number: int | None = None
    breakouts: tuple[BreakoutFacts, ...] = ()
    key: str = ""


@dataclass(frozen=True)
class MeetingFacts:
    """A meeting that was not cancelled."""

    number: int
    module: int | None = None
    day: date | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    stated_weekday: str = ""
    slots: tuple[SlotFacts, ...] = ()
    key: str = ""


@dataclass(frozen=True)
class ModuleFacts:
    """A module; `group` is the title of its elective group."""

    number: int
    kind: ModuleKind = ModuleKind.CORE
    title: str = ""
    group: str = ""
    capacity: int | None = None
    key: str = ""
    cancelled: bool = False


@dataclass(frozen=True)
class OtherEdition:
    """Another edition of the same programme that was not cancelled."""

    label: str
    days: frozenset[date]


@dataclass(frozen=True)
class LintFacts:
    """All that the lint looks at. `capacity` None is unlimited or not stated."""

    title: str = ""
    title_alternative: str = ""
    capacity: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    until_month: str = ""
    stated_days: int | None = None
    study_load_hours: int | None = None
    self_study_hours: int | None = None
    price_cents: int | None = None
    vat_basis: VatBasis = VatBasis.UNKNOWN
    price_per_person_stated: bool = True
    companion_allowed: bool = False
    examples: frozenset[str] = frozenset()
    stated_state: str = ""
    has_windows: bool = False
    choose: dict[str, int] = field(default_factory=dict)
    modules: tuple[ModuleFacts, ...] = ()
    meetings: tuple[MeetingFacts, ...] = ()
    others: tuple[OtherEdition, ...] = ()

    @property
    def days(self) -> list[date]:
        """The days that are known, each once, in order."""
        return sorted({m.day for m in self.meetings if m.day})
