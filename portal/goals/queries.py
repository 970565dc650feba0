"""A person's own goals and timeline, each in a fixed number of queries."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.attendance.facts import Presence
from portal.attendance.models import Attendance
from portal.errors import NotFound
from portal.goals.facts import Entry, GoalFacts, Moment, Progress, State, state_of
from portal.goals.models import Goal, GoalCheckIn, GoalReminding, Reflection
from portal.programmes.models import Edition, Meeting, Programme

_WHOLE = (
    selectinload(Goal.steps),
    selectinload(Goal.check_ins).selectinload(GoalCheckIn.steps),
    joinedload(Goal.edition).joinedload(Edition.programme),
)


def goals_of(session: Session, person_id: int) -> list[Goal]:
    """All goals of this person: open ones first, by priority, then the newest."""
    rows = session.scalars(select(Goal).where(Goal.person_id == person_id).options(*_WHOLE)).all()
    return sorted(rows, key=lambda goal: (goal.closed_at is not None, -goal.priority, -goal.id))


def open_goals(session: Session, person_id: int) -> list[Goal]:
    """The goals that this person works on, the most important first."""
    rows = session.scalars(
        select(Goal)
        .where(Goal.person_id == person_id, Goal.closed_at.is_(None))
        .order_by(Goal.priority.desc(), Goal.id.desc())
        .options(selectinload(Goal.steps))
    )
    return list(rows)


def own_goal(session: Session, *, public_id: str, person_id: int) -> Goal:
    """The goal with this name, for its owner; raises NotFound for anybody else."""
    found = session.scalar(
        select(Goal).where(Goal.public_id == public_id, Goal.person_id == person_id).options(*_WHOLE)
    )
    if found is None:
        raise NotFound
    return found


def priorities(session: Session, person_id: int) -> tuple[GoalFacts, ...]:
    """The open goals of this person as a recommendation weighs them."""
    rows = session.execute(
        select(Goal.aspect, Goal.role, Goal.priority, Goal.target)
        .where(Goal.person_id == person_id, Goal.closed_at.is_(None))
        .order_by(Goal.priority.desc(), Goal.id)
    )
    return tuple(GoalFacts(*row) for row in rows)


def progress_of(goal: Goal, today: date) -> State:
    """What this goal comes to today."""
    done = sum(step.check_in_id is not None for step in goal.steps)
    found = Progress(goal.ending, goal.due_on, len(goal.check_ins), len(goal.steps), done)
    return state_of(found, today)


def wants_reminders(session: Session, person_id: int) -> bool:
    """Whether this person gets mail about goals at all."""
    found = session.scalar(select(GoalReminding.wanted).where(GoalReminding.person_id == person_id))
    return found is not False


def own_entries(session: Session, person_id: int) -> list[Entry]:
    """Goals, check-ins and reflections as lines of the timeline."""
    entries = []
    for goal in goals_of(session, person_id):
        entries.append(Entry(goal.created_at, Moment.GOAL_MADE, goal.what, id=goal.public_id))
        if goal.closed_at is not None:
            closed = Entry(
                goal.closed_at, Moment.GOAL_CLOSED, goal.what, id=goal.public_id, ending=goal.ending
            )
            entries.append(closed)
        entries += [
            Entry(
                one.at,
                Moment.CHECK_IN,
                goal.what,
                text=one.note,
                id=goal.public_id,
                feeling=one.feeling,
                steps=tuple(step.what for step in one.steps),
            )
            for one in goal.check_ins
        ]
    thoughts = session.scalars(select(Reflection).where(Reflection.person_id == person_id))
    entries += [Entry(one.at, Moment.REFLECTION, "", text=one.text, id=one.public_id) for one in thoughts]
    return entries


def attended(session: Session, person_id: int) -> list[Entry]:
    """The meetings that this person was at, as lines of the timeline."""
    rows = session.execute(
        select(Meeting, Programme.title)
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .join(Edition, Edition.id == Meeting.edition_id)
        .join(Programme, Programme.id == Edition.programme_id)
        .where(Attendance.person_id == person_id, Attendance.presence == Presence.PRESENT)
        .order_by(Meeting.id)
    )
    return [
        Entry(_begin(meeting), Moment.MEETING, title, text=meeting.title)
        for meeting, title in rows
        if meeting.day is not None
    ]


def _begin(meeting: Meeting) -> datetime:
    """When it began; of a meeting without hours the beginning of its day."""
    assert meeting.day is not None
    return meeting.starts_at or datetime.combine(meeting.day, time(), ZoneInfo(meeting.zone))
