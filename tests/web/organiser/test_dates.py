"""All days that are still open in one form."""

import pytest

from portal.database import transaction
from portal.people.models import new_public_id
from portal.programmes.models import Edition, Meeting, Venue
from tests.web.organiser.conftest import World
from tests.web.organiser.test_rescheduling import agendas, answers, kinds
from tests.web.organiser.test_schedule import sends
from tests.web.organiser.test_steering import bullets

OPEN_DAYS = ("Tweede", "Derde")


@pytest.fixture
def dates(world: World) -> str:
    """The address of the form, for an edition with a first day and two meetings without one."""
    with transaction() as session:
        edition = session.get_one(Edition, world.edition.id)
        for number, title in enumerate(OPEN_DAYS, 2):
            edition.meetings.append(Meeting(public_id=new_public_id(), number=number, title=title, slots=[]))
    return f"{world.address}/programma/datums"


def meetings(world: World) -> list[Meeting]:
    return [*world.fresh(world.edition).meetings]


def field(world: World, part: str, number: int) -> str:
    return f"{part}_{meetings(world)[number].public_id}"


def hours(world: World, number: int, day: str, starts: str = "09:30", ends: str = "17:00") -> dict[str, str]:
    parts = {"day": day, "starts": starts, "ends": ends}
    return {field(world, part, number): text for part, text in parts.items()}


def when(meeting: Meeting) -> str:
    if meeting.starts_at is None or meeting.ends_at is None:
        return str(meeting.day)
    return f"{meeting.starts_at:%d-%m %H.%M}-{meeting.ends_at:%H.%M}"


def test_form_begins_with_hours_of_the_first_day(world: World, dates: str) -> None:
    page = world.organiser.get(dates)
    assert [page.value(field(world, part, 1)) for part in ("day", "starts", "ends")] == ["", "09:30", "17:00"]


def test_all_days_and_the_place_are_said_at_once(world: World, dates: str) -> None:
    typed = hours(world, 1, "2027-05-11") | hours(world, 2, "8-6-2027", "13.00", "16.30")
    done = sends(world, dates, **typed, venue_name="Het Stadhuis", venue_city="Veldrijk", send="later")
    assert done.status == 303
    found = meetings(world)
    assert [when(one) for one in found[1:]] == ["11-05 07.30-15.00", "08-06 11.00-14.30"]
    homes = {one.venue.name for one in found if one.venue is not None}
    assert (homes, [one.venue_id is None for one in found]) == ({"Het Stadhuis"}, [False] * 3)


def test_what_stays_empty_stays_open(world: World, dates: str) -> None:
    done = sends(world, dates, **hours(world, 1, ""), **hours(world, 2, "2027-06-08"), send="later")
    assert done.status == 303
    assert [when(one) for one in meetings(world)[1:]] == ["None", "08-06 07.30-15.00"]


def test_nothing_filled_in_changes_nothing(world: World, dates: str) -> None:
    page = world.organiser.follow(sends(world, dates, **hours(world, 1, ""), **hours(world, 2, "")))
    assert "Je vulde nog niets in. Er is niets veranderd." in page.text


@pytest.mark.parametrize(
    ("typed", "part", "message"),
    [
        (("31-2-2027", "9.30", "17.00"), "day", "Vul een datum in als dag, maand en jaar, zoals 3-2-2027."),
        (("", "10.00", "17.00"), "day", "Vul ook de dag in, of maak de tijden leeg."),
        (("2027-05-11", "", "17.00"), "starts", "Vul ook in hoe laat het begint"),
        (("2027-05-11", "17.00", "9.00"), "ends", "Het einde ligt niet na het begin."),
        (("2027-03-28", "2.30", "9.00"), "starts", "Deze tijd bestaat niet op deze dag"),
        (("2027-10-31", "2.30", "9.00"), "starts", "Deze tijd komt die dag twee keer voor."),
        (("2026-04-20", "9.30", "17.00"), "day", "Deze dag is al geweest."),
    ],
)
def test_row_that_cannot_be_says_so_beside_it(
    world: World, dates: str, typed: tuple[str, str, str], part: str, message: str
) -> None:
    page = sends(world, dates, **hours(world, 1, *typed), **hours(world, 2, "2027-06-08"), send="now")
    assert page.status == 422
    assert page.error(field(world, part, 1)).startswith(message)
    assert page.value(field(world, "day", 2)) == "2027-06-08"
    assert [when(one) for one in meetings(world)[1:]] == ["None", "None"]


def test_place_without_a_name_asks_for_one(world: World, dates: str) -> None:
    page = sends(world, dates, **hours(world, 1, ""), **hours(world, 2, ""), venue_city="Veldrijk")
    assert (page.status, page.error("venue_name")) == (422, "Vul de naam van de plek in.")


def test_place_counts_only_where_there_is_none(world: World, dates: str) -> None:
    with transaction() as session:
        home = Venue(name="De Balie", city="Zandmeer", address="")
        session.get_one(Meeting, world.edition.meetings[0].id).venue = home
    sends(world, dates, **hours(world, 1, ""), **hours(world, 2, ""), place="online", send="later")
    found = meetings(world)
    assert [one.online for one in found] == [False, True, True]
    assert found[0].venue is not None


def test_participants_of_a_live_edition_are_told(world: World, dates: str) -> None:
    world.enrols("Carla")
    agendas(world)
    asked = sends(world, dates, **hours(world, 1, "2027-05-11"), **hours(world, 2, ""))
    assert any("uitnodiging" in line for line in bullets(asked))
    before = len(kinds(world))
    answers(world, asked, send="now")
    agendas(world)
    assert kinds(world)[before:] == ["meeting_invited"]


def test_day_that_another_filled_in_meanwhile_is_kept(world: World, dates: str) -> None:
    page = world.organiser.get(dates)
    stale = {name: page.value(name) for name in ("version", "seen")}
    row = field(world, "day", 1)
    sends(world, dates, **hours(world, 1, "2027-05-11"), **hours(world, 2, ""), send="later")
    again = world.organiser.post(dates, {**stale, row: "2027-06-01", "send": "later"})
    assert (again.status, again.value(field(world, "day", 2))) == (409, "")
    assert when(meetings(world)[1]) == "11-05 07.30-15.00"


def test_form_without_open_days_says_so(world: World) -> None:
    with transaction() as session:
        session.get_one(Meeting, world.edition.meetings[0].id).online = True
    page = world.organiser.get(f"{world.address}/programma/datums")
    assert "Elke bijeenkomst heeft een datum en een plaats." in page.text
