"""A duo: who comes along says yes or no, with an account of their own."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from portal.database import db
from portal.people.facts import PositionKind
from portal.people.models import Organisation, Person, Position
from portal.programmes.models import Edition
from portal.registrations.links import Invitation
from portal.registrations.models import Participant
from tests.builders import NOW
from tests.web.participant.conftest import World
from tests.web.participant.visitor import letters, link, the_registration

BRAM = "bram@veldrijk.example"
DUO = {"party": "samen", "companion_name": "Bram de Vries", "companion_email": BRAM}
YES = {"answer": "ja", "name": "Bram de Vries", "kind": "directeur", "work": "zelfde", "organisation": ""}


@pytest.fixture
def edition(world: World) -> Edition:
    return world.duo_edition()


@pytest.fixture
def aisha(world: World, edition: Edition) -> Person:
    """Somebody who enrolled together with Bram, whom the portal does not know."""
    person = world.person()
    page = world.visitor(person).enrol(edition.public_id, **DUO)
    assert page.status == 303
    return person


def inside() -> list[tuple[str, str, str]]:
    db.session.rollback()
    found = db.session.query(Participant).order_by(Participant.id)
    return [(p.person.name, str(p.role), str(p.state)) for p in found]


BOTH = [("Aisha Bakker", "first", "confirmed"), ("Bram de Vries", "companion", "confirmed")]
INVITED = [BOTH[0], ("Bram de Vries", "companion", "invited")]


def test_confirmation_says_what_the_companion_must_do(world: World, aisha: Person) -> None:
    page = world.visitor(aisha).get(f"/mijn/inschrijvingen/{the_registration().public_id}/bevestiging")
    assert "We hebben Bram de Vries gemaild. Bevestigen kan tot dinsdag 19 januari 2027" in page.text


def test_invitation_shows_who_what_and_price(world: World, aisha: Person) -> None:
    page = world.visitor().get(link(BRAM, "companion_invited"))
    assert page.heading == "Ga je mee met Aisha Bakker?"
    assert "€ 1.500, exclusief btw" in page.text
    assert page.value("name") == "Bram de Vries"
    assert inside() == INVITED


def test_yes_makes_an_account_and_signs_in(world: World, aisha: Person) -> None:
    visitor = world.visitor()
    page = visitor.follow(visitor.post(link(BRAM, "companion_invited"), YES))
    assert page.heading == "Sturen op de opgave"
    assert "Je gaat mee." in page.text
    assert inside() == BOTH
    bram = db.session.query(Person).filter_by(email=BRAM).one()
    assert bram.email_confirmed_at == NOW
    stated = [(p.kind, db.session.get_one(Organisation, p.organisation_id).name) for p in bram.positions]
    assert stated == [(PositionKind.DIRECTEUR, "Gemeente Veldrijk")]
    assert letters(bram) == ["companion_invited", "registration_confirmed"]


def test_yes_twice_is_yes_once(world: World, aisha: Person) -> None:
    visitor, path = world.visitor(), link(BRAM, "companion_invited")
    visitor.post(path, YES)
    visitor.get("/mijn")
    again = visitor.follow(visitor.post(path, YES))
    assert again.location == f"/mijn/inschrijvingen/{the_registration().public_id}"
    assert world.visitor().get(path).heading == "Je doet mee"
    assert inside() == BOTH


def test_yes_in_two_windows_at_once_is_yes_once(
    world: World, aisha: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = link(BRAM, "companion_invited")
    world.visitor().post(path, YES)
    monkeypatch.setattr(Invitation, "stands", lambda _self, _now: True)  # as the second window saw it
    again = world.visitor().post(path, YES)
    assert (again.status, again.location) == (303, path)
    assert inside() == BOTH


def test_missing_answers_are_told_next_to_the_fields(world: World, aisha: Person) -> None:
    path = link(BRAM, "companion_invited")
    page = world.visitor().post(path, {"answer": "ja", "name": "", "kind": "", "organisation": ""})
    assert (page.error("name"), page.error("kind"), page.error("work")) == (
        "Vul een naam in.",
        "Kies je functie.",
        "Kies waar je werkt.",
    )
    page = world.visitor().post(path, {**YES, "work": "anders"})
    assert page.error("organisation") == "Vul in bij welke organisatie je werkt."
    assert inside() == INVITED


def test_wrong_organisation_is_refused_and_the_invitation_stands(world: World, aisha: Person) -> None:
    visitor, path = world.visitor(), link(BRAM, "companion_invited")
    page = visitor.post(path, {**YES, "work": "anders", "organisation": "Gemeente Oostwolde"})
    assert (page.status, page.title) == (422, "Fout: Ga je mee met Aisha Bakker?")
    assert "moet bij dezelfde organisatie werken" in page.text
    assert inside() == INVITED
    assert db.session.query(Position).count() == 1
    visitor.post(path, YES)
    assert inside() == BOTH


def test_no_after_yes_in_another_tab_says_what_to_do(world: World, aisha: Person) -> None:
    address = link(BRAM, "companion_invited")
    visitor = world.visitor()
    visitor.post(address, YES)
    visitor.get("/mijn")
    page = visitor.follow(visitor.follow(visitor.post(address, {"answer": "nee"})))
    assert "Je zei al ja. Wil je toch niet meedoen? Meld je dan af." in page.text
    assert inside() == BOTH


def test_no_tells_the_first_person_and_frees_the_seat(world: World, aisha: Person) -> None:
    visitor, path = world.visitor(), link(BRAM, "companion_invited")
    page = visitor.follow(visitor.post(path, answer="nee"))
    assert page.heading == "Je gaat niet mee"
    assert inside() == [BOTH[0], ("Bram de Vries", "companion", "declined")]
    assert letters(aisha) == ["registration_confirmed", "companion_declined"]


def test_invitation_of_another_asks_to_switch(world: World, aisha: Person) -> None:
    visitor, path = world.visitor(aisha), link(BRAM, "companion_invited")
    assert visitor.get(path).heading == "Deze link is voor iemand anders"
    visitor.post(path, YES)
    assert inside() == INVITED


def test_invitation_that_is_too_old_says_what_now(
    world: World, aisha: Person, at: Callable[[datetime], None]
) -> None:
    path = link(BRAM, "companion_invited")
    at(NOW + timedelta(days=8))
    page = world.visitor().get(path)
    assert page.heading == "Deze uitnodiging geldt niet meer"
    assert "Vraag Aisha Bakker om een nieuwe uitnodiging." in page.text


def test_known_companion_answers_from_the_overview(world: World) -> None:
    edition, bram = world.duo_edition(), world.director()
    first = world.visitor(world.person())
    first.enrol(edition.public_id, party="samen", companion_name="Bram", companion_email=bram.email)
    visitor = world.visitor(bram)
    path = visitor.get("/mijn").links()["Ga je mee met Aisha Bakker?"]
    page = visitor.get(path)
    assert page.tree.find(".//select[@name='kind']") is None
    page = visitor.follow(visitor.post(path, answer="ja", name="Bram de Vries"))
    assert page.heading == "Sturen op de opgave"
    assert inside() == BOTH


def test_companion_leaves_and_the_first_stays(world: World, aisha: Person) -> None:
    visitor = world.visitor()
    visitor.post(link(BRAM, "companion_invited"), YES)
    path = f"/mijn/inschrijvingen/{the_registration().public_id}/afmelden"
    page = visitor.get(path)
    assert "Aisha Bakker blijft ingeschreven en krijgt daarover een mail." in page.text
    visitor.post(path)
    assert inside() == [BOTH[0], ("Bram de Vries", "companion", "left")]
    assert visitor.follow(visitor.post(path)).heading == "Je doet niet meer mee"


def test_companion_cannot_touch_what_is_the_first_persons(world: World, aisha: Person) -> None:
    visitor = world.visitor()
    visitor.post(link(BRAM, "companion_invited"), YES)
    own = f"/mijn/inschrijvingen/{the_registration().public_id}"
    assert [visitor.get(f"{own}/{page}").status for page in ("factuur", "meegaan")] == [404, 404]
    assert "facturen@veldrijk.example" not in visitor.get(own).text


def test_first_person_chooses_somebody_else(world: World, aisha: Person) -> None:
    visitor = world.visitor(aisha)
    own = f"/mijn/inschrijvingen/{the_registration().public_id}"
    other = world.director("Chantal Prins")
    page = visitor.get(f"{own}/meegaan")
    assert "Bram de Vries heeft nog niet bevestigd" in page.text
    page = visitor.follow(visitor.post(f"{own}/meegaan", name="Chantal Prins", email=other.email))
    assert "We mailen Chantal Prins een uitnodiging." in page.text
    assert inside() == [
        BOTH[0],
        ("Bram de Vries", "companion", "replaced"),
        ("Chantal Prins", "companion", "invited"),
    ]
    assert [c.seats for c in the_registration().claims] == [2]
    assert world.visitor().get(link(BRAM, "companion_invited")).heading == "Deze uitnodiging geldt niet meer"


def test_companion_gets_at_most_three_mails_in_a_quarter(world: World, aisha: Person) -> None:
    visitor = world.visitor(aisha)
    own = f"/mijn/inschrijvingen/{the_registration().public_id}"
    said = [visitor.follow(visitor.post(f"{own}/meegaan/opnieuw")).text for _ in range(3)]
    again = "We mailen Bram de Vries de uitnodiging opnieuw."
    assert [text.startswith(again) for text in said] == [True, True, False]
    assert said[2].startswith("Je probeert dit te vaak.")
    assert world.visitor().get(link(BRAM, "companion_invited")).heading == "Ga je mee met Aisha Bakker?"


def test_first_person_goes_on_alone(world: World, aisha: Person) -> None:
    visitor = world.visitor(aisha)
    own = f"/mijn/inschrijvingen/{the_registration().public_id}"
    pages = [visitor.follow(visitor.post(f"{own}/alleen")) for _ in range(2)]
    assert ["Je gaat alleen verder." in page.text for page in pages] == [True, True]
    assert (the_registration().party, the_registration().price["total"]) == (1, 150_000)


def test_who_says_no_keeps_the_name_that_was_typed(world: World) -> None:
    bram = world.director("Bram Willem Jan de Vries", email=BRAM)
    typed = {"companion_name": "Bram de Vries", "companion_email": BRAM}
    visitor = world.visitor(world.person())
    visitor.enrol(world.duo_edition().public_id, party="samen", **typed)
    world.visitor(bram).post(link(bram.email, "companion_invited"), answer="nee")
    page = visitor.get(f"/mijn/inschrijvingen/{the_registration().public_id}")
    assert "Bram de Vries gaat niet mee. Door Bram de Vries" in page.text
    assert "Willem" not in page.text
