"""Goals that lie still → one gentle letter a month; and whether it may still leave.

What somebody wants to learn never stands in a letter: only how many goals there are.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.goals.models import Goal, GoalReminding
from portal.outbox.letter import Letter
from portal.outbox.service import post
from portal.people.models import Person

KIND = "goal_reminder"
STILL_FOR = timedelta(days=28)


def people_to_remind(session: Session, now: datetime) -> list[int]:
    """Who has goals that lay still for four weeks, wants to know, and was not told in that time."""
    return list(
        session.scalars(
            select(Goal.person_id)
            .outerjoin(GoalReminding, GoalReminding.person_id == Goal.person_id)
            .where(
                Goal.closed_at.is_(None),
                Goal.remind.is_(True),
                Goal.active_at <= now - STILL_FOR,
                or_(GoalReminding.wanted.is_(None), GoalReminding.wanted.is_(True)),
                or_(GoalReminding.reminded_at.is_(None), GoalReminding.reminded_at <= now - STILL_FOR),
            )
            .distinct()
            .order_by(Goal.person_id)
        )
    )


def remind_person(session: Session, *, person_id: int, now: datetime) -> bool:
    """Writes the letter, if it is still due. Twice is once."""
    person = session.scalar(select(Person).where(Person.id == person_id).with_for_update())
    still = _still(session, person_id, now)
    row = session.get(GoalReminding, person_id, populate_existing=True)
    if person is None or not still or (row is not None and not _is_due(row, now)):
        return False
    if row is None:
        row = GoalReminding(person_id=person_id, wanted=True)
        session.add(row)
    row.reminded_at = now
    letter = Letter(
        kind=KIND,
        occasion=f"{KIND}:{person_id}:{now.date().isoformat()}",
        to_address=person.email,
        to_name=person.name,
        language=person.language,
        person_id=person_id,
        facts={
            "link": "/mijn/leerdoelen",
            "stop_link": "/mijn/leerdoelen/herinneringen",
            "number": still,
        },
    )
    post(session, letter, now=now)
    return True


def _is_due(row: GoalReminding, now: datetime) -> bool:
    return row.wanted and (row.reminded_at is None or row.reminded_at <= now - STILL_FOR)


def _still(session: Session, person_id: int, now: datetime) -> int:
    """How many goals to be reminded of lie still."""
    return (
        session.scalar(
            select(func.count(Goal.id)).where(
                Goal.person_id == person_id,
                Goal.closed_at.is_(None),
                Goal.remind.is_(True),
                Goal.active_at <= now - STILL_FOR,
            )
        )
        or 0
    )


def is_wanted(session: Session, letter: Letter, *, now: datetime) -> bool:
    """Whether this letter may still leave: not to who switched it off, or wrote meanwhile."""
    if letter.kind != KIND or letter.person_id is None:
        return True
    row = session.get(GoalReminding, letter.person_id, populate_existing=True)
    return (row is None or row.wanted) and _still(session, letter.person_id, now) > 0
