"""The result of a scan: its page, its PDF, and looking back at an earlier one."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField

from portal import clock
from portal.assessments import queries, service, sharing
from portal.assessments.facts import Form
from portal.assessments.growth import NotComparable, not_comparable
from portal.assessments.queries import Taken
from portal.database import db, transaction
from portal.goals import aims
from portal.goals import queries as goals
from portal.texts import N_, language, local
from portal.texts import gettext as _
from portal.web.kit.access import member, subject
from portal.web.participant import scan_shown
from portal.web.participant.blueprint import blueprint
from portal.web.participant.scan_forms import OneOfThese, PageForm, scale_choices
from portal.web.participant.scan_shown import Targets

Answer = Response | str | tuple[str, int]


APART = {
    NotComparable.NOT_THE_LONG_FORM: N_(
        "Dit resultaat staat los van je eerdere scan. Alleen twee lange scans zijn precies genoeg om te "
        "vergelijken."
    ),
    NotComparable.ANOTHER_VERSION: N_(
        "Dit resultaat staat los van je eerdere scan: de vragenlijst is sindsdien veranderd."
    ),
}


def earlier_of(taken: Taken, scans: Sequence[Taken]) -> Taken | None:
    """The newest earlier scan that this one can be held beside."""
    mine = taken.sitting()
    before = queries.earlier(scans, taken)
    return next((one for one in before if not_comparable(one.sitting(), mine) is None), None)


def apart_from_earlier(taken: Taken, scans: Sequence[Taken]) -> str:
    """Why nothing is said of growth since an earlier scan; "" when something is, or there is none."""
    before = queries.earlier(scans, taken)
    if taken.form is Form.SUPPORTER or not before or earlier_of(taken, scans) is not None:
        return ""
    return _(APART[not_comparable(before[0].sitting(), taken.sitting()) or NotComparable.NOT_THE_LONG_FORM])


def targets_of(person_id: int) -> Targets:
    """The scores that this person aims at, those of the open goals, the most important first; and those that
    the organisation does.
    """
    found = goals.priorities(db.session(), person_id)
    theirs = aims.of_person(db.session(), person_id, local(clock.now()).date())
    return Targets(
        own={one.aspect: Decimal(one.target) / 10 for one in reversed(found) if one.aspect and one.target},
        of_organisation={name: Decimal(target) / 10 for name, target in theirs.targets.items()},
    )


def facts_of(taken: Taken, before: Taken | None, *, person_id: int | None) -> dict[str, Any]:
    """What the page of a result is made of; for a facilitator without the person's targets and goals."""
    targets = targets_of(person_id) if person_id is not None else Targets()
    beforehand = _goals_before(person_id, taken) if before and person_id is not None else []
    return {
        "taken": taken,
        "result": scan_shown.result(taken, targets, before),
        "growth": scan_shown.grown(taken, before, beforehand) if before else None,
        "looked_back": scan_shown.looked_back(taken, before) if before else [],
        "title": taken.questionnaire.en if language() == "en" else taken.questionnaire.nl,
        "Form": Form,
    }


def _goals_before(person_id: int, taken: Taken) -> list[str]:
    """The aspects that were set as goals before this scan was begun."""
    began = taken.assessment.started_at
    mine = goals.goals_of(db.session(), person_id)
    return [goal.aspect for goal in mine if goal.aspect and goal.created_at < began]


@blueprint.get("/mijn/zelfscan/<scan>")
def scan_result(scan: str) -> Answer:
    """The result; a scan that is still open goes on where it was."""
    taken = subject(Taken)
    if taken.is_open:
        return redirect(url_for("participant.scan_summary", scan=scan), 303)
    scans = queries.scans_of(db.session(), member().person_id)
    shares = sharing.shares_of(db.session(), member().person_id)
    return render_template(
        "participant/scan_results_show.html",
        **facts_of(taken, earlier_of(taken, scans), person_id=member().person_id),
        apart=apart_from_earlier(taken, scans),
        shares=[one for one in shares if one.scan_public_id == scan],
    )


def _look_back_form(taken: Taken) -> type[PageForm]:
    choices = scale_choices(taken.questionnaire.instrument.scale, language())[:-1]
    english = language() == "en"
    fields = {
        one.id: RadioField(
            one.en if english else one.nl, choices=choices, validators=[OneOfThese()], validate_choice=False
        )
        for one in taken.questionnaire.instrument.aspects
    }
    return type("LookBackForm", (PageForm,), fields)


def _earlier() -> Taken | None:
    return earlier_of(subject(Taken), queries.scans_of(db.session(), member().person_id))


@blueprint.get("/mijn/zelfscan/<scan>/terugkijken")
def look_back(scan: str) -> Answer:
    """Asks how somebody sees now where they stood then; without an earlier scan there is nothing to ask."""
    taken, before = subject(Taken), _earlier()
    if before is None:
        return redirect(url_for("participant.scan_result", scan=scan), 303)
    data = {aspect: str(value) for aspect, value in taken.assessment.looking_back.items()}
    return _looking(_look_back_form(taken)(formdata=None, data=data), taken, before)


def _looking(form: PageForm, taken: Taken, before: Taken) -> str:
    return render_template(
        "participant/scan_results_back.html",
        form=form,
        fields=[field for field in form if field.name != "seen"],
        taken=taken,
        before=before,
    )


@blueprint.post("/mijn/zelfscan/<scan>/terugkijken")
def keep_look_back(scan: str) -> Answer:
    """Keeps how the past looks now."""
    taken, before = subject(Taken), _earlier()
    if before is None:
        return redirect(url_for("participant.scan_result", scan=scan), 303)
    form = _look_back_form(taken)()
    if not form.is_whole():
        return _looking(form, taken, before), 422
    with transaction() as session:
        service.look_back(
            session,
            public_id=scan,
            person_id=member().person_id,
            answers={aspect: int(value) for aspect, value in form.given().items()},
            now=clock.now(),
        )
    flash(_("Je terugblik is bewaard."), "ok")
    return redirect(url_for("participant.scan_result", scan=scan), 303)
