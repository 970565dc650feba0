"""One's own timeline: goals, scans, meetings and reflections in one line."""

from datetime import datetime

from flask import flash, redirect, render_template, url_for

from portal import clock
from portal.assessments import queries as scans
from portal.database import db, transaction
from portal.goals import queries, service
from portal.goals.facts import Entry, Moment
from portal.texts import N_
from portal.texts import gettext as _
from portal.web.kit.access import member
from portal.web.participant import goal_words as words
from portal.web.participant.blueprint import blueprint
from portal.web.participant.forms import tidy_lines
from portal.web.participant.goal_forms import ReflectionForm, new_key
from portal.web.participant.goals import Reply

KINDS = {
    Moment.GOAL_MADE: N_("Leerdoel gemaakt"),
    Moment.GOAL_CLOSED: N_("Leerdoel afgesloten"),
    Moment.CHECK_IN: N_("Bijgehouden"),
    Moment.SCAN: N_("Zelfscan ingevuld"),
    Moment.MEETING: N_("Bijeenkomst gevolgd"),
    Moment.REFLECTION: N_("Reflectie"),
}


@blueprint.get("/mijn/leerdoelen/tijdlijn")
def timeline() -> str:
    """Everything, the newest first, and a form for a thought."""
    return _page(ReflectionForm(formdata=None, data={"key": new_key()}))


def _page(form: ReflectionForm) -> str:
    person_id = member().person_id
    session = db.session()
    entries = [*queries.own_entries(session, person_id), *_scans(person_id)]
    entries += queries.attended(session, person_id)
    entries.sort(key=lambda entry: entry.at, reverse=True)
    return render_template(
        "participant/timeline_show.html", entries=entries, kinds=KINDS, moments=Moment, words=words, form=form
    )


def _scans(person_id: int) -> list[Entry]:
    found = scans.scans_of(db.session(), person_id)
    sent = [(one.assessment.finished_at, one.assessment.public_id) for one in found]
    return [Entry(at, Moment.SCAN, "", id=public_id) for at, public_id in sent if isinstance(at, datetime)]


@blueprint.post("/mijn/leerdoelen/tijdlijn")
def reflect() -> Reply:
    """Keeps a thought."""
    form, person_id, now = ReflectionForm(), member().person_id, clock.now()
    if not form.validate():
        return _page(form), 422
    text, key = tidy_lines(form.text.data), form.key_of()
    with transaction() as session:
        service.reflect(session, person_id=person_id, text=text, form_key=key, now=now)
    flash(_("Bewaard. Alleen jij leest dit."), "ok")
    return redirect(url_for("participant.timeline"), 303)


@blueprint.post("/mijn/leerdoelen/tijdlijn/<reflection>/weg")
def forget_reflection(reflection: str) -> Reply:
    """Throws a thought away; twice is once."""
    person_id = member().person_id
    with transaction() as session:
        service.forget_reflection(session, person_id=person_id, public_id=reflection)
    flash(_("De reflectie is weg."), "ok")
    return redirect(url_for("participant.timeline"), 303)
