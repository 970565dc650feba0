"""All mail of an edition as one participant gets it: with the real facts, and never sent."""

from datetime import timedelta

import pytest

from portal.database import db, transaction
from portal.eligibility.facts import RuleKind
from portal.eligibility.models import EligibilityRule
from portal.mailings.examples import NO_EXAMPLE, WHEN, examples
from portal.material import service as material
from portal.material.release import AT_ONCE
from portal.outbox.kinds import KINDS as OUTBOX_KINDS
from portal.outbox.models import OutgoingLetter
from portal.outbox.rendering import render
from portal.people.models import Token
from portal.programmes.models import Edition, Meeting, SeatPool, Venue
from portal.registrations import duo
from portal.registrations.models import Participant, Registration
from portal.web.organiser.letter_words import KINDS
from tests.builders import FIRST_DAY, NOW
from tests.support.engines import asked
from tests.web.organiser.conftest import World
from tests.web.participant.visitor import words as said


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


def subjects(world: World, words: str, part: str) -> list[str]:
    page = world.organiser.get(f"{world.address}/voorbeelden?naam={words}")
    section = page.tree.find(f".//section[@aria-labelledby='over-{part}']")
    return [] if section is None else [said(link) for link in section.iter("a")]


def kinds(participant: Participant) -> list[str]:
    db.session.rollback()
    db.session.expire_all()
    found = db.session.get_one(Participant, participant.id)
    return [one.letter.kind for one in examples(db.session(), found, now=NOW)]


def test_participant_gets_every_mail_with_its_real_facts(inside: World) -> None:
    assert subjects(inside, "daan", "seat") == [
        "Inschrijving open: Sturen op de opgave",
        "Ingeschreven: Sturen op de opgave, start 13 apr 2027",
        "Ingeschreven: Sturen op de opgave, start 13 apr 2027",
    ]
    assert subjects(inside, "daan", "meetings") == [
        "Uitnodiging: Sturen op de opgave: Eerste dag, 13 apr 2027",
        "Uitnodiging: Sturen op de opgave: Tweede dag, 20 apr 2027",
        "Alle dagen op een rij: Sturen op de opgave",
        "Gewijzigd: Sturen op de opgave: Eerste dag, 13 apr 2027",
        "Aangevuld: Sturen op de opgave: Eerste dag, 13 apr 2027",
        "Gaat niet door: Sturen op de opgave: Eerste dag, 13 apr 2027",
        "Niet meer in je agenda: Sturen op de opgave: Eerste dag, 13 apr 2027",
        "In je agenda-abonnement: Sturen op de opgave: Eerste dag, 13 apr 2027",
        "Weer in je agenda: Sturen op de opgave: Eerste dag, 13 apr 2027",
        "Je komt niet: Sturen op de opgave: Eerste dag, 13 apr 2027",
        "Herinnering: Sturen op de opgave: Eerste dag, 13 apr 2027",
        "Herinnering: Sturen op de opgave: Tweede dag, 20 apr 2027",
        "Materiaal voor Sturen op de opgave",
    ]


def test_who_waits_gets_other_mail(inside: World) -> None:
    assert (len(subjects(inside, "aisha", "seat")), subjects(inside, "aisha", "meetings")) == (7, [])
    page = inside.organiser.get(f"{inside.address}/voorbeelden?naam=Aisha").text
    assert "Als er een plek vrijkomt" in page


def test_every_kind_has_an_example_or_a_reason(inside: World) -> None:
    assert set(WHEN) | set(NO_EXAMPLE) == set(OUTBOX_KINDS)
    assert set(WHEN).isdisjoint(NO_EXAMPLE)

    with transaction() as session:
        session.add(
            EligibilityRule(edition_id=inside.edition.id, position=0, kind=RuleKind.APPROVAL, values={})
        )
        session.get_one(Edition, inside.edition.id).touch()
    shown = {kind for one in (inside.daan, inside.first) for kind in kinds(one.participants[0])}
    assert shown == set(WHEN)


