"""Answering an offer, signed in or by the link of the mail."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from portal.database import db, transaction
from portal.people.models import Membership, Person
from portal.programmes.models import Edition
from portal.registrations import service
from portal.registrations.models import Registration
from tests.builders import NOW
from tests.web.participant.conftest import World
from tests.web.participant.visitor import letters, link, the_registration


@pytest.fixture
def offered(world: World) -> tuple[Person, Edition]:
    """Somebody who waited first, and has an offer now."""
    edition, first, aisha = world.duo_edition(seats=1), world.person("Els Kramer"), world.person()
    world.visitor(first).enrol(edition.public_id)
    world.visitor(aisha).enrol(edition.public_id)
    with transaction() as session:
        service.withdraw(session, registration_id=1, actor_id=first.id, now=NOW)
    assert letters(aisha) == ["registration_waitlisted", "offer"]
    return aisha, edition


def states() -> list[str]:
    db.session.rollback()
    return [str(r.state) for r in db.session.query(Registration).order_by(Registration.id)]


def test_link_of_the_mail_shows_and_changes_nothing(world: World, offered: tuple[Person, Edition]) -> None:
    path = link(offered[0].email, "offer")
    page = world.visitor().get(path)
    assert page.heading == "Er is een plek vrij voor je"
    assert "Antwoord uiterlijk vrijdag 15 januari 2027, 17.00 uur" in page.text
    assert page.button() == ["Ja, ik doe mee"]
    world.visitor().get(path + "/nee")
    assert states() == ["withdrawn", "offered"]


def test_yes_by_link_gives_the_seat_once(world: World, offered: tuple[Person, Edition]) -> None:
    visitor, path = world.visitor(), link(offered[0].email, "offer")
    pages = [visitor.follow(visitor.post(path, answer="ja")) for _ in range(2)]
    assert [page.heading for page in pages] == ["Je doet mee", "Je doet mee"]
    assert states() == ["withdrawn", "confirmed"]
    assert letters(offered[0])[-1:] == ["registration_confirmed"]
    assert visitor.get("/mijn").status == 302


def test_no_asks_whether_to_stay_or_leave(world: World, offered: tuple[Person, Edition]) -> None:
    visitor = world.visitor(offered[0])
    path = f"/mijn/aanbod/{the_registration(offered[0]).public_id}"
    page = visitor.get(visitor.get(path).links()["Nee"])
    assert page.heading == "Wil je op de wachtlijst blijven?"
    page = visitor.follow(visitor.post(path, answer="blijf"))
    assert page.heading == "Je blijft op de wachtlijst"
    assert states() == ["withdrawn", "waitlisted"]


def test_who_stayed_can_ask_for_offers_again(world: World, offered: tuple[Person, Edition]) -> None:
    visitor = world.visitor(offered[0])
    registration = the_registration(offered[0])
    visitor.post(f"/mijn/aanbod/{registration.public_id}", answer="blijf")
    page = visitor.get(f"/mijn/inschrijvingen/{registration.public_id}")
    assert page.button() == ["Ik wil weer een aanbod krijgen"]
    page = visitor.follow(visitor.post(f"/mijn/inschrijvingen/{registration.public_id}/weer-aanbod"))
    assert "Je krijgt weer een aanbod" in page.text
    assert states() == ["withdrawn", "offered"]


def test_no_and_leave_ends_the_registration(world: World, offered: tuple[Person, Edition]) -> None:
    visitor, path = world.visitor(), link(offered[0].email, "offer")
    page = visitor.follow(visitor.post(path, answer="weg"))
    assert page.heading == "Je doet niet mee"
    assert states() == ["withdrawn", "withdrawn"]


def test_answer_without_a_word_changes_nothing(world: World, offered: tuple[Person, Edition]) -> None:
    visitor, path = world.visitor(), link(offered[0].email, "offer")
    assert visitor.follow(visitor.post(path)).heading == "Er is een plek vrij voor je"
    assert states() == ["withdrawn", "offered"]


def test_offer_that_lapsed_has_a_friendly_page(
    world: World, offered: tuple[Person, Edition], at: Callable[[datetime], None]
) -> None:
    visitor, path = world.visitor(), link(offered[0].email, "offer")
    at(NOW + timedelta(days=4))
    page = visitor.get(path)
    assert (page.status, page.heading) == (200, "Het aanbod is verlopen")
    assert "Je kon antwoorden tot vrijdag 15 januari 2027, 17.00 uur." in page.text
    assert visitor.follow(visitor.post(path, answer="ja")).heading == "Het aanbod is verlopen"
    assert states() == ["withdrawn", "offered"]


def test_link_opened_by_someone_else_offers_to_switch(world: World, offered: tuple[Person, Edition]) -> None:
    other = world.visitor(world.person("Farid Haddou"))
    path = link(offered[0].email, "offer")
    page = other.get(path)
    assert page.heading == "Deze link is voor iemand anders"
    assert "Deze link is voor Aisha Bakker. Je bent nu ingelogd als Farid Haddou." in page.text
    assert other.follow(other.post(path, answer="ja")).heading == "Deze link is voor iemand anders"
    assert states() == ["withdrawn", "offered"]
    back = other.post("/uitloggen", next=path)
    assert other.follow(back).heading == "Er is een plek vrij voor je"


def test_offer_of_somebody_else_is_not_found(world: World, offered: tuple[Person, Edition]) -> None:
    path = f"/mijn/aanbod/{the_registration(offered[0]).public_id}"
    assert world.visitor(world.person("Farid Haddou")).get(path).status == 404


def test_unknown_link_says_so_kindly(world: World) -> None:
    page = world.visitor().get("/aanbod/onzin")
    assert page.status == 410
    assert "We kennen deze link niet." in page.text


def test_membership_that_lapsed_keeps_the_offer_standing(
    world: World, offered: tuple[Person, Edition]
) -> None:
    visitor, path = world.visitor(), link(offered[0].email, "offer")
    with transaction() as session:
        session.query(Membership).filter_by(person_id=offered[0].id).update({"ends_on": date(2027, 1, 11)})
    page = visitor.post(path, answer="ja")
    assert (page.status, page.title) == (422, "Fout: Er is een plek vrij")
    assert "Je was lid van VGS tot en met 11 januari 2027. Verleng je lidmaatschap." in page.text
    assert "Het aanbod blijft staan tot vrijdag 15 januari 2027, 17.00 uur." in page.text
    assert states() == ["withdrawn", "offered"]
    with transaction() as session:
        session.query(Membership).filter_by(person_id=offered[0].id).update({"ends_on": None})
    visitor.post(path, answer="ja")
    assert states() == ["withdrawn", "confirmed"]
