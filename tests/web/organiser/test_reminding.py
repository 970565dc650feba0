"""The reminders of an edition: chosen as people type them, and refused beside the field."""

import pytest

from tests.web.organiser.conftest import World
from tests.web.participant.visitor import Page


def send(world: World, **typed: str) -> Page:
    address = f"{world.address}/herinneringen"
    page = world.organiser.get(address)
    stamps = {name: page.value(name) for name in ("version", "seen")}
    return world.organiser.post(address, {**stamps, **typed})


def days(world: World) -> list[int]:
    return world.fresh(world.edition).reminder_days  # type: ignore[no-any-return]


def test_usual_reminders_stand_in_the_form(world: World) -> None:
    page = world.organiser.get(f"{world.address}/herinneringen")

    assert (page.value("wanted"), page.value("days"), days(world)) == ("yes", "7 en 1", [7, 1])
    assert "De eerstvolgende gaat weg op dinsdag 6 april 2027, 08.00 uur." in page.text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [({"wanted": "yes", "days": "14 en 2"}, [14, 2]), ({"wanted": "no", "days": "onzin"}, [])],
)
def test_choice_of_an_organiser_is_kept_and_told(
    world: World, typed: dict[str, str], kept: list[int]
) -> None:
    done = send(world, **typed)

    assert (done.status, days(world)) == (303, kept)
    assert (
        "Herinneringen, dagen voor een bijeenkomst: eerst ‘7 en 1’" in world.organiser.get(world.address).text
    )


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("zeven", "Vul hooguit vijf aantallen dagen in, elk van 0 tot 60, zoals 7 en 1."),
        ("", "Vul in hoeveel dagen ervoor, zoals 7 en 1."),
    ],
)
def test_what_are_no_days_is_said_beside_the_field(world: World, typed: str, message: str) -> None:
    page = send(world, wanted="yes", days=typed)

    assert (page.status, page.error("days"), page.value("days"), days(world)) == (422, message, typed, [7, 1])


def test_second_organiser_sees_what_the_first_changed(world: World) -> None:
    address = f"{world.address}/herinneringen"
    page = world.organiser.get(address)
    stamps = {name: page.value(name) for name in ("version", "seen")}
    send(world, wanted="yes", days="3")
    late = world.organiser.post(address, {**stamps, "wanted": "yes", "days": "5"})

    assert (late.status, late.value("days"), days(world)) == (409, "5", [3])
    assert "nu ‘3’" in late.text


def test_pressing_twice_is_once(world: World) -> None:
    page = world.organiser.get(f"{world.address}/herinneringen")
    typed = {"version": page.value("version"), "seen": page.value("seen"), "wanted": "no", "days": ""}
    answers = [world.organiser.post(f"{world.address}/herinneringen", typed).status for _ in range(2)]

    assert (answers, days(world)) == ([303, 303], [])