def test_examples_of_a_duo_name_the_other_one(inside: World) -> None:
    with transaction() as session:
        session.get_one(SeatPool, inside.edition.pool_id).capacity = 9
        session.get_one(Edition, inside.edition.id).touch()
    made = inside.enrols("Fleur", companion="Gijs")
    with transaction() as session:
        gijs = session.get_one(Registration, made.id).participants[1]
        duo.confirm_companion(session, participant_id=gijs.id, person_id=gijs.person_id, now=NOW)
        gijs.person.name = "Gijs"
    found = {one.key: one.letter for one in examples(db.session(), gijs, now=NOW)}

    assert {one.to_address for one in found.values()} == {"gijs@veldrijk.example"}
    assert found["companion_invited-1"].facts["inviter"] == "Fleur"
    assert found["companion_left-1"].facts["companion"] == "Fleur"
    assert "companion_confirmed-1" not in found
    assert "companion_confirmed" in kinds(made.participants[0])


def test_colleague_who_is_not_there_is_a_name_between_brackets(inside: World) -> None:
    daan = db.session.get_one(Participant, inside.daan.participants[0].id)
    found = examples(db.session(), daan, now=NOW)
    named = [one for one in found if one.key.startswith(("companion", "substitute"))]
    texts = {one.key: render(one.letter, "x" * 22).text for one in named}

    assert [key for key, text in texts.items() if "[naam van de collega] " not in text] == [
        "substitute_done-1"
    ]
    assert [key for key, text in texts.items() if "\nje collega" in text] == []


def test_edition_without_duos_or_choices_has_no_mail_of_them(inside: World) -> None:
    alone = inside.another(substitution_allowed=False)
    found = kinds(inside.enrols("Karim", edition=alone).participants[0])

    assert [
        kind for kind in found if kind.startswith(("companion", "substitute", "elective", "breakout"))
    ] == []


def test_example_shows_the_very_text_without_its_secrets(inside: World) -> None:
    offer = f"{inside.address}/voorbeelden/{inside.first.participants[0].public_id}/offer-1"
    page = inside.organiser.get(offer)

    assert "http://localhost/aanbod/…" in page.text
    assert "Dag Aisha Bakker," in page.text
    assert "vrijdag 15 januari 2027, 17.00 uur" in page.text
    frame = inside.organiser.client.get(f"{offer}/opgemaakt")
    assert (frame.status_code, "[[token" in frame.text) == (200, False)


def test_looking_at_examples_sends_nothing(inside: World) -> None:
    before = [db.session.query(table).count() for table in (OutgoingLetter, Token)]
    inside.organiser.get(f"{inside.address}/voorbeelden")
    db.session.rollback()

    assert [db.session.query(table).count() for table in (OutgoingLetter, Token)] == before


def test_number_of_questions_does_not_grow_with_meetings(inside: World) -> None:
    numbers = []
    for number in (3, 4, 5, 6):
        page = f"{inside.address}/voorbeelden?naam=daan"
        inside.organiser.get(page)
        with asked(db.engine) as statements:
            inside.organiser.get(page)
        numbers.append(len(statements))
        with transaction() as session:
            edition = session.get_one(Edition, inside.edition.id)
            venue = Venue(name=f"Zaal {number}", city="Zwolle")
            day = FIRST_DAY + timedelta(days=number)
            edition.meetings.append(
                Meeting(public_id=f"dag-{number}", number=number, title="Dag", day=day, venue=venue)
            )
            edition.touch()

    assert set(numbers) == {numbers[0]}


def test_edition_without_participants_says_so(world: World) -> None:
    assert "Niemand gevonden." in world.organiser.get(f"{world.address}/voorbeelden").text


def test_every_example_has_its_words() -> None:
    assert set(WHEN) <= set(KINDS)


def test_unknown_example_is_not_there(inside: World) -> None:
    found = inside.daan.participants[0].public_id

    assert inside.organiser.get(f"{inside.address}/voorbeelden/{found}/offer-1").status == 404
