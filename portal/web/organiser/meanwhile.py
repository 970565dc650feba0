"""When another organiser changed the edition first: what changed, and nothing typed is lost."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.programmes.models import Edition
from portal.registrations import desk_queries
from portal.web.organiser import changes
from portal.web.organiser.forms import VersionedForm

Line = tuple[datetime, str, str]


def stamp(form: VersionedForm, session: Session, edition: Edition) -> None:
    """Lets the form remember what the page showed."""
    newest = desk_queries.changes_of(session, edition.id)[:1]
    form.version.data = str(edition.version)
    form.seen.data = newest[0].at.isoformat() if newest else ""


def changed(form: VersionedForm, session: Session, edition: Edition) -> list[Line]:
    """What others changed since the page was made; the form then counts as having seen it."""
    since = _instant(form.seen.data or "")
    lines = [
        (change.at, changes.sentence(change.action, change.details), change.who)
        for change in desk_queries.changes_of(session, edition.id, since=since)
    ]
    stamp(form, session, edition)
    return lines


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
