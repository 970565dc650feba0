"""All breakouts in one form."""

from portal.database import transaction
from portal.people.models import new_public_id
from portal.programmes.facts import SlotKind
from portal.programmes.models import Breakout, Meeting, Slot
from tests.web.organiser.conftest import World
from tests.web.organiser.test_rescheduling import address, agendas, answers
from tests.web.organiser.test_rounds import slots
from tests.web.organiser.test_schedule import sends
from tests.web.participant.visitor import Page


def form(world: World) -> str:
    """Where the breakouts are filled in."""
    return f"{world.address}/programma/deelsessies"


def room(page: Page) -> list[str]:
    """The rows for new breakouts on this page."""
    return [field.get("value", "") for field in page.tree.findall(".//main//input[@name='room']")]


def fields(world: World, place: int, title: str, seats: str = "5", speakers: str = "") -> dict[str, str]:
    """What is typed of a breakout of the first round."""
    key = breakouts(world)[place].public_id
    return {f"title_{key}": title, f"seats_{key}": seats, f"speakers_{key}": speakers}


def breakouts(world: World) -> list[Breakout]:
    return list(slots(world)[0].breakouts)


def new(row: str, title: str, seats: str = "") -> dict[str, str]:
    """What is typed in a row for a new one."""
    key = row.partition(".")[2]
    return {"room": row, f"title_{key}": title, f"seats_{key}": seats, f"speakers_{key}": ""}


def both(world: World, one: str = "Water", other: str = "Wonen") -> dict[str, str]:
    return fields(world, 0, one) | fields(world, 1, other)


def test_all_breakouts_are_said_at_once(world: World) -> None:
    (row,) = room(world.organiser.get(form(world)))
    typed = fields(world, 0, "Water", "30", "Noor\nTom") | fields(world, 1, "Wonen", "")

    done = sends(world, form(world), **typed, **new(row, "Energie", "12"))

    assert done.location.endswith("/deelsessies")
    assert [(one.title, one.pool.capacity, one.speakers) for one in breakouts(world)] == [
        ("Water", 30, ["Noor", "Tom"]),
        ("Wonen", None, []),
        ("Energie", 12, []),
    ]


def test_row_left_open_makes_nothing(world: World) -> None:
    (row,) = room(world.organiser.get(form(world)))
    sends(world, form(world), **both(world), **new(row, ""))
    assert [one.title for one in breakouts(world)] == ["Water", "Wonen"]


def test_pressed_twice_makes_one(world: World) -> None:
    shown = world.organiser.get(form(world))
    typed = {**both(world), **new(room(shown)[0], "Energie"), "version": shown.value("version")}
    pressed = [world.organiser.post(form(world), typed).status for _press in range(2)]
    assert (pressed, len(breakouts(world))) == ([303, 303], 3)


def test_breakout_without_title_is_asked_for_one(world: World) -> None:
    (row,) = room(world.organiser.get(form(world)))
    page = sends(world, form(world), **both(world, ""), **new(row, "", "veel"))
    key = breakouts(world)[0].public_id
    assert (page.status, page.error(f"title_{key}")) == (422, "Vul een titel in.")
    assert page.error(f"seats_{row.partition('.')[2]}").startswith("Vul een aantal plekken in")
    assert page.value(f"title_{breakouts(world)[1].public_id}") == "Wonen"


def test_title_of_another_round_is_refused_beside_it(world: World) -> None:
    with transaction() as session:
        meeting = session.get_one(Meeting, world.edition.meetings[0].id)
        first = meeting.slots[0]
        assert meeting.ends_at is not None
        hours = {"starts_at": first.ends_at, "ends_at": meeting.ends_at}
        later = Slot(public_id=new_public_id(), kind=SlotKind.ROUND, round_number=2, title="Ronde 2", **hours)
        meeting.slots.append(later)
    rows = room(world.organiser.get(form(world)))
    page = sends(world, form(world), **both(world), **new(rows[1], "water"))

    assert (page.status, len(rows)) == (422, 4)
    assert page.error(f"title_{breakouts(world)[0].public_id}").startswith("‘Water’ staat in twee rondes.")
    assert page.value(f"title_{rows[1].partition('.')[2]}") == "water"


def test_who_chose_it_hears_of_another_title(world: World) -> None:
    world.enrols("Carla")
    agendas(world)
    asked = sends(world, form(world), **both(world, other="Deelsessie 1.2"))
    left = breakouts(world)[0].title
    done = answers(world, asked, send="later")
    assert (asked.button(), left, done.status) == (["Nu versturen"], "Deelsessie 1.1", 303)
    assert breakouts(world)[0].title == "Water"


def test_breakout_taken_out_meanwhile_is_said(world: World) -> None:
    typed = both(world)
    gone = breakouts(world)[1].public_id
    sure = {"version": world.organiser.get(form(world)).value("version"), "sure": "1"}
    world.organiser.post(f"{form(world)}/{gone}/verwijderen", sure)
    page = sends(world, form(world), **typed)
    assert (page.status, page.value(f"title_{breakouts(world)[0].public_id}")) == (409, "Water")


def test_second_organiser_keeps_what_was_typed(world: World) -> None:
    shown = world.organiser.get(form(world))
    sends(world, address(world), title="Anders", day="2027-04-13", starts="9.30", ends="17.00")
    page = world.organiser.post(form(world), {**both(world), "version": shown.value("version")})
    key = breakouts(world)[0].public_id
    assert (page.status, page.value(f"title_{key}"), breakouts(world)[0].title) == (
        409,
        "Water",
        "Deelsessie 1.1",
    )
