"""Keeps what a form of an edition changes; what another organiser changed first is shown, nothing is lost."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db, transaction
from portal.errors import Refused
from portal.programmes.models import Edition
from portal.registrations.reasons import Reason
from portal.texts import gettext as _
from portal.web.kit.access import member
from portal.web.organiser.forms import VersionedForm
from portal.web.organiser.meanwhile import Line, changed
from portal.web.organiser.unfinished import is_asked

Answer = Response | str | tuple[str, int]


def save(
    form: VersionedForm,
    edition: Edition,
    verb: Callable[..., object],
    *,
    same: Callable[[], bool],
    show: Callable[[list[Line]], str],
    done: str,
    to: str = "organiser.arrangement",
) -> Answer:
    """Carries the verb out in one transaction. `same` tells whether the edition says so already.

    Where `to` shows it; a draft that still asked for it shows what else it needs.
    """
    public_id = edition.public_id
    to = "organiser.edition" if is_asked(edition) else to
    who: dict[str, Any] = {"edition_id": edition.id, "actor_id": member().person_id, "now": clock.now()}
    kind = "ok"
    try:
        with transaction() as session:
            before = edition.version
            verb(session, version=form.expected(), **who)
            if edition.version == before:
                done, kind = unchanged(), "info"
    except Refused as refusal:
        if refusal.reason != Reason.CHANGED_MEANWHILE:
            raise
        if not same():  # else pressed twice, or somebody was first
            return show(changed(form, db.session(), edition)), 409
    flash(done, kind)
    return redirect(url_for(to, edition_id=public_id), 303)


def unchanged() -> str:
    """What is said when a form was sent as it stood."""
    return _("Dit stond er al zo. Er is niets veranderd.")
