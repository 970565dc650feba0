"""A person's own goals: made, changed, checked in on, shared, closed and thrown away."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.errors import NotFound, Refused
from portal.goals.facts import (
    MOST_GOALS,
    MOST_PRIORITIES,
    Audience,
    Ending,
    Feeling,
    Stated,
    tenths,
    too_low,
)
from portal.goals.models import Goal, GoalCheckIn, GoalReminding, GoalStep, Reflection
from portal.goals.reasons import GoalRefused
from portal.goals.sharing import circles, name_readers
from portal.people.models import Person
from portal.texts import local

Scores = Mapping[str, float]


def add(
    session: Session,
    *,
    person_id: int,
    stated: Stated,
    form_key: str,
    now: datetime,
    origin: str = "",
    scores: Scores = {},  # noqa: B006 - never written to
) -> Goal:
    """A new goal, seen by its owner alone. The same form sent twice makes one."""
    _turn(session, person_id)
    known = session.scalar(select(Goal).where(Goal.form_key == form_key, Goal.person_id == person_id))
    if known is not None:
        return known
    count = session.scalar(select(func.count(Goal.id)).where(Goal.person_id == person_id))
    if (count or 0) >= MOST_GOALS:
        raise Refused(GoalRefused.TOO_MANY, limit=MOST_GOALS)
    _check(session, person_id, stated, None, scores, now)
    goal = Goal(person_id=person_id, form_key=form_key, origin=origin, created_at=now, active_at=now)
    _state(goal, stated)
    session.add(goal)
    session.flush()
    return goal


def change(
    session: Session, *, goal_id: int, stated: Stated, version: int, now: datetime, scores: Scores
) -> Goal:
    """Other words for an open goal. Steps that keep their words stay done."""
    goal = _of_turn(session, goal_id)
    if goal.version != version:
        raise Refused(GoalRefused.CHANGED_MEANWHILE)
    _check_open(goal)
    _check(session, goal.person_id, stated, goal, scores, now)
    _state(goal, stated)
    goal.version += 1
    goal.active_at = now
    session.flush()
    return goal


def check_in(
    session: Session,
    *,
    goal_id: int,
    note: str,
    feeling: Feeling | None,
    steps: Iterable[int],
    form_key: str,
    now: datetime,
) -> GoalCheckIn:
    """Notes how it goes, and which steps are done. The same form sent twice counts once."""
    goal = _of_turn(session, goal_id)
    known = session.scalar(
        select(GoalCheckIn).where(GoalCheckIn.form_key == form_key, GoalCheckIn.goal_id == goal.id)
    )
    if known is not None:
        return known
    _check_open(goal)
    made = GoalCheckIn(goal_id=goal.id, at=now, note=note, feeling=feeling, form_key=form_key)
    session.add(made)
    session.flush()
    wanted = set(steps)
    for step in goal.steps:
        if step.number in wanted and step.check_in_id is None:
            step.check_in_id = made.id
    goal.active_at = now
    session.flush()
    return made


def take_back(session: Session, *, goal_id: int, check_in_id: int) -> None:
    """Throws a check-in away; the steps that it called done are open again. Twice is once."""
    goal = _of_turn(session, goal_id)
    for step in goal.steps:
        if step.check_in_id == check_in_id:
            step.check_in_id = None
    session.flush()
    session.execute(delete(GoalCheckIn).where(GoalCheckIn.id == check_in_id, GoalCheckIn.goal_id == goal_id))
    session.expire(goal)


def share(session: Session, *, goal_id: int, audience: Audience, edition_id: int | None) -> Goal:
    """Another audience, from the next request on."""
    goal = _of_turn(session, goal_id)
    if audience is Audience.ME:
        goal.audience, goal.edition_id = audience, None
        name_readers(session, goal, ())
        return goal
    circle = next((one for one in circles(session, goal.person_id) if one.edition_id == edition_id), None)
    if circle is None or audience not in circle.audiences:
        raise Refused(GoalRefused.NOT_IN_THIS_CIRCLE)
    goal.audience, goal.edition_id = audience, edition_id
    name_readers(session, goal, circle.named(audience))
    return goal


def close(session: Session, *, goal_id: int, ending: Ending, now: datetime) -> Goal:
    """The goal is over, in one of two ways. Twice is once."""
    goal = _of_turn(session, goal_id)
    if goal.closed_at is None:
        goal.closed_at, goal.ending, goal.active_at = now, ending, now
        goal.version += 1
    return goal


def reopen(session: Session, *, goal_id: int, now: datetime) -> Goal:
    """The goal goes on; its priority only if there is room for one more."""
    goal = _of_turn(session, goal_id)
    if goal.closed_at is not None:
        goal.closed_at, goal.ending, goal.active_at = None, None, now
        goal.version += 1
        if goal.priority and _priorities(session, goal.person_id, goal.id) >= MOST_PRIORITIES:
            goal.priority = 0
    return goal


def remove(session: Session, *, public_id: str, person_id: int) -> None:
    """Throws a goal of this person away with all that belongs to it. Twice is once."""
    session.execute(delete(Goal).where(Goal.public_id == public_id, Goal.person_id == person_id))
    session.flush()
    session.expire_all()


def reflect(session: Session, *, person_id: int, text: str, form_key: str, now: datetime) -> None:
    """Keeps a thought. The same form sent twice counts once."""
    _turn(session, person_id)
    known = select(Reflection.id).where(Reflection.form_key == form_key)
    if session.scalar(known) is None:
        session.add(Reflection(person_id=person_id, text=text, form_key=form_key, at=now))


def forget_reflection(session: Session, *, person_id: int, public_id: str) -> None:
    """Throws a thought away. Twice is once."""
    session.execute(
        delete(Reflection).where(Reflection.person_id == person_id, Reflection.public_id == public_id)
    )


def set_reminders(session: Session, *, person_id: int, wanted: bool) -> None:
    """Whether this person gets mail about goals at all."""
    _turn(session, person_id)
    row = session.get(GoalReminding, person_id)
    if row is None:
        row = GoalReminding(person_id=person_id)
        session.add(row)
    row.wanted = wanted


def _turn(session: Session, person_id: int) -> None:
    """One change of one's goals after the other, also from two windows."""
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update())


