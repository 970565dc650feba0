"""The list of organisations."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.database import db, transaction
from portal.errors import Refused
from portal.people import directory, listings
from portal.people.facts import ORGANISATION_WORDS, OrganisationKind
from portal.people.models import Organisation, OrganisationState
from portal.texts import gettext
from portal.web.administrator.blueprint import blueprint
from portal.web.administrator.forms import MergeForm, OrganisationForm
from portal.web.administrator.listing import page_address, page_number, words
from portal.web.kit.access import subject

Answer = Response | str | tuple[str, int]


@blueprint.get("/organisaties")
def organisations() -> Answer:
    """All organisations; those that wait first."""
    state = request.args.get("stand", "")
    page = listings.organisations(db.session(), words=words(), state=state, number=page_number())
    return render_template(
        "administrator/organisations_list.html",
        page=page,
        kinds=ORGANISATION_WORDS,
        proposed=OrganisationState.PROPOSED,
        q=words(),
        state=state,
        page_url=page_address("administrator.organisations", q=words(), stand=state),
    )


@blueprint.get("/organisaties/nieuw")
def new_organisation() -> Answer:
    """The form for one more organisation."""
    form = OrganisationForm(formdata=None, data={"kind": "gemeente"}).offer()
    return render_template("administrator/organisations_new.html", form=form)


@blueprint.post("/organisaties/nieuw")
def add_organisation() -> Answer:
    """Adds an organisation."""
    form = OrganisationForm().offer()
    if form.is_whole():
        try:
            with transaction() as database:
                added = directory.add_organisation(
                    database,
                    name=form.name.data,
                    kind=OrganisationKind(form.kind.data),
                    has_members=form.has_members.data,
                    organises=form.organises.data,
                    mail_address=form.mail_address.data,
                    about=form.about.data or "",
                )
            flash(gettext("%(name)s staat nu in de lijst.", name=added.name), "ok")
            return redirect(url_for("administrator.organisations"), 303)
        except Refused as refusal:
            form.refuse("name", refusal)
    return render_template("administrator/organisations_new.html", form=form), 422


@blueprint.get("/organisaties/<organisation_id>")
def organisation(**_address: str) -> Answer:
    """One organisation: to correct, to approve or to merge."""
    found = subject(Organisation)
    return _edit(OrganisationForm(formdata=None, obj=found).offer(), MergeForm(formdata=None), found)


@blueprint.post("/organisaties/<organisation_id>")
def store_organisation(**_address: str) -> Answer:
    """Corrects an organisation; one that waited is approved."""
    form, found = OrganisationForm().offer(), subject(Organisation)
    if form.is_whole():
        row_id = found.id
        try:
            with transaction() as database:
                changed = directory.change_organisation(
                    database,
                    organisation_id=row_id,
                    name=form.name.data,
                    kind=OrganisationKind(form.kind.data),
                    has_members=form.has_members.data,
                    organises=form.organises.data,
                    mail_address=form.mail_address.data,
                    about=form.about.data or "",
                )
            flash(gettext("%(name)s is opgeslagen.", name=changed.name), "ok")
            return redirect(url_for("administrator.organisations"), 303)
        except Refused as refusal:
            form.refuse("name", refusal)
    return _edit(form, MergeForm(formdata=None), found), 422


@blueprint.post("/organisaties/<organisation_id>/samenvoegen")
def merge_organisation(**_address: str) -> Answer:
    """The people of a proposed organisation move to a known one."""
    found, form = subject(Organisation), MergeForm()
    row_id, into = found.id, request.form.get("into", "")
    try:
        with transaction() as database:
            known = directory.merge_organisation(database, organisation_id=row_id, into_public_id=into)
        flash(gettext("De mensen staan nu bij %(name)s.", name=known.name), "ok")
        return redirect(url_for("administrator.organisations"), 303)
    except Refused as refusal:
        form.refuse("into", refusal)
    return _edit(OrganisationForm(formdata=None, obj=found).offer(), form, found), 422


def _edit(form: OrganisationForm, merge: MergeForm, found: Organisation) -> str:
    return render_template(
        "administrator/organisations_edit.html",
        form=form,
        merge=merge.offer(listings.choices(db.session(), but=found.id)),
        organisation=found,
        waiting=found.state == OrganisationState.PROPOSED,
    )
