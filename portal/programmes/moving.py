"""An upcoming example edition: the pattern of a real one, moved by whole weeks (pure).

Nothing personal comes along: no speakers, moderators or facilitator, no rules and no windows.
"""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date, datetime, time, timedelta
from typing import Any

from portal.programmes.shifting import fewest_weeks, move_day, weeks_between
from portal.tables import Table

LEFT_BEHIND = ("key", "slug", "label", "stated_state", "examples", "rule", "window", "facilitator")
PERSONAL = ("speakers", "moderators", "facilitator_role", "weekday")
OWN_KEYS = ("like", "weeks_ahead", "label_suffix", "hours", "venues", "breakouts", "window", "rule")
SEASONS = ("winter", "voorjaar", "zomer", "najaar")


def upcoming(table: Table, base: Mapping[str, Any], *, today: date, first_day: date | None) -> dict[str, Any]:
    """The edition that the table describes, as a table of a programme file.

    `first_day` is the first day that it was loaded with before; None computes it from today.
    """
    weeks_ahead = table.need("weeks_ahead", int)
    edition = _pattern(table, base)
    days = sorted(_days(edition))
    if not days:
        raise table.problem("an upcoming edition needs days")
    weeks = fewest_weeks(days, today + timedelta(weeks=weeks_ahead))
    if first_day is not None:
        weeks = weeks_between(days[0], first_day)
    moved: dict[str, Any] = _moved(edition, weeks)
    start = move_day(days[0], weeks)
    suffix = table.get("label_suffix", str, "")
    moved["label"] = f"{season(start).capitalize()}{', ' + suffix if suffix else ''}"
    moved["slug"] = slug(moved["label"])
    moved["window"] = [_window(window, today, start) for window in table.tables("window")]
    moved["rule"] = [_rule(rule, today) for rule in table.tables("rule")]
    return moved


def season(day: date) -> str:
    """The season with its year, like voorjaar 2027; a winter is named after its January."""
    return f"{SEASONS[day.month % 12 // 3]} {day.year + (day.month == 12)}"


def slug(text: str) -> str:
    """The text as part of an address."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _pattern(table: Table, base: Mapping[str, Any]) -> dict[str, Any]:
    edition = {k: deepcopy(v) for k, v in base.items() if k not in LEFT_BEHIND + OWN_KEYS}
    _strip(edition)
    hours = table.get("hours", list)
    venues, breakouts = table.texts("venues"), table.tables("breakouts")
    edition |= {key: deepcopy(value) for key, value in table.data.items() if key not in OWN_KEYS}
    for place, meeting in enumerate(_meetings(edition)):
        if hours:
            meeting["starts"], meeting["ends"] = hours
        if venues:
            meeting["venue"], meeting["city"] = venues[place % len(venues)].split(", ")
    for change in breakouts:
        _change_breakout(edition, change)
    return edition


def _change_breakout(edition: dict[str, Any], change: Table) -> None:
    number = change.need("number", int)
    for meeting in _meetings(edition):
        for slot in meeting.get("slot", []):
            for breakout in slot.get("breakout", []):
                if breakout["number"] == number:
                    breakout.update(change.data)
                    return
    raise change.problem(f"there is no breakout {number}")


def _meetings(edition: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for module in edition.get("module", []):
        yield from module.get("meetings", [])
    yield from edition.get("meeting", [])


def _days(edition: dict[str, Any]) -> Iterator[date]:
    return (meeting["day"] for meeting in _meetings(edition) if "day" in meeting)


def _moved(value: Any, weeks: int) -> Any:
    if isinstance(value, dict):
        return {key: _moved(item, weeks) for key, item in value.items()}
    if isinstance(value, list):
        return [_moved(item, weeks) for item in value]
    return move_day(value, weeks) if type(value) is date else value


def _strip(value: Any) -> None:
    if isinstance(value, dict):
        for key in PERSONAL:
            value.pop(key, None)
        for item in value.values():
            _strip(item)
    elif isinstance(value, list):
        for item in value:
            _strip(item)


def _window(table: Table, today: date, start: date) -> dict[str, datetime]:
    opens = today + timedelta(days=table.need("opens_in_days", int))
    window = {"opens": datetime.combine(opens, time(9))}
    before = table.get("closes_days_before", int)
    if before is not None:
        window["closes"] = datetime.combine(start - timedelta(days=before), time(17))
    table.done()
    return window


def _rule(table: Table, today: date) -> dict[str, Any]:
    days = table.get("until_in_days", int)
    rule = table.rest()
    if days is not None:
        until = today + timedelta(days=days)
        rule["until"] = until if rule["kind"] == "set_aside" else datetime.combine(until, time(9))
    return rule
