"""Modules and choices in the workbench."""

from portal.database import db
from portal.programmes.facts import ModuleKind
from portal.programmes.models import Module
from portal.registrations.wishes import Wish
from tests.web.organiser.conftest import World
from tests.web.organiser.test_rescheduling import answers
from tests.web.organiser.test_schedule import sends


def path(world: World, number: int = 0) -> str:
    """Where one of the two electives is edited."""
    return f"{world.address}/programma/modules/{module(world, number).public_id}"


def module(world: World, number: int = 0) -> Module:
    """One of the two electives."""
    found: Module = world.fresh(world.edition).modules[number]
    return found


def filled(world: World, **typed: str) -> dict[str, str]:
    """The first elective as its form shows it, but for what is typed."""
    group = world.fresh(world.edition).elective_groups[0].public_id
    return {"title": "Keuze 1", "kind": "elective", "group": group, "seats": "5", **typed}


def test_title_is_needed(world: World) -> None:
    page = sends(world, f"{world.address}/programma/modules/nieuw", title=" ", kind="core")
    assert (page.status, page.error("title")) == (422, "Vul een titel in.")


def test_kind_is_one_of_three(world: World) -> None:
    page = sends(world, f"{world.address}/programma/modules/nieuw", title="X", kind="ander")
    assert (page.status, page.error("kind")) == (422, "Kies een van de mogelijkheden.")


def test_form_shows_what_is_there(world: World) -> None:
    page = world.organiser.get(path(world))
    assert [page.value(name) for name in ("title", "kind", "seats")] == ["Keuze 1", "elective", "5"]


def test_elective_gets_other_seats_and_another_title(world: World) -> None:
    done = sends(world, path(world), **filled(world, title="Sturen", seats="7"))

    found = module(world)
    assert (done.status, found.title, found.pool and found.pool.capacity) == (303, "Sturen", 7)
    history = world.organiser.get(world.address).text
    assert "De module ‘Sturen’ ging van 5 plekken naar 7 plekken." in history
    assert "Titel: eerst ‘Keuze 1’, nu ‘Sturen’." in history


def test_chosen_elective_stays_in_its_choice(world: World) -> None:
    group = world.edition.elective_groups[0].id if world.edition.elective_groups else 0
    chosen = module(world)
    wish = Wish(group_id=chosen.group_id or group, first_id=chosen.id)
    world.enrols(world.aisha, wishes=(wish,))

    page = sends(world, path(world), **filled(world, kind="core", group=""))

    assert (page.status, page.error("group")) == (422, "Dit kan niet meer: er zijn mensen die dit kozen.")
    assert module(world).kind == ModuleKind.ELECTIVE


def test_module_is_removed_after_a_question(world: World) -> None:
    fields = {"version": world.organiser.get(path(world)).value("version")}

    sure = world.organiser.post(path(world) + "/verwijderen", fields)
    assert len(world.fresh(world.edition).modules) == 2
    answers(world, sure, sure="1")

    assert [m.title for m in world.fresh(world.edition).modules] == ["Keuze 2"]


def test_days_of_a_module_are_called_off_together(world: World) -> None:
    new = f"{world.address}/programma/bijeenkomsten/nieuw"
    for day in ("2027-05-11", "2027-05-12"):
        typed = {"day": day, "starts": "9.30", "ends": "17.00", "title": day}
        sends(world, new, **typed, module=module(world).public_id)

    page = world.organiser.get(path(world) + "/annuleren")
    done = sends(world, path(world) + "/annuleren", why="Te weinig mensen.")

    assert "heeft 2 bijeenkomsten. Die gaan dan niet door." in page.text
    assert world.organiser.follow(done).text.count("Geannuleerd") == 2
    again = world.organiser.get(path(world) + "/annuleren")
    assert "geen bijeenkomsten meer" in world.organiser.follow(again).html


def test_choice_is_made_changed_and_removed(world: World) -> None:
    new = f"{world.address}/programma/keuzes/nieuw"
    wrong = sends(world, new, title="Verdieping", choose="geen")
    sends(world, new, title="Verdieping", choose="1")
    group = world.fresh(world.edition).elective_groups[-1]
    own = f"{world.address}/programma/keuzes/{group.public_id}"
    sends(world, own, title="Verdieping", choose="2")

    assert wrong.error("choose") == "Vul een heel getal in van 1 tot 20."
    assert (world.fresh(group).choose, world.fresh(group).title) == (2, "Verdieping")
    fields = {"version": world.organiser.get(own).value("version")}
    answers(world, world.organiser.post(own + "/verwijderen", fields), sure="1")
    assert len(world.fresh(world.edition).elective_groups) == 1


def test_choice_with_modules_says_what_to_do_first(world: World) -> None:
    group = world.fresh(world.edition).elective_groups[0]
    own = f"{world.address}/programma/keuzes/{group.public_id}"
    fields = {"version": world.organiser.get(own).value("version")}

    done = answers(world, world.organiser.post(own + "/verwijderen", fields), sure="1")

    assert "Bij deze keuze horen nog modules." in world.organiser.follow(done).html
    db.session.rollback()
