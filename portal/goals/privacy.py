"""Everything that is kept of a person here: to give it, and to throw it away."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.goals.models import Goal, GoalReminding, Reflection
from portal.goals.queries import goals_of, wants_reminders


def own_data(session: Session, person_id: int) -> dict[str, Any]:
    """All of it, as plain values."""
    thoughts = session.scalars(
        select(Reflection).where(Reflection.person_id == person_id).order_by(Reflection.id)
    )
    return {
        "goals": [_goal(goal) for goal in goals_of(session, person_id)],
        "reflections": [{"at": one.at.isoformat(), "text": one.text} for one in thoughts],
        "reminders": wants_reminders(session, person_id),
    }


def _goal(goal: Goal) -> dict[str, Any]:
    return {
        "what": goal.what,
        "why": goal.why,
        "notice": goal.notice,
        "aspect": goal.aspect,
        "role": goal.role,
        "target": goal.target / 10 if goal.target else None,
        "until": goal.due_on.isoformat() if goal.due_on else None,
        "priority": goal.priority,
        "made_from": goal.origin or None,
        "seen_by": str(goal.audience),
        "in_edition": f"{goal.edition.programme.title}, {goal.edition.label}" if goal.edition else None,
        "reminders": goal.remind,
        "made": goal.created_at.isoformat(),
        "closed": goal.closed_at.isoformat() if goal.closed_at else None,
        "ending": str(goal.ending) if goal.ending else None,
        "steps": [{"what": step.what, "done": step.check_in_id is not None} for step in goal.steps],
        "check_ins": [
            {
                "at": one.at.isoformat(),
                "note": one.note,
                "feeling": str(one.feeling) if one.feeling else None,
                "steps": [step.what for step in one.steps],
            }
            for one in goal.check_ins
        ],
    }


def has_reflections(session: Session, person_id: int) -> bool:
    """Whether something is kept that was written about a meeting."""
    return session.scalar(select(Reflection.id).where(Reflection.person_id == person_id).limit(1)) is not None


def erase(session: Session, *, person_id: int) -> None:
    """Throws it away; nothing of it stays."""
    for table in (Goal, Reflection, GoalReminding):
        session.execute(delete(table).where(table.person_id == person_id))
    session.flush()
    session.expire_all()
