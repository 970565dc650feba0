"""Mijn overzicht: what comes next, what waits for an answer, and a fixed number of queries."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from portal.database import db, transaction
from portal.people.facts import PositionKind
from portal.programmes import kept
from portal.registrations import service, sheets
from tests.builders import NOW, registered
from tests.web.participant.conftest import World
from tests.web.participant.visitor import Visitor, the_registration


@contextmanager
def counted() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield statements
    event.remove(db.engine, "before_cursor_execute", note)


def queries_of(visitor: Visitor, path: str) -> int:
    kept.forget()
    sheets.forget()
    with counted() as statements:
        visitor.get(path)
    return len(statements)


def test_overview_asks_as_much_for_thirty_editions_as_for_one(world: World) -> None:
    aisha = world.person()
    visitor = world.visitor(aisha)
    asked = []
    for editions in (1, 29):
        for edition in [world.edition() for _ in range(editions)]:
            with transaction() as session:
                registered(session, session.merge(edition), aisha)
        asked.append(queries_of(visitor, "/mijn"))
    assert asked == [asked[0], asked[0]]


def test_overview_asks_as_much_for_three_hundred_tries(world: World) -> None:
    aisha, edition = world.person(), world.edition()
    visitor = world.visitor(aisha)
    asked = []
    for tries in (1, 299):
        with transaction() as session:
            for _ in range(tries):
                tried = registered(session, session.merge(edition), aisha)
                service.withdraw(session, registration_id=tried.id, actor_id=aisha.id, now=NOW)
        asked.append(queries_of(visitor, "/mijn"))
    assert asked == [asked[0], asked[0]]


def test_empty_overview_says_what_will_be_here(world: World) -> None:
    page = world.visitor(world.person()).get("/mijn")
    assert page.heading == "Dag Aisha"
    assert "Je volgt nog geen leergang" in page.text
    assert page.links()["Bekijk het aanbod"] == "/leergangen"
    assert "Er wacht nu niets op je." in page.text


def test_profile_without_a_position_is_a_thing_to_do(world: World) -> None:
    page = world.visitor(world.person(organisation=None)).get("/mijn")
    assert page.links()["Vul je functie in"] == "/profiel"


def test_offer_stands_on_top_with_both_buttons(world: World) -> None:
    edition, els, aisha = world.edition(seats=1), world.person("Els Kramer"), world.person()
    world.visitor(els).enrol(edition.public_id)
    visitor = world.visitor(aisha)
    visitor.enrol(edition.public_id)
    with transaction() as session:
        service.withdraw(session, registration_id=1, actor_id=els.id, now=NOW)
    page = visitor.get("/mijn")
    assert page.button() == ["Ja, ik doe mee Sturen op de opgave"]
    assert "Antwoord uiterlijk vrijdag 15 januari 2027, 17.00 uur" in page.text
    visitor.post(f"/mijn/aanbod/{the_registration(aisha).public_id}", answer="ja")
    assert "Ingeschreven Sturen op de opgave" in visitor.get("/mijn").text
    assert world.visitor(els).get("/mijn").text.count("Afgemeld") == 1


def test_companion_to_confirm_is_a_thing_to_do(world: World) -> None:
    visitor = world.visitor(world.person())
    visitor.enrol(
        world.duo_edition().public_id,
        party="samen",
        companion_name="Bram de Vries",
        companion_email="bram@veldrijk.example",
    )
    page = visitor.get("/mijn")
    path = f"/mijn/inschrijvingen/{the_registration().public_id}/meegaan"
    assert page.links()["Bram de Vries moet nog bevestigen"] == path
    assert "Voor dinsdag 19 januari 2027, 17.00 uur." in page.text


def test_request_to_take_over_is_a_thing_to_do(world: World) -> None:
    chantal = world.person("Chantal Prins", position=PositionKind.WETHOUDER)
    visitor = world.visitor(world.person())
    visitor.enrol(world.edition().public_id)
    visitor.post(
        f"/mijn/inschrijvingen/{the_registration().public_id}/overdragen",
        name="Chantal Prins",
        email=chantal.email,
    )
    other = world.visitor(chantal)
    path = other.get("/mijn").links()["Neem je de plek van Aisha Bakker over?"]
    page = other.follow(other.post(path, answer="ja", name="Chantal Prins"))
    assert "De plek is nu van jou." in page.text
    assert the_registration().person_id == chantal.id


def test_place_handed_on_stays_in_the_overview(world: World) -> None:
    aisha = world.person()
    chantal = world.person("Chantal Prins")
    visitor, other = world.visitor(aisha), world.visitor(chantal)
    edition = world.edition(label="Voorjaar 2027")
    visitor.enrol(edition.public_id)
    path = f"/mijn/inschrijvingen/{the_registration().public_id}/overdragen"
    visitor.post(path, name="Chantal Prins", email=chantal.email)
    takeover = other.get("/mijn").links()["Neem je de plek van Aisha Bakker over?"]
    other.post(takeover, answer="ja", name="Chantal Prins")
    page = visitor.get("/mijn")
    assert "Eerder Sturen op de opgave, Voorjaar 2027 Overgedragen aan Chantal Prins" in page.text
    assert "Overgedragen aan" not in other.get("/mijn").text


def test_english_overview_greets_in_english(world: World) -> None:
    page = world.visitor(world.person()).get("/en/mijn")
    assert page.heading == "Hello Aisha"
