"""Where the thing that a goal was made from can be read."""

from flask import url_for
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.coverage.queries import externals
from portal.errors import NotFound
from portal.frameworks import queries
from portal.frameworks.vocabulary import FRAMEWORK
from portal.goals.models import Goal
from portal.programmes.facts import Publication
from portal.programmes.models import Edition, Programme
from portal.texts import gettext as _
from portal.web.kit.engine import own


def made_from(session: Session, goal: Goal) -> tuple[str, str] | None:
    """Words and address; None when there is nothing, or it is there no more."""
    kind, _colon, name = goal.origin.partition(":")
    if kind == "module":
        return _programme(session, name)
    study, _slash, number = name.rpartition("/")
    try:
        found = queries.framework(session, study) if study else FRAMEWORK
    except NotFound:
        return None
    known = {
        "finding": {one.number for one in found.findings},
        "advice": {one.number for one in found.advices},
        "action": {one.number for one in found.actions},
    }
    if number not in known.get(kind, ()):
        return None
    return _("Lees erover"), url_for(f"public.{kind}", framework=found.id, number=number)


def _programme(session: Session, key: str) -> tuple[str, str] | None:
    """Somebody else's programme, or ours that it is of; one that is still in the making stays unsaid."""
    theirs = next((one for one in externals(session) if one.key == key), None)
    if theirs:
        return own(theirs.title), url_for("public.external", slug=theirs.slug)
    slug = key.partition("/")[0]
    published = exists().where(Edition.programme_id == Programme.id, Edition.publication != Publication.DRAFT)
    title = session.scalar(select(Programme.title).where(Programme.slug == slug, published))
    return (own(title), url_for("public.programme", slug=slug)) if title else None
