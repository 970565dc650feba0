"""Goals are made, changed, checked in on, closed and thrown away by their owner."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.attendance.facts import Presence
from portal.attendance.models import Attendance
from portal.errors import NotFound, Refused
from portal.goals import queries, service
from portal.goals.facts import Ending, Feeling, GoalFacts, Moment, State, Stated
from portal.goals.models import Goal, GoalCheckIn, GoalReminding, GoalStep, Reflection
from portal.goals.privacy import erase, own_data
from portal.goals.reasons import GoalRefused
from tests.builders import NOW, a_person, an_edition

STATED = Stated(
    "Beter sturen op data", "Ik beslis op gevoel", "De raad vraagt ernaar", steps=("Lezen", "Oefenen")
)


def add(session: Session, person_id: int, key: str = "k1", stated: Stated = STATED, **more: object) -> Goal:
    return service.add(session, person_id=person_id, stated=stated, form_key=key, now=NOW, **more)  # type: ignore[arg-type]


def refused(error: pytest.ExceptionInfo[Refused]) -> object:
    return error.value.reason


def test_same_form_sent_twice_makes_one_goal(session: Session) -> None:
    person = a_person(session)
    assert add(session, person.id) is add(session, person.id)
    assert session.scalar(select(func.count(Goal.id))) == 1


def test_fourth_goal_gets_no_priority(session: Session) -> None:
    person = a_person(session)
    for number in range(3):
        add(session, person.id, f"k{number}", replace(STATED, priority=1, aspect="kennis"))
    with pytest.raises(Refused) as error:
        add(session, person.id, "k3", replace(STATED, priority=2))
    assert refused(error) is GoalRefused.TOO_MANY_PRIORITIES
    service.close(session, goal_id=1, ending=Ending.REACHED, now=NOW)
    add(session, person.id, "k4", replace(STATED, priority=2, target=40))
    expected = (GoalFacts(None, None, 2, 40), *[GoalFacts("kennis", None, 1, None)] * 2)
    assert queries.priorities(session, person.id) == expected


def test_reopened_goal_keeps_priority_only_with_room(session: Session) -> None:
    person = a_person(session)
    first = add(session, person.id, "k0", replace(STATED, priority=1))
    service.close(session, goal_id=first.id, ending=Ending.LET_GO, now=NOW)
    for number in range(3):
        add(session, person.id, f"n{number}", replace(STATED, priority=1))
    assert service.reopen(session, goal_id=first.id, now=NOW).priority == 0


def test_goal_in_the_past_is_refused_but_may_stay(session: Session) -> None:
    person = a_person(session)
    with pytest.raises(Refused) as error:
        add(session, person.id, stated=replace(STATED, due_on=date(2027, 1, 11)))
    assert refused(error) is GoalRefused.IN_THE_PAST
    goal = add(session, person.id, stated=replace(STATED, due_on=date(2027, 1, 13)))
    later = NOW + timedelta(days=30)
    again = replace(STATED, what="Anders", due_on=date(2027, 1, 13))
    service.change(session, goal_id=goal.id, stated=again, version=1, now=later, scores={})
    assert queries.progress_of(goal, later.date()) is State.OVERDUE


def test_target_below_the_score_is_refused(session: Session) -> None:
    person = a_person(session)
    with pytest.raises(Refused) as error:
        add(session, person.id, stated=replace(STATED, aspect="kennis", target=30), scores={"kennis": 3.2})
    assert (error.value.reason, error.value.values) == (GoalRefused.TARGET_TOO_LOW, {"score": "3,2"})


def test_change_from_an_older_page_is_refused(session: Session) -> None:
    goal = add(session, a_person(session).id)
    service.change(session, goal_id=goal.id, stated=STATED, version=1, now=NOW, scores={})
    with pytest.raises(Refused) as error:
        service.change(session, goal_id=goal.id, stated=STATED, version=1, now=NOW, scores={})
    assert refused(error) is GoalRefused.CHANGED_MEANWHILE


def test_step_that_keeps_its_words_stays_done(session: Session) -> None:
    goal = add(session, a_person(session).id)
    service.check_in(session, goal_id=goal.id, note="", feeling=None, steps=[1], form_key="c", now=NOW)
    stated = replace(STATED, steps=("Vragen", "Lezen"))
    service.change(session, goal_id=goal.id, stated=stated, version=1, now=NOW, scores={})
    session.flush()
    session.expire_all()
    assert [(s.number, s.what, s.check_in_id is not None) for s in session.get_one(Goal, goal.id).steps] == [
        (1, "Vragen", False),
        (2, "Lezen", True),
    ]


def test_check_in_taken_back_reopens_its_steps(session: Session) -> None:
    goal = add(session, a_person(session).id)
    made = service.check_in(
        session, goal_id=goal.id, note="Gelezen", feeling=Feeling.WELL, steps=[1, 9], form_key="c", now=NOW
    )
    again = service.check_in(
        session, goal_id=goal.id, note="Gelezen", feeling=Feeling.WELL, steps=[2], form_key="c", now=NOW
    )
    assert again.id == made.id
    service.take_back(session, goal_id=goal.id, check_in_id=made.id)
    service.take_back(session, goal_id=goal.id, check_in_id=made.id)
    found = queries.own_goal(session, public_id=goal.public_id, person_id=goal.person_id)
    assert (found.check_ins, [step.check_in_id for step in found.steps]) == ([], [None, None])


def test_closed_goal_takes_no_check_in(session: Session) -> None:
    goal = add(session, a_person(session).id)
    service.close(session, goal_id=goal.id, ending=Ending.REACHED, now=NOW)
    with pytest.raises(Refused) as error:
        service.check_in(session, goal_id=goal.id, note="x", feeling=None, steps=[], form_key="c", now=NOW)
    assert refused(error) is GoalRefused.CLOSED


def test_own_goal_is_nobody_elses(session: Session) -> None:
    goal = add(session, a_person(session).id)
    other = a_person(session, "Bram Bos")
    with pytest.raises(NotFound):
        queries.own_goal(session, public_id=goal.public_id, person_id=other.id)


def test_timeline_joins_goals_check_ins_and_reflections(session: Session) -> None:
    goal = add(session, a_person(session).id)
    service.check_in(session, goal_id=goal.id, note="Gelezen", feeling=None, steps=[1], form_key="c", now=NOW)
    service.reflect(session, person_id=goal.person_id, text="Rust helpt", form_key="r", now=NOW)
    service.close(session, goal_id=goal.id, ending=Ending.REACHED, now=NOW)
    session.flush()
    session.expire_all()
    found = queries.own_entries(session, goal.person_id)
    assert [(one.kind, one.text, one.steps) for one in found] == [
        (Moment.GOAL_MADE, "", ()),
        (Moment.GOAL_CLOSED, "", ()),
        (Moment.CHECK_IN, "Gelezen", ("Lezen",)),
        (Moment.REFLECTION, "Rust helpt", ()),
    ]


def test_timeline_knows_the_meetings_attended(session: Session) -> None:
    person, edition = a_person(session), an_edition(session)
    meeting = edition.meetings[0]
    for presence, who in ((Presence.PRESENT, person), (Presence.ABSENT, a_person(session, "Bram Bos"))):
        session.add(
            Attendance(
                meeting_id=meeting.id, person_id=who.id, presence=presence, marked_by_id=who.id, marked_at=NOW
            )
        )
    session.flush()
    assert [(one.at, one.kind, one.title) for one in queries.attended(session, person.id)] == [
        (meeting.starts_at, Moment.MEETING, "Sturen op de opgave")
    ]


def test_erasing_leaves_nothing_of_a_person(session: Session) -> None:
    goal, other = add(session, a_person(session).id), add(session, a_person(session, "Bram Bos").id, "k2")
    service.check_in(session, goal_id=goal.id, note="Gelezen", feeling=None, steps=[1], form_key="c", now=NOW)
    service.reflect(session, person_id=goal.person_id, text="Rust helpt", form_key="r", now=NOW)
    service.set_reminders(session, person_id=goal.person_id, wanted=False)
    data = own_data(session, goal.person_id)
    assert [one["what"] for one in data["goals"]] == ["Beter sturen op data"]
    assert (data["reflections"][0]["text"], data["reminders"]) == ("Rust helpt", False)
    erase(session, person_id=goal.person_id)
    tables = (Goal, GoalStep, GoalCheckIn, Reflection, GoalReminding)
    assert [session.scalar(select(func.count()).select_from(table)) for table in tables] == [1, 2, 0, 0, 0]
    assert queries.goals_of(session, other.person_id) == [other]
