"""A programme file is read strictly, and a mistake in it is told in words."""

import hashlib
import tomllib
from datetime import UTC, date, datetime

import pytest

from portal.config import ROOT
from portal.programmes import loading
from portal.programmes.loading import ProgrammeData, RuleData, read_programme
from portal.programmes.moving import OWN_KEYS
from portal.tables import FileProblem

PROGRAMME = """
slug = "proef"
title = "Proef"
organisers = ["vng"]
"""
EDITION = """
[[edition]]
key = "2027"
slug = "voorjaar-2027"
label = "Voorjaar 2027"
"""


def read(text: str) -> ProgrammeData:
    return read_programme(tomllib.loads(PROGRAMME + text), "proef.toml")


def test_programme_without_editions_is_enough() -> None:
    found = read("")
    assert (found.slug, found.organisers, found.editions) == ("proef", ("vng",), ())
    assert (found.fields["title"], found.fields["goals"], found.fields["own_learning_goals"]) == (
        "Proef",
        [],
        False,
    )


def test_hours_of_a_file_are_dutch_wall_clock() -> None:
    meeting = "[[edition.meeting]]\nday = 2027-07-01\nstarts = 09:30:00\nends = 17:00:00\n"
    (edition,) = read(EDITION + meeting).editions
    assert (edition.meetings[0].starts_at, edition.meetings[0].ends_at) == (
        datetime(2027, 7, 1, 7, 30, tzinfo=UTC),
        datetime(2027, 7, 1, 15, tzinfo=UTC),
    )


def test_unknown_day_hours_and_place_stay_unknown() -> None:
    (meeting,) = read(EDITION + "[[edition.meeting]]\n").editions[0].meetings
    assert (meeting.day, meeting.starts_at, meeting.ends_at, meeting.venue) == (None, None, None, None)


def test_meetings_are_numbered_across_modules() -> None:
    modules = "".join(
        f"[[edition.module]]\nnumber = {n}\nmeetings = [{{ day = 2027-01-1{n} }}, {{ day = 2027-02-1{n} }}]\n"
        for n in (1, 2)
    )
    (edition,) = read(EDITION + modules).editions
    assert [(m.number, m.module, m.day) for m in edition.meetings] == [
        (1, 1, date(2027, 1, 11)),
        (2, 1, date(2027, 2, 11)),
        (3, 2, date(2027, 1, 12)),
        (4, 2, date(2027, 2, 12)),
    ]


def test_timetable_is_put_in_order_of_time() -> None:
    slots = """
[[edition.meeting]]
day = 2027-01-12
[[edition.meeting.slot]]
starts = 13:00:00
ends = 14:00:00
title = "Later"
[[edition.meeting.slot]]
starts = 12:00:00
ends = 13:00:00
title = "Eerder"
"""
    (meeting,) = read(EDITION + slots).editions[0].meetings
    assert [slot.fields["title"] for slot in meeting.slots] == ["Eerder", "Later"]


def test_rule_keeps_its_values_and_hides_its_code() -> None:
    rules = """
[[edition.rule]]
kind = "set_aside"
seats = 2
until = 2027-02-01
[[edition.rule]]
kind = "code"
code = "ProefTuin"
assumed = true
"""
    (edition,) = read(EDITION + rules).editions
    assert edition.rules == (
        RuleData("set_aside", {"seats": 2, "until": "2027-02-01"}, False),
        RuleData("code", {"sha256": hashlib.sha256(b"proeftuin").hexdigest()}, True),
    )


@pytest.mark.parametrize(
    ("rule", "asks"), [("approval", True), ("confirm_position", True), ("sign_in", False)]
)
def test_approval_follows_from_the_rules(rule: str, asks: bool) -> None:
    (edition,) = read(EDITION + f'[[edition.rule]]\nkind = "{rule}"\n').editions
    assert edition.steering["needs_approval"] is asks


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('sumary = "x"', "proef.toml: unknown: `sumary`"),
        ('kind = "cursus"', "`kind` should be one of leergang, leerdagen, bijeenkomst, not 'cursus'"),
        ("goals = [1]", "`goals` should hold texts only"),
        ("summary = 3", "`summary` should be text between quotes, not 3"),
        ("[[edition]]\n", "proef.toml, edition 1: `key` is missing"),
        (EDITION + "capacity = true", "`capacity` should be a whole number, not True"),
        (EDITION + "starts_on = 2027-01-12T09:00:00", "`starts_on` should be a day, like 2027-01-12"),
        (EDITION + "module = [1]", "`module` should hold tables only"),
        (EDITION + "[[edition.meeting]]\nstarts = 09:00:00", "edition 1, meeting 1: hours need a `day`"),
        (
            EDITION + "[[edition.meeting]]\nday = 2027-01-12\nstarts = 09:00:00\nends = 08:00:00",
            "`ends` should come after `starts`",
        ),
        (
            EDITION + '[[edition.meeting]]\n[[edition.meeting.slot]]\ntitle = "x"',
            "a timetable needs the `day` of its meeting",
        ),
        (
            EDITION + '[[edition.meeting]]\nday = 2027-01-12\n[[edition.meeting.slot]]\ntitle = "x"',
            "slot 1: `starts` and `ends` are both needed",
        ),
        (
            EDITION + "[[edition.window]]\nopens = 2027-01-02T09:00:00\ncloses = 2027-01-01T09:00:00",
            "`closes` should come after `opens`",
        ),
        (
            EDITION + '[[edition.module]]\nnumber = 1\ngroup = "keuze"',
            "`group` 'keuze' is no [[…elective_group]] of this edition",
        ),
    ],
)
def test_mistake_in_a_file_is_told_with_its_place(text: str, problem: str) -> None:
    with pytest.raises(FileProblem) as raised:
        read(text)
    assert problem in str(raised.value)


def test_programme_without_organisers_is_refused() -> None:
    with pytest.raises(FileProblem, match="`organisers` is missing"):
        read_programme({"slug": "proef", "title": "Proef"}, "proef.toml")


def test_document_names_every_key() -> None:
    text = (ROOT / "docs" / "programme-files.md").read_text(encoding="utf-8")
    specs = ("PROGRAMME", "EDITION", "EDITION_DATES", "STEERING", "MODULE", "MEETING", "SLOT", "BREAKOUT")
    keys = {key for name in specs for key in getattr(loading, name)} | set(OWN_KEYS)
    assert sorted(key for key in keys if f"`{key}`" not in text) == []
