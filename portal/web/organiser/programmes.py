"""Programmes in the workbench: made, shown, changed, organised together."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db, transaction
from portal.errors import Refused
from portal.people import listings
from portal.people.models import Organisation
from portal.people.queries import organisation_with
from portal.programmes import queries, stating
from portal.programmes.making import make_programme
from portal.programmes.models import Programme
from portal.programmes.presets import PRESETS
from portal.programmes.stating import EditingRefused
from portal.texts import gettext as _
from portal.web.kit.access import member, subject
from portal.web.kit.errors import sentence
from portal.web.organiser import words
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.field_words import field_now
from portal.web.organiser.programme_forms import FIELDS, OrganiserForm, ProgrammeForm, TitleForm
from portal.web.organiser.reading import sights_of
from portal.web.organiser.unfinished import is_asked

Answer = Response | str | tuple[str, int]


@blueprint.get("/leergangen")
def programmes() -> str:
    """The programmes of one's organisations."""
    found = queries.programmes_of(db.session(), member().organisation_ids)
    return render_template("organiser/programmes_list.html", programmes=found, kinds=words.KINDS)


@blueprint.get("/leergangen/nieuw")
def new_programme() -> str:
    """The form for a new programme."""
    return _new(_offered(TitleForm(formdata=None)))


def _offered(form: TitleForm) -> TitleForm:
    return form.offer(listings.choices(db.session(), ids=member().organisation_ids))


def _new(form: TitleForm) -> str:
    notes = {kind.value: _(preset.summary) for kind, preset in PRESETS.items()}
    return render_template("organiser/programmes_new.html", form=form, notes=notes)


@blueprint.post("/leergangen/nieuw")
def add_programme() -> Answer:
    """Makes the programme, and goes on to its first edition."""
    form = _offered(TitleForm())
    if not form.validate():
        return _new(form), 422
    try:
        with transaction() as session:
            made = make_programme(
                session,
                organisation_id=_own(session, form.organisation.data).id,
                values=form.values(),
                now=clock.now(),
            )
            slug, preset = made.slug, made.kind.value
    except Refused as refusal:
        form.refuse("title", refusal)
        return _new(form), 422
    flash(_("De leergang is gemaakt. Maak nu de eerste editie."), "ok")
    return redirect(url_for("organiser.drafting", slug=slug, preset=preset), 303)


def _own(session: Session, public_id: str) -> Organisation:
    found = organisation_with(session, public_id=public_id)
    if found is None or found.id not in member().organisation_ids:
        raise Refused(EditingRefused.NOT_ORGANISING)
    return found


@blueprint.get("/leergangen/<slug>")
def programme(**_address: str) -> str:
    """What the programme is, its editions, and who organises it."""
    found = subject(Programme)
    return render_template(
        "organiser/programmes_show.html",
        programme=found,
        kind=_(words.KINDS[found.kind]),
        audience=words.listed(words.position(kind) for kind in found.audience),
        sights=sights_of(db.session(), found.id, clock.now()),
        words=words,
    )


@blueprint.get("/leergangen/<slug>/wijzigen")
def edit_programme(**_address: str) -> str:
    """The form with everything that the page of the programme says."""
    found = subject(Programme)
    return _edit(ProgrammeForm.of(found), found)


def _edit(form: ProgrammeForm, found: Programme, meanwhile: list[str] | None = None) -> str:
    return render_template(
        "organiser/programmes_edit.html", form=form, programme=found, meanwhile=meanwhile or []
    )


