"""Who is told of what: everyone whom it is about, once."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.eligibility.facts import RuleKind
from portal.outbox.models import OutgoingLetter
from portal.people.models import Person
from portal.programmes.models import Edition
from portal.registrations import desk, duo
from portal.registrations.models import Registration
from portal.registrations.service import Companion, withdraw
from portal.registrations.states import RegistrationState as R
from portal.registrations.upkeep import settle_edition
from tests.builders import NOW, a_person, an_edition, people, registered

LATER = NOW + timedelta(days=9)


@pytest.fixture
def daan(session: Session) -> Person:
    return a_person(session, "Daan")


def told(session: Session, person: Person) -> list[str]:
    """The kinds of the letters to this person, in order."""
    letters = select(OutgoingLetter.kind).where(OutgoingLetter.person_id == person.id)
    return list(session.scalars(letters.order_by(OutgoingLetter.id)))


def a_duo(session: Session, edition: Edition, daan: Person) -> Registration:
    made = registered(session, edition, a_person(session), companion=Companion("Daan", daan.email))
    duo.confirm_companion(session, participant_id=made.participants[1].id, person_id=daan.id, now=NOW)
    return made


def leave(session: Session, registration: Registration) -> None:
    withdraw(session, registration_id=registration.id, actor_id=registration.person_id, now=NOW)


def test_companion_hears_that_the_request_is_declined(session: Session, daan: Person) -> None:
    edition = an_edition(session, companion_allowed=True, rules=[(RuleKind.APPROVAL, {})])
    made = a_duo(session, edition, daan)
    boss = a_person(session, "Organisator")
    desk.decline_request(session, registration_id=made.id, actor_id=boss.id, why="Vol", now=NOW)
    assert told(session, daan) == ["companion_invited", "request_declined"]


def test_companion_hears_that_the_offer_lapsed(session: Session, daan: Person) -> None:
    edition = an_edition(session, seats=2, companion_allowed=True)
    seated = [registered(session, edition, person) for person in people(session, 2)]
    made = a_duo(session, edition, daan)
    for registration in seated:
        leave(session, registration)
    settle_edition(session, edition_id=edition.id, now=LATER)
    assert made.state == R.LAPSED
    assert told(session, daan) == ["companion_invited", "offer_lapsed"]
