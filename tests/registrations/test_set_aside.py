"""Seats set aside for members while people wait: who is one on the day counts."""

import pytest
from sqlalchemy.orm import Session

from portal.eligibility.facts import RuleKind
from portal.people.models import Membership, Organisation
from portal.programmes.models import Edition
from portal.registrations.models import Registration
from portal.registrations.service import withdraw
from portal.registrations.states import RegistrationState as R
from tests.builders import NOW, a_person, an_association, an_edition, registered

TOMORROW = NOW.replace(day=NOW.day + 1)


@pytest.fixture
def vgs(session: Session) -> Organisation:
    return an_association(session)


def with_a_seat_for(session: Session, vgs: Organisation, *, seats: int) -> Edition:
    """An edition of so many seats, one of them set aside for members."""
    kept = {"seats": 1, "until": "2027-03-01", "associations": [vgs.slug]}
    return an_edition(session, seats=seats, rules=[(RuleKind.SET_ASIDE, kept)])


def a_member_leaves(session: Session, registration: Registration) -> None:
    withdraw(session, registration_id=registration.id, actor_id=registration.person_id, now=TOMORROW)


def test_lapsed_member_gets_no_seat_set_aside(session: Session, vgs: Organisation) -> None:
    edition = with_a_seat_for(session, vgs, seats=2)
    seated = registered(session, edition, a_person(session, "Zittend", member_of=vgs))
    registered(session, edition, a_person(session, "Ander"))
    lapsing = a_person(session, "Aflopend", member_of=vgs, member_until=NOW.date())
    waiting = [registered(session, edition, p) for p in (lapsing, a_person(session, "Lid", member_of=vgs))]
    a_member_leaves(session, seated)
    assert [r.state for r in waiting] == [R.WAITLISTED, R.OFFERED]


def test_member_since_today_gets_seat_set_aside(session: Session, vgs: Organisation) -> None:
    edition = with_a_seat_for(session, vgs, seats=1)
    seated = registered(session, edition, a_person(session, "Zittend", member_of=vgs))
    new = a_person(session, "Nieuw")
    waiting = [registered(session, edition, p) for p in (new, a_person(session, "Lid", member_of=vgs))]
    session.add(Membership(association_id=vgs.id, person_id=new.id, starts_on=NOW.date()))
    session.flush()
    a_member_leaves(session, seated)
    assert [r.state for r in waiting] == [R.OFFERED, R.WAITLISTED]
