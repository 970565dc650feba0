"""One's own learning goals: the list, each on its page, made, changed, closed and thrown away."""

from collections.abc import Mapping
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.assessments import queries as scans
from portal.assessments.facts import State as Answered
from portal.database import db, transaction
from portal.errors import Refused
from portal.goals import queries, service, sharing
from portal.goals.facts import HIGHEST_TARGET, LOWEST_TARGET, Ending, tenths
from portal.goals.models import Goal
from portal.goals.reasons import GoalRefused
from portal.texts import gettext as _
from portal.texts import local
from portal.web.kit.access import member, subject
from portal.web.kit.errors import sentence
from portal.web.kit.numbers import whole
from portal.web.kit.scores import written
from portal.web.participant import goal_words as words
from portal.web.participant.blueprint import blueprint
from portal.web.participant.goal_forms import (
    CheckInForm,
    GoalForm,
    new_key,
    origin_in,
    values_of,
)
from portal.web.participant.goal_origin import made_from

Reply = Response | str | tuple[str, int]
MOST_OF_A_TITLE = 180
"""So that it fits in a step."""
ADDRESS = {"what": "wat", "why": "waarom", "about": "over", "steps": "stap"}
"""What an address may fill in of a new goal, by field."""
FIELDS: dict[str, str] = {
    GoalRefused.TOO_MANY: "what",
    GoalRefused.TOO_MANY_PRIORITIES: "priority",
    GoalRefused.TARGET_TOO_LOW: "target",
    GoalRefused.IN_THE_PAST: "due_on",
}


def today() -> date:
    """The day in the Netherlands."""
    return local(clock.now()).date()


def scores_of(person_id: int) -> Mapping[str, float]:
    """The newest score of each aspect and role."""
    found = scans.latest(scans.scans_of(db.session(), person_id))
    scan = found.scan() if found else None
    scored = [one for one in (*scan.aspects, *scan.roles) if one.state is Answered.SCORED] if scan else []
    return {one.id: one.mean for one in scored if one.mean is not None}


@blueprint.get("/mijn/leerdoelen")
def goals() -> str:
    """All goals, with where each stands."""
    found = queries.goals_of(db.session(), member().person_id)
    return render_template(
        "participant/goals_list.html",
        going=[goal for goal in found if goal.closed_at is None],
        closed=[goal for goal in found if goal.closed_at is not None],
        today=today(),
        words=words,
        seated_in=sharing.seated_in(db.session(), member().person_id),
    )


@blueprint.get("/mijn/leerdoelen/nieuw")
def new_goal() -> str:
    """The form, filled in with what the address knows."""
    asked = request.args
    known = {key: asked.get(name, "")[:300] for key, name in ADDRESS.items()}
    form = GoalForm(formdata=None, data=known | {"key": new_key()})
    if form.about.data not in {value for value, *_more in form.about.iter_choices()}:
        form.about.data = ""
    target = whole(asked.get("doel"))
    form.target.data = target if form.about.data and LOWEST_TARGET <= target <= HIGHEST_TARGET else None
    form.what.data = form.what.data or words.proposal(form.about.data)
    if form.steps.data:
        form.steps.data = _("Volg %(title)s", title=form.steps.data[:MOST_OF_A_TITLE])
    return _form_page(form, origin=origin_in(asked.get("bron", "")), filled=any(known.values()))


@blueprint.post("/mijn/leerdoelen/nieuw")
def add_goal() -> Reply:
    """A new goal; nobody else sees it yet."""
    form, person_id, now = GoalForm(), member().person_id, clock.now()
    origin = origin_in(request.args.get("bron", ""))
    if not form.validate():
        return _form_page(form, origin=origin), 422
    stated, key, scores = form.stated(), form.key_of(), scores_of(person_id)
    try:
        with transaction() as session:
            made = service.add(
                session,
                person_id=person_id,
                stated=stated,
                form_key=key,
                now=now,
                origin=origin,
                scores=scores,
            ).public_id
    except Refused as refusal:
        form.refuse(FIELDS.get(str(refusal.reason), "what"), refusal)
        return _form_page(form, origin=origin), 422
    flash(_("Je leerdoel staat klaar. Alleen jij ziet het, tot je het zelf deelt."), "ok")
    return redirect(url_for("participant.goal", goal=made), 303)


def _form_page(
    form: GoalForm, *, goal: Goal | None = None, origin: str = "", newer: bool = False, filled: bool = False
) -> str:
    return render_template(
        "participant/goals_form.html",
        form=form,
        goal=goal,
        origin=origin,
        newer=newer,
        filled=filled,
        scored=_named_scores(),
        reminded=queries.wants_reminders(db.session(), member().person_id),
    )


