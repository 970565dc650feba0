"""After declining a meeting by mail: one page that says what each answer does, and does nothing by itself."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.database import db, transaction
from portal.inbox.reading import Answer, Ask
from portal.invites import service
from portal.invites.answers import Arrived, take_in
from portal.invites.models import Invitation
from portal.people.models import Person
from portal.programmes.models import Edition
from portal.registrations.models import Participant, Registration
from tests.builders import NOW
from tests.web.participant.conftest import World
from tests.web.participant.visitor import letters, link

COLLEAGUE = {"answer": "vervanger", "name": "Carla Visser", "email": "carla@veldrijk.example"}


@pytest.fixture
def declined(world: World) -> tuple[World, Person, str]:
    """Aisha takes part, and declined the first day in her agenda."""
    edition, aisha = world.edition(), world.person()
    return world, aisha, declines(world, edition, aisha)


def declines(world: World, edition: Edition, person: Person) -> str:
    world.visitor(person).enrol(edition.public_id)
    with transaction() as session:
        service.bring_up_to_date(session, edition_id=edition.id, now=NOW)
        line = session.scalars(select(Invitation).where(Invitation.person_id == person.id)).one()
        answer = Answer(Ask.REPLY, line.uid, line.address, "DECLINED", line.sequence, NOW)
        take_in(session, Arrived("leren@vgs.example", NOW, "<1@x>", line.address, "Nee"), answer)
    return link(person.email, "agenda_declined")


def states() -> list[str]:
    db.session.rollback()
    return [str(r.state) for r in db.session.query(Registration).order_by(Registration.id)]


def test_link_shows_three_answers_and_changes_nothing(declined: tuple[World, Person, str]) -> None:
    world, _aisha, path = declined
    page = world.visitor().get(path)
    assert page.heading == "Je komt niet naar deze bijeenkomst"
    assert "Je houdt je plek. De organisator ziet dat je er deze dag niet bent." in page.text
    assert "Je plek gaat meteen naar de volgende op de wachtlijst." in page.text
    assert states() == ["confirmed"]


def test_this_day_only_keeps_the_seat(declined: tuple[World, Person, str]) -> None:
    world, _aisha, path = declined
    page = world.visitor().follow(world.visitor().post(path, answer="dag"))
    assert (page.heading, states()) == ("Je houdt je plek", ["confirmed"])


def test_leaving_gives_the_seat_back_once(declined: tuple[World, Person, str]) -> None:
    world, aisha, path = declined
    visitor = world.visitor()
    pages = [visitor.follow(visitor.post(path, answer="weg")) for _press in range(2)]
    assert [page.heading for page in pages] == ["Je doet niet meer mee"] * 2
    assert states() == ["withdrawn"]
    assert letters(aisha).count("registration_withdrawn") == 1


def test_substitute_is_asked_and_the_seat_stays_meanwhile(declined: tuple[World, Person, str]) -> None:
    world, _aisha, path = declined
    page = world.visitor().follow(world.visitor().post(path, **COLLEAGUE))
    assert page.heading == "We hebben je collega gevraagd"
    assert "Zegt Carla Visser ja, dan gaat je plek over." in page.text
    db.session.rollback()
    assert db.session.scalars(select(Participant.substitute_name)).all() == ["Carla Visser"]
    assert states() == ["confirmed"]


def test_substitute_without_address_keeps_what_was_typed(declined: tuple[World, Person, str]) -> None:
    world, _aisha, path = declined
    page = world.visitor().post(path, answer="vervanger", name="Carla", email="carla")
    assert page.status == 422
    assert page.error("email")
    assert (page.value("name"), page.value("email"), page.value("answer")) == ("Carla", "carla", "vervanger")


def test_asking_oneself_is_refused_next_to_the_field(declined: tuple[World, Person, str]) -> None:
    world, aisha, path = declined
    page = world.visitor().post(path, answer="vervanger", name="Aisha", email=aisha.email)
    assert page.status == 422
    assert page.error("email")
    assert world.visitor().get(path).heading == "Je komt niet naar deze bijeenkomst"


def test_no_answer_chosen_says_to_choose(declined: tuple[World, Person, str]) -> None:
    world, _aisha, path = declined
    page = world.visitor().post(path)
    assert (page.status, page.error("answer")) == (422, "Kies wat je bedoelt.")


def test_edition_without_substitution_offers_two_answers(world: World) -> None:
    edition, aisha = world.edition(substitution_allowed=False), world.person()
    path = declines(world, edition, aisha)
    assert "vervanger" not in world.visitor().get(path).text
    assert world.visitor().post(path, **COLLEAGUE).status == 422


def test_question_is_over_when_the_meeting_has_begun(
    declined: tuple[World, Person, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, _aisha, path = declined
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=200))
    assert world.visitor().get(path).heading == "Deze vraag is voorbij"


def test_somebody_else_who_is_signed_in_is_told_so(declined: tuple[World, Person, str]) -> None:
    world, _aisha, path = declined
    other = world.visitor(world.person("Els Kramer"))
    assert other.get(path).heading == "Deze link is voor iemand anders"
    other.post(path, answer="weg")
    assert states() == ["confirmed"]


def test_unknown_link_is_gone(world: World) -> None:
    assert world.visitor().get("/niet-erbij/" + "A" * 43).status == 410
