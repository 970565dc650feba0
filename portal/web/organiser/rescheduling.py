"""Saving a change of a schedule: who would be told what, asked first; then now, or after ten minutes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import clock
from portal.database import db, transaction
from portal.errors import Refused
from portal.invites import plans, quiet
from portal.invites.plans import Plan
from portal.programmes.editing import Edit, EditRefused
from portal.programmes.facts import Publication
from portal.programmes.models import Edition
from portal.registrations import afterwards
from portal.registrations.rearranging import rearrange
from portal.texts import gettext as _
from portal.undisturbed import undisturbed
from portal.web.kit.access import member
from portal.web.organiser import frame, meanwhile, words
from portal.web.organiser.saving import unchanged
from portal.web.organiser.schedule_forms import ScheduleForm
from portal.web.organiser.telling import told

Answer = Response | str | tuple[str, int]
NOW, LATER, NOBODY = "now", "later", "nobody"
"""When people hear of it; `NOBODY`: they do not, and what no longer adds up was read."""
OF_THE_PAGE = frozenset(
    {"csrf_token", "version", "seen", "send", "again", "sure", "explanation", "explained"}
)


@dataclass(frozen=True)
class Asked:
    """A change that somebody asks for. `page` is its form once more; None when there is none to go back to.

    `sure`: what to ask before anything else; `field`: beside which field a refusal without one is shown.
    """

    edition: Edition
    form: ScheduleForm
    change: Callable[[Edit], Any]
    done: str
    said: str
    page: Callable[[list[meanwhile.Line]], str] | None = None
    sure: str = ""
    field: str = ""


def schedule_address(edition: Edition, anchor: str = "") -> str:
    """Where the schedule is shown, at this part of it."""
    return url_for("organiser.schedule", edition_id=edition.public_id, _anchor=anchor or None)


def carry_out(asked: Asked) -> Answer:
    """Makes the change, or shows the page that has to come first."""
    form, edition = asked.form, asked.edition
    if form.again.data:
        return asked.page([]) if asked.page else redirect(asked.done, 303)
    edition_id, actor_id, now = edition.id, member().person_id, clock.now()

    def change(version: int | None) -> None:
        rearrange(
            db.session(),
            edition_id=edition_id,
            actor_id=actor_id,
            change=asked.change,
            now=now,
            version=version,
        )

    try:
        if asked.sure and not form.sure.data:
            return _ask(asked, None)
        if edition.publication == Publication.PUBLISHED and form.send.data not in (NOW, LATER):
            with undisturbed():
                plan, concerns = _foreseen(edition_id, lambda: change(form.expected()), now)
            if plan is not None or (concerns.closing and form.send.data != NOBODY):
                return _ask(asked, plan, concerns.lines)
        with transaction() as session:
            before = edition.version
            change(form.expected())
            changed = edition.version != before
            if changed:
                _tell(session, form, edition_id, now)
    except Refused as refusal:
        return _refused(asked, refusal)
    if changed or form.key.data:  # what is added by pressing twice is there
        flash(" ".join([asked.said, *_news(form)]), "ok")
    else:
        flash(unchanged(), "info")
    return redirect(asked.done, 303)


def _tell(session: Session, form: ScheduleForm, edition_id: int, now: datetime) -> None:
    """Lets people hear of it when that was asked; else what was explained may be about nothing now."""
    if form.send.data not in (NOW, LATER):
        plans.forget_if_undone(session, edition_id=edition_id, now=now)
        return
    quiet.tell(
        session,
        edition_id=edition_id,
        at_once=form.send.data == NOW,
        explanation=form.explanation.data or "",
        now=now,
        replaces="explained" in request.form,
    )


def _foreseen(
    edition_id: int, change: Callable[[], None], now: datetime
) -> tuple[Plan | None, afterwards.Concerns]:
    """What the change would tell people, None when that rests already; and what may not be meant."""
    session = db.session()
    before = afterwards.sight(session, edition_id)
    seen = [before]

    def looked_at() -> None:
        version = session.get_one(Edition, edition_id).version
        change()
        session.flush()
        if session.get_one(Edition, edition_id).version != version:
            seen.append(afterwards.sight(session, edition_id))

    rests = quiet.has_news(session, edition_id=edition_id)
    resting = plans.plan(session, edition_id=edition_id, now=now) if rests else None
    plan = plans.foreseen(session, edition_id=edition_id, change=looked_at, now=now)
    concerns = afterwards.new_concerns(before, seen[-1], now)
    return None if plan.is_empty or plan == resting else plan, concerns


def _news(form: ScheduleForm) -> list[str]:
    if form.send.data == NOW:
        return [_("De mails gaan nu weg.")]
    if form.send.data == LATER:
        return [_("De mails gaan weg als je tien minuten niets meer wijzigt.")]
    return []


def _ask(asked: Asked, plan: Plan | None, concerns: Sequence[str] = ()) -> str:
    """Are you sure: of what is asked, or of who is told what and what no longer adds up."""
    foreseen = plan is not None or bool(concerns)
    kept = [(name, text) for name, text in request.form.items(multi=True) if name not in OF_THE_PAGE]
    if foreseen and asked.sure:
        kept.append(("sure", "1"))
    said = quiet.explained(db.session(), edition_id=asked.edition.id)
    if said:  # shown, so that it can be changed or taken away
        kept.append(("explained", "1"))
        asked.form.explanation.data = asked.form.explanation.data or said
    return frame.page(
        "organiser/rescheduling_sure.html",
        asked.edition,
        "schedule",
        form=asked.form,
        kept=kept,
        action=request.script_root + request.path,
        back="" if asked.page else asked.done,
        question="" if foreseen else asked.sure,
        lines=told(plan) if plan is not None else [],
        concerns=concerns,
    )


def _refused(asked: Asked, refusal: Refused) -> Answer:
    form = asked.form
    if refusal.reason == EditRefused.CHANGED_MEANWHILE and asked.page is not None:
        return asked.page(meanwhile.changed(form, db.session(), asked.edition)), 409
    field = str(refusal.values.get("field", asked.field))
    if asked.page is not None and field in form:
        form.refuse(field, refusal)
        return asked.page([]), 422
    flash(words.refusal(refusal), "error")
    return redirect(asked.done, 303)


def shown(form: ScheduleForm, edition: Edition) -> None:
    """Lets the form remember what its page shows."""
    meanwhile.stamp(form, db.session(), edition)
