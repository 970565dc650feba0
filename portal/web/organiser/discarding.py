"""A programme or a draft made by mistake is removed, after asking once."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.coverage import service as coverage
from portal.database import db, transaction
from portal.errors import Refused
from portal.material import discarding
from portal.programmes.models import Edition, Programme
from portal.registrations.reasons import Reason
from portal.texts import gettext as _
from portal.web.kit.access import member, subject
from portal.web.kit.errors import sentence
from portal.web.organiser import frame
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.forms import VersionedForm
from portal.web.organiser.meanwhile import Line, changed, stamp

Answer = Response | str | tuple[str, int]


@blueprint.get("/edities/<edition_id>/verwijderen")
def discarding_edition(**_address: str) -> str:
    """Are you sure? Or why it stays."""
    edition, form = subject(Edition), VersionedForm(formdata=None)
    frame.check_not_over(edition)
    stamp(form, db.session(), edition)
    stays = discarding.why_edition_stays(db.session(), edition)
    return _edition(form, edition, sentence(Refused(stays)) if stays else "")


def _edition(form: VersionedForm, edition: Edition, stays: str, meanwhile: list[Line] | None = None) -> str:
    return frame.page(
        "organiser/discarding_edition.html",
        edition,
        "edition",
        form=form,
        stays=stays,
        meanwhile=meanwhile or [],
    )


@blueprint.post("/edities/<edition_id>/verwijderen")
def discard_edition(**_address: str) -> Answer:
    """The draft is gone, with everything in it."""
    edition, form = subject(Edition), VersionedForm()
    row_id, label, slug = edition.id, edition.label, edition.programme.slug
    try:
        with transaction() as session:
            keys = discarding.discard_edition(
                session,
                edition_id=row_id,
                actor_id=member().person_id,
                now=clock.now(),
                version=form.expected(),
            )
            coverage.forget(session, keys=keys)
    except Refused as refusal:
        if refusal.reason == Reason.CHANGED_MEANWHILE:
            return _edition(form, edition, "", changed(form, db.session(), edition)), 409
        return _edition(form, edition, sentence(refusal)), 409
    flash(_("Het concept ‘%(label)s’ is verwijderd.", label=label), "ok")
    return redirect(url_for("organiser.programme", slug=slug), 303)


@blueprint.get("/leergangen/<slug>/verwijderen")
def discarding_programme(**_address: str) -> str:
    """Are you sure? Or why it stays."""
    found = subject(Programme)
    stays = discarding.why_programme_stays(db.session(), found.id)
    return _programme(found, sentence(Refused(stays)) if stays else "")


def _programme(found: Programme, stays: str) -> str:
    return render_template("organiser/discarding_programme.html", programme=found, stays=stays)


@blueprint.post("/leergangen/<slug>/verwijderen")
def discard_programme(slug: str) -> Answer:
    """The programme is gone."""
    found = subject(Programme)
    row_id, title = found.id, found.title
    try:
        with transaction() as session:
            discarding.discard_programme(session, programme_id=row_id, actor_id=member().person_id)
            coverage.forget(session, keys={slug})
    except Refused as refusal:
        return _programme(found, sentence(refusal)), 409
    flash(_("De leergang ‘%(title)s’ is verwijderd.", title=title), "ok")
    return redirect(url_for("organiser.programmes"), 303)
