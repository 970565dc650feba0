"""The organiser's own editions, with what asks for attention."""

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.database import db, transaction
from portal.outbox.models import LetterState, OutgoingLetter
from portal.programmes.models import Edition, Programme
from portal.registrations import desk, steering
from portal.registrations.models import Registration
from portal.registrations.service import withdraw
from tests.builders import NOW, a_programme, an_edition
from tests.web.organiser.conftest import World
from tests.web.organiser.crowds import forget, queries


def test_home_lists_only_ones_own_editions(world: World) -> None:
    page = world.organiser.get("/werk")

    assert (page.title, page.heading) == ("Werkbank", "Werkbank")
    assert "1 editie" in page.text
    assert "Sturen op de opgave, Voorjaar 2027" in page.text
    assert "Leren van elkaar" not in page.text


def test_home_says_seats_and_waitlist(world: World) -> None:
    for name in ("Carla", "Daan", "Esra"):
        world.enrols(name)

    page = world.organiser.get("/werk")

    assert "Vol" in page.text
    assert "Start 13 april 2027. 2 van 2 plekken bezet, 1 op de wachtlijst." in page.text


def test_organiser_without_editions_reads_why(world: World) -> None:
    with transaction() as session:
        session.delete(session.get_one(Edition, world.elsewhere.id))

    page = world.visitor(world.chantal).get("/werk")

    assert "Geen komende edities" in page.text
    assert "Nog geen edities" in world.visitor(world.chantal).get("/werk?toon=alle").text


def test_edition_that_was_asks_nothing_any_more(world: World) -> None:
    before = world.organiser.get("/werk").text
    with transaction() as session:
        steering.cancel_edition(
            session, edition_id=world.edition.id, actor_id=world.bram.id, why="Te weinig mensen", now=NOW
        )

    every = world.organiser.get("/werk?toon=alle").text
    assert "0 edities" in world.organiser.get("/werk").text
    assert ("Geannuleerd" in every, "opmerking" in before, "opmerking" in every) == (True, True, False)


def test_home_says_that_a_first_day_is_not_known(world: World) -> None:
    with transaction() as session:
        edition = session.get_one(Edition, world.edition.id)
        edition.starts_on = edition.ends_on = None
        edition.meetings[0].day = edition.meetings[0].starts_at = edition.meetings[0].ends_at = None
        edition.touch()

    assert "De startdatum is nog niet bekend. 0 van 2 plekken bezet" in world.organiser.get("/werk").text


def test_attention_names_what_is_to_be_done(world: World) -> None:
    for name in ("Carla", "Daan", "Esra", "Fatima"):
        world.enrols(name)
    with transaction() as session:
        bram = world.bram.id
        waiting = session.get_one(Edition, world.edition.id)
        esra = session.execute(select(Registration).where(Registration.queue_number == 3)).scalar_one()
        desk.skip(session, registration_id=esra.id, actor_id=bram, why="Vroeg erom", now=NOW)
        steering.set_capacity(session, edition_id=waiting.id, actor_id=bram, capacity=1, now=NOW)
        session.execute(update(OutgoingLetter).values(state=LetterState.FAILED))

    links = world.organiser.get("/werk").links()

    wanted = {
        "Overvol: 1 plek meer bezet dan er is": "/plekken",
        "4 mails zijn niet verstuurd": "/berichten?stand=failed",
        "1 inschrijving op de wachtlijst wordt overgeslagen": "/wachtlijst",
    }
    assert {words: links[words].removeprefix(world.address) for words in wanted} == wanted


def test_edition_is_open_when_only_the_passed_over_wait(world: World) -> None:
    for name in ("Carla", "Daan", "Esra"):
        world.enrols(name)
    with transaction() as session:
        carla, _daan, esra = session.scalars(select(Registration).order_by(Registration.queue_number)).all()
        desk.skip(session, registration_id=esra.id, actor_id=world.bram.id, why="Vroeg erom", now=NOW)
        withdraw(session, registration_id=carla.id, actor_id=carla.person_id, now=NOW)

    workbench, catalogue = world.organiser.get("/werk"), world.organiser.get("/leergangen")

    assert "1 van 2 plekken bezet, 1 op de wachtlijst" in workbench.text
    assert ("Vol" in workbench.text, "Vol, wachtlijst open" in catalogue.text) == (False, False)


def test_seat_that_came_free_too_late_is_to_be_given(world: World) -> None:
    with transaction() as session:
        programme = session.merge(world.edition).programme
        soon = an_edition(session, programme, seats=1, first_day=(NOW.date().replace(day=13)))
    world.enrols("Carla", edition=soon)
    world.enrols("Daan", edition=soon)
    with transaction() as session:
        steering.set_capacity(session, edition_id=soon.id, actor_id=world.bram.id, capacity=2, now=NOW)

    assert "1 plek om zelf te geven" in world.organiser.get("/werk").text


@pytest.mark.parametrize("address", ["/werk", "/werk?toon=alle"])
def test_home_asks_the_same_for_any_number_of_editions(world: World, address: str) -> None:
    counted = {}
    for total in (1, 30, 300):
        with transaction() as session:
            programme = a_programme(session, session.merge(world.vgs), title=f"Programma {total}")
            present = 1 if total == 1 else counted_editions(session)
            for _ in range(total - present):
                an_edition(session, programme)
        world.organiser.get(address)
        forget()
        db.session.rollback()
        with queries(db.engine) as seen:
            page = world.organiser.get(address)
        assert f"{total} editie" in page.text
        counted[total] = len(seen)

    assert counted == dict.fromkeys((1, 30, 300), counted[1])


def counted_editions(session: Session) -> int:
    """How many editions Bram has."""
    mine = select(func.count(Edition.id)).join(Programme).where(Programme.title != "Leren van elkaar")
    return session.scalar(mine) or 0