@blueprint.post("/leergangen/<slug>/wijzigen")
def store_programme(slug: str) -> Answer:
    """Keeps the change; what somebody else changed meanwhile is shown first."""
    found, form = subject(Programme), ProgrammeForm()
    if not form.validate():
        return _edit(form, found), 422
    row_id, actor_id = found.id, member().person_id
    asking = [sight.edition for sight in sights_of(db.session(), row_id, clock.now())]
    drafts = [edition.public_id for edition in asking if is_asked(edition)]
    try:
        with transaction() as session:
            stating.edit_programme(
                session,
                programme_id=row_id,
                values=form.values(),
                seen=form.seen_stamps(),
                actor_id=actor_id,
                now=clock.now(),
            )
    except Refused:
        return _edit(form, found, _meanwhile(form, found)), 409
    flash(_("De leergang is gewijzigd."), "ok")
    if len(drafts) == 1:  # back to what that draft still needs
        return redirect(url_for("organiser.edition", edition_id=drafts[0]), 303)
    return redirect(url_for("organiser.programme", slug=slug), 303)


def _meanwhile(form: ProgrammeForm, found: Programme) -> list[str]:
    """What stands there now of what changed since the page was made; the form has then seen it."""
    seen = form.seen_stamps()
    changed = [name for name, now in stating.fingerprints(found, FIELDS).items() if seen.get(name) != now]
    form.stamped(found)
    return [field_now(name, stating.as_data(getattr(found, name))) for name in changed]


@blueprint.get("/leergangen/<slug>/organisaties")
def organisers(**_address: str) -> str:
    """Who organises it together, and one more."""
    found = subject(Programme)
    return _organisers(_others(OrganiserForm(formdata=None), found), found)


def _others(form: OrganiserForm, found: Programme) -> OrganiserForm:
    already = {one.organisation.public_id for one in found.organisers}
    every = listings.choices(db.session(), organises=True)
    return form.offer([pair for pair in every if pair[0] not in already])


def _organisers(form: OrganiserForm, found: Programme) -> str:
    return render_template("organiser/programmes_organisers.html", form=form, programme=found)


@blueprint.post("/leergangen/<slug>/organisaties")
def add_organiser(slug: str) -> Answer:
    """This organisation organises it too from now on."""
    found = subject(Programme)
    form = OrganiserForm().offer(listings.choices(db.session(), organises=True))
    if not form.is_whole():
        return _organisers(_others(form, found), found), 422
    chosen = form.organisation.data
    name = _change(found, stating.add_organiser, chosen)
    flash(_("%(name)s organiseert deze leergang nu ook.", name=name.name), "ok")
    return redirect(url_for("organiser.organisers", slug=slug), 303)


def _change(found: Programme, verb: Any, organisation: str) -> Any:
    row_id, actor_id = found.id, member().person_id
    with transaction() as session:
        return verb(
            session,
            programme_id=row_id,
            organisation_public_id=organisation,
            actor_id=actor_id,
            now=clock.now(),
        )


@blueprint.get("/leergangen/<slug>/organisaties/<organisation_id>/weg")
def removing_organiser(**_address: str) -> Answer:
    """Are you sure? What they will no longer see."""
    found, organisation = subject(tuple)
    return _sure(found, organisation)


def _sure(found: Programme, organisation: Organisation, problem: str = "") -> str:
    left = {one.organisation_id for one in found.organisers} - {organisation.id}
    return render_template(
        "organiser/programmes_removing.html",
        programme=found,
        organisation=organisation,
        last=not left,
        out=not left & member().organisation_ids,
        problem_text=problem,
    )


@blueprint.post("/leergangen/<slug>/organisaties/<organisation_id>/weg")
def remove_organiser(slug: str, **_address: str) -> Answer:
    """This organisation organises it no longer."""
    found, organisation = subject(tuple)
    name, public_id = organisation.name, organisation.public_id
    try:
        _change(found, stating.remove_organiser, public_id)
    except Refused as refusal:
        return _sure(found, organisation, sentence(refusal)), 409
    flash(_("%(name)s organiseert deze leergang niet meer.", name=name), "ok")
    mine = {one.organisation_id for one in found.organisers} & member().organisation_ids
    if not mine:
        return redirect(url_for("organiser.programmes"), 303)
    return redirect(url_for("organiser.organisers", slug=slug), 303)
