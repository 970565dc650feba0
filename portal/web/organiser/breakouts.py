"""The breakouts of an edition: their seats, shut, or called off."""

from typing import Any

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db, transaction
from portal.errors import Refused
from portal.programmes import kept
from portal.programmes.models import Breakout, Edition
from portal.registrations import steering
from portal.registrations.effects import Effect, rehearse
from portal.registrations.ledger import seats_of
from portal.registrations.reasons import Reason
from portal.texts import gettext as _
from portal.texts import ngettext
from portal.web.kit.access import member, subject
from portal.web.organiser import frame
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.effects import some
from portal.web.organiser.forms import BreakoutForm, VersionedForm
from portal.web.organiser.meanwhile import Line, changed, stamp

Answer = Response | str | tuple[str, int]


@blueprint.get("/edities/<edition_id>/deelsessies")
def breakouts(**_address: str) -> str:
    """Every round with its breakouts and their seats."""
    edition = subject(Edition)
    copy = kept.editions(db.session(), [(edition.id, edition.version)])[edition.id]
    rounds = [slot for meeting in copy.meetings for slot in meeting.slots if slot.breakouts]
    return frame.page(
        "organiser/breakouts_list.html",
        edition,
        "breakouts",
        rounds=rounds,
        seats=seats_of(db.session(), copy.pools),
    )


@blueprint.get("/edities/<edition_id>/deelsessies/<breakout_id>")
def breakout(**_address: str) -> str:
    """The form for one breakout."""
    edition, found = subject(tuple)
    _check_changeable(edition, found)
    capacity = found.pool.capacity
    form = BreakoutForm(
        formdata=None, data={"seats": "" if capacity is None else str(capacity), "shut": found.pool.shut}
    )
    stamp(form, db.session(), edition)
    return _breakout(form, edition, found)


def _check_changeable(edition: Edition, found: Breakout) -> None:
    frame.check_not_over(edition)
    if found.cancelled_at is not None:
        raise Refused(Reason.CHOICE_CANCELLED, title=found.title)


def _breakout(
    form: BreakoutForm, edition: Edition, found: Breakout, meanwhile: list[Line] | None = None
) -> str:
    return frame.page(
        "organiser/breakouts_edit.html",
        edition,
        "breakouts",
        form=form,
        breakout=found,
        seats=seats_of(db.session(), [found.pool_id])[found.pool_id],
        meanwhile=meanwhile or [],
    )


@blueprint.post("/edities/<edition_id>/deelsessies/<breakout_id>")
def set_breakout(edition_id: str, **_address: str) -> Answer:
    """Other seats, or shut; more room goes to those who wait there."""
    edition, found = subject(tuple)
    form, done = BreakoutForm(), url_for("organiser.breakouts", edition_id=edition_id)
    if not form.validate():
        return _breakout(form, edition, found), 422
    row_id, actor_id, now = found.id, member().person_id, clock.now()
    try:
        with transaction() as session:
            steering.set_breakout_seats(
                session,
                breakout_id=row_id,
                actor_id=actor_id,
                capacity=form.capacity,
                shut=bool(form.shut.data),
                now=now,
                version=form.expected(),
            )
    except Refused as refusal:
        if refusal.reason != Reason.CHANGED_MEANWHILE:
            raise
        if (found.pool.capacity, found.pool.shut) == (form.capacity, bool(form.shut.data)):  # pressed twice
            flash(_("De deelsessie ‘%(title)s’ is gewijzigd.", title=found.title), "ok")
            return redirect(done, 303)
        return _breakout(form, edition, found, changed(form, db.session(), edition)), 409
    flash(_("De deelsessie ‘%(title)s’ is gewijzigd.", title=found.title), "ok")
    return redirect(done, 303)


@blueprint.get("/edities/<edition_id>/deelsessies/<breakout_id>/annuleren")
def cancelling_breakout(**_address: str) -> str:
    """Are you sure? Who moves where."""
    edition, found = subject(tuple)
    _check_changeable(edition, found)
    form = VersionedForm(formdata=None)
    stamp(form, db.session(), edition)
    return _sure(form, edition, found)


