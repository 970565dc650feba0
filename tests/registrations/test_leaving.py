"""One of a duo leaves, the other one stays."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.outbox.models import OutgoingLetter
from portal.people.models import Person
from portal.programmes.models import Edition
from portal.registrations import duo
from portal.registrations.models import Registration
from portal.registrations.service import Companion, withdraw
from portal.registrations.states import RegistrationState as R
from tests.builders import NOW, a_person, an_edition, people, registered


@pytest.fixture
def daan(session: Session) -> Person:
    return a_person(session, "Daan")


def a_duo(session: Session, edition: Edition, daan: Person) -> Registration:
    made = registered(session, edition, a_person(session), companion=Companion("Daan", daan.email))
    duo.confirm_companion(session, participant_id=made.participants[1].id, person_id=daan.id, now=NOW)
    return made


def leave_alone(session: Session, registration: Registration) -> None:
    withdraw(session, registration_id=registration.id, actor_id=registration.person_id, now=NOW, only_me=True)


def test_companion_who_stays_pays_what_was_agreed(session: Session, daan: Person) -> None:
    made = a_duo(session, an_edition(session, companion_allowed=True, companion_price_cents=90_000), daan)
    leave_alone(session, made)
    assert (made.person, made.price["heads"], made.price["total"]) == (daan, [90_000], 90_000)


def test_companion_who_stays_gets_the_offer(session: Session, daan: Person) -> None:
    edition = an_edition(session, seats=2, companion_allowed=True)
    seated = [registered(session, edition, person) for person in people(session, 2)]
    made = a_duo(session, edition, daan)
    for registration in seated:
        withdraw(session, registration_id=registration.id, actor_id=registration.person_id, now=NOW)
    leave_alone(session, made)
    letters = select(OutgoingLetter).where(
        OutgoingLetter.person_id == daan.id, OutgoingLetter.kind == "offer"
    )
    assert made.state == R.OFFERED
    assert made.offer_deadline is not None
    assert [letter.facts["deadline"] for letter in session.scalars(letters)] == [
        made.offer_deadline.isoformat()
    ]


def split_late(session: Session, *, confirmed: bool) -> dict[str, OutgoingLetter]:
    """The letters to the companion, by kind, after the inviter split the duo past the free day."""
    edition = an_edition(session, companion_allowed=True, cancel_free_days=300, cancel_percentage=100)
    inviter, daan = people(session, 2)
    made = registered(session, edition, inviter, companion=Companion("Daan", daan.email))
    if confirmed:
        duo.confirm_companion(session, participant_id=made.participants[1].id, person_id=daan.id, now=NOW)
    duo.split(session, registration_id=made.id, actor_id=inviter.id, now=NOW)
    letters = session.scalars(select(OutgoingLetter).where(OutgoingLetter.person_id == daan.id))
    return {letter.kind: letter for letter in letters}


def test_place_given_up_after_the_free_day_costs(session: Session) -> None:
    assert "€ 1.500" in split_late(session, confirmed=True)["registration_withdrawn"].facts["cost"]


def test_who_never_answered_owes_nothing_and_is_only_told_the_question_is_over(session: Session) -> None:
    told = split_late(session, confirmed=False)
    assert "registration_withdrawn" not in told
    assert "cost" not in told["companion_uninvited"].facts
