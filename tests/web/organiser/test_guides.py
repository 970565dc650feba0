"""Facilitators in the workbench."""

from datetime import date

from portal.database import db
from portal.invites.facts import Event, News, Span
from portal.invites.plans import Change, Plan
from portal.programmes.guides import guides_of
from portal.web.organiser.telling import told
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
    assert "1 persoon krijgt een uitnodiging." in asked.text
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


def test_same_line_for_who_guides_and_who_takes_part_is_shown_once(world: World) -> None:
    span = Span(date(2027, 4, 13))
    chosen, guided = (Event(span, "Sturen", description=text) for text in ("Ronde 1: Data", ""))
    both = tuple(Change(1, News.INVITED, event, None, 1) for event in (chosen, guided))
    with world.app.test_request_context():
        lines = told(Plan(invited=2, changed=0, cancelled=0, feed=0, nothing=0, changes=both))
    assert lines == [
        "2 mensen krijgen een uitnodiging.",
        "Nieuw in de agenda: Sturen, dinsdag 13 april 2027, tijd nog niet bekend.",
    ]
