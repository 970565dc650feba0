"""Programmes of others in the catalogue, kept by an organisation of one's own."""

import secrets

from flask import flash, redirect, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from portal import clock
from portal.coverage import external as service
from portal.coverage.models import ExternalProgramme
from portal.database import db, transaction
from portal.errors import Refused
from portal.people import listings
from portal.people.queries import organisation_with
from portal.programmes.stating import EditingRefused
from portal.texts import gettext as _
from portal.web.kit.access import member, subject
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.coverage_forms import ExternalForm

Answer = Response | str | tuple[str, int]


@blueprint.get("/extern")
def externals() -> str:
    """Those of one's own organisations, also what was taken out."""
    rows = db.session().scalars(
        select(ExternalProgramme)
        .where(ExternalProgramme.organisation_id.in_(member().organisation_ids))
        .order_by(ExternalProgramme.title, ExternalProgramme.id)
        .options(joinedload(ExternalProgramme.organisation))
    )
    return render_template("organiser/externals_list.html", rows=rows.all())


@blueprint.get("/extern/nieuw")
def new_external() -> str:
    """The form for one more."""
    form = _offered(ExternalForm(formdata=None))
    form.key.data = secrets.token_urlsafe(16)
    return _page(form, None)


def _offered(form: ExternalForm) -> ExternalForm:
    return form.offer(listings.choices(db.session(), ids=member().organisation_ids))


def _page(form: ExternalForm, found: ExternalProgramme | None, meanwhile: bool = False) -> str:
    return render_template(
        "organiser/externals_edit.html", form=form, found=found, meanwhile=meanwhile, choose=found is None
    )


@blueprint.post("/extern/nieuw")
def add_external() -> Answer:
    """Puts it in the catalogue; then what it develops."""
    form = _offered(ExternalForm())
    if not form.validate():
        return _page(form, None), 422
    with transaction() as session:
        owner = organisation_with(session, public_id=form.organisation.data)
        if owner is None or owner.id not in member().organisation_ids:
            raise Refused(EditingRefused.NOT_ORGANISING)
        key = (form.key.data or secrets.token_urlsafe(16))[:40]
        made = service.add(
            session, organisation_id=owner.id, stated=form.stated(), form_key=key, now=clock.now()
        )
        slug = made.slug
    flash(_("De leergang staat in de lijst. Vul nu in wat hij ontwikkelt."), "ok")
    return redirect(url_for("organiser.edit_coverage", kind="extern", name=slug), 303)


@blueprint.get("/extern/<slug>")
def edit_external(**_address: str) -> str:
    """The form with what stands there."""
    found = subject(ExternalProgramme)
    return _page(_offered(ExternalForm.of(found)), found)


@blueprint.post("/extern/<slug>")
def store_external(**_address: str) -> Answer:
    """Keeps the change."""
    found, form = subject(ExternalProgramme), _offered(ExternalForm())
    if not form.validate():
        return _page(form, found), 422
    row_id = found.id
    try:
        with transaction() as session:
            service.change(
                session, row_id=row_id, stated=form.stated(), version=form.expected(), now=clock.now()
            )
    except Refused:
        return _page(form.stamped(found), found, meanwhile=True), 409
    flash(_("De leergang is gewijzigd."), "ok")
    return redirect(url_for("organiser.externals"), 303)


@blueprint.post("/extern/<slug>/weg")
def withdraw_external(**_address: str) -> Answer:
    """Takes it out of the catalogue; it can come back."""
    row_id, title = subject(ExternalProgramme).id, subject(ExternalProgramme).title
    with transaction() as session:
        service.withdraw(session, row_id=row_id, now=clock.now())
    flash(_("‘%(title)s’ staat niet meer in de lijst met leergangen.", title=title), "ok")
    return redirect(url_for("organiser.externals"), 303)


@blueprint.post("/extern/<slug>/terug")
def return_external(**_address: str) -> Answer:
    """Puts it in the catalogue again."""
    row_id, title = subject(ExternalProgramme).id, subject(ExternalProgramme).title
    with transaction() as session:
        service.bring_back(session, row_id=row_id)
    flash(_("‘%(title)s’ staat weer in de lijst met leergangen.", title=title), "ok")
    return redirect(url_for("organiser.externals"), 303)
