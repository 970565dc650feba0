"""The form of a meeting, and what is wrong with what was typed."""

import pytest

from portal.database import db, transaction
from portal.programmes.models import Edition, Meeting
from portal.programmes.venues import Place, venue_named
from tests.web.organiser.conftest import World
from tests.web.organiser.test_rescheduling import MOVED, address, answers
from tests.web.organiser.test_schedule import sends

TWICE = {"day": "2027-10-31", "starts": "2.30", "ends": "9.00"}


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"starts": "17.00", "ends": "9.00"}, "ends", "Het einde ligt niet na het begin."),
        ({"day": ""}, "day", "Vul ook de dag in, of maak de tijden leeg."),
        ({"starts": ""}, "starts", "Vul ook in hoe laat het begint, of maak de andere tijden leeg."),
        ({"starts": "half tien"}, "starts", "Vul een tijd in als uren en minuten, zoals 9.30."),
        ({"day": "31-2-2027"}, "day", "Vul een datum in als dag, maand en jaar, zoals 3-2-2027."),
        ({"day": "2027-03-28", "starts": "2.30"}, "starts", "Deze tijd bestaat niet op deze dag"),
        (TWICE, "starts", "Deze tijd komt op deze dag twee keer voor"),
        ({"last_day": "22-4-2027"}, "last_day", "Een bijeenkomst duurt hooguit een dag."),
        ({"day": "2026-04-20"}, "day", "Deze bijeenkomst ligt in het verleden."),
        ({"title": "x" * 201}, "title", "Maak deze tekst korter"),
        ({"place": "nieuw"}, "venue_name", "Vul de naam van de plek in."),
        ({"place": "online", "venue_name": "Het Huis"}, "venue_name", "Je koos al een plaats."),
        ({"online_link": "https://vergader.example/1"}, "online_link", "Een link hoort bij online. Kies"),
        (
            {"venue_name": "Huis", "online_link": "https://x.nl/1"},
            "online_link",
            "Een link hoort bij online. Kruis",
        ),
        ({"also_online": "y"}, "also_online", "Kies eerst een plaats."),
        ({"place": "online", "online_link": "javascript:alert(1)"}, "online_link", "Vul het hele adres in"),
        ({"place": "online", "online_link": "https://x.nl/a b"}, "online_link", "Vul het hele adres in"),
    ],
)
def test_what_cannot_be_stands_at_its_field(
    world: World, typed: dict[str, str], field: str, message: str
) -> None:
    page = sends(world, address(world), **{**MOVED, **typed})

    assert page.status == 422
    assert page.error(field).startswith(message)
    kept = {name: bool(page.value(name)) for name in typed if name != "place"}
    assert kept == {name: bool(text) for name, text in typed.items() if name != "place"}
    assert world.fresh(world.edition.meetings[0]).day.month == 4


@pytest.mark.parametrize("place", ["999999", "alles", "-1"])
def test_place_that_is_not_on_the_list_is_refused(world: World, place: str) -> None:
    page = sends(world, address(world), **MOVED, place=place)
    assert (page.status, page.error("place")) == (422, "Kies een van de mogelijkheden.")


def test_place_of_others_is_not_on_the_list(world: World) -> None:
    with transaction() as session:
        secret = venue_named(session, Place("Geheim"))
        session.get_one(Meeting, world.elsewhere.meetings[0].id).venue_id = secret.id
    page = sends(world, address(world), **MOVED, place=str(secret.id))
    assert (page.status, "Geheim" in page.html) == (422, False)


@pytest.mark.parametrize(("once", "hour"), [("first", 0), ("second", 1)])
def test_hour_that_exists_twice_is_asked(world: World, once: str, hour: int) -> None:
    asked = sends(world, address(world), **{**MOVED, **TWICE})
    labels = [label.text for label in asked.tree.iter("label")]
    assert "De tweede keer (wintertijd)" in labels

    done = sends(world, address(world), **{**MOVED, **TWICE}, starts_once=once)
    again = world.organiser.get(address(world))

    assert (done.status, again.value("starts_once")) == (303, once)
    assert world.fresh(world.edition.meetings[0]).starts_at.hour == hour


def test_old_meeting_is_recorded_when_it_is_meant(world: World) -> None:
    with transaction() as session:
        edition = session.get_one(Edition, world.edition.id)
        edition.ends_on = edition.ends_on.replace(year=2028) if edition.ends_on else None
    path = f"{world.address}/programma/bijeenkomsten/nieuw"
    typed = {**MOVED, "day": "12-1-2027", "starts": "9.00", "ends": "9.30", "title": "Vooraf"}

    asked = sends(world, path, **typed)
    sure = sends(world, path, **typed, past="y")
    done = answers(world, sure, send="nobody")

    assert (asked.status, "Dit klopt: de bijeenkomst is al geweest" in asked.text) == (422, True)
    assert "De inschrijving is dan meteen voorbij" in sure.text
    assert done.status == 303


