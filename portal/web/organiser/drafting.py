"""A new edition: first what it should look like, then the few things that only the organiser knows."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db, transaction
from portal.errors import NotFound, Refused
from portal.programmes.facts import ProgrammeKind
from portal.programmes.making import Start, draft_edition
from portal.programmes.models import Programme
from portal.programmes.presets import PRESETS, Preset
from portal.texts import gettext as _
from portal.texts import local
from portal.web.kit.access import member, subject
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.programme_forms import DraftForm

Answer = Response | str | tuple[str, int]


@blueprint.get("/leergangen/<slug>/edities/nieuw")
def new_edition(**_address: str) -> str:
    """The presets, the one of the programme's own kind first."""
    found = subject(Programme)
    presets = sorted(PRESETS.values(), key=lambda preset: preset.kind != found.kind)
    return render_template("organiser/drafting_choose.html", programme=found, presets=presets)


@blueprint.get("/leergangen/<slug>/edities/nieuw/<preset>")
def drafting(preset: str, **_address: str) -> str:
    """The form of this preset."""
    chosen = _preset(preset)
    data = {"parts": chosen.parts, "seats": chosen.seats}
    return _form(DraftForm(formdata=None, data=data).about(chosen), chosen)


def _preset(name: str) -> Preset:
    if name not in set(ProgrammeKind):
        raise NotFound
    return PRESETS[ProgrammeKind(name)]


def _form(form: DraftForm, preset: Preset) -> str:
    return render_template(
        "organiser/drafting_form.html", form=form, preset=preset, programme=subject(Programme)
    )


@blueprint.post("/leergangen/<slug>/edities/nieuw/<preset>")
def draft(preset: str, **_address: str) -> Answer:
    """Makes the draft with its parts."""
    found, chosen = subject(Programme), _preset(preset)
    form = DraftForm().about(chosen)
    fine = form.validate()
    if form.first_day.data and form.first_day.data < local(clock.now()).date():
        form.first_day.errors = [_("Deze dag is al geweest. Kies een dag die nog komt.")]
        fine = False
    if not fine:
        return _form(form, chosen), 422
    row_id, actor_id = found.id, member().person_id
    start = Start(form.label.data, form.parts.data or chosen.parts, form.first_day.data, form.seats.data)
    try:
        with transaction() as session:
            edition_id = draft_edition(
                session,
                programme_id=row_id,
                kind=chosen.kind,
                start=start,
                actor_id=actor_id,
                now=clock.now(),
            ).public_id
    except Refused as refusal:
        db.session.rollback()
        form.refuse("label", refusal)
        return _form(form, chosen), 422
    flash(_("De editie staat klaar als concept. Alleen organisatoren zien die nog."), "ok")
    return redirect(url_for("organiser.edition", edition_id=edition_id), 303)
