"""A whole edition that was called off is held after all."""

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db, transaction
from portal.errors import Refused
from portal.invites import quiet
from portal.programmes.facts import Publication
from portal.programmes.models import Edition
from portal.registrations import steering
from portal.registrations.effects import observe, rehearse
from portal.registrations.reasons import Reason
from portal.texts import gettext as _
from portal.texts import ngettext
from portal.web.kit.access import member, subject
from portal.web.organiser import effects, frame
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.cancelling import NO_REASON_YET
from portal.web.organiser.forms import ReasonForm
from portal.web.organiser.meanwhile import Line, changed, stamp

Answer = Response | str | tuple[str, int]


@blueprint.get("/edities/<edition_id>/toch-doorgaan")
def restoring(edition_id: str) -> Answer:
    """Are you sure? Who is in again, by name."""
    edition, form = subject(Edition), ReasonForm(formdata=None)
    if edition.publication != Publication.CANCELLED:
        return _back(edition_id, _("De editie gaat al door."))
    stamp(form, db.session(), edition)
    return _sure(form, edition)


def _back(edition_id: str, words: str) -> Response:
    flash(words, "ok")
    return redirect(url_for("organiser.edition", edition_id=edition_id), 303)


def _sure(form: ReasonForm, edition: Edition, meanwhile: list[Line] | None = None) -> str:
    edition_id, actor_id, now = edition.id, member().person_id, clock.now()
    effect = rehearse(
        db.session(),
        edition_id=edition_id,
        change=lambda: steering.restore_edition(
            db.session(), edition_id=edition_id, actor_id=actor_id, why=NO_REASON_YET, now=now
        ),
    )
    return frame.page(
        "organiser/restoring_sure.html",
        edition,
        "edition",
        form=form,
        people=effects.people(effect.returned),
        meanwhile=meanwhile or [],
    )


@blueprint.post("/edities/<edition_id>/toch-doorgaan")
def restore_edition(edition_id: str) -> Answer:
    """Everyone who ended with it is in again, and hears so."""
    edition, form = subject(Edition), ReasonForm()
    if edition.publication != Publication.CANCELLED:  # pressed twice, or somebody was first
        return _back(edition_id, _("De editie gaat al door."))
    if not form.validate():
        return _sure(form, edition), 422
    row_id, actor_id, now = edition.id, member().person_id, clock.now()
    try:
        with transaction() as session:
            effect = observe(
                session,
                edition_id=row_id,
                change=lambda: steering.restore_edition(
                    session,
                    edition_id=row_id,
                    actor_id=actor_id,
                    why=form.why.data or "",
                    now=now,
                    version=form.expected(),
                ),
            )
            # The letters say so at once; the days in the agendas do not wait for other edits.
            quiet.tell(session, edition_id=row_id, at_once=True, explanation="", now=now)
    except Refused as refusal:
        if refusal.reason != Reason.CHANGED_MEANWHILE:
            raise
        return _sure(form, edition, changed(form, db.session(), edition)), 409
    done = ngettext(
        "De editie gaat toch door. %(num)s persoon krijgt daarover een mail.",
        "De editie gaat toch door. %(num)s mensen krijgen daarover een mail.",
        len(effects.people(effect.returned)),
    )
    return _back(edition_id, done)
