"""Associations and their memberships."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db, transaction
from portal.errors import Refused
from portal.people import listings, memberships
from portal.people.models import Membership, MembershipImport, Organisation
from portal.texts import gettext, local
from portal.web.administrator.blueprint import blueprint
from portal.web.administrator.forms import MembershipForm
from portal.web.administrator.listing import page_address, page_number, words
from portal.web.kit import memberships as importing
from portal.web.kit.access import member, subject

Answer = Response | str | tuple[str, int]


@blueprint.get("/verenigingen")
def associations() -> Answer:
    """Every association with its numbers of members."""
    lines = listings.associations(db.session(), today=local(clock.now()).date())
    return render_template("administrator/associations_list.html", lines=lines)


@blueprint.get("/verenigingen/<association_id>")
def association(association_id: str) -> Answer:
    """The members of one association, and the imports."""
    found = subject(Organisation)
    return render_template(
        "administrator/associations_show.html",
        association=found,
        page=listings.memberships(db.session(), association_id=found.id, words=words(), number=page_number()),
        imports=listings.imports(db.session(), association_id=found.id),
        today=local(clock.now()).date(),
        q=words(),
        page_url=page_address("administrator.association", association_id=association_id, q=words()),
    )


@blueprint.get("/verenigingen/<association_id>/importeren")
def import_members(**_address: str) -> Answer:
    """The form to choose a file."""
    return _import(importing.ImportForm(formdata=None), subject(Organisation))


@blueprint.post("/verenigingen/<association_id>/importeren")
def upload_members(**_address: str) -> Answer:
    """Keeps the file and shows what it would do."""
    form, found = importing.ImportForm(), subject(Organisation)
    kept = importing.keep_upload(form, association=found, person_id=member().person_id)
    if kept is None:
        return _import(form, found), 422
    return redirect(url_for("administrator.preview", import_id=kept), 303)


def _import(form: importing.ImportForm, found: Organisation) -> str:
    return render_template("administrator/associations_import.html", form=form, association=found)


@blueprint.get("/importen/<import_id>")
def preview(**_address: str) -> Answer:
    """What importing would do, or what it did."""
    return _preview(subject(MembershipImport))


@blueprint.post("/importen/<import_id>")
def carry_out(import_id: str) -> Answer:
    """Imports, all or nothing."""
    kept = subject(MembershipImport)
    row_id = kept.id
    try:
        importing.carry_out(kept)
    except Refused:
        return _preview(db.session().get_one(MembershipImport, row_id)), 409
    return redirect(url_for("administrator.preview", import_id=import_id), 303)


def _preview(kept: MembershipImport) -> str:
    return render_template(
        "administrator/associations_preview.html",
        preview=importing.preview(db.session(), kept),
        association=kept.association,
    )


@blueprint.get("/lidmaatschappen/<membership_id>")
def membership(**_address: str) -> Answer:
    """One membership: dates and number."""
    found = subject(Membership)
    return _membership(MembershipForm(formdata=None, obj=found), found)


@blueprint.post("/lidmaatschappen/<membership_id>")
def store_membership(**_address: str) -> Answer:
    """Corrects a membership."""
    form, found = MembershipForm(), subject(Membership)
    if not form.validate():
        return _membership(form, found), 422
    row_id, association_id = found.id, found.association.public_id
    try:
        with transaction() as database:
            memberships.change_membership(
                database,
                membership_id=row_id,
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                number=form.number.data,
            )
    except Refused as refusal:
        form.refuse("ends_on", refusal)
        return _membership(form, found), 422
    flash(gettext("Het lidmaatschap is opgeslagen."), "ok")
    return redirect(url_for("administrator.association", association_id=association_id), 303)


@blueprint.post("/lidmaatschappen/<membership_id>/verwijder")
def remove_membership(**_address: str) -> Answer:
    """Removes a membership that never was."""
    found = subject(Membership)
    row_id, association_id = found.id, found.association.public_id
    with transaction() as database:
        memberships.remove_membership(database, membership_id=row_id)
    flash(gettext("Het lidmaatschap is verwijderd."), "ok")
    return redirect(url_for("administrator.association", association_id=association_id), 303)


def _membership(form: MembershipForm, found: Membership) -> str:
    return render_template("administrator/associations_membership.html", form=form, membership=found)
