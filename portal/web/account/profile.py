"""One's own profile: details, positions, invoice data."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db, transaction
from portal.errors import Refused
from portal.insight import domains as named
from portal.outbox import failing
from portal.people import profile as own
from portal.people import queries
from portal.people.facts import CHANNEL_WORDS, POSITION_WORDS, READS_WORDS, PositionKind, reads_of
from portal.people.models import OrganisationState, Position
from portal.texts import gettext, local
from portal.web.account.blueprint import blueprint
from portal.web.account.profile_forms import DetailsForm, InvoiceForm, PositionForm
from portal.web.kit.access import member, subject
from portal.web.kit.errors import sentence

Answer = Response | str | tuple[str, int]


@blueprint.get("/profiel")
def profile() -> Answer:
    """Everything the portal knows of the person, each part with a way to change it."""
    now = clock.now()
    found = queries.profile(db.session(), person_id=member().person_id)
    return render_template(
        "account/profile.html",
        profile=found,
        words=POSITION_WORDS,
        channels=CHANNEL_WORDS,
        reads=READS_WORDS[reads_of(found.person.reads, found.person.language)],
        proposed=OrganisationState.PROPOSED,
        today=local(now).date(),
        domains=named.chosen(db.session(), [one.id for one in found.positions]),
        choosable=named.choosable(db.session(), [one.organisation_id for one in found.positions]),
        failing=failing.is_failing(db.session(), address=found.person.email),
        sign_ins=len(queries.sign_ins(db.session(), person_id=member().person_id, now=now)),
    )


def _done(text: str) -> Response:
    flash(text, "ok")
    return redirect(url_for("account.profile"), 303)


@blueprint.get("/profiel/gegevens")
def details() -> Answer:
    """The form with name, phone and language."""
    person = queries.profile(db.session(), person_id=member().person_id).person
    form = DetailsForm(formdata=None, obj=person)
    form.reads.data = reads_of(person.reads, person.language)
    return render_template("account/profile_details.html", form=form)


@blueprint.post("/profiel/gegevens")
def store_details() -> Answer:
    """Stores name, phone and language."""
    form = DetailsForm()
    if not form.validate():
        return render_template("account/profile_details.html", form=form), 422
    with transaction() as database:
        own.update_profile(
            database,
            person_id=member().person_id,
            name=form.name.data,
            phone=form.phone.data,
            language=form.language.data,
            reads=form.reads.data,
        )
    return _done(gettext("Je gegevens zijn opgeslagen."))


@blueprint.get("/profiel/factuur")
def invoice() -> Answer:
    """The form with data for the invoice."""
    known = queries.profile(db.session(), person_id=member().person_id).invoice
    return render_template("account/profile_invoice.html", form=InvoiceForm(formdata=None, obj=known))


@blueprint.post("/profiel/factuur")
def store_invoice() -> Answer:
    """Stores the data for the invoice."""
    form = InvoiceForm()
    if not form.validate():
        return render_template("account/profile_invoice.html", form=form), 422
    with transaction() as database:
        own.update_invoice(database, person_id=member().person_id, invoice=form.defaults())
    return _done(gettext("Je factuurgegevens zijn opgeslagen. We vullen ze in als je je inschrijft."))


@blueprint.get("/profiel/functies/nieuw")
def new_position() -> Answer:
    """The form for one more position."""
    return _position(_offered(PositionForm(formdata=None)))


@blueprint.post("/profiel/functies/nieuw")
def add_position() -> Answer:
    """Adds a position."""
    return _store(_offered(PositionForm()))


@blueprint.get("/profiel/functies/<position_id>")
def position(position_id: str) -> Answer:
    """The form with one position."""
    found = subject(Position)
    data = {
        "kind": found.kind,
        "organisation": found.organisation.public_id,
        "starts_on": found.starts_on,
        "ends_on": found.ends_on,
    }
    return _position(_offered(PositionForm(formdata=None, data=data)), position_id)


@blueprint.post("/profiel/functies/<position_id>")
def store_position(position_id: str) -> Answer:
    """Changes a position."""
    return _store(_offered(PositionForm()), position_id)


@blueprint.post("/profiel/functies/<position_id>/verwijder")
def remove_position(position_id: str) -> Answer:
    """Takes a position back."""
    with transaction() as database:
        own.remove_position(database, person_id=member().person_id, public_id=position_id)
    return _done(gettext("De functie is verwijderd."))


def _offered(form: PositionForm) -> PositionForm:
    return form.offer(queries.choices_of_organisations(db.session(), person_id=member().person_id))


def _position(form: PositionForm, position_id: str = "") -> str:
    return render_template("account/profile_position.html", form=form, position_id=position_id)


def _store(form: PositionForm, position_id: str = "") -> Answer:
    if not form.is_whole():
        return _position(form, position_id), 422
    try:
        with transaction() as database:
            own.put_position(
                database,
                person_id=member().person_id,
                kind=PositionKind(form.kind.data),
                organisation_public_id=form.organisation.data,
                new_organisation=form.new_organisation.data,
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                public_id=position_id,
            )
    except Refused as refusal:
        field = form.ends_on if refusal.reason is own.ProfileReason.DATES else form.organisation
        field.errors = [sentence(refusal)]
        return _position(form, position_id), 422
    return _done(gettext("De functie is opgeslagen."))
