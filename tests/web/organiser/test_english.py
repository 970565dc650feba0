"""The workbench in English: what an organiser wrote stays Dutch, and says so."""

from typing import Any

import pytest
from sqlalchemy import select, update

from portal.database import db, transaction
from portal.outbox.models import LetterState, OutgoingLetter
from portal.programmes.models import Edition
from portal.registrations import steering
from tests.builders import NOW
from tests.web.organiser.conftest import World
from tests.web.participant.visitor import Page

OWN = (
    "Sturen op de opgave",
    "Voorjaar 2027",
    "Ronde 1",
    "Deelsessie 1.",
    "Keuze 1",
    "Ingeschreven:",
    "Te weinig mensen",
)


def unmarked(page: Page) -> list[str]:
    """The organiser's own words on this page that do not say that they are Dutch."""
    found: list[str] = []

    def read(element: Any, language: str) -> None:
        language = element.get("lang", language)
        for text, spoken in [(element.text, language), *((child.tail, language) for child in element)]:
            if text and spoken != "nl" and isinstance(element.tag, str):
                found.extend(own for own in OWN if own in text)
        for child in element:
            read(child, language)

    read(page.tree.find(".//main"), "en")
    return found


@pytest.fixture
def settled(world: World) -> World:
    """Aisha chose a breakout, Esra waits with two wishes, one letter was written."""
    world.first = world.enrols(world.aisha)
    for name in ("Carla", "Esra"):
        world.esra = world.enrols(name)
    with transaction() as session:
        first = session.scalars(select(OutgoingLetter.id).order_by(OutgoingLetter.id)).first()
        session.execute(
            update(OutgoingLetter)
            .where(OutgoingLetter.id == first)
            .values(subject="Ingeschreven: Sturen op de opgave", state=LetterState.SENT, text="Dag")
        )
        session.get_one(Edition, world.edition.id).touch()
    return world


@pytest.mark.parametrize("page", ["", "/deelnemers", "/wachtlijst", "/deelsessies", "/berichten", "/plekken"])
def test_own_words_of_an_edition_say_they_are_dutch(settled: World, page: str) -> None:
    assert unmarked(settled.organiser.get(f"/en{settled.address}{page}")) == []


@pytest.mark.parametrize(
    "page", ["/inrichten", "/gegevens", "/prijs", "/inschrijfregels", "/inschrijfperiodes", "/publiceren"]
)
def test_own_words_where_an_edition_is_set_up_say_they_are_dutch(settled: World, page: str) -> None:
    assert unmarked(settled.organiser.get(f"/en{settled.address}{page}")) == []


@pytest.mark.parametrize(
    "page", ["", "/wijzigen", "/organisaties", "/edities/nieuw", "/edities/nieuw/leergang"]
)
def test_own_words_of_a_programme_say_they_are_dutch(settled: World, page: str) -> None:
    assert unmarked(settled.organiser.get(f"/en/werk/leergangen/sturen-op-de-opgave{page}")) == []
    assert unmarked(settled.organiser.get("/en/werk/leergangen")) == []


def test_own_words_of_a_registration_say_they_are_dutch(settled: World) -> None:
    pages = [settled.organiser.get("/en" + settled.registration(r)) for r in (settled.first, settled.esra)]
    assert ["Deelsessie 1.1 (seat)" in pages[0].text, "Wish: Deelsessie 1.1" in pages[1].text] == [True, True]
    assert [unmarked(page) for page in pages] == [[], []]


def test_history_of_a_cancelled_breakout_marks_its_title(settled: World) -> None:
    with transaction() as session:
        breakout = session.get_one(Edition, settled.edition.id).meetings[0].slots[0].breakouts[0]
        steering.cancel_breakout(session, breakout_id=breakout.id, actor_id=settled.aisha.id, now=NOW)
    paths = (settled.registration(settled.first), settled.address)
    pages = [settled.organiser.get("/en" + path) for path in paths]
    assert ["Deelsessie 1.1 is cancelled." in pages[0].text, "’ was cancelled." in pages[1].text] == [
        True,
        True,
    ]
    assert [unmarked(page) for page in pages] == [[], []]


def test_reason_of_an_organiser_says_it_is_dutch(settled: World) -> None:
    with transaction() as session:
        steering.cancel_edition(
            session, edition_id=settled.edition.id, actor_id=settled.bram.id, why="Te weinig mensen", now=NOW
        )
    paths = (settled.registration(settled.first), settled.address)
    pages = [settled.organiser.get("/en" + path) for path in paths]
    assert ["Reason: Te weinig mensen" in page.text for page in pages] == [True, True]
    assert [unmarked(page) for page in pages] == [[], []]


def test_own_words_of_home_and_of_a_letter_say_they_are_dutch(settled: World) -> None:
    letter = db.session.scalars(select(OutgoingLetter).where(OutgoingLetter.subject != "")).one()
    pages = ["/en/werk", f"/en{settled.address}/berichten/{letter.public_id}"]
    assert [unmarked(settled.organiser.get(page)) for page in pages] == [[], []]
