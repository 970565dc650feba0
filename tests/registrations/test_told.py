"""Who is told of what: everyone whom it is about, once."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.eligibility.facts import RuleKind
from portal.outbox.models import OutgoingLetter
from portal.people.models import Person
from portal.programmes.models import Edition
from portal.registrations import desk, duo, substitution
from portal.registrations.models import Registration
from portal.registrations.service import Companion, Wish, withdraw
from portal.registrations.states import RegistrationState as R
from portal.registrations.upkeep import editions_to_remind, remind_edition, settle_edition
from tests.builders import NOW, a_group, a_person, an_edition, people, registered

SOON = NOW + timedelta(days=2, hours=20)  # a working day before the end of an offer of today
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


def test_who_never_answered_hears_only_that_the_question_is_taken_back(
    session: Session, daan: Person
) -> None:
    edition = an_edition(session, companion_allowed=True)
    made = registered(session, edition, a_person(session), companion=Companion("Daan", daan.email))
    leave(session, made)
    assert told(session, daan) == ["companion_invited", "companion_uninvited"]
    assert told(session, made.person)[-1] == "registration_withdrawn"


def test_companion_hears_that_the_offer_lapsed(session: Session, daan: Person) -> None:
    edition = an_edition(session, seats=2, companion_allowed=True)
    seated = [registered(session, edition, person) for person in people(session, 2)]
    made = a_duo(session, edition, daan)
    for registration in seated:
        leave(session, registration)
    settle_edition(session, edition_id=edition.id, now=LATER)
    assert made.state == R.LAPSED
    assert told(session, daan) == ["companion_invited", "offer_lapsed"]


def an_elective_offered(session: Session, daan: Person) -> Edition:
    """An edition with one seat in an elective, which comes free for Daan."""
    edition = an_edition(session, seats=9)
    group = a_group(session, edition, 1)
    wishes = (Wish(group_id=group.id, first_id=edition.modules[0].id),)
    has = registered(session, edition, a_person(session), wishes=wishes)
    registered(session, edition, daan, wishes=wishes)
    leave(session, has)
    return edition


def test_elective_that_lapses_is_told(session: Session, daan: Person) -> None:
    edition = an_elective_offered(session, daan)
    settle_edition(session, edition_id=edition.id, now=LATER)
    assert told(session, daan) == ["registration_confirmed", "elective_offer", "elective_lapsed"]


def test_elective_is_reminded_of_once(session: Session, daan: Person) -> None:
    edition = an_elective_offered(session, daan)
    assert editions_to_remind(session, NOW + timedelta(hours=1)) == []
    assert editions_to_remind(session, SOON) == [edition.id]
    for _time in range(2):
        remind_edition(session, edition_id=edition.id, now=SOON)
    assert editions_to_remind(session, SOON) == []
    assert told(session, daan) == ["registration_confirmed", "elective_offer", "elective_reminder"]


def a_place_asked_for(session: Session, daan: Person) -> Registration:
    """Somebody's place, which Daan was asked to take over."""
    made = registered(session, an_edition(session, substitution_allowed=True), a_person(session))
    ask(session, made, daan)
    return made


def ask(session: Session, made: Registration, colleague: Person) -> None:
    """Asks this colleague to take the place over."""
    substitution.ask_substitute(
        session,
        registration_id=made.id,
        participant_id=made.participants[0].id,
        actor_id=made.person_id,
        name=colleague.name,
        email=colleague.email,
        now=NOW,
    )


def test_colleague_who_does_not_answer_is_told_of(session: Session, daan: Person) -> None:
    made = a_place_asked_for(session, daan)
    for _time in range(2):
        settle_edition(session, edition_id=made.edition_id, now=LATER)
    assert told(session, made.person) == ["registration_confirmed", "substitute_lapsed"]
    assert made.participants[0].substitute is None


def test_colleague_hears_that_the_question_is_taken_back(session: Session, daan: Person) -> None:
    made = a_place_asked_for(session, daan)
    substitution.drop_substitute(
        session,
        registration_id=made.id,
        participant_id=made.participants[0].id,
        actor_id=made.person_id,
        now=NOW,
    )
    assert told(session, daan) == ["substitute_invited", "substitute_dropped"]


def test_colleague_hears_that_somebody_else_is_asked_instead(session: Session, daan: Person) -> None:
    made = a_place_asked_for(session, daan)
    eva = a_person(session, "Eva")
    for _time in range(2):
        ask(session, made, eva)
    assert told(session, daan) == ["substitute_invited", "substitute_dropped"]
    assert told(session, eva) == ["substitute_invited"]


def test_who_never_answered_hears_that_the_first_goes_alone(session: Session, daan: Person) -> None:
    edition = an_edition(session, companion_allowed=True)
    made = registered(session, edition, a_person(session), companion=Companion("Daan", daan.email))
    duo.split(session, registration_id=made.id, actor_id=made.person_id, now=NOW)
    assert told(session, daan) == ["companion_invited", "companion_uninvited"]


def test_duo_is_written_to_as_two(session: Session, daan: Person) -> None:
    edition = an_edition(session, seats=2, companion_allowed=True)
    seated = [registered(session, edition, person) for person in people(session, 2)]
    made = a_duo(session, edition, daan)
    for registration in seated:
        leave(session, registration)
    settle_edition(session, edition_id=edition.id, now=LATER)
    letters = session.scalars(select(OutgoingLetter).where(OutgoingLetter.registration_id == made.id))
    named = [(one.kind, one.person_id, one.facts["together"]) for one in letters if "together" in one.facts]
    first, second = made.person_id, daan.id
    assert [one for one in named if one[0] in ("registration_waitlisted", "offer", "offer_lapsed")] == [
        ("registration_waitlisted", first, "Daan"),
        ("offer", first, "Daan"),
        ("offer_lapsed", first, "Daan"),
        ("offer_lapsed", second, made.person.name),
    ]


def test_colleague_hears_that_the_place_is_gone(session: Session, daan: Person) -> None:
    made = a_place_asked_for(session, daan)
    leave(session, made)
    assert told(session, daan) == ["substitute_invited", "substitute_over"]
    assert (made.participants[0].substitute, made.participants[0].substitute_until) == (None, None)


def test_colleague_hears_that_the_companion_left(session: Session, daan: Person) -> None:
    edition = an_edition(session, companion_allowed=True, substitution_allowed=True)
    made, els = a_duo(session, edition, daan), a_person(session, "Els")
    place = made.participants[1].id
    ask = {"registration_id": made.id, "actor_id": daan.id, "name": "Els", "email": els.email}
    substitution.ask_substitute(session, **ask, participant_id=place, now=NOW)
    duo.decline_companion(session, participant_id=place, person_id=daan.id, now=NOW)
    assert told(session, els) == ["substitute_invited", "substitute_over"]


def test_colleague_who_was_late_hears_nothing_more(session: Session, daan: Person) -> None:
    made = a_place_asked_for(session, daan)
    withdraw(session, registration_id=made.id, actor_id=made.person_id, now=LATER)
    assert told(session, daan) == ["substitute_invited"]
