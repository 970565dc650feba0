"""Reads a catalogue and respondents from JSON for a computation outside the database (pure).

What is wrong is said in words; what is harmless but strange comes along as a note.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from portal.assessments.catalogue import (
    LEERGANG_MOST,
    MODULE_MOST,
    MOST_GOALS,
    Config,
    Entry,
    EntryKind,
    EntryState,
    Person,
)
from portal.assessments.facts import NO_ANSWER, Answer, Form, Instrument
from portal.assessments.json_tables import JsonTable, as_number, parse, tables
from portal.assessments.scoring import score
from portal.tables import FileProblem

SCORING_KEYS = {
    "min_answered_aspect": "aspect_min_answered",
    "min_answered_role": "role_min_answered",
    "min_answered_per_subrole": "role_min_per_subrole",
    "error_sd": "error_sd_prior",
    "sem_floor": "sem_floor",
}
"""What a catalogue's `config` calls the constants of scoring."""
_WHOLE = {"late_days", "package_size", "min_answered_aspect", "min_answered_role", "min_answered_per_subrole"}
_LEAST_ABOVE_ZERO = {"sem_floor", "error_sd", "effort_unit_hours", "package_size"}
MOST_IN_PACKAGE = 3
_PRIORITIES = (0, 1, 2)


@dataclass(frozen=True)
class Catalogue:
    """What can be recommended on a day, with the numbers to do it by."""

    entries: tuple[Entry, ...]
    config: Config
    instrument: Instrument
    today: date
    notes: tuple[str, ...] = ()


def read_catalogue(text: str, instrument: Instrument, *, name: str = "catalogue") -> Catalogue:
    """The catalogue in this text; raises FileProblem."""
    data = parse(text, name)
    if not isinstance(data, dict):
        raise FileProblem(f"{name}: should be an object with `today` and `modules`")
    reader = JsonTable(data, name)
    today = reader.day("today")
    if today is None:
        raise reader.problem("`today` is missing")
    config, scored = _config(JsonTable(reader.table("config"), f"{name}, config", reader.notes), instrument)
    entries = tuple(_entry(one, instrument) for one in tables(data.get("modules"), f"{name}, modules"))
    _check_ids([entry.id for entry in entries], f"{name}, modules")
    _check_prerequisites(entries, reader)
    return Catalogue(entries, config, scored, today, tuple(reader.notes))


def _check_ids(ids: list[str], where: str) -> None:
    twice = sorted(id_ for id_, times in Counter(ids).items() if times > 1)
    if twice:
        raise FileProblem(f"{where}: {', '.join(twice)} stands there twice")


def _config(reader: JsonTable, instrument: Instrument) -> tuple[Config, Instrument]:
    """The defaults with what the catalogue says, key by key."""
    own = {one.name for one in fields(Config)}
    changed: dict[str, Any] = {}
    scoring: dict[str, Any] = {}
    for key in reader.data:
        value = reader.number(key) if key in own or key in SCORING_KEYS else None
        if key not in own and key not in SCORING_KEYS:
            reader.notes.append(f"{reader.where}: `{key}` is not known and does nothing")
        if value is None:
            continue
        if value < 0 or (key in _LEAST_ABOVE_ZERO and value == 0) or (key in _WHOLE and value != int(value)):
            raise reader.problem(f"`{key}` cannot be {value}")
        if key == "package_size" and value > MOST_IN_PACKAGE:
            raise reader.problem(f"`{key}` is at most {MOST_IN_PACKAGE}, not {value}")
        kept = int(value) if key in _WHOLE else value
        (changed if key in own else scoring)[SCORING_KEYS.get(key, key)] = kept
    return replace(Config(), **changed), replace(instrument, scoring=replace(instrument.scoring, **scoring))


def _entry(reader: JsonTable, instrument: Instrument) -> Entry:
    hours = reader.number("hours")
    if hours is None or hours < 0:
        raise reader.problem("`hours` should be how many hours it takes, 0 or more")
    kind = reader.word("kind", EntryKind, EntryKind.MODULE)
    coverage = _quarters(reader, "coverage", {aspect.id for aspect in instrument.aspects})
    most = LEERGANG_MOST if kind is EntryKind.LEERGANG else MODULE_MOST
    if sum(coverage.values()) > most:
        total = Decimal(sum(coverage.values())) / 4
        raise reader.problem(f"`coverage` adds up to {total}; a {kind} may have {Decimal(most) / 4} at most")
    return Entry(
        id=reader.id(),
        kind=kind,
        coverage=coverage,
        role_coverage=_quarters(reader, "role_coverage", {role.id for role in instrument.roles}),
        hours=hours,
        languages=reader.texts("language"),
        audience=reader.texts("audience"),
        member_of=reader.texts("member_of"),
        prerequisites=reader.texts("prerequisites"),
        state=reader.word("state", EntryState, EntryState.OPEN),
        start=reader.day("start"),
    )


