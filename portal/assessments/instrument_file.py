"""An instrument as a file, in and out: docs/instrument-files.md (pure)."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from hashlib import sha256
from typing import Any

from portal.assessments import instrument_parts as parts
from portal.assessments.facts import Instrument, Scale, ScoringConstants
from portal.assessments.instrument_checks import check
from portal.assessments.instrument_parts import Reader, each
from portal.assessments.problems import Part, Problem, Wrong
from portal.assessments.questionnaire import Questionnaire, Texts

LARGEST = 200_000
DECIMALS = {
    "target_default": ("1", "5"),
    "error_sd_prior": ("0.1", "2"),
    "sem_floor": ("0.05", "1"),
    "margin_z": ("1", "4"),
    "difference_z": ("1", "4"),
    "growth_sem_inflation": ("1", "3"),
    "growth_z_goal": ("1", "5"),
    "growth_z_other": ("1", "5"),
}
NUMBERS = {
    "aspect_min_answered": (1, 7),
    "aspect_min_answered_short": (1, 3),
    "profile_min_aspects": (1, 7),
    "role_min_answered": (1, 4),
    "role_min_per_subrole": (1, 2),
    "error_sd_prior_df": (1, 10_000),
    "growth_min_common_items": (1, 7),
    "reliability_min_n": (30, 100_000),
    "reliability_stable_n": (30, 100_000),
    "k_mean": (5, 1_000),  # may be raised, never lowered
    "k_item_or_distribution": (10, 1_000),
    "k_remainder": (5, 1_000),
    "snapshot_min_change": (5, 1_000),
}


_LINE = re.compile(r"at line (\d+)")
_MOST_DOTS = 100
"""On a line. A key with dots costs the square of its parts in time and memory: 100 kB fill the machine."""


def read_text(text: str) -> tuple[Questionnaire | None, list[Problem]]:
    """What this file says, and everything that is wrong in it; nothing when it is no TOML at all."""
    if len(text) > LARGEST:
        return None, [Problem(Part.FILE, "", Wrong.TOO_LARGE, {"limit": LARGEST // 1000})]
    if any(line.count(".") > _MOST_DOTS for line in text.split("\n")):
        return None, [Problem(Part.FILE, "", Wrong.UNREADABLE)]
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        line = _LINE.search(str(error))
        last = len(text.splitlines())
        return None, [Problem(Part.FILE, "", Wrong.NOT_TOML, {"line": int(line[1]) if line else last})]
    except (RecursionError, ValueError):  # Python reads no number of thousands of digits
        return None, [Problem(Part.FILE, "", Wrong.UNREADABLE)]
    return read(data)


def read(data: Mapping[str, Any]) -> tuple[Questionnaire, list[Problem]]:
    """What these tables say, and everything that is wrong in them."""
    problems: list[Problem] = []
    top = Reader(data, Part.FILE, "", problems)
    nl, en = top.both()
    note_nl, note_en = top.both("note", optional=True)
    found = Questionnaire(
        instrument=_instrument(top),
        nl=nl,
        en=en,
        note_nl=note_nl,
        note_en=note_en,
        minutes=top.number("minutes", 12, 1, 120),
        minutes_short=top.number("minutes_short", 5, 1, 120),
        texts=_texts(top.table("texts", Part.TEXTS)),
        context=each(top.tables("context_item", Part.CONTEXT_ITEM), parts.context_item)
        if "context_item" in data
        else (),
    )
    top.done()
    return found, [*problems, *check(found)]


def _instrument(top: Reader) -> Instrument:
    return Instrument(
        id=top.name("instrument"),
        version=top.text("version"),
        scale=_scale(top.table("scale", Part.SCALE)),
        aspects=each(top.tables("aspect", Part.ASPECT), parts.aspect),
        groups=each(top.tables("aspect_group", Part.GROUP), parts.group),
        roles=each(top.tables("role", Part.ROLE), parts.role),
        principles=each(top.tables("principle", Part.PRINCIPLE), parts.principle),
        items=each(top.tables("item", Part.ITEM), parts.item)
        + each(top.tables("role_item", Part.ROLE_ITEM), parts.role_item),
        scoring=_scoring(Reader(top.get("scoring", dict, {}), Part.SCORING, "", top.problems)),
    )


def _texts(table: Reader) -> Texts:
    found = Texts(*table.both("question"), *table.both("supporter_question"), *table.both("supporter_quote"))
    table.done()
    return found


def _scale(table: Reader) -> Scale:
    points = each(table.tables("point", Part.POINT), parts.point)
    found = Scale(points, *table.both("no_answer"))
    table.done()
    return found


def _scoring(table: Reader) -> ScoringConstants:
    usual = ScoringConstants()
    found: dict[str, Any] = {}
    for key, (lowest, highest) in NUMBERS.items():
        found[key] = table.number(key, getattr(usual, key), lowest, highest)
    for key, (least, most) in DECIMALS.items():
        found[key] = table.decimal(key, getattr(usual, key), least, most)
    table.done()
    return ScoringConstants(**found)


def as_data(found: Questionnaire) -> dict[str, Any]:
    """The tables of this questionnaire: what is kept, and what a file holds. Decimals are texts."""
    instrument, texts = found.instrument, found.texts
    return {
        "instrument": instrument.id,
        "version": instrument.version,
        "nl": found.nl,
        "en": found.en,
        **({"note_nl": found.note_nl, "note_en": found.note_en} if found.note_nl or found.note_en else {}),
        "minutes": found.minutes,
        "minutes_short": found.minutes_short,
        "texts": _plain(texts),
        "scale": {
            "no_answer_nl": instrument.scale.no_answer_nl,
            "no_answer_en": instrument.scale.no_answer_en,
            "point": [_plain(one) for one in instrument.scale.points],
        },
        "scoring": {key: _value(value) for key, value in _plain(instrument.scoring).items()},
        "aspect_group": [_plain(one) for one in instrument.groups],
        "aspect": [_plain(one) for one in instrument.aspects],
        "role": [
            {**_plain(one), "axis": str(one.axis), "subroles": [*one.subroles]} for one in instrument.roles
        ],
        "principle": [_plain(one) for one in instrument.principles],
        "item": [
            {
                "id": one.id,
                "aspect": one.aspect,
                "principle": one.principle,
                "short": one.short,
                "nl": one.nl,
                "en": one.en,
            }
            for one in instrument.items
            if one.role is None
        ],
        "role_item": [
            _only(one, "id", "role", "subrole", "nl", "en")
            for one in instrument.items
            if one.role is not None
        ],
        "context_item": [
            {**_plain(one), "option": [_plain(option) for option in one.options]} for one in found.context
        ],
    }


def _plain(thing: Any) -> dict[str, Any]:
    return {one.name: getattr(thing, one.name) for one in fields(thing) if one.name != "options"}


def _only(thing: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}


def _value(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def content_hash(data: Mapping[str, Any]) -> str:
    """A fingerprint of all that it says: two versions with the same one ask and score the same."""
    return sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def as_toml(data: Mapping[str, Any]) -> str:
    """The file that says this; reading it gives the same tables."""
    lines: list[str] = []
    _write(lines, "", {**data, "scoring": {key: _number(value) for key, value in data["scoring"].items()}})
    return "\n".join(lines).lstrip("\n") + "\n"


def _number(value: Any) -> Any:
    return Decimal(value) if isinstance(value, str) else value


def _write(lines: list[str], name: str, table: Mapping[str, Any]) -> None:
    """The plain values first: in TOML what comes after a heading belongs to it."""
    for key, value in table.items():
        if not isinstance(value, dict) and not _is_tables(value):
            lines.append(f"{key} = {_toml(value)}")
    for key, value in table.items():
        path = f"{name}.{key}" if name else key
        if isinstance(value, dict):
            lines += ["", f"[{path}]"]
            _write(lines, path, value)
        elif _is_tables(value):
            for one in value:
                lines += ["", f"[[{path}]]"]
                _write(lines, path, one)


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text if "." in text else f"{text}.0"
    if isinstance(value, list):
        return f"[{', '.join(_toml(one) for one in value)}]"
    # a string of JSON is one of TOML as well, but for DEL, which must be escaped there
    return (
        str(value)
        if isinstance(value, int)
        else json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    )
