"""What waits for a second organiser, as things to do for who may confirm it."""

from flask import url_for
from sqlalchemy import select

from portal.coverage import queries
from portal.coverage.models import ExternalProgramme
from portal.coverage.subjects import parts_of_all
from portal.database import db
from portal.programmes.queries import programmes_of
from portal.texts import N_
from portal.texts import gettext as _
from portal.web.kit.access import member
from portal.web.kit.engine import own, say
from portal.web.organiser.attention import Task
from portal.web.organiser.coverage_access import EXTERNAL, MODULE, PROGRAMME

MOST = 5


def to_confirm() -> list[Task]:
    """The first few proposals of colleagues about one's own programmes."""
    session, ids = db.session(), member().organisation_ids
    keys = queries.waiting(session, not_by=member().person_id)
    if not keys:
        return []
    parts = parts_of_all(session, programmes_of(session, ids))
    found = [
        _task(MODULE if part.module else PROGRAMME, part.module or part.programme, part.title)
        for part in parts
        if part.key in keys
    ]
    theirs = select(ExternalProgramme).where(ExternalProgramme.organisation_id.in_(ids))
    found += [_task(EXTERNAL, row.slug, row.title) for row in session.scalars(theirs) if row.key in keys]
    return found[:MOST]


def _task(kind: str, name: str, title: str) -> Task:
    said = say(N_("Kijk mee wat ‘%(title)s’ ontwikkelt"), title=own(title))
    note = _("Een collega stelt dit voor. Het telt pas mee als jij het bevestigt.")
    return "check", said, url_for("organiser.coverage", kind=kind, name=name), note
