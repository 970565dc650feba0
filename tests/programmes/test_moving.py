"""Example editions keep the pattern of the real one, on days that exist for everyone."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.config import ROOT
from portal.programmes.moving import season, slug, upcoming
from portal.tables import FileProblem, Table
from portal.working_days import is_public_holiday

TODAY = date(2026, 11, 22)
DAY = date(2024, 9, 13)
BASE: dict[str, Any] = {
    "key": "2024",
    "slug": "najaar-2024",
    "label": "Najaar 2024",
    "starts_on": DAY,
    "stated_state": "open",
    "facilitator": "Iemand",
    "rule": [{"kind": "sign_in"}],
    "meeting": [
        {"day": DAY, "weekday": "vrijdag", "slot": [{"speakers": ["Iemand"], "breakout": [{"number": 1}]}]},
        {"day": DAY + timedelta(weeks=5)},
    ],
}


def moved(demo: dict[str, Any], today: date = TODAY, first_day: date | None = None) -> dict[str, Any]:
    return upcoming(Table({"key": "nieuw", **demo}, "proef"), BASE, today=today, first_day=first_day)


def test_pattern_moves_by_whole_weeks_and_leaves_people_behind() -> None:
    start = date(2027, 1, 8)
    assert moved({"weeks_ahead": 6}) == {
        "key": "nieuw",
        "slug": "winter-2027",
        "label": "Winter 2027",
        "starts_on": start,
        "meeting": [
            {"day": start, "slot": [{"breakout": [{"number": 1}]}]},
            {"day": start + timedelta(weeks=5)},
        ],
        "window": [],
        "rule": [],
    }


def test_edition_loaded_before_keeps_its_days() -> None:
    before = date(2026, 10, 2)
    assert moved({"weeks_ahead": 6}, first_day=before)["starts_on"] == before


def test_christmas_is_skipped() -> None:
    christmas_week = moved({"weeks_ahead": 4}, today=date(2026, 11, 27))
    assert [m["day"] for m in christmas_week["meeting"]] == [date(2027, 1, 8), date(2027, 2, 12)]


def test_windows_and_rules_count_from_today_and_start() -> None:
    found = moved(
        {
            "weeks_ahead": 6,
            "window": [{"opens_in_days": -7, "closes_days_before": 14}],
            "rule": [
                {"kind": "early", "until_in_days": 21},
                {"kind": "set_aside", "until_in_days": 21, "seats": 2},
            ],
        }
    )
    assert found["window"] == [
        {"opens": datetime(2026, 11, 15, 9), "closes": datetime.combine(date(2026, 12, 25), time(17))}
    ]
    assert found["rule"] == [
        {"kind": "early", "until": datetime(2026, 12, 13, 9)},
        {"kind": "set_aside", "seats": 2, "until": date(2026, 12, 13)},
    ]


def test_hours_places_and_breakouts_may_be_invented() -> None:
    found = moved(
        {
            "weeks_ahead": 6,
            "hours": [time(9), time(17)],
            "venues": ["Stadhuis Veldrijk, Veldrijk"],
            "breakouts": [{"number": 1, "capacity": 4}],
        }
    )
    first, second = found["meeting"]
    assert first["slot"][0]["breakout"] == [{"number": 1, "capacity": 4}]
    assert (second["starts"], second["ends"]) == (time(9), time(17))
    assert (second["venue"], second["city"]) == ("Stadhuis Veldrijk", "Veldrijk")


def test_breakout_that_is_not_there_is_a_problem() -> None:
    with pytest.raises(FileProblem, match="there is no breakout 9"):
        moved({"weeks_ahead": 6, "breakouts": [{"number": 9}]})


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2027, 1, 8), "winter 2027"),
        (date(2026, 12, 1), "winter 2027"),
        (date(2027, 3, 1), "voorjaar 2027"),
        (date(2027, 8, 31), "zomer 2027"),
        (date(2027, 9, 1), "najaar 2027"),
    ],
)
def test_season_has_the_year_of_its_january(day: date, name: str) -> None:
    assert season(day) == name


def test_slug_has_small_letters_and_hyphens() -> None:
    assert slug("Voorjaar 2027, kleine groep") == "voorjaar-2027-kleine-groep"


def examples() -> list[tuple[list[dict[str, Any]], dict[str, Any]]]:
    found = []
    for path in sorted((ROOT / "seeds" / "demo").glob("*.toml")):
        demo = tomllib.loads(path.read_text(encoding="utf-8"))
        if "edition" not in demo:
            continue  # what the modules of examples develop
        real = tomllib.loads((ROOT / "seeds" / "programmes" / path.name).read_text(encoding="utf-8"))
        patterns = {edition["key"]: edition for edition in [*real["edition"], *demo["edition"]]}
        found.append((demo["edition"], patterns))
    return found


EXAMPLES = examples()


def days_of(edition: dict[str, Any]) -> set[date]:
    meetings = [m for module in edition.get("module", []) for m in module["meetings"]]
    return {m["day"] for m in [*meetings, *edition.get("meeting", [])]}


@settings(deadline=None)
@given(st.dates(date(2026, 1, 1), date(2045, 12, 31)))
def test_examples_fit_whenever_they_are_loaded(today: date) -> None:
    for editions, patterns in EXAMPLES:
        taken: set[date] = set()
        slugs = set()
        for edition in editions:
            base = patterns.get(edition.get("like"), {})
            made = upcoming(Table(edition, "proef"), base, today=today, first_day=None)
            days = days_of(made)
            assert min(days) >= today + timedelta(weeks=edition["weeks_ahead"])
            assert not any(is_public_holiday(day) for day in days)
            assert not days & taken
            taken |= days
            slugs.add(made["slug"])
        assert len(slugs) == len(editions)


def texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from texts_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_of(item)
    elif isinstance(value, str):
        yield value


def test_no_example_speaks_of_the_year_of_its_pattern() -> None:
    for demos, patterns in EXAMPLES:
        for demo in demos:
            found = upcoming(
                Table(dict(demo), "proef"),
                patterns.get(demo.get("like", ""), {}),
                today=TODAY,
                first_day=None,
            )
            said = [
                text
                for key, value in found.items()
                if key not in ("key", "slug", "label")
                for text in texts_of(value)
            ]
            assert [text for text in said if re.search(r"20[12]\d", text)] == []
