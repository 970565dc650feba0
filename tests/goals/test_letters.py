"""One gentle letter a month to who wants it, without a word of what they want to learn."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.goals import letters, service
from portal.goals.facts import Stated
from portal.goals.models import Goal
from portal.outbox.models import OutgoingLetter
from portal.people.models import Person
from tests.builders import NOW, a_person

LATER = NOW + timedelta(days=28)


def a_goal(session: Session, person: Person, key: str = "k", *, remind: bool = True) -> Goal:
    stated = Stated("Geheim voornemen", remind=remind)
    return service.add(session, person_id=person.id, stated=stated, form_key=key, now=NOW)


def test_goal_that_lies_still_gets_one_letter(session: Session) -> None:
    person = a_person(session)
    a_goal(session, person)
    assert letters.people_to_remind(session, LATER - timedelta(seconds=1)) == []
    assert letters.people_to_remind(session, LATER) == [person.id]
    assert [letters.remind_person(session, person_id=person.id, now=LATER) for _ in range(2)] == [True, False]
    assert letters.people_to_remind(session, LATER) == []
    row = session.scalars(select(OutgoingLetter)).one()
    assert "Geheim" not in str(row.facts)


def test_reminders_are_off_for_a_person_or_a_goal(session: Session) -> None:
    aisha, bram = a_person(session), a_person(session, "Bram Bos")
    a_goal(session, aisha)
    a_goal(session, bram, "k2", remind=False)
    service.set_reminders(session, person_id=aisha.id, wanted=False)
    assert letters.people_to_remind(session, LATER) == []
    assert not letters.remind_person(session, person_id=aisha.id, now=LATER)


def test_check_in_meanwhile_keeps_the_letter_back(session: Session) -> None:
    goal = a_goal(session, a_person(session))
    service.check_in(session, goal_id=goal.id, note="Ja", feeling=None, steps=[], form_key="c", now=LATER)
    assert letters.people_to_remind(session, LATER) == []
    assert not letters.remind_person(session, person_id=goal.person_id, now=LATER)
