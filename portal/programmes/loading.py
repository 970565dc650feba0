"""A programme file as plain values (pure). The format: docs/programme-files.md."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any

from portal.programmes.facts import (
    Desk,
    ModuleKind,
    ProgrammeKind,
    Promotion,
    Publication,
    SlotKind,
    VatBasis,
)
from portal.programmes.states import ZONE
from portal.tables import Spec, Table

PROGRAMME: Spec = {
    "title": (str, ""),
    "title_alternative": (str, ""),
    "kind": (ProgrammeKind, ProgrammeKind.LEERGANG),
    **dict.fromkeys(
        ("theme", "summary", "description", "audience_note", "partners", "background"), (str, "")
    ),
    **dict.fromkeys(("related_event", "link", "contact_email"), (str, "")),
    **dict.fromkeys(("goals", "audience", "guests", "earlier_editions", "examples"), (list, None)),
    **dict.fromkeys(("own_learning_goals", "modules_apart"), (bool, False)),
}
EDITION: Spec = {
    **dict.fromkeys(("location_note", "facilitator", "facilitator_role", "day_format"), (str, "")),
    **dict.fromkeys(("preparation", "late_registration", "stated_state"), (str, "")),
    **dict.fromkeys(("stated_days", "study_load_hours", "self_study_hours"), (int, None)),
    **dict.fromkeys(("price_cents", "member_price_cents", "companion_price_cents"), (int, None)),
    **dict.fromkeys(("vat_percentage", "cancel_free_days", "cancel_percentage"), (int, None)),
    "price_per_person_stated": (bool, True),
    "vat_basis": (VatBasis, VatBasis.UNKNOWN),
    "capacity_known": (bool, True),
    "examples": (list, None),
}
EDITION_DATES: Spec = {"starts_on": (date, None), "ends_on": (date, None), "until_month": (str, "")}
STEERING: Spec = {
    "publication": (Publication, Publication.PUBLISHED),
    "desk": (Desk, Desk.BY_WINDOWS),
    "promotion": (Promotion, Promotion.OFFER),
    "hold_hours": (int, 8),
    "substitution_allowed": (bool, True),
    "companion_allowed": (bool, False),
    "companion_takes_seat": (bool, True),
    "interest_head_start_days": (int, 0),
    "interest_first": (bool, False),
}
MODULE: Spec = {
    "title": (str, ""),
    "description": (str, ""),
    "kind": (ModuleKind, ModuleKind.CORE),
    "also_closing": (bool, False),
}
MEETING: Spec = {"title": (str, ""), "online": (bool, False), "online_link": (str, "")}
SLOT: Spec = {"kind": (SlotKind, SlotKind.PLENARY), "title": (str, ""), "speakers": (list, None)}
BREAKOUT: Spec = {
    "title": (str, ""),
    "title_alternative": (str, ""),
    **dict.fromkeys(("committees", "speakers", "moderators"), (list, None)),
}
ASKING = {"approval", "confirm_position"}


@dataclass(frozen=True)
class BreakoutData:
    """A breakout; `full` is the organiser's word, whatever the number of seats."""

    number: int
    fields: dict[str, Any]
    capacity: int | None
    full: bool
    cancelled: bool


@dataclass(frozen=True)
class SlotData:
    """A line of a timetable."""

    starts_at: datetime
    ends_at: datetime
    round_number: int | None
    fields: dict[str, Any]
    breakouts: tuple[BreakoutData, ...]


@dataclass(frozen=True)
class MeetingData:
    """A block of time; unknown day, hours and place are None."""

    number: int
    module: int | None
    day: date | None
    starts_at: datetime | None
    ends_at: datetime | None
    weekday: str
    venue: tuple[str, str, str] | None
    fields: dict[str, Any]
    slots: tuple[SlotData, ...]


@dataclass(frozen=True)
class ModuleData:
    """A module; `group` is the key of its elective group."""

    number: int
    fields: dict[str, Any]
    group: str
    capacity: int | None


@dataclass(frozen=True)
class RuleData:
    """An eligibility rule as the file says it."""

    kind: str
    values: dict[str, Any]
    assumed: bool


@dataclass(frozen=True)
class EditionData:
    """One edition. `upcoming`: its dates were computed when it was first loaded, and stay."""

    key: str
    slug: str
    label: str
    fields: dict[str, Any]
    dates: dict[str, Any]
    steering: dict[str, Any]
    capacity: int | None
    windows: tuple[tuple[datetime, datetime | None], ...]
    rules: tuple[RuleData, ...]
    groups: tuple[tuple[str, str, int], ...]
    modules: tuple[ModuleData, ...]
    meetings: tuple[MeetingData, ...]
    upcoming: bool = False


@dataclass(frozen=True)
class ProgrammeData:
    """A programme with its editions."""

    slug: str
    fields: dict[str, Any]
    organisers: tuple[str, ...]
    editions: tuple[EditionData, ...]


