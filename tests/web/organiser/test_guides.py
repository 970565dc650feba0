"""Facilitators in the workbench."""

from portal.database import db
from portal.programmes.guides import guides_of
from tests.web.organiser.conftest import World
from tests.web.organiser.test_rescheduling import answers
from tests.web.organiser.test_schedule import sends


def guides(world: World) -> list[str]:
    """Who guides the edition."""
    db.session.rollback()
    return [person.name for person in guides_of(db.session(), world.edition.id)]


def test_facilitator_is_told_and_taken_off_again(world: World) -> None:
    path = f"{world.address}/begeleiders"
    asked = sends(world, path, name="Noor Vos", email="noor@elders.example")
    assert "1 mens krijgt een uitnodiging." in asked.text
    done = world.organiser.follow(answers(world, asked, send="now"))
    assert ("Noor Vos" in done.text, guides(world)) == (True, ["Noor Vos"])

    (off,) = [f for f in done.tree.iter("form") if f.get("action", "").endswith("/verwijderen")]
    fields = {box.get("name"): box.get("value") for box in off.iter("input")}
    sure = world.organiser.post(off.get("action"), fields)
    assert "Noor Vos begeleidt deze editie dan niet meer." in sure.text
    answers(world, sure, sure="1")
    assert guides(world) == []


def test_facilitator_needs_a_name_and_an_address(world: World) -> None:
    page = sends(world, f"{world.address}/begeleiders", name="", email="noor")
    assert page.error("name") == "Vul een naam in."
    assert page.error("email").startswith("Vul een e-mailadres in met een @")
