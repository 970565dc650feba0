"""Where the thing that a goal was made from can be read."""

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.frameworks.vocabulary import FRAMEWORK
from portal.goals.models import Goal
from portal.programmes.models import Programme
from portal.texts import gettext as _
from portal.web.kit.engine import own


def made_from(session: Session, goal: Goal) -> tuple[str, str] | None:
    """Words and address; None when there is nothing, or it is there no more."""
    kind, _colon, name = goal.origin.partition(":")
    if kind == "module":
        slug = name.partition("/")[0]
        title = session.scalar(select(Programme.title).where(Programme.slug == slug))
        return (own(title), url_for("public.programme", slug=slug)) if title else None
    known = {
        "finding": {one.number for one in FRAMEWORK.findings},
        "advice": {one.number for one in FRAMEWORK.advices},
        "action": {one.number for one in FRAMEWORK.actions},
    }
    if name not in known.get(kind, ()):
        return None
    return _("Lees erover"), url_for(f"public.{kind}", framework=FRAMEWORK.id, number=name)
