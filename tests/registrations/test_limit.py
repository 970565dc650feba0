"""The limit per organisation counts people for where they are when they get the seat."""

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.eligibility.facts import RuleKind
from portal.people.models import Organisation, Person, Position
from portal.programmes.models import Edition
from portal.registrations import desk, duo
from portal.registrations.service import Companion, withdraw
from portal.registrations.states import RegistrationState as R
from tests.builders import NOW, a_person, an_edition, an_organisation, registered

ONE_EACH = (RuleKind.PER_ORGANISATION, {"at_most": 1})


@pytest.fixture
def towns(session: Session) -> list[Organisation]:
    return [an_organisation(session, f"Gemeente {name}") for name in ("Veldrijk", "Oostwolde", "Duinwaard")]


def works_at(session: Session, person: Person, town: Organisation) -> None:
    move = update(Position).where(Position.person_id == person.id)
    session.execute(move.values(organisation_id=town.id))


def with_one_each(session: Session, *more: tuple[RuleKind, dict[str, object]], seats: int) -> Edition:
    return an_edition(session, seats=seats, rules=[ONE_EACH, *more])


def test_who_moved_while_waiting_counts_for_the_new(session: Session, towns: list[Organisation]) -> None:
    old, new, other = towns
    edition = with_one_each(session, seats=1)
    seated = registered(session, edition, a_person(session, "Zittend", organisation=other))
    mover = a_person(session, "Verhuisd", organisation=old)
    made = registered(session, edition, mover)
    works_at(session, mover, new)
    withdraw(session, registration_id=seated.id, actor_id=seated.person_id, now=NOW)
    assert (made.state, made.participants[0].stated_organisation_id) == (R.OFFERED, new.id)


def test_who_moved_before_the_yes_counts_for_the_new(session: Session, towns: list[Organisation]) -> None:
    old, new, _other = towns
    edition = with_one_each(session, (RuleKind.APPROVAL, {}), seats=5)
    organiser = a_person(session, "Bram de Organisator")
    mover = a_person(session, "Verhuisd", organisation=old)
    asked = [registered(session, edition, mover)]
    works_at(session, mover, new)
    for name, town in (("Blijft", old), ("Ook", new)):
        asked.append(registered(session, edition, a_person(session, name, organisation=town)))
    for made in asked:
        desk.approve(session, registration_id=made.id, actor_id=organiser.id, now=NOW)
    assert [made.state for made in asked] == [R.CONFIRMED, R.CONFIRMED, R.WAITLISTED]


def test_companion_of_no_organisation_counts_along(session: Session, towns: list[Organisation]) -> None:
    home, other, _third = towns
    limit = (RuleKind.PER_ORGANISATION, {"at_most": 2})
    edition = an_edition(session, seats=3, companion_allowed=True, rules=[limit])
    aisha, bram = (a_person(session, name, organisation=other) for name in ("Aisha", "Bram"))
    leaving = [registered(session, edition, person) for person in (aisha, bram)]
    registered(session, edition, a_person(session, "Collega", organisation=home))
    beside = a_person(session, "Zonder")
    duo_waits = registered(
        session,
        edition,
        a_person(session, "Eerste", organisation=home),
        companion=Companion(beside.name, beside.email),
    )
    companion = duo_waits.participants[1]
    duo.confirm_companion(session, participant_id=companion.id, person_id=beside.id, now=NOW)
    for made in leaving:
        withdraw(session, registration_id=made.id, actor_id=made.person_id, now=NOW)
    assert duo_waits.state == R.WAITLISTED
