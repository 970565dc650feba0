"""A new edition from an old one: first every date before and after, then the copy, a draft."""

import secrets
from datetime import date
from itertools import chain, count

from flask import flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db, transaction
from portal.eligibility.copying import copy_rules
from portal.errors import Refused
from portal.material.service import copy_along
from portal.programmes import kept
from portal.programmes.copying import copy_edition, dates_of, days_of
from portal.programmes.models import Edition
from portal.programmes.moved import moved
from portal.programmes.moving import season
from portal.programmes.shifting import a_year_on, move_day, weeks_between
from portal.registrations.reasons import Reason
from portal.texts import format_day, local
from portal.texts import gettext as _
from portal.web.kit.access import member, subject
from portal.web.organiser import frame
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.copying_forms import MOST_WEEKS, CopyForm, StartForm
from portal.web.organiser.copying_words import rows
from portal.web.organiser.meanwhile import Line, changed, stamp

Answer = Response | str | tuple[str, int]
SOON = 8
KEY_LENGTH = 40


def _today() -> date:
    return local(clock.now()).date()


def _kept(edition: Edition) -> Edition:
    """The edition with all its parts, to read."""
    return kept.editions(db.session(), [(edition.id, edition.version)])[edition.id].edition


@blueprint.get("/edities/<edition_id>/kopieren")
def copying(**_address: str) -> Answer:
    """Every date of the old edition beside that of the new one; nothing is made yet."""
    edition = subject(Edition)
    days = days_of(_kept(edition))
    weeks = a_year_on(days, move_day(_today(), SOON)) if days else 0
    start = StartForm(formdata=request.args if "start" in request.args else None)
    if "start" in request.args and days and start.validate():
        weeks = _wanted(start, days, weeks)
    label = season(move_day(days[0], weeks)).capitalize() if days else _("Nieuwe editie")
    data = {"label": _free(label, edition), "weeks": str(weeks), "key": _new_key()}
    form = CopyForm(formdata=None, data=data)
    stamp(form, db.session(), edition)
    page = _page(form, start, edition, weeks)
    return (page, 422) if start.errors else page


def _free(label: str, edition: Edition) -> str:
    """The name, or one with a number when another edition of the programme has it already."""
    taken = {other.label.casefold() for other in edition.programme.editions}
    numbered = (_("%(label)s, groep %(number)s", label=label, number=number) for number in count(2))
    return next(name for name in chain([label], numbered) if name.casefold() not in taken)


def _new_key() -> str:
    return secrets.token_urlsafe(16)


def _wanted(form: StartForm, days: list[date], usual: int) -> int:
    """How far everything moves for the day that was asked for; the form says when that cannot be."""
    wanted = form.start.data or days[0]
    weeks = weeks_between(days[0], wanted)
    if move_day(days[0], weeks) < _today():
        form.start.errors = [_("Deze dag is al geweest. Kies een dag die nog komt.")]
        return usual
    if abs(weeks) > MOST_WEEKS:
        form.start.errors = [_("Deze dag is te ver weg. Kies een dag binnen tien jaar na de oude editie.")]
        return usual
    return weeks


def _page(
    form: CopyForm, start: StartForm, edition: Edition, weeks: int, meanwhile: list[Line] | None = None
) -> str:
    old = _kept(edition)
    days = days_of(old)
    first = move_day(days[0], weeks) if days else None
    asked = start.start.data if not start.errors else None
    if first is not None and not start.errors:
        start.start.data = first
    return frame.page(
        "organiser/copying_dates.html",
        edition,
        "edition",
        form=form,
        start=start,
        dated=bool(days),
        first=first,
        earlier=_beside(first, -1),
        later=_beside(first, 1),
        rounded=format_day(asked) if asked and first and asked != first else "",
        rows=rows(moved(dates_of(old), weeks, today=_today())),
        meanwhile=meanwhile or [],
    )


def _beside(first: date | None, weeks: int) -> str:
    """The day of a week earlier or later, for an address; empty when it is past."""
    if first is None or move_day(first, weeks) < _today():
        return ""
    return move_day(first, weeks).isoformat()


@blueprint.post("/edities/<edition_id>/kopieren")
def copy(edition_id: str) -> Answer:
    """Makes the draft, with its rules and its material; pressing twice makes one."""
    edition, form, start = subject(Edition), CopyForm(), StartForm(formdata=None)
    weeks = form.moved_by()
    if weeks is None:
        return redirect(url_for("organiser.copying", edition_id=edition_id), 303)
    if not form.validate():
        return _page(form, start, edition, weeks), 422
    row_id = edition.id
    try:
        with transaction() as session:
            made = _make(session, row_id, weeks, form)
    except Refused as refusal:
        edition = db.session().get_one(Edition, row_id)
        if refusal.reason == Reason.CHANGED_MEANWHILE:
            return _page(form, start, edition, weeks, changed(form, db.session(), edition)), 409
        form.refuse("label", refusal)
        return _page(form, start, edition, weeks), 422
    flash(_("De nieuwe editie is een concept. Hieronder staat wat nog aandacht vraagt."), "ok")
    return redirect(url_for("organiser.edition", edition_id=made), 303)


def _make(session: Session, edition_id: int, weeks: int, form: CopyForm) -> str:
    now = clock.now()
    copied = copy_edition(
        session,
        edition_id=edition_id,
        weeks=weeks,
        label=form.label.data or "",
        form_key=(form.key.data or _new_key())[:KEY_LENGTH],
        actor_id=member().person_id,
        now=now,
        version=form.expected(),
    )
    new_id = copied.edition.id
    if copied.new:
        copy_rules(session, from_id=edition_id, to_id=new_id, weeks=weeks)
        copy_along(session, from_id=edition_id, to_id=new_id, meetings=copied.meetings, weeks=weeks, now=now)
    return copied.edition.public_id
