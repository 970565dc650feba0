"""The schedule as a calendar: what one drags or chooses there opens a form, and saves nothing."""

from datetime import date, timedelta

import pytest

from portal.database import transaction
from portal.programmes.models import Edition, Meeting
from portal.web.organiser.schedule_days import Entry, month_of
from tests.builders import FIRST_DAY
from tests.web.organiser.conftest import World
from tests.web.participant.visitor import words


def entry(day: date | None) -> Entry:
    return Entry(Meeting(day=day), "Dag", "09.30", [])


def months(*days: date | None, today: date) -> tuple[str, list[str]]:
    shown = month_of([entry(day) for day in days], today=today, address=lambda month: month)
    return shown.name, [name for name, _url, _current in shown.others]


@pytest.mark.parametrize(
    ("days", "name", "others"),
    [
        ([date(2027, 3, 1), date(2027, 5, 4)], "mei 2027", ["maart 2027", "mei 2027"]),
        ([date(2027, 2, 1), date(2027, 3, 1)], "maart 2027", ["februari 2027", "maart 2027"]),
        ([None], "april 2027", []),
        ([], "april 2027", []),
    ],
)
def test_calendar_begins_where_the_next_meeting_is(
    world: World, days: list[date | None], name: str, others: list[str]
) -> None:
    with world.app.test_request_context("/"):
        assert months(*days, today=date(2027, 4, 2)) == (name, others)


@pytest.mark.parametrize(
    ("asked", "name", "beside"),
    [
        ("2027-12", "december 2027", ("2027-11", "2028-01")),
        ("2000-01", "januari 2000", ("", "2000-02")),
        ("2100-12", "december 2100", ("2100-11", "")),
        ("1999-12", "april 2027", ("2027-03", "2027-05")),
        ("9999-12", "april 2027", ("2027-03", "2027-05")),
        ("2027-13", "april 2027", ("2027-03", "2027-05")),
        ("morgen", "april 2027", ("2027-03", "2027-05")),
    ],
)
def test_nonsense_for_a_month_shows_the_usual_one(
    world: World, asked: str, name: str, beside: tuple[str, str]
) -> None:
    with world.app.test_request_context(f"/?maand={asked}"):
        shown = month_of([], today=date(2027, 4, 2), address=lambda month: month)
    assert (shown.name, (shown.before, shown.after)) == (name, beside)


def test_every_meeting_stands_on_its_day_with_a_link(world: World) -> None:
    with transaction() as session:
        edition = session.get_one(Edition, world.edition.id)
        edition.meetings.append(Meeting(public_id="zonder", number=2, title="Ooit"))
        edition.touch()
    page = world.organiser.get(f"{world.address}/programma?toon=kalender")
    full = page.tree.findall(".//td[@class='lp-days__full']")

    assert [(td.get("data-drop-day"), words(td)) for td in full] == [
        (FIRST_DAY.isoformat(), "13 dinsdag 13 april 2027 09.30 Eerste dag")
    ]
    assert "Nog zonder dag tijd nog niet bekend Ooit" in page.text
    assert page.links()["Eerste dag"].endswith(f"/bijeenkomsten/{world.edition.meetings[0].public_id}")


def test_day_in_the_address_is_filled_in_and_not_saved(world: World) -> None:
    meeting = world.edition.meetings[0]
    address = f"{world.address}/programma/bijeenkomsten/{meeting.public_id}"
    page = world.organiser.get(f"{address}?dag=2027-05-04")

    assert page.value("day") == "2027-05-04"
    assert "Nog niet bewaard" in page.text
    assert "op dinsdag 4 mei 2027" in page.text
    assert world.fresh(meeting).day == FIRST_DAY


@pytest.mark.parametrize("day", ["", "2027-02-30", "gisteren", "2027-04-13", "%3Cb%3E"])
def test_nonsense_for_a_day_changes_nothing_in_the_form(world: World, day: str) -> None:
    meeting = world.edition.meetings[0]
    page = world.organiser.get(f"{world.address}/programma/bijeenkomsten/{meeting.public_id}?dag={day}")

    assert (page.value("day"), "Nog niet bewaard" in page.text) == (FIRST_DAY.isoformat(), False)


def test_night_that_moves_still_ends_on_the_day_after(world: World) -> None:
    with transaction() as session:
        meeting = session.get_one(Meeting, world.edition.meetings[0].id)
        assert meeting.ends_at is not None
        meeting.ends_at += timedelta(hours=9)
        session.get_one(Edition, world.edition.id).touch()
    page = world.organiser.get(f"{world.address}/programma/bijeenkomsten/{meeting.public_id}?dag=2027-05-04")

    assert (page.value("day"), page.value("last_day")) == ("2027-05-04", "2027-05-05")


def test_called_off_meeting_stays_where_it_is(world: World) -> None:
    with transaction() as session:
        edition = session.get_one(Edition, world.edition.id)
        edition.meetings[0].cancelled_at = edition.published_at
        edition.touch()
    html = world.organiser.get(f"{world.address}/programma?toon=kalender&maand=2027-04").html

    assert ("data-drag-to" in html, "drag-days.js" in html) == (False, True)
