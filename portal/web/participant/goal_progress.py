"""How it goes with a goal: checking in on it, taking that back; and the mail that reminds of it."""

import json

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, url_for

from portal import clock
from portal.database import db, transaction
from portal.goals import privacy, queries, service
from portal.goals.models import Goal
from portal.texts import gettext as _
from portal.web.kit.access import member, subject
from portal.web.kit.responses import FILE_CSP
from portal.web.participant.blueprint import blueprint
from portal.web.participant.goal_forms import CheckInForm, RemindersForm
from portal.web.participant.goals import Reply, goal_page


@blueprint.post("/mijn/leerdoelen/<goal>/bijhouden")
def note_progress(**_address: str) -> Reply:
    """Keeps a line, a feeling, steps that are done."""
    found, now = subject(Goal), clock.now()
    form = CheckInForm().about(found)
    if not form.validate():
        return goal_page(found, form), 422
    goal_id, public_id = found.id, found.public_id
    with transaction() as session:
        service.check_in(
            session,
            goal_id=goal_id,
            note=form.note.data,
            feeling=form.felt(),
            steps=form.steps_done(),
            form_key=form.key_of(),
            now=now,
        )
    flash(_("Bewaard. Alleen jij leest wat je hier schrijft."), "ok")
    return redirect(url_for("participant.goal", goal=public_id), 303)


@blueprint.post("/mijn/leerdoelen/<goal>/bijhouden/<check_in>/weg")
def take_back_check_in(check_in: str, **_address: str) -> Reply:
    """Throws a check-in away; its steps are open again. Twice is once."""
    found = subject(Goal)
    goal_id, public_id = found.id, found.public_id
    rows = [one.id for one in found.check_ins if one.public_id == check_in]
    with transaction() as session:
        for row_id in rows:
            service.take_back(session, goal_id=goal_id, check_in_id=row_id)
    flash(_("Weg. Stappen die je daarbij afvinkte, staan weer open."), "ok")
    return redirect(url_for("participant.goal", goal=public_id), 303)


@blueprint.get("/mijn/leerdoelen/herinneringen")
def goal_reminders() -> str:
    """Whether there is mail about goals, and what is kept of them."""
    wanted = queries.wants_reminders(db.session(), member().person_id)
    form = RemindersForm(formdata=None, data={"wanted": wanted})
    return render_template("participant/goal_progress_reminders.html", form=form)


@blueprint.post("/mijn/leerdoelen/herinneringen")
def set_goal_reminders() -> Reply:
    """Mail about goals, or not."""
    form, person_id = RemindersForm(), member().person_id
    wanted = bool(form.wanted.data)
    with transaction() as session:
        service.set_reminders(session, person_id=person_id, wanted=wanted)
    flash(
        _("Je krijgt een mail als een leerdoel vier weken stil ligt.")
        if wanted
        else _("Je krijgt geen mail meer over leerdoelen."),
        "ok",
    )
    return redirect(url_for("participant.goal_reminders"), 303)


@blueprint.get("/mijn/leerdoelen/bestand")
def own_goals_file() -> FlaskResponse:
    """All that is kept of one's goals, as a file."""
    data = privacy.own_data(db.session(), member().person_id)
    answer = FlaskResponse(
        json.dumps(data, ensure_ascii=False, indent=2), content_type="application/json; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="leerdoelen.json"'
    answer.headers["Content-Security-Policy"] = FILE_CSP
    return answer


@blueprint.get("/mijn/leerdoelen/wissen")
def ask_to_erase_goals() -> Reply:
    """What goes, before it goes; without goals there is nothing to ask."""
    count = len(queries.goals_of(db.session(), member().person_id))
    if not count and not privacy.has_reflections(db.session(), member().person_id):
        flash(_("Je hebt geen leerdoelen om te wissen."), "info")
        return redirect(url_for("participant.goals"), 303)
    return render_template("participant/goal_progress_erase.html", count=count)


@blueprint.post("/mijn/leerdoelen/wissen")
def erase_goals() -> Reply:
    """Everything about one's goals is gone."""
    person_id = member().person_id
    with transaction() as session:
        privacy.erase(session, person_id=person_id)
    flash(_("Al je leerdoelen en reflecties zijn weg."), "ok")
    return redirect(url_for("participant.goals"), 303)
