"""All mail of an edition as one participant gets it: with the real facts, and never sent."""

from datetime import timedelta

import pytest

from portal.database import db, transaction
from portal.mailings.examples import WHEN
from portal.material import service as material
from portal.material.release import AT_ONCE
from portal.outbox.models import OutgoingLetter
from portal.programmes.models import Edition, Meeting
from portal.web.organiser.letter_words import KINDS
from tests.builders import NOW
from tests.web.organiser.conftest import World


@pytest.fixture
def inside(world: World) -> World:
    """Daan takes part in two days with material, Esra too, and Aisha waits."""
    with transaction() as session:
        edition = session.get_one(Edition, world.edition.id)
        first = edition.meetings[0]
        assert first.day is not None
        edition.meetings.append(
            Meeting(public_id="tweede", number=2, title="Tweede dag", day=first.day + timedelta(days=7))
        )
        edition.touch()
        material.add(
            session,
            edition_id=edition.id,
            stated=material.Stated("Werkblad", AT_ONCE, link="https://vng.nl/a"),
            form_key="een",
            actor_id=world.bram.id,
            now=NOW,
        )
    world.daan = world.enrols("Daan")
    world.enrols("Esra")
    world.first = world.enrols(world.aisha)
    return world


def subjects(world: World, words: str) -> list[str]:
    links = world.organiser.get(f"{world.address}/voorbeelden?naam={words}").links()
    return [text for text, url in links.items() if url.count("/voorbeelden/") and url[-2] == "-"]


def test_participant_gets_every_kind_with_its_real_facts(inside: World) -> None:
    assert subjects(inside, "daan") == [
        "Ingeschreven: Sturen op de opgave, start 13 apr 2027",
        "Uitnodiging: Sturen op de opgave: Eerste dag, 13 apr 2027",
        "Uitnodiging: Sturen op de opgave: Tweede dag, 20 apr 2027",
        "Alle dagen op een rij: Sturen op de opgave",
        "Gewijzigd: Sturen op de opgave: Eerste dag, 13 apr 2027",
        "Gaat niet door: Sturen op de opgave: Eerste dag, 13 apr 2027",
        "Herinnering: Sturen op de opgave: Eerste dag, 13 apr 2027",
        "Herinnering: Sturen op de opgave: Tweede dag, 20 apr 2027",
        "Materiaal voor Sturen op de opgave",
        "Afgemeld: Sturen op de opgave",
        "Gaat niet door: Sturen op de opgave, start 13 apr 2027",
    ]


def test_who_waits_gets_other_mail(inside: World) -> None:
    assert len(subjects(inside, "aisha")) == 5
    page = inside.organiser.get(f"{inside.address}/voorbeelden?naam=Aisha").text
    assert "Als er een plek vrijkomt" in page


def test_example_shows_the_very_text_without_its_secrets(inside: World) -> None:
    offer = f"{inside.address}/voorbeelden/{inside.first.participants[0].public_id}/offer-1"
    page = inside.organiser.get(offer)

    assert "http://localhost/aanbod/…" in page.text
    assert "Dag Aisha Bakker," in page.text
    assert "vrijdag 15 januari 2027, 17.00 uur" in page.text
    frame = inside.organiser.client.get(f"{offer}/opgemaakt")
    assert (frame.status_code, "[[token" in frame.text) == (200, False)


def test_looking_at_examples_sends_nothing(inside: World) -> None:
    before = db.session.query(OutgoingLetter).count()
    inside.organiser.get(f"{inside.address}/voorbeelden")
    db.session.rollback()

    assert db.session.query(OutgoingLetter).count() == before


def test_edition_without_participants_says_so(world: World) -> None:
    assert "Niemand gevonden." in world.organiser.get(f"{world.address}/voorbeelden").text


def test_every_example_has_its_words() -> None:
    assert set(WHEN) <= set(KINDS)


def test_unknown_example_is_not_there(inside: World) -> None:
    found = inside.daan.participants[0].public_id

    assert inside.organiser.get(f"{inside.address}/voorbeelden/{found}/offer-1").status == 404