def _quarters(reader: JsonTable, key: str, allowed: Collection[str]) -> dict[str, int]:
    table = reader.table(key)
    reader.known(key, table, allowed)
    found = {}
    for name, value in table.items():
        if value is None:
            continue
        quarters = 4 * as_number(value, f"{reader.where}: `{key}` of {name}")
        if quarters != int(quarters) or not 0 <= quarters <= 4:
            raise reader.problem(f"`{key}` of {name} should be 0, 0.25, 0.5, 0.75 or 1, not {value}")
        if quarters:
            found[name] = int(quarters)
    return found


def _check_prerequisites(entries: Iterable[Entry], reader: JsonTable) -> None:
    needs = {entry.id: entry.prerequisites for entry in entries}
    for id_, first in needs.items():
        for unknown in sorted(first - needs.keys()):
            reader.notes.append(f"{reader.where}: {id_} asks {unknown}, which is not in the catalogue")
    settled: set[str] = set()
    while True:
        free = {id_ for id_, first in needs.items() if not (first & needs.keys()) - settled} - settled
        if not free:
            break
        settled |= free
    circle = sorted(needs.keys() - settled)
    if circle:
        raise reader.problem(f"the prerequisites of {', '.join(circle)} go round in a circle")


def read_people(text: str, catalogue: Catalogue, *, name: str = "respondents") -> dict[str, Person]:
    """The respondents in this text, scored, by id; raises FileProblem."""
    readers = tables(parse(text, name), name)
    _check_ids([reader.id() for reader in readers], name)
    return {reader.id(): _person(reader, catalogue.instrument) for reader in readers}


def _person(reader: JsonTable, instrument: Instrument) -> Person:
    form = reader.word("form", Form, Form.LONG)
    scan = score(instrument, _answers(reader, instrument), form)
    aspects = {aspect.id for aspect in instrument.aspects}
    roles = {role.id for role in instrument.roles}
    wished, focus = reader.texts("role_goals"), reader.texts("org_focus")
    reader.known("role_goals", wished, roles)
    reader.known("org_focus", focus, aspects | roles)
    return Person(
        aspects=scan.aspects,
        roles=scan.roles,
        targets=_targets(reader, "targets", instrument, aspects | roles),
        org_targets=_targets(reader, "org_targets", instrument, aspects | roles),
        goals=_goals(reader, aspects),
        role_goals=wished,
        org_focus=focus,
        completed=reader.texts("completed"),
        languages=frozenset({"nl"}) if reader.data.get("languages") is None else reader.texts("languages"),
        memberships=reader.texts("memberships"),
        job=reader.text("job"),
    )


def _answers(reader: JsonTable, instrument: Instrument) -> dict[str, Answer]:
    items = {item.id for item in instrument.items}
    found: dict[str, Answer] = {}
    for id_, value in reader.table("answers").items():
        if id_ not in items:
            raise reader.problem(f"`answers`: {id_!r} is no item of {instrument.id} {instrument.version}")
        if value is None:
            continue
        answer = int(value) if isinstance(value, Decimal) and value == int(value) else value
        if not instrument.scale.allows(answer):
            points = ", ".join(str(point.value) for point in instrument.scale.points)
            raise reader.problem(f"`answers` of {id_} should be {points} or {NO_ANSWER!r}, not {value!r}")
        found[id_] = answer
    return found


def _targets(
    reader: JsonTable, key: str, instrument: Instrument, allowed: Collection[str]
) -> dict[str, Decimal]:
    table = {name: value for name, value in reader.table(key).items() if value is not None}
    reader.known(key, table, allowed)
    found = {name: as_number(value, f"{reader.where}: `{key}` of {name}") for name, value in table.items()}
    least, most = instrument.scale.points[0].value, instrument.scale.points[-1].value
    for name, target in found.items():
        if not least <= target <= most:
            raise reader.problem(f"`{key}` of {name} should be from {least} to {most}, not {target}")
    return found


def _goals(reader: JsonTable, aspects: Collection[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for goal in tables(reader.data.get("goals") or [], f"{reader.where}, goals"):
        aspect, priority = goal.text("aspect"), goal.data.get("priority")
        priority = 1 if priority is None else priority
        goal.known("aspect", [aspect or ""], aspects)
        if isinstance(priority, bool) or priority not in _PRIORITIES:
            raise goal.problem(f"`priority` should be 0, 1 or 2, not {priority!r}")
        if aspect in found:
            raise goal.problem(f"{aspect} is a goal twice")
        found[str(aspect)] = int(priority)
    if sum(priority > 0 for priority in found.values()) > MOST_GOALS:
        raise reader.problem(f"`goals`: at most {MOST_GOALS} at a time")
    return found
