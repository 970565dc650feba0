"""Who organises for which organisation."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db, transaction
from portal.errors import Refused
from portal.people import directory, listings, queries
from portal.people.models import Organisation, Person
from portal.texts import gettext
from portal.web.administrator.blueprint import blueprint
from portal.web.administrator.forms import OrganiserForm
from portal.web.administrator.listing import page_address, page_number, words
from portal.web.kit.access import subject

Answer = Response | str | tuple[str, int]


@blueprint.get("/organisatoren")
def organisers() -> Answer:
    """Everybody who organises now."""
    return render_template(
        "administrator/organisers_list.html",
        page=listings.organisers(db.session(), words=words(), number=page_number()),
        q=words(),
        page_url=page_address("administrator.organisers", q=words()),
    )


@blueprint.get("/organisatoren/nieuw")
def new_organiser() -> Answer:
    """The form to make someone an organiser."""
    return _new(OrganiserForm(formdata=None))


@blueprint.post("/organisatoren/nieuw")
def add_organiser() -> Answer:
    """Makes someone an organiser."""
    form = OrganiserForm().offer(listings.choices(db.session(), organises=True))
    if not form.is_whole():
        return _new(form), 422
    person = queries.credentials(db.session(), email=form.email.data)
    body = queries.organisation_with(db.session(), public_id=form.organisation.data)
    if person is None or body is None:
        form.email.errors = [
            gettext("Niemand heeft een account met dit adres. Laat eerst een account maken.")
        ]
        return _new(form), 422
    body_id, body_name = body.id, body.name
    try:
        with transaction() as database:
            directory.grant_organiser(
                database, person_id=person.person_id, organisation_id=body_id, now=clock.now()
            )
    except Refused as refusal:
        about_person = refusal.reason == directory.DirectoryReason.NOT_CONFIRMED
        form.refuse("email" if about_person else "organisation", refusal)
        return _new(form), 422
    flash(
        gettext("%(name)s organiseert nu voor %(organisation)s.", name=person.name, organisation=body_name),
        "ok",
    )
    return redirect(url_for("administrator.organisers"), 303)


def _new(form: OrganiserForm) -> str:
    form.offer(listings.choices(db.session(), organises=True))
    return render_template("administrator/organisers_new.html", form=form)


@blueprint.get("/organisatoren/<person_id>/<organisation_id>/stop")
def stop_organiser(**_address: str) -> Answer:
    """Are you sure?"""
    person, organisation = subject(tuple)
    return render_template("administrator/organisers_stop.html", person=person, organisation=organisation)


@blueprint.post("/organisatoren/<person_id>/<organisation_id>/stop")
def withdraw_organiser(**_address: str) -> Answer:
    """Takes the role away, at once."""
    person, organisation = subject(tuple)
    assert isinstance(person, Person)
    assert isinstance(organisation, Organisation)
    text = gettext(
        "%(name)s organiseert niet meer voor %(organisation)s.",
        name=person.name,
        organisation=organisation.name,
    )
    row_ids = person.id, organisation.id
    with transaction() as database:
        directory.withdraw_organiser(
            database, person_id=row_ids[0], organisation_id=row_ids[1], now=clock.now()
        )
    flash(text, "ok")
    return redirect(url_for("administrator.organisers"), 303)
