"""Breakouts: seats, shut, and cancelled with everyone's way out."""

from typing import Any

from portal.programmes.models import Breakout
from portal.registrations.wishes import Wish
from tests.web.organiser.conftest import World
from tests.web.organiser.test_steering import bullets
from tests.web.participant.visitor import letters, words


def address(world: World, number: int = 0) -> str:
    """Where a breakout's pages are."""
    return f"{world.address}/deelsessies/{breakout(world, number).public_id}"


def breakout(world: World, number: int = 0) -> Breakout:
    """One of the breakouts of the only round."""
    found: Breakout = world.edition.meetings[0].slots[0].breakouts[number]
    return found


def wish(world: World, *, second: bool) -> tuple[Wish, ...]:
    """The first breakout, and the other one or nothing for second choice."""
    slot = world.edition.meetings[0].slots[0]
    return (
        Wish(
            slot_id=slot.id,
            first_id=slot.breakouts[0].id,
            second_id=slot.breakouts[1].id if second else None,
        ),
    )


def stamped(world: World, path: str, **fields: str) -> dict[str, Any]:
    """These fields with what the page at this address remembers."""
    page = world.organiser.get(path)
    return {**fields, "version": page.value("version"), "seen": page.value("seen")}


def test_list_shows_seats_of_every_breakout(world: World) -> None:
    world.enrols(world.aisha)

    page = world.organiser.get(world.address + "/deelsessies")

    rows = [[words(cell) for cell in row] for row in page.tree.findall(".//tbody/tr")]
    assert rows == [
        ["Deelsessie 1.1", "Plek vrij", "1", "5", "0", "Wijzig Deelsessie 1.1"],
        ["Deelsessie 1.2", "Plek vrij", "0", "5", "0", "Wijzig Deelsessie 1.2"],
    ]


def test_seats_of_a_breakout_change(world: World) -> None:
    done = world.organiser.post(address(world), stamped(world, address(world), seats="7"))

    pool = world.fresh(breakout(world)).pool
    assert (done.status, pool.capacity, pool.shut) == (303, 7, False)


def test_shut_breakout_says_so(world: World) -> None:
    fields = stamped(world, address(world), seats="5", shut="y")

    done = world.organiser.follow(world.organiser.post(address(world), fields))

    assert "Gesloten" in done.text
    assert world.fresh(breakout(world)).pool.shut is True


def test_nonsense_is_no_number_of_seats(world: World) -> None:
    page = world.organiser.post(address(world), stamped(world, address(world), seats="veel"))

    assert (page.status, page.value("seats")) == (422, "veel")


def test_cancelling_says_who_moves_where(world: World) -> None:
    world.enrols(world.aisha, wishes=wish(world, second=True))
    world.enrols("Carla", wishes=wish(world, second=False))

    page = world.organiser.get(address(world) + "/annuleren")

    assert bullets(page) == [
        "1 persoon gaat naar de eigen tweede keuze ‘Deelsessie 1.2’: Aisha Bakker.",
        "1 persoon moet opnieuw kiezen: Carla.",
        "Zij krijgen daarover een mail. Hun plek in de editie houden ze.",
    ]
    assert world.fresh(breakout(world)).cancelled_at is None


def test_cancelling_moves_them_and_shows_it(world: World) -> None:
    world.enrols(world.aisha, wishes=wish(world, second=True))
    path = address(world) + "/annuleren"
    fields = stamped(world, path)

    done = world.organiser.follow(world.organiser.post(path, fields))
    again = world.organiser.post(path, fields)

    rows = [[words(cell) for cell in row][:3] for row in done.tree.findall(".//tbody/tr")]
    assert rows == [["Deelsessie 1.1", "Vervallen", "0"], ["Deelsessie 1.2", "Plek vrij", "1"]]
    assert again.status == 303


def test_second_organiser_sees_that_a_breakout_changed(world: World) -> None:
    fields = stamped(world, address(world), seats="7")
    path = address(world, 1) + "/annuleren"
    world.organiser.post(path, stamped(world, path))

    late = world.organiser.post(address(world), fields)

    assert (late.status, late.value("seats"), world.fresh(breakout(world)).pool.capacity) == (409, "7", 5)
    assert "De deelsessie ‘Deelsessie 1.2’ is geannuleerd." in late.text


def test_cancelled_breakout_is_shut_for_good(world: World) -> None:
    path = address(world)
    stale = stamped(world, path, seats="9")
    world.organiser.post(path + "/annuleren", stamped(world, path + "/annuleren"))

    told = world.organiser.post(path, stale)
    again = {"seats": "9", "version": told.value("version"), "seen": told.value("seen")}
    answers = [
        world.organiser.get(path),
        world.organiser.get(path + "/annuleren"),
        world.organiser.post(path, again),
    ]

    pool = world.fresh(breakout(world)).pool
    assert (told.status, [answer.status for answer in answers]) == (409, [303, 303, 303])
    assert (pool.shut, pool.capacity) == (True, 5)
    assert "De deelsessie ‘Deelsessie 1.1’ is geannuleerd." in world.organiser.follow(answers[0]).text


def test_breakout_that_goes_on_after_all_can_be_chosen_again(world: World) -> None:
    path = address(world)
    world.organiser.post(path + "/annuleren", stamped(world, path + "/annuleren"))
    page = world.organiser.get(world.address + "/deelsessies")
    assert "Laat doorgaan Deelsessie 1.1" in page.text
    for _press in range(2):
        assert world.organiser.post(path + "/toch").status == 303
    found = world.fresh(breakout(world))
    assert (found.cancelled_at, found.pool.shut) == (None, False)
    aisha = world.enrols(world.aisha)
    assert found.id in {claim.breakout_id for claim in world.fresh(aisha).claims}


def test_breakout_that_goes_on_takes_back_who_has_nothing_instead(world: World) -> None:
    path, aisha = address(world), world.enrols(world.aisha)
    world.organiser.post(path + "/annuleren", stamped(world, path + "/annuleren"))

    done = world.organiser.follow(world.organiser.post(path + "/toch"))

    assert "1 persoon heeft hier weer een plek en krijgt een mail." in done.text
    held = [c.breakout_id for c in world.fresh(aisha).claims if c.state == "confirmed" and c.breakout_id]
    assert held == [breakout(world).id]
    assert letters(world.aisha)[-2:] == ["breakout_cancelled", "elective_restored"]
