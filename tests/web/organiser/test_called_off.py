"""An elective is called off in the workbench, and held after all: what the organiser and its people see."""

import pytest

from portal.registrations.wishes import Wish
from tests.web.organiser.conftest import World
from tests.web.organiser.test_modules import module, path
from tests.web.organiser.test_rescheduling import agendas, answers
from tests.web.organiser.test_schedule import sends
from tests.web.organiser.test_steering import bullets
from tests.web.participant.visitor import Page

WHY = "Te weinig mensen."
CHOSEN = [
    "2 mensen kozen deze keuzemodule.",
    "Is er plek bij hun tweede keuze? Dan gaan ze daarheen. Anders vragen we hun opnieuw te kiezen.",
    "Zij krijgen daarover meteen een mail. Hun plek in de editie houden ze.",
]


@pytest.fixture(autouse=True)
def two_who_chose(world: World) -> None:
    """Both electives have a day; Aisha and Daan chose the first one, Aisha with a second choice."""
    for number, day in enumerate(("2027-05-11", "2027-05-12")):
        typed = {"day": day, "starts": "9.30", "ends": "17.00", "title": f"Dag {number + 1}"}
        sends(
            world,
            f"{world.address}/programma/bijeenkomsten/nieuw",
            **typed,
            module=module(world, number).public_id,
        )
    group = world.edition.elective_groups[0].id
    first, second = (module(world, number).id for number in (0, 1))
    for who, other in ((world.aisha, second), ("Daan", None)):
        world.enrols(who, wishes=(Wish(group_id=group, first_id=first, second_id=other),))
    agendas(world)


def meeting(world: World) -> str:
    """Where the only day of the first elective is."""
    return f"{world.address}/programma/bijeenkomsten/{module(world).meetings[0].public_id}"


def call_off(world: World) -> Page:
    asked = sends(world, path(world) + "/annuleren", why=WHY)
    return answers(world, asked, send="now")


def test_page_says_first_what_becomes_of_who_chose_it(world: World) -> None:
    for address in (path(world), meeting(world)):
        assert bullets(world.organiser.get(address + "/annuleren")) == CHOSEN
    asked = sends(world, path(world) + "/annuleren", why=WHY)
    assert bullets(asked)[:2] == ["2 mensen krijgen een afzegging.", "1 persoon krijgt een uitnodiging."]


def test_its_people_are_asked_to_choose_again(world: World) -> None:
    call_off(world)

    visitor = world.visitor(world.aisha)
    own = visitor.get("/mijn").links()["Bekijk je nieuwe keuze"]
    page = visitor.get(own)
    assert "Je eerste keuze bij Keuzemodule gaat niet door. Je hebt nu je tweede keuze." in page.text
    off = page.tree.find(f".//input[@value='{module(world).public_id}']")
    assert off is not None
    assert (off.get("disabled"), page.text.count("Gaat niet door")) == ("", 1)


def test_organiser_sees_who_must_choose_again(world: World) -> None:
    call_off(world)
    daan = world.organiser.get(world.address + "/deelnemers").links()["Daan"]
    assert "Keuzemodule Keuze 1 (moet opnieuw kiezen)" in world.organiser.get(daan).text


def test_public_page_says_that_it_is_off(world: World) -> None:
    call_off(world)
    page = world.visitor().get("/leergangen/sturen-op-de-opgave")
    assert "Keuze 1 Keuzemodule Gaat niet door" in page.text


def test_restoring_says_who_has_the_place_again(world: World) -> None:
    call_off(world)

    asked = world.organiser.post(
        meeting(world) + "/herstellen", {"version": world.organiser.get(path(world)).value("version")}
    )
    done = world.organiser.follow(answers(world, asked, send="now"))

    assert (
        "De bijeenkomst gaat weer door. Wie nog niets anders heeft, krijgt daar weer een plek. "
        "De anderen houden wat ze hebben." in done.text
    )
    visitor = world.visitor(world.aisha)
    page = visitor.get(visitor.get("/mijn").links()["Bekijk je nieuwe keuze"])
    assert "Wat je koos bij Keuzemodule, gaat toch door. Wil je dat? Kies het dan opnieuw." in page.text
