"""The whole edition is called off: seen by name first, then told to everyone with the reason."""

import pytest

from portal.database import transaction
from portal.outbox.models import OutgoingLetter
from portal.registrations import steering
from tests.builders import NOW
from tests.web.organiser.conftest import World
from tests.web.organiser.test_rescheduling import agendas, kinds
from tests.web.organiser.test_steering import bullets
from tests.web.participant.visitor import count, letters


def test_page_names_everyone_and_writes_nothing(world: World) -> None:
    for name in ("Aisha", "Carla"):
        world.enrols(name)
    world.enrols("Esra", companion="Daan")
    before = count(OutgoingLetter)

    page = world.organiser.get(world.address + "/annuleren")

    assert bullets(page) == ["Aisha", "Carla", "Esra", "Daan"]
    assert (count(OutgoingLetter), world.fresh(world.edition).publication) == (before, "published")


def test_cancelling_needs_a_reason(world: World) -> None:
    page = world.organiser.get(world.address + "/annuleren")

    answer = world.organiser.post(
        world.address + "/annuleren", why="  ", version=page.value("version"), seen=""
    )

    assert (answer.status, answer.error("why")) == (
        422,
        "Vul in waarom je dit doet. Het komt in de geschiedenis te staan.",
    )
    assert world.fresh(world.edition).publication == "published"


def test_everyone_hears_it_with_the_reason(world: World) -> None:
    found = world.enrols(world.aisha)
    page = world.organiser.get(world.address + "/annuleren")
    fields = {"why": "De docent is ziek", "version": page.value("version"), "seen": page.value("seen")}

    done = world.organiser.follow(world.organiser.post(world.address + "/annuleren", fields))
    again = world.organiser.post(world.address + "/annuleren", fields)

    assert "De editie is geannuleerd. 1 persoon krijgt daarover een mail." in done.text
    assert "Reden: De docent is ziek" in done.text
    assert (world.fresh(found).state, letters(world.aisha)) == (
        "cancelled",
        ["registration_confirmed", "edition_cancelled"],
    )
    assert (again.status, count(OutgoingLetter)) == (303, 2)
    assert "De editie is al geannuleerd." in world.organiser.follow(again).text


def test_change_of_another_comes_first(world: World) -> None:
    page = world.organiser.get(world.address + "/annuleren")
    with transaction() as session:
        steering.set_capacity(
            session, edition_id=world.edition.id, actor_id=world.bram.id, capacity=9, now=NOW
        )

    late = world.organiser.post(
        world.address + "/annuleren", why="Te weinig mensen", version=page.value("version"), seen=""
    )

    assert (late.status, late.value("why")) == (409, "Te weinig mensen")
    assert "Iemand anders was je voor" in late.text
    assert world.fresh(world.edition).publication == "published"


@pytest.mark.parametrize("page", ["plekken", "plekken?seats=9", "inschrijving", "annuleren", "toelaten"])
def test_cancelled_edition_has_nothing_left_to_steer(world: World, page: str) -> None:
    with transaction() as session:
        steering.cancel_edition(
            session, edition_id=world.edition.id, actor_id=world.bram.id, why="Te weinig mensen", now=NOW
        )

    answer = world.organiser.get(f"{world.address}/{page}")

    assert (answer.status, answer.location) == (303, world.address)
    shown = world.organiser.follow(answer).text
    assert "Deze editie is geannuleerd. Je kunt er niets meer aan wijzigen." in shown
    assert "Toelaten" not in shown


def _called_off(world: World) -> None:
    with transaction() as session:
        steering.cancel_edition(
            session, edition_id=world.edition.id, actor_id=world.bram.id, why="Te weinig mensen", now=NOW
        )


def test_cancelled_edition_may_be_held_after_all(world: World) -> None:
    found = world.enrols(world.aisha)
    _called_off(world)
    assert "Laat de editie toch doorgaan" in world.organiser.get(world.address).text

    page = world.organiser.get(world.address + "/toch-doorgaan")
    assert (bullets(page), world.fresh(found).state) == (["Aisha Bakker"], "cancelled")
    fields = {"why": "Er is weer animo", "version": page.value("version"), "seen": page.value("seen")}
    done = world.organiser.follow(world.organiser.post(world.address + "/toch-doorgaan", fields))
    again = world.organiser.follow(world.organiser.post(world.address + "/toch-doorgaan", fields))

    assert "De editie gaat toch door. 1 persoon krijgt daarover een mail." in done.text
    assert "De editie gaat toch door. Reden: Er is weer animo" in done.text
    assert "De editie gaat al door." in again.text
    assert (world.fresh(found).state, world.fresh(world.edition).publication) == ("confirmed", "published")
    assert letters(world.aisha)[-1] == "edition_restored"


def test_days_are_back_in_agendas_without_a_rest(world: World) -> None:
    world.enrols(world.aisha)
    agendas(world)
    _called_off(world)
    agendas(world)
    page = world.organiser.get(world.address + "/toch-doorgaan")
    fields = {"why": "Er is weer animo", "version": page.value("version"), "seen": page.value("seen")}
    world.organiser.post(world.address + "/toch-doorgaan", fields)
    agendas(world)
    assert kinds(world) == ["meeting_invited", "meeting_called_off", "meeting_invited_again"]


def test_holding_it_after_all_needs_a_reason_and_the_newest_page(world: World) -> None:
    _called_off(world)
    page = world.organiser.get(world.address + "/toch-doorgaan")
    empty = world.organiser.post(
        world.address + "/toch-doorgaan", why=" ", version=page.value("version"), seen=""
    )
    stale = world.organiser.post(world.address + "/toch-doorgaan", why="Toch", version="1", seen="")
    assert (empty.status, stale.status, stale.value("why")) == (422, 409, "Toch")
    assert world.fresh(world.edition).publication == "cancelled"
    assert world.organiser.get(world.address + "/toch-doorgaan").status == 200


def test_stale_form_steers_no_cancelled_edition(world: World) -> None:
    with transaction() as session:
        steering.cancel_edition(
            session, edition_id=world.edition.id, actor_id=world.bram.id, why="Te weinig mensen", now=NOW
        )

    answers = [
        world.organiser.post(f"{world.address}/{page}", {"seats": "9", "desk": "reopened"})
        for page in ("plekken", "inschrijving")
    ]

    edition = world.fresh(world.edition)
    assert [answer.status for answer in answers] == [303, 303]
    assert (edition.pool.capacity, str(edition.desk)) == (2, "by_windows")
