"""An organiser sets what an organisation aims at; its people see it, and nobody sees theirs."""

import pytest
from flask import Flask

from portal.database import transaction
from portal.people.facts import PositionKind
from portal.people.models import Organisation, Position
from tests.recommendations.support import a_scan
from tests.web.organiser.conftest import World


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


@pytest.fixture
def address(world: World) -> str:
    with transaction() as session:
        return f"/werk/inzicht/{session.get_one(Organisation, world.vgs.id).public_id}/doelen"


def test_aims_are_set_and_stand_in_the_history(world: World, address: str) -> None:
    visitor = world.visitor(world.bram)
    assert visitor.get(address).value("seen") == "0"
    sent = {"doel-richting": "4,5", "doel-coach": "4", "focus": ["richting"], "seen": "0"}
    for _twice in range(2):
        assert visitor.post(address, sent).status == 303
    page = visitor.get(address)
    assert (page.value("doel-richting"), page.value("doel-coach")) == ("4,5", "4,0")
    assert page.text.count("Extra aandacht: Richting & kaders.") == 1
    assert "Richting & kaders: doel 4,5." in page.text
    visitor.post(address, {"doel-richting": "4", "seen": "1"})
    text = visitor.get(address).text
    assert "Richting & kaders: van 4,5 naar 4,0." in text
    assert "Nergens extra aandacht." in text


def test_wrong_aims_are_told_beside_the_field(world: World, address: str) -> None:
    visitor = world.visitor(world.bram)
    focus = ["richting", "kennis", "houding", "overzicht"]
    answer = visitor.post(address, {"doel-richting": "zes", "focus": focus, "seen": "0"})
    assert answer.status == 422
    assert answer.error("doel-richting") == "Vul een score in van 1 tot 5, zoals 4 of 3,5."
    assert answer.value("doel-richting") == "zes"
    assert answer.error("focus") == "Kies hooguit 3 onderdelen waar jullie nu extra aan werken."


def test_second_organiser_sees_what_the_first_changed(world: World, address: str) -> None:
    visitor = world.visitor(world.bram)
    visitor.post(address, {"doel-houding": "4,5", "seen": "0"})
    answer = visitor.post(address, {"doel-kennis": "3", "seen": "0"})
    assert answer.status == 409
    assert "Houding: doel 4,5." in answer.text
    assert (answer.value("doel-kennis"), answer.value("seen")) == ("3,0", "1")
    assert visitor.post(address, {"doel-kennis": "3", "seen": "1"}).status == 303


def test_other_organisations_aims_are_not_there(world: World, address: str) -> None:
    with world.app.app_context():
        client = world.visitor(world.chantal).client
        assert client.get(address).status_code == 404


def test_person_sees_the_aim_beside_the_own_score(world: World, address: str) -> None:
    with transaction() as session:
        person = session.merge(world.aisha)
        session.add(Position(person_id=person.id, organisation_id=world.vgs.id, kind=PositionKind.DIRECTEUR))
        scan = f"/mijn/zelfscan/{a_scan(session, person, 4, richting=2).public_id}"
    visitor = world.visitor(world.aisha)
    assert "doel van je organisatie" not in visitor.get(scan).text
    world.visitor(world.bram).post(address, {"doel-richting": "4,5", "doel-houding": "4", "seen": "0"})
    text = visitor.get(scan).text
    assert "4,5 meer ontwikkelruimte; doel van je organisatie" in " ".join(text.split())
    assert "dicht bij het doel van je organisatie" in text
    assert "Je organisatie ziet niet wat je scoort." in text