def test_new_place_is_kept_for_the_next_time(world: World) -> None:
    typed = {**MOVED, "venue_name": "Het Huis", "venue_address": "Plein 1", "venue_city": "Zwolle"}

    sends(world, address(world), **typed)
    meeting = world.fresh(world.edition.meetings[0])
    form = world.organiser.get(f"{world.address}/programma/bijeenkomsten/nieuw")

    assert (meeting.venue.name, meeting.online) == ("Het Huis", False)
    options = [option.text for option in form.tree.iter("option")]
    assert "Het Huis, Plein 1, Zwolle" in options


def test_online_meeting_has_a_link_and_no_place(world: World) -> None:
    typed = {**MOVED, "place": "online", "online_link": "https://vergader.example/1"}
    sends(world, address(world), **typed)
    meeting = world.fresh(world.edition.meetings[0])
    assert (meeting.online, meeting.online_link, meeting.venue_id) == (True, typed["online_link"], None)


def test_meeting_at_a_place_can_be_joined_online_too(world: World) -> None:
    link = "https://vergader.example/1"
    typed = {**MOVED, "venue_name": "Het Huis", "also_online": "y", "online_link": link}

    shown = world.organiser.follow(sends(world, address(world), **typed))
    meeting = world.fresh(world.edition.meetings[0])
    again = world.organiser.get(address(world))

    assert (meeting.venue.name, meeting.online, meeting.online_link) == ("Het Huis", True, link)
    assert "Het Huis (op locatie en online)" in shown.text
    ticked = [box.get("name") for box in again.tree.iter("input") if "checked" in box.attrib]
    chosen = [option.text for option in again.tree.iter("option") if "selected" in option.attrib]
    assert (ticked, chosen[-1]) == (["also_online"], "Het Huis")


def test_day_without_hours_is_fine(world: World) -> None:
    with transaction() as session:
        session.get_one(Meeting, world.edition.meetings[0].id).slots.clear()
    done = sends(world, address(world), **{**MOVED, "starts": "", "ends": ""})
    assert "tijd nog niet bekend" in world.organiser.follow(done).text


def test_meeting_that_is_off_has_no_form(world: World) -> None:
    with transaction() as session:
        meeting = session.get_one(Meeting, world.edition.meetings[0].id)
        meeting.cancelled_at = meeting.starts_at
        session.get_one(Edition, world.edition.id).touch()

    answers = [world.organiser.get(address(world) + more) for more in ("", "/annuleren")]

    assert [answer.status for answer in answers] == [303, 303]
    assert "Laat haar eerst weer doorgaan" in world.organiser.follow(answers[0]).html


def test_unchanged_form_changes_nothing(world: World) -> None:
    before = world.fresh(world.edition).version
    form = world.organiser.get(address(world))
    typed = {name: form.value(name) for name in ("title", "day", "starts", "ends", "version", "seen")}
    done = world.organiser.post(address(world), {**typed, "module": "", "place": ""})
    assert (done.status, world.fresh(world.edition).version) == (303, before)
    db.session.rollback()


def test_usual_hours_wait_for_a_day(world: World) -> None:
    new = f"/werk/edities/{world.edition.public_id}/programma/bijeenkomsten/nieuw"
    page = world.organiser.get(new)
    assert (page.value("starts"), page.value("ends")) == ("09:30", "17:00")

    undated = {"starts": "09:30", "ends": "17:00", "send": "later"}
    added = sends(world, new, **undated, title="Volgt nog")
    meeting = world.fresh(world.edition).meetings[-1]

    assert added.status == 303
    assert (meeting.title, meeting.day, meeting.starts_at) == ("Volgt nog", None, None)
    again = world.organiser.get(address(world).rpartition("/")[0] + f"/{meeting.public_id}")
    assert (again.value("starts"), again.value("ends")) == ("09:30", "17:00")


def test_other_hours_without_a_day_ask_for_one(world: World) -> None:
    new = f"/werk/edities/{world.edition.public_id}/programma/bijeenkomsten/nieuw"
    page = sends(world, new, starts="10:00", ends="17:00")
    assert (page.status, page.error("day")) == (422, "Vul ook de dag in, of maak de tijden leeg.")