def _named_scores() -> list[tuple[str, str]]:
    """The scores that a target may be held against, in words."""
    shown = scores_of(member().person_id)
    names = dict(words.names())
    return [(names[key], written(tenths(score))) for key, score in shown.items() if key in names]


@blueprint.get("/mijn/leerdoelen/<goal>")
def goal(**_address: str) -> str:
    """One goal: what it is, how far it is, who sees it, and the form to write how it goes."""
    found = subject(Goal)
    return goal_page(found, CheckInForm(formdata=None, data={"key": new_key()}).about(found))


def goal_page(found: Goal, form: CheckInForm) -> str:
    """The page of a goal with this form."""
    return render_template(
        "participant/goals_show.html",
        goal=found,
        form=form,
        today=today(),
        words=words,
        endings=Ending,
        seated_in=sharing.seated_in(db.session(), found.person_id),
        made_from=made_from(db.session(), found),
    )


@blueprint.get("/mijn/leerdoelen/<goal>/wijzigen")
def edit_goal(**_address: str) -> Reply:
    """The form with what stands there now."""
    found = subject(Goal)
    if found.closed_at is not None:
        return redirect(url_for("participant.goal", goal=found.public_id), 303)
    return _form_page(GoalForm(formdata=None, data=values_of(found)), goal=found)


@blueprint.post("/mijn/leerdoelen/<goal>/wijzigen")
def change_goal(**_address: str) -> Reply:
    """Other words; when another window was first, nothing typed is lost."""
    found, form, now = subject(Goal), GoalForm(), clock.now()
    if not form.validate():
        return _form_page(form, goal=found), 422
    goal_id, public_id, person_id = found.id, found.public_id, found.person_id
    stated, version, scores = form.stated(), form.version(), scores_of(person_id)
    try:
        with transaction() as session:
            service.change(session, goal_id=goal_id, stated=stated, version=version, now=now, scores=scores)
    except Refused as refusal:
        found = queries.own_goal(db.session(), public_id=public_id, person_id=person_id)
        if refusal.reason == GoalRefused.CLOSED:
            flash(sentence(refusal), "warning")
            return redirect(url_for("participant.goal", goal=public_id), 303)
        if refusal.reason != GoalRefused.CHANGED_MEANWHILE:
            form.refuse(FIELDS.get(str(refusal.reason), "what"), refusal)
            return _form_page(form, goal=found), 422
        if GoalForm(formdata=None, data=values_of(found)).stated() == stated:  # pressed twice
            return redirect(url_for("participant.goal", goal=public_id), 303)
        form.seen.data = str(found.version)
        return _form_page(form, goal=found, newer=True), 409
    flash(_("Je leerdoel is gewijzigd."), "ok")
    return redirect(url_for("participant.goal", goal=public_id), 303)


@blueprint.post("/mijn/leerdoelen/<goal>/afsluiten")
def close_goal(**_address: str) -> Reply:
    """Over: reached or let go."""
    found, now = subject(Goal), clock.now()
    how = request.form.get("hoe", "")
    ending = Ending.REACHED if how == Ending.REACHED else Ending.LET_GO
    goal_id, public_id = found.id, found.public_id
    with transaction() as session:
        service.close(session, goal_id=goal_id, ending=ending, now=now)
    flash(
        _("Gehaald. Het doel staat nu bij je afgesloten doelen.")
        if ending is Ending.REACHED
        else _("Losgelaten. Je kunt het doel altijd weer oppakken."),
        "ok",
    )
    return redirect(url_for("participant.goal", goal=public_id), 303)


@blueprint.post("/mijn/leerdoelen/<goal>/heropenen")
def reopen_goal(**_address: str) -> Reply:
    """The goal goes on."""
    found, now = subject(Goal), clock.now()
    goal_id, public_id, had = found.id, found.public_id, found.priority
    with transaction() as session:
        lost = had and not service.reopen(session, goal_id=goal_id, now=now).priority
    flash(
        _("Je werkt weer aan dit doel. Het telt als gewoon: je hebt al drie belangrijke doelen.")
        if lost
        else _("Je werkt weer aan dit doel."),
        "ok",
    )
    return redirect(url_for("participant.goal", goal=public_id), 303)


@blueprint.get("/mijn/leerdoelen/<goal>/verwijderen")
def ask_to_remove_goal(**_address: str) -> str:
    """What goes with it, before it goes."""
    return render_template("participant/goals_remove.html", goal=subject(Goal))


@blueprint.post("/mijn/leerdoelen/<goal>/verwijderen")
def remove_goal(goal: str) -> Reply:
    """Gone, with its steps and check-ins; pressed twice it is once."""
    with transaction() as session:
        service.remove(session, public_id=goal, person_id=member().person_id)
    flash(_("Het leerdoel is weg, met alles wat je erbij schreef."), "ok")
    return redirect(url_for("participant.goals"), 303)