def _sure(form: VersionedForm, edition: Edition, found: Breakout, meanwhile: list[Line] | None = None) -> str:
    edition_id, row_id, actor_id, now = edition.id, found.id, member().person_id, clock.now()
    effect = rehearse(
        db.session(),
        edition_id=edition_id,
        change=lambda: steering.cancel_breakout(db.session(), breakout_id=row_id, actor_id=actor_id, now=now),
    )
    return frame.page(
        "organiser/breakouts_sure.html",
        edition,
        "breakouts",
        form=form,
        breakout=found,
        lines=_sentences(effect, _titles(edition)),
        meanwhile=meanwhile or [],
    )


def _titles(edition: Edition) -> dict[int, str]:
    copy = kept.editions(db.session(), [(edition.id, edition.version)])[edition.id]
    every: Any = (slot.breakouts for meeting in copy.meetings for slot in meeting.slots)
    return {b.id: b.title for breakouts in every for b in breakouts}


def _sentences(effect: Effect, titles: dict[int, str]) -> list[str]:
    """How many people move where, and who must choose again."""
    by_target: dict[int, list[str]] = {}
    for name, target in effect.moved:
        by_target.setdefault(target, []).append(name)
    found = [
        ngettext(
            "%(num)s persoon gaat naar de eigen tweede keuze ‘%(title)s’: %(names)s.",
            "%(num)s mensen gaan naar hun tweede keuze ‘%(title)s’: %(names)s.",
            len(names),
            title=titles.get(target, ""),
            names=some(names),
        )
        for target, names in by_target.items()
    ]
    if effect.without:
        found.append(
            ngettext(
                "%(num)s persoon moet opnieuw kiezen: %(names)s.",
                "%(num)s mensen moeten opnieuw kiezen: %(names)s.",
                len(effect.without),
                names=some(effect.without),
            )
        )
    if found:
        return [*found, _("Zij krijgen daarover een mail. Hun plek in de editie houden ze.")]
    return [_("Niemand heeft deze deelsessie gekozen.")]


@blueprint.post("/edities/<edition_id>/deelsessies/<breakout_id>/annuleren")
def cancel_breakout(edition_id: str, **_address: str) -> Answer:
    """Its people go to their second choice, or choose again."""
    edition, found = subject(tuple)
    form, done = VersionedForm(), url_for("organiser.breakouts", edition_id=edition_id)
    row_id, actor_id, now = found.id, member().person_id, clock.now()
    try:
        with transaction() as session:
            steering.cancel_breakout(
                session, breakout_id=row_id, actor_id=actor_id, now=now, version=form.expected()
            )
    except Refused as refusal:
        if refusal.reason != Reason.CHANGED_MEANWHILE:
            raise
        if found.cancelled_at is not None:  # pressed twice, or somebody was first
            flash(_("De deelsessie ‘%(title)s’ is geannuleerd.", title=found.title), "ok")
            return redirect(done, 303)
        return _sure(form, edition, found, changed(form, db.session(), edition)), 409
    flash(_("De deelsessie ‘%(title)s’ is geannuleerd.", title=found.title), "ok")
    return redirect(done, 303)


@blueprint.post("/edities/<edition_id>/deelsessies/<breakout_id>/toch")
def restore_breakout(edition_id: str, **_address: str) -> Answer:
    """It is held after all; who has nothing instead has it again, who wants it can choose it."""
    edition, found = subject(tuple)
    frame.check_not_over(edition)
    row_id, title, actor_id = found.id, found.title, member().person_id
    with transaction() as session:
        back = steering.restore_breakout(session, breakout_id=row_id, actor_id=actor_id, now=clock.now())
    if back:
        words = ngettext(
            "%(num)s persoon heeft hier weer een plek en krijgt een mail.",
            "%(num)s mensen hebben hier weer een plek en krijgen een mail.",
            back,
        )
        flash(words, "ok")
    flash(
        _("De deelsessie ‘%(title)s’ gaat toch door. Deelnemers kunnen hem weer kiezen.", title=title), "ok"
    )
    return redirect(url_for("organiser.breakouts", edition_id=edition_id), 303)
