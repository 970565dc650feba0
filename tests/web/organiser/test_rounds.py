"""The timetable of a day and its breakouts in the workbench."""

from portal.programmes.models import Slot
from tests.web.organiser.conftest import World
from tests.web.organiser.test_rescheduling import address, answers
from tests.web.organiser.test_schedule import sends

TALK = {"kind": "plenary", "title": "Opening", "starts": "9.30", "ends": "10.00"}


def slots(world: World) -> list[Slot]:
    """The timetable of the only meeting."""
    return list(world.fresh(world.edition.meetings[0]).slots)


def line(world: World, slot: Slot) -> str:
    """Where a line of the timetable is edited."""
    return f"{world.address}/programma/onderdelen/{slot.public_id}"


def test_line_is_added_with_its_speakers(world: World) -> None:
    done = sends(world, address(world) + "/onderdelen/nieuw", **TALK, speakers="Noor\n\n Tom ")

    assert done.location.endswith("#onderdelen")
    assert [(slot.title, slot.speakers) for slot in slots(world)] == [
        ("Opening", ["Noor", "Tom"]),
        ("Ronde 1", []),
    ]


def test_line_needs_hours_in_order(world: World) -> None:
    path = address(world) + "/onderdelen/nieuw"
    empty = sends(world, path, **{**TALK, "starts": "", "ends": ""})
    back = sends(world, path, **{**TALK, "ends": "9.00"})
    untitled = sends(world, path, **{**TALK, "title": ""})

    assert [empty.error("starts"), empty.error("ends")] == [
        "Vul in hoe laat dit begint.",
        "Vul in hoe laat dit eindigt.",
    ]
    assert back.error("ends").startswith("Het einde ligt niet na het begin.")
    assert untitled.error("title") == "Vul een titel in."


def test_round_leads_to_its_breakouts(world: World) -> None:
    typed = {**TALK, "kind": "round", "title": "Ronde 2", "starts": "14.00", "ends": "15.00"}
    made = sends(world, address(world) + "/onderdelen/nieuw", **typed)
    path = line(world, slots(world)[1]) + "/deelsessies/nieuw"
    assert made.location.endswith(f"/programma/deelsessies#ronde-{slots(world)[1].public_id}")
    twice = sends(world, path, title="Deelsessie 1.1")
    done = sends(world, path, title="Nieuw", seats="12", moderators="Tom")

    assert twice.error("title").startswith("‘Deelsessie 1.1’ staat al in ‘Ronde 1’.")
    assert "Nieuw" in world.organiser.follow(done).text
    (breakout,) = slots(world)[1].breakouts
    assert (breakout.title, breakout.pool.capacity, breakout.moderators) == ("Nieuw", 12, ["Tom"])


def test_round_with_breakouts_stays_a_round(world: World) -> None:
    (slot,) = slots(world)
    typed = {**TALK, "starts": "10.30", "ends": "11.15"}
    page = sends(world, line(world, slot), **typed)
    assert page.error("kind").startswith("In deze ronde staan deelsessies.")


def test_line_moves(world: World) -> None:
    (slot,) = slots(world)
    shown = world.organiser.get(line(world, slot))
    typed = {"kind": "round", "title": "Ronde 1", "starts": "11.00", "ends": "11.45"}
    sends(world, line(world, slot), **typed)

    assert [shown.value(name) for name in ("kind", "starts", "ends")] == ["round", "10:30", "11:15"]
    assert slots(world)[0].starts_at.hour == 9
    history = world.organiser.get(world.address).text
    assert "Begin: eerst ‘10.30’, nu ‘11.00’." in history


def test_line_stays_within_its_meeting(world: World) -> None:
    (slot,) = slots(world)
    typed = {"kind": "round", "title": "Ronde 1", "starts": "10.30", "ends": "23.00"}

    late = sends(world, line(world, slot), **typed)
    early = sends(world, address(world) + "/onderdelen/nieuw", **{**TALK, "starts": "9.00"})
    doors = sends(world, address(world) + "/onderdelen/nieuw", **{**TALK, "starts": "9.00", "kind": "doors"})

    assert late.error("ends").startswith("Dit eindigt na de bijeenkomst, die tot 17.00 uur duurt.")
    assert early.error("starts").startswith("Dit begint voor de bijeenkomst, die om 09.30 uur begint.")
    assert (late.status, early.status, doors.status) == (422, 422, 303)


def test_breakout_changes_and_moves(world: World) -> None:
    (slot,) = slots(world)
    last = slot.breakouts[1]
    path = f"{world.address}/programma/deelsessies/{last.public_id}"
    sends(world, path, title="Anders", committees="Bestuur\nFinanciën")
    page = world.organiser.get(line(world, slot))
    (up,) = [f for f in page.tree.iter("form") if "Omhoog" in "".join(f.itertext())]
    fields = {box.get("name"): box.get("value") for box in up.iter("input")}
    world.organiser.post(up.get("action"), fields)

    (slot,) = slots(world)
    assert [(b.title, b.committees) for b in slot.breakouts] == [
        ("Anders", ["Bestuur", "Financiën"]),
        ("Deelsessie 1.1", []),
    ]


def test_chosen_breakout_is_not_removed(world: World) -> None:
    world.enrols(world.aisha)
    (slot,) = slots(world)
    results = []
    for breakout in slot.breakouts:
        path = f"{world.address}/programma/deelsessies/{breakout.public_id}"
        fields = {"version": world.organiser.get(path).value("version")}
        sure = world.organiser.post(path + "/verwijderen", fields)
        results.append(world.organiser.follow(answers(world, sure, sure="1")).html)
    assert "er zijn mensen die dit kozen" in results[0]
    assert "De deelsessie ‘Deelsessie 1.2’ is verwijderd." in results[1]
    assert [b.title for b in slots(world)[0].breakouts] == ["Deelsessie 1.1"]


def test_line_is_removed(world: World) -> None:
    (slot,) = slots(world)
    fields = {"version": world.organiser.get(line(world, slot)).value("version")}
    sure = world.organiser.post(line(world, slot) + "/verwijderen", fields)
    answers(world, sure, sure="1")
    assert slots(world) == []
