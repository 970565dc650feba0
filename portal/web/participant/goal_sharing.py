"""Who sees a goal; what others share with me; and what participants share with their facilitators."""

from datetime import date, datetime

from flask import flash, redirect, render_template, request, url_for

from portal import clock
from portal.assessments import sharing as scans
from portal.database import db, transaction
from portal.errors import Refused
from portal.goals import service, sharing
from portal.goals.facts import Audience
from portal.goals.models import Goal
from portal.invites.expected import title_of
from portal.material.queries import guided_by
from portal.programmes.models import Edition, Meeting, Module
from portal.programmes.order import by_day
from portal.texts import format_date, local
from portal.texts import gettext as _
from portal.web.kit.access import member, subject
from portal.web.participant import goal_words as words
from portal.web.participant.blueprint import blueprint
from portal.web.participant.goal_audience import SharingForm
from portal.web.participant.goals import Reply, today


@blueprint.get("/mijn/leerdoelen/<goal>/delen")
def goal_audience(**_address: str) -> str:
    """Everybody that one can share with, in words."""
    found = subject(Goal)
    circles = sharing.circles(db.session(), found.person_id)
    form = SharingForm(formdata=None, data={"audience": _value(found)})
    return _page(found, form, form.among(circles))


def _value(goal: Goal) -> str:
    if goal.audience == Audience.ME or goal.edition is None:
        return Audience.ME.value
    return f"{goal.audience}:{goal.edition.public_id}"


def _page(goal: Goal, form: SharingForm, notes: dict[str, str]) -> str:
    return render_template(
        "participant/goal_sharing_audience.html",
        goal=goal,
        form=form,
        notes=notes,
        now=words.seen_by(goal, sharing.seated_in(db.session(), goal.person_id)),
    )


@blueprint.post("/mijn/leerdoelen/<goal>/delen")
def share_goal(**_address: str) -> Reply:
    """Another audience, at once."""
    found, form = subject(Goal), SharingForm()
    circles = sharing.circles(db.session(), found.person_id)
    notes = form.among(circles)
    if not form.validate():
        return _page(found, form, notes), 422
    audience, edition = form.chosen()
    edition_id = next((one.edition_id for one in circles if one.public_id == edition), None)
    goal_id, public_id = found.id, found.public_id
    try:
        with transaction() as session:
            shared = service.share(session, goal_id=goal_id, audience=audience, edition_id=edition_id)
            said = words.seen_by(shared, sharing.seated_in(session, shared.person_id))
    except Refused as refusal:
        form.refuse("audience", refusal)
        return _page(subject(Goal), form, notes), 422
    flash(said, "ok")
    return redirect(url_for("participant.goal", goal=public_id), 303)


@blueprint.get("/mijn/leerdoelen/gedeeld")
def goals_with_me() -> str:
    """What companions and fellow participants share with me now."""
    session, viewer = db.session(), member()
    return render_template(
        "participant/goal_sharing_with_me.html",
        shared=sharing.with_me(session, viewer.person_id),
        guided=guided_by(session, viewer.person_id),
        today=today(),
        words=words,
    )


@blueprint.get("/mijn/begeleiding/<edition>/leerdoelen")
def guiding_goals(**_address: str) -> str:
    """For a facilitator: who is expected at a meeting, with what they share, and nothing else."""
    edition, now = subject(Edition), clock.now()
    meetings = by_day(one for one in edition.meetings if one.cancelled_at is None)
    asked = request.args.get("bijeenkomst", "")
    chosen = next((m for m in meetings if m.public_id == asked), None) or _next(meetings, now)
    shown = scans.shown_to(db.session(), member().person_id)
    return render_template(
        "participant/goal_sharing_guiding.html",
        edition=edition,
        meetings=[(one.public_id, _named(edition, one)) for one in meetings],
        chosen=chosen,
        title=_named(edition, chosen) if chosen else "",
        guests=sharing.expected_at(db.session(), chosen, member().person_id) if chosen else [],
        scans={
            one.share.assessment.person_id: one.share for one in shown if one.share.edition_id == edition.id
        },
        today=today(),
        words=words,
    )


def _next(meetings: list[Meeting], now: datetime) -> Meeting | None:
    """The meeting that comes, else the last one."""
    day: date = local(now).date()
    coming = [one for one in meetings if one.day is not None and one.day >= day]
    return min(coming, key=lambda one: (one.day, one.number), default=meetings[-1] if meetings else None)


def _named(edition: Edition, meeting: Meeting) -> str:
    modules: dict[int | None, Module] = {module.id: module for module in edition.modules}
    title = title_of(edition, modules, meeting)
    return f"{title}, {format_date(meeting.day)}" if meeting.day else _("%(title)s, datum volgt", title=title)
