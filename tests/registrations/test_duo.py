"""A duo and what the rules say of it: at most so many of an organisation, seats set aside, a seat kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.checking.run import violations
from portal.eligibility.facts import RuleKind
from portal.errors import Refused
from portal.people.facts import PositionKind
from portal.people.models import Person, Position
from portal.registrations import desk, duo
from portal.registrations.models import Registration
from portal.registrations.reasons import NotEligible, Reason
from portal.registrations.service import Companion, withdraw
from portal.registrations.states import RegistrationState as R
from portal.registrations.upkeep import settle_edition
from tests.builders import NOW, a_person, an_association, an_edition, an_organisation, people, registered


def leave(session: Session, made: Registration) -> None:
    """A party gives its seats up."""
    withdraw(session, registration_id=made.id, actor_id=made.person_id, now=NOW)


def at_most(count: int) -> list[tuple[RuleKind, dict[str, int]]]:
    """The rule of so many per organisation."""
    return [(RuleKind.PER_ORGANISATION, {"at_most": count})]


def choose(session: Session, made: Registration, name: str, email: str) -> Registration:
    """The first person chooses whom to bring along."""
    return duo.choose_companion(
        session, registration_id=made.id, actor_id=made.person_id, name=name, email=email, now=NOW
    )


def confirm(session: Session, made: Registration) -> Registration:
    """Who was invited along says yes."""
    companion = made.participants[1]
    return duo.confirm_companion(session, participant_id=companion.id, person_id=companion.person_id, now=NOW)


def test_colleague_beyond_the_limit_comes_not_along(session: Session) -> None:
    home = an_organisation(session)
    edition = an_edition(session, seats=5, companion_allowed=True, rules=at_most(1))
    made = registered(session, edition, a_person(session, organisation=home))
    with pytest.raises(NotEligible):
        choose(session, made, "Bram", "bram@veldrijk.example")


def a_full_neighbour(session: Session, *, limit: int) -> tuple[Registration, Person]:
    """Someone's confirmed registration, and someone of an organisation that is at its limit."""
    home, neighbour = an_organisation(session), an_organisation(session, "Gemeente Duinwaard")
    edition = an_edition(session, seats=9, companion_allowed=True, rules=at_most(limit))
    for number in range(limit):
        registered(session, edition, a_person(session, f"Buur {number}", organisation=neighbour))
    made = registered(session, edition, a_person(session, organisation=home))
    return made, a_person(session, "Bram de Wit", organisation=neighbour)


def test_companion_of_full_organisation_is_not_chosen(session: Session) -> None:
    made, bram = a_full_neighbour(session, limit=1)
    with pytest.raises(Refused) as refused:
        choose(session, made, bram.name, bram.email)
    assert (refused.value.reason, refused.value.values) == (
        Reason.COMPANION_BEYOND_LIMIT,
        {"organisation": "Gemeente Duinwaard", "at_most": 1},
    )


def test_companion_of_full_organisation_cannot_confirm(session: Session) -> None:
    made, bram = a_full_neighbour(session, limit=2)
    choose(session, made, "Nieuw", "nieuw@duinwaard.example")
    neighbour = session.scalar(select(Position.organisation_id).where(Position.person_id == bram.id))
    invited = made.participants[1].person_id
    session.add(Position(person_id=invited, organisation_id=neighbour, kind=PositionKind.DIRECTEUR))
    session.flush()
    with pytest.raises(Refused) as refused:
        confirm(session, made)
    assert refused.value.reason == Reason.INVITED_BEYOND_LIMIT


def test_seat_set_aside_is_not_for_the_companion(session: Session) -> None:
    vgs = an_association(session)
    kept = {"seats": 1, "until": "2027-03-01", "associations": [vgs.slug]}
    edition = an_edition(session, seats=2, companion_allowed=True, rules=[(RuleKind.SET_ASIDE, kept)])
    made = registered(session, edition, a_person(session))
    with pytest.raises(Refused) as refused:
        choose(session, made, "Bram", "bram@veldrijk.example")
    assert (made.state, refused.value.reason) == (R.CONFIRMED, Reason.NO_SEAT_FREE)


def test_silent_companion_costs_the_first_no_seat(session: Session) -> None:
    vgs = an_association(session)
    members = [(RuleKind.MEMBERSHIP, {"associations": [vgs.slug]})]
    edition = an_edition(session, seats=4, companion_allowed=True, rules=members)
    lapsing = a_person(session, member_of=vgs, member_until=NOW.date())
    made = registered(session, edition, lapsing, companion=Companion("Bram", "bram@veldrijk.example"))
    settle_edition(session, edition_id=edition.id, now=NOW + timedelta(days=9))
    assert (made.state, made.party) == (R.CONFIRMED, 1)


def test_first_in_line_of_two_duos_is_served(session: Session) -> None:
    edition = an_edition(session, seats=2, companion_allowed=True, hold_hours=8)
    seated = [registered(session, edition, person) for person in people(session, 2)]
    first, second = (
        registered(
            session, edition, a_person(session, name), companion=Companion("Gast", f"{name}@x.example")
        )
        for name in ("een", "twee")
    )
    boss = a_person(session, "Organisator")
    desk.skip(session, registration_id=first.id, actor_id=boss.id, why="Overleg", now=NOW)
    leave(session, seated[0])
    desk.unskip(session, registration_id=first.id, actor_id=boss.id, now=NOW)
    leave(session, seated[1])
    assert [first.state, second.state] == [R.OFFERED, R.WAITLISTED]
    assert violations(session, now=NOW) == []


def test_known_companion_counts_for_own_organisation(session: Session) -> None:
    home, neighbour = an_organisation(session), an_organisation(session, "Gemeente Duinwaard")
    edition = an_edition(session, seats=9, companion_allowed=True, rules=at_most(1))
    bram = a_person(session, "Bram de Wit", organisation=neighbour)
    first = a_person(session, organisation=home)
    made = registered(session, edition, first, companion=Companion(bram.name, bram.email))
    after = registered(session, edition, a_person(session, "Buur", organisation=neighbour))
    confirm(session, made)
    assert [p.stated_organisation_id for p in made.participants] == [home.id, neighbour.id]
    assert (made.state, after.state) == (R.CONFIRMED, R.WAITLISTED)


def test_companion_may_not_wait_until_it_has_begun(session: Session) -> None:
    edition = an_edition(session, companion_allowed=True, first_day=NOW.date() + timedelta(days=2))
    made = registered(
        session, edition, a_person(session), companion=Companion("Daan", "daan@oostwolde.example")
    )
    assert made.participants[1].confirm_by == edition.meetings[0].starts_at
