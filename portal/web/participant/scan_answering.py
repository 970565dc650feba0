"""Filling in a scan: a page at a time, looking it over, and sending it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.assessments import service
from portal.assessments.facts import Answer as Given
from portal.assessments.facts import Form
from portal.assessments.queries import Taken
from portal.assessments.questionnaire import (
    GRID,
    SHORT_STEPS,
    SUBROLE_ITEMS,
    Page,
    PageKind,
    pages,
    question,
    statement,
)
from portal.assessments.reasons import ScanRefused
from portal.assessments.scoring import is_straight_line
from portal.database import db, transaction
from portal.errors import NotFound, Refused
from portal.texts import gettext as _
from portal.texts import language
from portal.web.kit.access import member, subject
from portal.web.kit.errors import sentence
from portal.web.participant.blueprint import blueprint
from portal.web.participant.scan_forms import PageForm, as_answers, page_form, scale_choices, then
from portal.web.participant.scan_watching import watching

Answer = Response | str | tuple[str, int]
ONWARD = "verder"
"""The page where somebody stopped, as it stands in an address."""


@dataclass(frozen=True)
class Line:
    """A page in the summary: how many of its questions are open, and which: where each is, what it says."""

    number: int
    title: str
    of: int
    open: tuple[tuple[str, str], ...]


def _pages(taken: Taken) -> tuple[Page, ...]:
    return pages(taken.questionnaire, taken.form)


def _page(taken: Taken, number: str) -> Page:
    found = next((one for one in _pages(taken) if str(one.number) == number), None)
    if found is None:
        raise NotFound
    return found


def _stored(taken: Taken, page: Page) -> dict[str, str]:
    """The answers of this page as its form has them."""
    if page.kind is PageKind.CONTEXT:
        return dict(taken.assessment.context)
    return {item.id: str(taken.answers[item.id]) for item in page.items if item.id in taken.answers}


def _stamp(taken: Taken, page: Page) -> str:
    return service.stamp(page, taken.answers, taken.assessment.context)


def title_of(page: Page, form: Form) -> str:
    """What a page is about; supporters answer about the leaders around them."""
    if page.kind is PageKind.ROLES and form is Form.SUPPORTER:
        return _("Hoe zij hun rol invullen, deel %(part)s", part=page.part)
    if page.kind is PageKind.ROLES:
        return _("Hoe je je rol invult, deel %(part)s", part=page.part)
    if page.kind is PageKind.CONTEXT or page.principle is None:
        return _("Over jou")
    return page.principle.en if language() == "en" else page.principle.nl


def leaving_open(taken: Taken, page: Page) -> str:
    """That a question may stay open, and how many answers a score needs."""
    if taken.form is Form.SUPPORTER:
        return _("Je mag vragen openlaten. Wat je openlaat, telt niet mee in de groep.")
    instrument = taken.questionnaire.instrument
    if page.kind is PageKind.ROLES:
        return _(
            "Je mag vragen openlaten. Een rol krijgt een score als je %(needed)s of meer van de %(asked)s "
            "vragen erover beantwoordt.",
            needed=instrument.scoring.role_min_answered,
            asked=max(len(role.subroles) for role in instrument.roles) * SUBROLE_ITEMS,
        )
    is_short = taken.form is Form.SHORT
    scoring = instrument.scoring
    return _(
        "Je mag vragen openlaten. Een aspect krijgt een score als je %(needed)s of meer van de %(asked)s "
        "vragen erover beantwoordt. Die staan verspreid over de bladzijden.",
        needed=scoring.aspect_min_answered_short if is_short else scoring.aspect_min_answered,
        asked=len(SHORT_STEPS) if is_short else GRID,
    )


@blueprint.get("/mijn/zelfscan/<scan>/vragen/<page>")
def scan_page(scan: str, page: str) -> Answer:
    """The questions of one page, with the answers so far."""
    taken = subject(Taken)
    if not taken.is_open:
        return redirect(url_for("participant.scan_result", scan=scan), 303)
    if page == ONWARD:
        return redirect(_onward(taken), 303)
    shown = _page(taken, page)
    made = page_form(taken.questionnaire, shown, taken.form)
    data = {**_stored(taken, shown), "seen": _stamp(taken, shown)}
    return _questions(made(formdata=None, data=data), taken, shown)


def _onward(taken: Taken) -> str:
    """Where somebody stopped: the first page without any answer, else the first with a question open."""
    scan = taken.assessment.public_id
    lines = [_line(taken, page) for page in _pages(taken)]
    empty = [line.number for line in lines if len(line.open) == line.of]
    started = [line.number for line in lines if line.open]
    if not (empty or started):
        return url_for("participant.scan_summary", scan=scan)
    return url_for("participant.scan_page", scan=scan, page=(empty or started)[0])


def _questions(
    form: PageForm, taken: Taken, page: Page, meanwhile: list[tuple[str, str, str]] | None = None
) -> str:
    about = page.principle
    english = language() == "en"
    return render_template(
        "participant/scan_answering_page.html",
        form=form,
        fields=[field for field in form if field.name != "seen"],
        taken=taken,
        page=page,
        total=len(_pages(taken)) + 1,
        title=title_of(page, taken.form),
        lead=(about.description_en if english else about.description_nl) if about else "",
        question=question(taken.questionnaire, taken.form, language()),
        given=len(taken.answers),
        asked=len(taken.questionnaire.instrument.asked(taken.form)),
        is_scale=page.kind is not PageKind.CONTEXT,
        is_roles=page.kind is PageKind.ROLES,
        open_words=leaving_open(taken, page),
        meanwhile=meanwhile or [],
    )


@blueprint.post("/mijn/zelfscan/<scan>/vragen/<page>")
def keep_scan_page(scan: str, page: str) -> Answer:
    """Keeps the answers of a page, and goes on, back, or stops for now."""
    taken = subject(Taken)
    shown = _page(taken, page)
    form = page_form(taken.questionnaire, shown, taken.form)()
    if not form.is_whole():
        return _questions(form, taken, shown), 422
    given, is_context = form.given(), shown.kind is PageKind.CONTEXT
    stored, stamp = _stored(taken, shown), _stamp(taken, shown)
    try:
        with transaction() as session:
            service.keep_page(
                session,
                public_id=scan,
                person_id=member().person_id,
                page=shown.number,
                answers={} if is_context else as_answers(given),
                context=given if is_context else {},
                seen=form.seen.data,
                now=clock.now(),
            )
    except Refused as refusal:
        if refusal.reason is not ScanRefused.CHANGED_MEANWHILE:
            raise
        form.seen.data = stamp
        return _questions(form, taken, shown, _other(form, stored)), 409
    if not given and not is_context and then() == "verder":
        left = _("De bladzijde ‘%(title)s’ bleef leeg.", title=title_of(shown, taken.form))
        flash(f"{left} {leaving_open(taken, shown)}", "info")
    return _after(scan, shown.number, len(_pages(taken)))


def _other(form: PageForm, stored: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """The questions that were answered otherwise: where they are, what they say, and that answer."""
    found = []
    for field in form:
        if field.name != "seen" and (field.data or "") != stored.get(field.name, ""):
            words = {choice.value: choice.label for choice in field.choices}
            there = words.get(stored.get(field.name, ""), _("nog geen antwoord"))
            found.append((f"{field.id}-0", field.label.text, there))
    return found


def _after(scan: str, number: int, last: int) -> Response:
    wish = then()
    if wish == "later":
        flash(_("Je antwoorden zijn bewaard. Ga verder wanneer het je uitkomt."), "ok")
        return redirect(url_for("participant.scans"), 303)
    target = number - 1 if wish == "terug" else number + 1
    if target < 1:
        return redirect(url_for("participant.scans"), 303)
    if target > last:
        return redirect(url_for("participant.scan_summary", scan=scan), 303)
    return redirect(url_for("participant.scan_page", scan=scan, page=target), 303)


@blueprint.get("/mijn/zelfscan/<scan>/nakijken")
def scan_summary(scan: str) -> Answer:
    """What is still open, and what happens after sending."""
    taken = subject(Taken)
    if not taken.is_open:
        return redirect(url_for("participant.scan_result", scan=scan), 303)
    return _summary(taken)


def _summary(taken: Taken, problem: str = "") -> str:
    lines = [_line(taken, page) for page in _pages(taken)]
    scale = scale_choices(taken.questionnaire.instrument.scale, language())
    same = next(iter(taken.answers.values()), "")
    straight = is_straight_line(taken.questionnaire.instrument, taken.answers, taken.form)
    return render_template(
        "participant/scan_answering_summary.html",
        taken=taken,
        lines=lines,
        left=sum(len(line.open) for line in lines),
        total=len(lines) + 1,
        straight={choice.value: choice.label for choice in scale}[str(same)] if straight else "",
        problem=problem,
        places=_places(taken),
        profile=taken.scan().has_profile,
        watching=[] if taken.form is Form.SUPPORTER else watching(member().person_id),
    )


def _places(taken: Taken) -> list[tuple[str, str]]:
    """Where the first statement of each page is, and what that page is called."""
    at = {page: f"{page.items[0].id}-0" for page in _pages(taken) if page.items}
    scan = taken.assessment.public_id
    return [
        (
            url_for("participant.scan_page", scan=scan, page=page.number, _anchor=field),
            title_of(page, taken.form),
        )
        for page, field in at.items()
    ]


def _line(taken: Taken, page: Page) -> Line:
    if page.kind is PageKind.CONTEXT:
        english = language() == "en"
        asked = {one.id: one.en if english else one.nl for one in taken.questionnaire.asked_context}
        there: Mapping[str, Given] = taken.assessment.context
    else:
        asked = {i.id: statement(taken.questionnaire, i, taken.form, language()) for i in page.items}
        there = taken.answers
    left = tuple((f"{id_}-0", text) for id_, text in asked.items() if id_ not in there)
    return Line(page.number, title_of(page, taken.form), len(asked), left)


@blueprint.post("/mijn/zelfscan/<scan>/nakijken")
def send_scan(scan: str) -> Answer:
    """Sends the scan; pressed twice it is once."""
    try:
        with transaction() as session:
            service.finish(session, public_id=scan, person_id=member().person_id, now=clock.now())
    except Refused as refusal:
        if refusal.reason is not ScanRefused.NOTHING_ANSWERED:
            raise
        db.session().rollback()
        return _summary(subject(Taken), sentence(refusal)), 422
    return redirect(url_for("participant.scan_result", scan=scan), 303)
