"""Questionnaires of one's own organisation: copied, looked at, published and withdrawn."""

from itertools import groupby

from flask import Response as Download
from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from portal import clock
from portal.assessments import queries, versions
from portal.assessments.facts import Form
from portal.assessments.instrument_file import as_toml
from portal.assessments.instrument_texts import sections, texts_of
from portal.assessments.models import InstrumentVersion
from portal.assessments.questionnaire import PageKind, pages, question
from portal.assessments.reasons import InstrumentRefused
from portal.assessments.states import VersionState
from portal.database import db, transaction
from portal.errors import Refused
from portal.people.models import Organisation
from portal.texts import N_, language
from portal.texts import gettext as _
from portal.web.kit.access import member, subject
from portal.web.kit.errors import sentence
from portal.web.kit.fields import options
from portal.web.kit.numbers import whole
from portal.web.kit.responses import FILE_CSP
from portal.web.organiser import instrument_words as words
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.instrument_forms import CopyForm, RevisionForm
from portal.web.organiser.instrument_mending import mends

Answer = Response | str | tuple[str, int]
STATES = {
    VersionState.DRAFT: (N_("Concept"), "warn"),
    VersionState.PUBLISHED: (N_("Gepubliceerd"), "ok"),
    VersionState.WITHDRAWN: (N_("Ingetrokken"), "muted"),
}


def badge(version: InstrumentVersion) -> tuple[str, str]:
    """The state of a version in a word."""
    word, look = STATES[VersionState(version.state)]
    return _(word), look


def to(version: str) -> Response:
    """Back to the page of this version."""
    return redirect(url_for("organiser.instrument", version=version), 303)


@blueprint.get("/instrumenten")
def instruments() -> Answer:
    """The default and the questionnaires of one's own organisations, with their versions."""
    rows = queries.kept_by(db.session(), member().organisation_ids)
    found = [list(group) for _id, group in groupby(rows, key=lambda row: row.instrument_id)]
    return render_template("organiser/instruments_list.html", found=found, badge=badge, title_of=words.title)


@blueprint.get("/instrumenten/<version>")
def instrument(**_address: str) -> Answer:
    """One version: its state, what misses, its sections."""
    found = subject(InstrumentVersion)
    own = found.instrument.organisation_id in member().organisation_ids
    return render_template(
        "organiser/instruments_show.html",
        version=found,
        own=own,
        title=words.title(found),
        badge=badge(found),
        problems=mends(found),
        sections=[(key, words.section(found, key), _missing(found, key)) for key in sections(found.content)],
        State=VersionState,
    )


def _missing(version: InstrumentVersion, section: str) -> int:
    """How many texts of a section are still empty."""
    needed = [both for pair, both in texts_of(version.content, section).items() if not pair.may_be_empty]
    return sum(not text for both in needed for text in both)


@blueprint.get("/instrumenten/<version>/bestand.toml")
def instrument_file(**_address: str) -> Download:
    """The version as a file."""
    found = subject(InstrumentVersion)
    answer = Download(as_toml(found.content), content_type="application/toml; charset=utf-8")
    name = f"{found.instrument.key}-{found.number}.toml"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = FILE_CSP
    return answer


@blueprint.get("/instrumenten/<version>/voorbeeld")
def instrument_preview(**_address: str) -> Answer:
    """A page of the questionnaire as a participant reads it; nothing can be kept."""
    found = queries.questionnaire_of(subject(InstrumentVersion))
    form = next((one for one in Form if one == request.args.get("vorm")), Form.LONG)
    there = pages(found, form)
    wanted = request.args.get("bladzijde", "1")
    page = next((one for one in there if str(one.number) == wanted), there[0])
    return render_template(
        "organiser/instruments_preview.html",
        version=subject(InstrumentVersion),
        title=words.title(subject(InstrumentVersion)),
        page=page,
        last=len(there),
        form=form,
        Form=Form,
        question=question(found, form, language()),
        heading=words.page(page),
        lead=words.lead(page),
        fields=words.preview(found, page, form),
        is_scale=page.kind is not PageKind.CONTEXT,
    )