def read_programme(data: Mapping[str, Any], where: str) -> ProgrammeData:
    """The programme of a file; raises `FileProblem` when something in it cannot be."""
    table = Table(data, where)
    table.need("title", str)
    editions = tuple(read_edition(edition) for edition in table.tables("edition"))
    found = ProgrammeData(
        table.need("slug", str), table.fields(PROGRAMME), tuple(table.texts("organisers")), editions
    )
    if not found.organisers:
        raise table.problem("`organisers` is missing")
    table.done()
    return found


def read_edition(table: Table, *, upcoming: bool = False) -> EditionData:
    """One edition of a file."""
    rules = tuple(_rule(rule) for rule in table.tables("rule"))
    groups = tuple(_group(group) for group in table.tables("elective_group"))
    numbers = count(1)
    modules, meetings = [], []
    for module in table.tables("module"):
        modules.append(_module(module, {key for key, _, _ in groups}))
        meetings += [_meeting(m, next(numbers), modules[-1].number) for m in module.tables("meetings")]
        module.done()
    meetings += [_meeting(m, next(numbers), None) for m in table.tables("meeting")]
    edition = EditionData(
        key=table.need("key", str),
        slug=table.need("slug", str),
        label=table.need("label", str),
        fields=table.fields(EDITION),
        dates=table.fields(EDITION_DATES),
        steering=table.fields(STEERING) | {"needs_approval": any(rule.kind in ASKING for rule in rules)},
        capacity=table.get("capacity", int),
        windows=tuple(_window(window) for window in table.tables("window")),
        rules=rules,
        groups=groups,
        modules=tuple(modules),
        meetings=tuple(meetings),
        upcoming=upcoming,
    )
    table.done()
    return edition


def local(moment: datetime) -> datetime:
    """A local moment of a file as an instant."""
    return moment.replace(tzinfo=ZONE).astimezone(UTC)


def _window(table: Table) -> tuple[datetime, datetime | None]:
    opens, closes = table.need("opens", datetime), table.get("closes", datetime)
    table.done()
    if closes and closes <= opens:
        raise table.problem("`closes` should come after `opens`")
    return local(opens), local(closes) if closes else None


def _rule(table: Table) -> RuleData:
    kind, assumed = table.need("kind", str), table.get("assumed", bool, False)
    code = table.get("code", str)
    values = {key: _json(value) for key, value in table.rest().items()}
    if code is not None:
        values["sha256"] = hashlib.sha256(code.lower().encode()).hexdigest()
    return RuleData(kind, values, assumed)


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return local(value).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _group(table: Table) -> tuple[str, str, int]:
    group = (table.need("key", str), table.need("title", str), table.get("choose", int, 1))
    table.done()
    return group


def _module(table: Table, groups: set[str]) -> ModuleData:
    group = table.get("group", str, "")
    if group and group not in groups:
        raise table.problem(f"`group` {group!r} is no [[…elective_group]] of this edition")
    return ModuleData(table.need("number", int), table.fields(MODULE), group, table.get("capacity", int))


def _meeting(table: Table, number: int, module: int | None) -> MeetingData:
    day = table.get("day", date)
    name, city = table.get("venue", str, ""), table.get("city", str, "")
    starts_at, ends_at = _hours(table, day)
    meeting = MeetingData(
        number=number,
        module=module,
        day=day,
        starts_at=starts_at,
        ends_at=ends_at,
        weekday=table.get("weekday", str, ""),
        venue=(name, city, table.get("address", str, "")) if name or city else None,
        fields=table.fields(MEETING),
        slots=tuple(sorted((_slot(slot, day) for slot in table.tables("slot")), key=lambda s: s.starts_at)),
    )
    table.done()
    return meeting


def _slot(table: Table, day: date | None) -> SlotData:
    if day is None:
        raise table.problem("a timetable needs the `day` of its meeting")
    starts_at, ends_at = _hours(table, day)
    if starts_at is None or ends_at is None:
        raise table.problem("`starts` and `ends` are both needed")
    slot = SlotData(
        starts_at,
        ends_at,
        table.get("round", int),
        table.fields(SLOT),
        tuple(_breakout(breakout) for breakout in table.tables("breakout")),
    )
    table.done()
    return slot


def _breakout(table: Table) -> BreakoutData:
    breakout = BreakoutData(
        table.need("number", int),
        table.fields(BREAKOUT),
        table.get("capacity", int),
        table.get("full", bool, False),
        table.get("cancelled", bool, False),
    )
    table.done()
    return breakout


def _hours(table: Table, day: date | None) -> tuple[datetime | None, datetime | None]:
    starts, ends = table.get("starts", time), table.get("ends", time)
    if (starts or ends) and day is None:
        raise table.problem("hours need a `day`")
    if ends and (starts is None or ends <= starts):
        raise table.problem("`ends` should come after `starts`")

    def at(clock: time | None) -> datetime | None:
        return local(datetime.combine(day, clock)) if day and clock else None

    return at(starts), at(ends)
