"""Learning goals as a PDF, for on paper and for the conversation with one's manager."""

from collections.abc import Iterable
from typing import Any

from flask import Response

from portal import clock
from portal.database import db
from portal.goals import queries
from portal.goals.models import Goal
from portal.texts import format_date
from portal.texts import gettext as _
from portal.web.kit import pdf
from portal.web.kit.access import member
from portal.web.participant import goal_words as words
from portal.web.participant.blueprint import blueprint
from portal.web.participant.goals import today

Part = dict[str, Any]


@blueprint.get("/mijn/leerdoelen/leerdoelen.pdf")
def goals_pdf() -> Response:
    """The goals that one works on; what was written about how it goes stays out."""
    found = [goal for goal in queries.goals_of(db.session(), member().person_id) if goal.closed_at is None]
    return pdf.download(
        "goals.typ",
        {
            "title": _("Mijn leerdoelen"),
            "author": member().name,
            "lead": member().name if found else _("Je werkt nu niet aan een leerdoel."),
            "footer": _("Gemaakt op %(day)s", day=format_date(clock.now())),
            "goals": [_on_paper(goal) for goal in found],
        },
        "leerdoelen.pdf",
    )


def _on_paper(goal: Goal) -> Part:
    state = [text for text, _look in words.badges(goal, today())]
    standing = words.standing(goal, today())
    return {
        "title": goal.what,
        "state": f"{', '.join(state)}. {standing}".strip(),
        "parts": list(_parts(goal)),
    }


def _parts(goal: Goal) -> Iterable[Part]:
    """What there is to tell of a goal."""
    if goal.why:
        yield {"title": _("Waarom"), "lines": goal.why.splitlines()}
    if goal.notice:
        yield {"title": _("Waaraan merk ik het?"), "lines": goal.notice.splitlines()}
    if words.about(goal):
        about = words.about(goal)
        score = _("naar score %(score)s", score=words.target(goal)) if goal.target else ""
        yield {"title": _("Hoort bij"), "lines": [f"{about}, {score}" if score else about]}
    if goal.steps:
        done = _("gedaan")
        steps = [f"{step.what} ({done})" if step.check_in_id else step.what for step in goal.steps]
        yield {"title": _("Stappen"), "lines": [], "list": steps}
