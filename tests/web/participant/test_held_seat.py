"""One seat is kept for a waiting duo: what the two read about it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from portal.database import transaction
from portal.people.models import Person
from portal.programmes.facts import Promotion
from portal.programmes.models import Edition
from portal.registrations import service
from portal.registrations.ledger import finish, take_turn
from portal.registrations.promotion import settle
from tests.builders import NOW
from tests.web.participant.conftest import World
from tests.web.participant.visitor import Visitor, the_registration

COMPANION = {"companion_name": "Bram de Vries", "companion_email": "bram@veldrijk.example"}
KEPT = "Er is één plek vrij. Die houden we voor jullie vast tot woensdag 13 januari 2027, 10.00 uur."
THEN = {
    Promotion.OFFER: "krijgen jullie samen een aanbod.",
    Promotion.AUTOMATIC: "krijgen jullie samen een plek.",
}
GONE = "De plek die we voor jullie vasthielden, is vrijgegeven. Jullie plaats op de lijst blijft."


def waiting_duo(world: World, edition: Edition) -> Visitor:
    """Aisha waits with Bram for two seats; one of the two taken comes free."""
    els, farid, aisha = (world.person(name) for name in ("Els Kramer", "Farid Haddou", "Aisha Bakker"))
    for person in (els, farid):
        world.visitor(person).enrol(edition.public_id)
    visitor = world.visitor(aisha)
    visitor.enrol(edition.public_id, party="samen", **COMPANION)
    leave(els)
    return visitor


def leave(person: Person) -> None:
    """This person leaves."""
    with transaction() as session:
        registration = the_registration(person).id
        service.withdraw(session, registration_id=registration, actor_id=person.id, now=NOW)


@pytest.mark.parametrize("promotion", Promotion)
def test_duo_reads_how_long_one_seat_is_kept(world: World, promotion: Promotion) -> None:
    visitor = waiting_duo(world, world.duo_edition(hold_hours=8, promotion=promotion))
    sentence = f"{KEPT} Komt er voor die tijd nog een plek vrij, dan {THEN[promotion]}"
    page = visitor.get(f"/mijn/inschrijvingen/{the_registration().public_id}")
    assert (sentence in page.text, sentence in visitor.get("/mijn").text) == (True, True)


def test_duo_reads_that_the_kept_seat_went_on(world: World, at: Callable[[datetime], None]) -> None:
    edition = world.duo_edition(hold_hours=8)
    waiting_duo(world, edition)
    path, later = f"/mijn/inschrijvingen/{the_registration().public_id}", NOW + timedelta(days=1, hours=1)
    at(later)
    visitor = world.visitor(the_registration().person)
    assert KEPT not in visitor.get(path).text + visitor.get("/mijn").text
    with transaction() as session:
        turn = take_turn(session, edition_id=edition.id, now=later, actor_id=None)
        settle(turn)
        finish(turn)
    assert (GONE in visitor.get(path).text, KEPT in visitor.get("/mijn").text) == (True, False)


def test_waiting_duo_reads_that_one_alone_gets_the_kept_seat(world: World) -> None:
    visitor = waiting_duo(world, world.edition(companion_allowed=True, hold_hours=8))
    path = f"/mijn/inschrijvingen/{the_registration().public_id}"
    page = visitor.get(f"{path}/meegaan")
    for sentence in (
        "Lukt dat niet op tijd, dan vervalt de uitnodiging.",
        "De uitnodiging die je verstuurde, vervalt dan. Jullie plaats op de wachtlijst blijft.",
        "Je plaats op de wachtlijst blijft: je wacht dan op één plek.",
        "Er is nu één plek vrij. Ga je alleen verder, dan is die voor jou.",
    ):
        assert sentence in page.text
    page = visitor.follow(visitor.post(f"{path}/alleen"))
    assert page.html.count("Je gaat alleen verder.<") == 1
    assert "Er is een plek vrij voor je" in page.text


def test_duo_that_waits_for_two_is_not_promised_one(world: World) -> None:
    edition = world.edition(companion_allowed=True, seats=1)
    world.visitor(world.person("Els Kramer")).enrol(edition.public_id)
    visitor = world.visitor(world.person())
    visitor.enrol(edition.public_id, party="samen", **COMPANION)
    page = visitor.get(f"/mijn/inschrijvingen/{the_registration().public_id}/meegaan")
    assert "Je plaats op de wachtlijst blijft: je wacht dan op één plek." in page.text
    assert "Er is nu één plek vrij." not in page.text