def _organisations(form: CopyForm) -> CopyForm:
    rows = db.session().scalars(
        select(Organisation).where(Organisation.id.in_(member().organisation_ids)).order_by(Organisation.name)
    )
    form.organisation.choices = options((row.public_id, row.name) for row in rows)
    return form


@blueprint.get("/instrumenten/<version>/kopie")
def copying_instrument(**_address: str) -> Answer:
    """For which organisation, and what a copy is."""
    return _copying(_organisations(CopyForm(formdata=None)))


def _copying(form: CopyForm) -> str:
    found = subject(InstrumentVersion)
    return render_template(
        "organiser/instruments_copying.html", form=form, version=found, title=words.title(found)
    )


@blueprint.post("/instrumenten/<version>/kopie")
def copy_instrument(version: str) -> Answer:
    """A copy of one's own, as a draft."""
    form = _organisations(CopyForm())
    if not form.validate():
        return _copying(form), 422
    with transaction() as session:
        wanted = select(Organisation.id).where(Organisation.public_id == form.organisation.data)
        made = versions.copy(
            session,
            version=version,
            organisation_id=session.scalars(wanted).one(),
            actor_id=member().person_id,
            now=clock.now(),
        )
        name = made.public_id
    flash(_("Je hebt nu een eigen vragenlijst, als concept. Zet er je eigen teksten in."), "ok")
    return to(name)


@blueprint.post("/instrumenten/<version>/nieuwe-versie")
def next_instrument(**_address: str) -> Answer:
    """The draft of the next version; the one that is there already, if there is."""
    row_id = subject(InstrumentVersion).instrument_id
    with transaction() as session:
        made = versions.draft_of(session, instrument_id=row_id, actor_id=member().person_id, now=clock.now())
        name = made.public_id
    return to(name)


@blueprint.get("/instrumenten/<version>/publiceren")
def publishing_instrument(**_address: str) -> Answer:
    """What publishing does, and what still misses."""
    found = subject(InstrumentVersion)
    return _publishing(RevisionForm(formdata=None, data={"revision": str(found.revision)}))


def _publishing(form: RevisionForm, problem: str = "") -> str:
    found = subject(InstrumentVersion)
    return render_template(
        "organiser/instruments_publishing.html",
        form=form,
        version=found,
        title=words.title(found),
        problems=mends(found),
        problem=problem,
        is_draft=found.state == VersionState.DRAFT,
        replaces=versions.replaces(db.session(), found),
    )


@blueprint.post("/instrumenten/<version>/publiceren")
def publish_instrument(version: str) -> Answer:
    """Publishes the draft; pressed twice it is once."""
    form = RevisionForm()
    try:
        with transaction() as session:
            versions.publish(
                session,
                version=version,
                revision=whole(form.revision.data, 0),
                actor_id=member().person_id,
                now=clock.now(),
            )
    except Refused as refusal:
        db.session().rollback()
        status = 409 if refusal.reason is InstrumentRefused.CHANGED_MEANWHILE else 422
        form.revision.data = str(subject(InstrumentVersion).revision)
        return _publishing(form, sentence(refusal)), status
    flash(_("Deze versie is gepubliceerd. Deelnemers kunnen haar nu invullen."), "ok")
    return to(version)


@blueprint.get("/instrumenten/<version>/intrekken")
def withdrawing_instrument(**_address: str) -> Answer:
    """What withdrawing does."""
    found = subject(InstrumentVersion)
    return render_template("organiser/instruments_withdrawing.html", version=found, title=words.title(found))


@blueprint.post("/instrumenten/<version>/intrekken")
def withdraw_instrument(version: str) -> Answer:
    """Withdraws the version; pressed twice it is once."""
    with transaction() as session:
        versions.withdraw(session, version=version, actor_id=member().person_id, now=clock.now())
    flash(_("Deze versie is ingetrokken. Wie al begonnen is, kan de scan afmaken."), "ok")
    return to(version)
