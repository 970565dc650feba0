"""The whole edition is called off."""

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db, transaction
from portal.errors import Refused
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
from portal.web.organiser.forms import ReasonForm
from portal.web.organiser.meanwhile import Line, changed, stamp

Answer = Response | str | tuple[str, int]
NO_REASON_YET = "…"


@blueprint.get("/edities/<edition_id>/annuleren")
def cancelling(**_address: str) -> Answer:
    """Are you sure? Who loses a seat, by name."""
    edition, form = subject(Edition), ReasonForm(formdata=None)
    frame.check_not_over(edition)
    stamp(form, db.session(), edition)
    return _sure(form, edition)


def _sure(form: ReasonForm, edition: Edition, meanwhile: list[Line] | None = None) -> str:
    edition_id, actor_id, now = edition.id, member().person_id, clock.now()
    effect = rehearse(
        db.session(),
        edition_id=edition_id,
        change=lambda: steering.cancel_edition(
            db.session(), edition_id=edition_id, actor_id=actor_id, why=NO_REASON_YET, now=now
        ),
    )
    return frame.page(
        "organiser/cancelling_sure.html",
        edition,
        "edition",
        form=form,
        people=effects.people(effect.ended),
        meanwhile=meanwhile or [],
    )


@blueprint.post("/edities/<edition_id>/annuleren")
def cancel_edition(edition_id: str) -> Answer:
    """Everyone hears it, with the reason."""
    edition, form = subject(Edition), ReasonForm()
    if not form.validate():
        return _sure(form, edition), 422
    row_id, actor_id, now = edition.id, member().person_id, clock.now()
    try:
        with transaction() as session:
            effect = observe(
                session,
                edition_id=row_id,
                change=lambda: steering.cancel_edition(
                    session,
                    edition_id=row_id,
                    actor_id=actor_id,
                    why=form.why.data or "",
                    now=now,
                    version=form.expected(),
                ),
            )
    except Refused as refusal:
        if refusal.reason != Reason.CHANGED_MEANWHILE:
            raise
        if edition.publication == Publication.CANCELLED:  # pressed twice, or somebody was first
            flash(_("De editie is al geannuleerd."), "ok")
            return redirect(url_for("organiser.edition", edition_id=edition_id), 303)
        return _sure(form, edition, changed(form, db.session(), edition)), 409
    flash(
        ngettext(
            "De editie is geannuleerd. %(num)s persoon krijgt daarover een mail.",
            "De editie is geannuleerd. %(num)s mensen krijgen daarover een mail.",
            len(effects.people(effect.ended)),
        ),
        "ok",
    )
    return redirect(url_for("organiser.edition", edition_id=edition_id), 303)
