"""Who may come to which page of learning goals."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal import policy
from portal.errors import NotFound
from portal.goals import queries
from portal.goals.models import Goal
from portal.people.viewer import Viewer
from portal.programmes.models import Edition
from portal.web.kit.access import Audience, Rule

Values = Mapping[str, str]


def own_goal(session: Session, viewer: Viewer | None, values: Values) -> Goal:
    """The goal in the address, for its owner alone: others read what is shared on pages of their own."""
    if viewer is None:
        raise NotFound
    return queries.own_goal(session, public_id=values["goal"], person_id=viewer.person_id)


def guided(session: Session, viewer: Viewer | None, values: Values) -> Edition:
    """The edition in the address, if this person guides it."""
    return policy.guided_edition(session, viewer, values["edition"])


_MINE = Rule(Audience.SIGNED_IN)
_GOAL = Rule(Audience.SIGNED_IN, own_goal)

RULES: dict[str, Rule] = {
    "participant.goals": _MINE,
    "participant.new_goal": _MINE,
    "participant.add_goal": _MINE,
    "participant.goal": _GOAL,
    "participant.edit_goal": _GOAL,
    "participant.change_goal": _GOAL,
    "participant.close_goal": _GOAL,
    "participant.reopen_goal": _GOAL,
    "participant.ask_to_remove_goal": _GOAL,
    "participant.remove_goal": _MINE,
    "participant.note_progress": _GOAL,
    "participant.take_back_check_in": _GOAL,
    "participant.goal_audience": _GOAL,
    "participant.share_goal": _GOAL,
    "participant.goals_with_me": _MINE,
    "participant.goal_reminders": _MINE,
    "participant.set_goal_reminders": _MINE,
    "participant.own_goals_file": _MINE,
    "participant.goals_pdf": _MINE,
    "participant.ask_to_erase_goals": _MINE,
    "participant.erase_goals": _MINE,
    "participant.timeline": _MINE,
    "participant.reflect": _MINE,
    "participant.forget_reflection": _MINE,
    "participant.guiding_goals": Rule(Audience.SIGNED_IN, guided),
}
