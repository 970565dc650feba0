"""What agendas ask of an organiser: a change that waits ten minutes still, and mail that comes back."""

from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from portal.invites import overview, plans, quiet
from portal.invites.models import AgendaUpdate
from portal.programmes.facts import Publication
from portal.programmes.models import Edition
from portal.texts import format_moment, ngettext
from portal.texts import gettext as _
from portal.web.organiser.attention import Task


def leaves(update: AgendaUpdate | None, edition: Edition) -> str:
    """When what rests leaves."""
    if update is not None and update.at_once:
        return _("Dit gaat nu weg.")
    if update is None or update.due_at is None or update.version != edition.version:
        return _("Dit gaat weg als tien minuten lang niemand iets wijzigt.")
    return _(
        "Dit gaat weg op %(moment)s, als niemand meer iets wijzigt.", moment=format_moment(update.due_at)
    )


def resting(session: Session, edition: Edition, now: datetime) -> list[Task]:
    """That a change still waits, for who looks at the edition after making it."""
    update = session.get(AgendaUpdate, edition.id)
    if edition.publication != Publication.PUBLISHED or update is None or not quiet.rests(update, now):
        return []
    if plans.plan(session, edition_id=edition.id, now=now).is_empty:
        return []
    to = url_for("organiser.agendas", edition_id=edition.public_id)
    return [("clock", _("De mails over je laatste wijziging wachten nog"), to, leaves(update, edition))]


def coming_back(session: Session, edition: Edition) -> list[Task]:
    """That mail to people with an invitation comes back: they may not know of a change."""
    number = overview.unreachable(session, edition_id=edition.id)
    if not number:
        return []
    words = ngettext(
        "Mail aan %(num)s deelnemer komt terug", "Mail aan %(num)s deelnemers komt terug", number
    )
    to = url_for("organiser.agendas", edition_id=edition.public_id)
    return [("mail", words, to, _("Zij missen uitnodigingen. Bel of vraag een ander adres."))]
