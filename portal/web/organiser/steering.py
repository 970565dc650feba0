"""The number of seats of an edition, and whether people may register."""

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db, transaction
from portal.eligibility.facts import RuleKind
from portal.eligibility.spoken import is_over, spoken
from portal.errors import Refused
from portal.programmes.facts import Desk
from portal.programmes.models import Edition
from portal.registrations import steering
from portal.registrations.effects import observe, rehearse
from portal.registrations.reasons import Reason
from portal.texts import gettext as _
from portal.web.kit.access import member, subject
from portal.web.organiser import changes, effects, frame
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.forms import CapacityForm, OpeningForm
from portal.web.organiser.meanwhile import Line, changed, stamp

Answer = Response | str | tuple[str, int]
AHEAD = (RuleKind.EARLY, RuleKind.INTEREST_FIRST)
"""Rules that let some people register before others."""


@blueprint.get("/edities/<edition_id>/plekken")
def capacity(**_address: str) -> Answer:
    """The form; with a number in the address, what that number would do."""
    edition = subject(Edition)
    frame.check_not_over(edition)
    if "seats" not in request.args:
        now = edition.pool.capacity
        form = CapacityForm(formdata=None, data={"seats": "" if now is None else str(now)})
        return frame.page("organiser/steering_capacity.html", edition, "edition", form=form)
    form = CapacityForm(formdata=request.args)
    if not form.validate():
        return frame.page("organiser/steering_capacity.html", edition, "edition", form=form), 422
    stamp(form, db.session(), edition)
    return _confirm_capacity(form, edition)


def _confirm_capacity(form: CapacityForm, edition: Edition, meanwhile: list[Line] | None = None) -> str:
    edition_id, actor_id, now = edition.id, member().person_id, clock.now()
    effect = rehearse(
        db.session(),
        edition_id=edition_id,
        change=lambda: steering.set_capacity(
            db.session(), edition_id=edition_id, actor_id=actor_id, capacity=form.capacity, now=now
        ),
    )
    return frame.page(
        "organiser/steering_confirm.html",
        edition,
        "edition",
        form=form,
        before=changes.seats(edition.pool.capacity),
        after=changes.seats(form.capacity),
        lines=effects.sentences(effect),
        meanwhile=meanwhile or [],
    )


@blueprint.post("/edities/<edition_id>/plekken")
def set_capacity(edition_id: str) -> Answer:
    """Other seats: more promote at once, fewer throw nobody out."""
    edition, form = subject(Edition), CapacityForm()
    if not form.validate():
        return frame.page("organiser/steering_capacity.html", edition, "edition", form=form), 422
    row_id, actor_id, now = edition.id, member().person_id, clock.now()
    try:
        with transaction() as session:
            effect = observe(
                session,
                edition_id=row_id,
                change=lambda: steering.set_capacity(
                    session,
                    edition_id=row_id,
                    actor_id=actor_id,
                    capacity=form.capacity,
                    now=now,
                    version=form.expected(),
                ),
            )
    except Refused as refusal:
        if refusal.reason != Reason.CHANGED_MEANWHILE:
            raise
        if edition.pool.capacity == form.capacity:  # pressed twice, or somebody was first
            flash(_("De editie heeft nu %(seats)s.", seats=changes.seats(form.capacity)), "ok")
            return redirect(url_for("organiser.edition", edition_id=edition_id), 303)
        return _confirm_capacity(form, edition, changed(form, db.session(), edition)), 409
    seats = changes.seats(form.capacity)
    flash(" ".join([_("De editie heeft nu %(seats)s.", seats=seats), *effects.sentences(effect)]), "ok")
    return redirect(url_for("organiser.edition", edition_id=edition_id), 303)


@blueprint.get("/edities/<edition_id>/inschrijving")
def opening(**_address: str) -> Answer:
    """Whether people may register now."""
    edition = subject(Edition)
    frame.check_not_over(edition)
    form = OpeningForm(formdata=None, data={"desk": str(edition.desk)})
    stamp(form, db.session(), edition)
    return _opening(form, edition)


def _opening(form: OpeningForm, edition: Edition, meanwhile: list[Line] | None = None) -> str:
    now = clock.now()
    first = [
        spoken(rule) for rule in frame.rules_of(edition) if rule.kind in AHEAD and not is_over(rule, now)
    ]
    return frame.page(
        "organiser/steering_opening.html",
        edition,
        "edition",
        form=form,
        first=first,
        meanwhile=meanwhile or [],
    )


@blueprint.post("/edities/<edition_id>/inschrijving")
def set_opening(edition_id: str) -> Answer:
    """Opens or closes registration by hand, or leaves it to the windows."""
    edition, form = subject(Edition), OpeningForm()
    if not form.validate():
        return _opening(form, edition), 422
    row_id, actor_id, now = edition.id, member().person_id, clock.now()
    try:
        with transaction() as session:
            steering.set_desk(
                session,
                edition_id=row_id,
                actor_id=actor_id,
                desk=Desk(form.desk.data),
                now=now,
                version=form.expected(),
            )
    except Refused as refusal:
        if refusal.reason != Reason.CHANGED_MEANWHILE:
            raise
        if edition.desk == form.desk.data:  # pressed twice, or somebody was first
            flash(_(changes.DESK[form.desk.data]), "ok")
            return redirect(url_for("organiser.edition", edition_id=edition_id), 303)
        return _opening(form, edition, changed(form, db.session(), edition)), 409
    flash(_(changes.DESK[form.desk.data]), "ok")
    return redirect(url_for("organiser.edition", edition_id=edition_id), 303)