def _of_turn(session: Session, goal_id: int) -> Goal:
    owner = session.scalar(select(Goal.person_id).where(Goal.id == goal_id))
    if owner is None:
        raise NotFound
    _turn(session, owner)
    goal = session.get(Goal, goal_id, populate_existing=True)
    if goal is None:
        raise NotFound
    return goal


def _check_open(goal: Goal) -> None:
    if goal.closed_at is not None:
        raise Refused(GoalRefused.CLOSED)


def _check(
    session: Session, person_id: int, stated: Stated, goal: Goal | None, scores: Scores, now: datetime
) -> None:
    same_day = goal is not None and goal.due_on == stated.due_on
    if stated.due_on is not None and not same_day and stated.due_on < local(now).date():
        raise Refused(GoalRefused.IN_THE_PAST)
    about = (goal.aspect, goal.role, goal.target) if goal else None
    score = too_low(stated, scores)
    if score is not None and about != (stated.aspect, stated.role, stated.target):
        raise Refused(GoalRefused.TARGET_TOO_LOW, score=f"{tenths(score) / 10:.1f}".replace(".", ","))
    others = _priorities(session, person_id, goal.id if goal else None)
    if stated.priority and others >= MOST_PRIORITIES:
        raise Refused(GoalRefused.TOO_MANY_PRIORITIES, limit=MOST_PRIORITIES)


def _priorities(session: Session, person_id: int, but: int | None) -> int:
    """How many other open goals of this person have a priority."""
    found = select(func.count(Goal.id)).where(
        Goal.person_id == person_id, Goal.closed_at.is_(None), Goal.priority > 0
    )
    return session.scalar(found if but is None else found.where(Goal.id != but)) or 0


def _state(goal: Goal, stated: Stated) -> None:
    goal.what, goal.why, goal.notice = stated.what, stated.why, stated.notice
    goal.aspect, goal.role, goal.target = stated.aspect, stated.role, stated.target
    goal.due_on, goal.priority, goal.remind = stated.due_on, stated.priority, stated.remind
    left = list(goal.steps)
    steps = []
    for number, what in enumerate(stated.steps, 1):
        step = next((one for one in left if one.what == what), None)
        if step is None:
            step = GoalStep(what=what)
        else:
            left.remove(step)
        step.number = number
        steps.append(step)
    goal.steps = steps
