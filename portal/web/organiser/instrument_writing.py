"""Writing a draft of a questionnaire: its texts in both languages next to each other, or its file."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.assessments import versions
from portal.assessments.instrument_file import read_text
from portal.assessments.instrument_texts import Pair, pairs, stamp, texts_of
from portal.assessments.models import InstrumentVersion
from portal.assessments.problem_sentences import sentence as problem_sentence
from portal.assessments.reasons import InstrumentRefused
from portal.assessments.states import VersionState
from portal.database import db, transaction
from portal.errors import NotFound, Refused
from portal.texts import gettext as _
from portal.web.kit import uploads
from portal.web.kit.access import member, subject
from portal.web.kit.errors import sentence
from portal.web.kit.numbers import whole
from portal.web.organiser import instrument_words as words
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.instrument_forms import (
    FILE_TOO_LARGE,
    LARGEST_FILE,
    FileForm,
    SectionForm,
    section_form,
)
from portal.web.organiser.instrument_mending import mends
from portal.web.organiser.instruments import to

Answer = Response | str | tuple[str, int]
Line = tuple[str, str, str]
MOST_SHOWN = 30


def draft() -> InstrumentVersion:
    """The draft of this address; what is published is only to look at."""
    found = subject(InstrumentVersion)
    if found.state != VersionState.DRAFT:
        raise Refused(InstrumentRefused.NOT_A_DRAFT)
    return found


def _pairs(section: str) -> list[Pair]:
    found = pairs(subject(InstrumentVersion).content, section)
    if not found:
        raise NotFound
    return found


def _form(section: str) -> type[SectionForm]:
    return section_form({pair: words.labels(pair) for pair in _pairs(section)})


@blueprint.get("/instrumenten/<version>/teksten/<section>")
def instrument_section(section: str, **_address: str) -> Answer:
    """The texts of a section in both languages."""
    made, found = _form(section), texts_of(draft().content, section)
    data = {
        f"{pair.field}-{code}": text
        for pair, both in found.items()
        for code, text in zip(("nl", "en"), both, strict=True)
    }
    open_ = {one.field: one.what for one in reversed(mends(draft())) if one.section == section}
    return _section(made(formdata=None, data={**data, "seen": stamp(found)}), section, hints=open_)


def _section(
    form: SectionForm,
    section: str,
    meanwhile: list[Line] | None = None,
    hints: Mapping[str, str] | None = None,
) -> str:
    """`hints`: by its field what is to be mended there before publishing."""
    found = subject(InstrumentVersion)
    return render_template(
        "organiser/instrument_writing_section.html",
        form=form,
        version=found,
        title=words.title(found),
        section=section,
        heading=words.section(found, section),
        lead=words.section_lead(section),
        rows=[
            (words.label(pair), form[f"{pair.field}-nl"], form[f"{pair.field}-en"])
            for pair in _pairs(section)
        ],
        meanwhile=meanwhile or [],
        hints=hints or {},
    )


@blueprint.post("/instrumenten/<version>/teksten/<section>")
def keep_instrument_section(version: str, section: str) -> Answer:
    """Keeps the texts of a section; an empty one is told before publishing."""
    draft()
    form = _form(section)()
    if not form.validate():
        return _section(form, section), 422
    typed = form.typed(_pairs(section), texts_of(subject(InstrumentVersion).content, section))
    try:
        with transaction() as session:
            versions.put_texts(
                session,
                version=version,
                section=section,
                texts=typed,
                seen=form.seen.data or "",
                actor_id=member().person_id,
                now=clock.now(),
            )
    except Refused as refusal:
        if refusal.reason is not InstrumentRefused.CHANGED_MEANWHILE:
            raise
        db.session().rollback()
        there = texts_of(subject(InstrumentVersion).content, section)
        form.seen.data = stamp(there)
        return _section(form, section, _other(there, typed)), 409
    flash(_("De teksten zijn bewaard."), "ok")
    return to(version)


def _other(there: dict[Pair, tuple[str, str]], typed: dict[Pair, tuple[str, str]]) -> list[Line]:
    """The texts that somebody else wrote otherwise: their field, what they are, and what they say."""
    found = []
    for pair, both in there.items():
        own = typed.get(pair, ("", ""))
        for code, label, text, mine in zip(("nl", "en"), words.labels(pair), both, own, strict=True):
            if text != mine:
                found.append((f"{pair.field}-{code}", label, text or _("leeg")))
    return found


@blueprint.get("/instrumenten/<version>/bestand")
def uploading_instrument(**_address: str) -> Answer:
    """The form for a file in the place of the draft."""
    form = FileForm(formdata=None, data={"revision": str(draft().revision)})
    if uploads.was_too_large():
        form.file.errors = [_(FILE_TOO_LARGE)]
        return _uploading(form, []), 422
    return _uploading(form, [])


def _uploading(form: FileForm, problems: list[str]) -> str:
    found = subject(InstrumentVersion)
    return render_template(
        "organiser/instrument_writing_file.html",
        form=form,
        version=found,
        title=words.title(found),
        problems=problems[:MOST_SHOWN],
        more=max(len(problems) - MOST_SHOWN, 0),
    )


@blueprint.post("/instrumenten/<version>/bestand")
def upload_instrument(version: str) -> Answer:
    """Puts what the file says in the place of the draft; a file with mistakes changes nothing."""
    draft()
    form = FileForm()
    text, problem = _text(form)
    if problem:
        form.file.errors = [problem]
        return _uploading(form, []), 422
    found, problems = read_text(text)
    if found is None or problems:
        form.file.errors = [_("In dit bestand klopt iets niet. Er is niets veranderd.")]
        return _uploading(form, [problem_sentence(one) for one in problems]), 422
    try:
        with transaction() as session:
            versions.write(
                session,
                version=version,
                content=found,
                revision=whole(form.revision.data, 0),
                actor_id=member().person_id,
                now=clock.now(),
            )
    except Refused as refusal:
        if refusal.reason is not InstrumentRefused.CHANGED_MEANWHILE:
            raise
        db.session().rollback()
        form.revision.data = str(subject(InstrumentVersion).revision)
        form.file.errors = [_("%(why)s Kies het bestand opnieuw.", why=sentence(refusal))]
        return _uploading(form, []), 409
    flash(_("Het bestand staat nu in het concept."), "ok")
    return redirect(url_for("organiser.instrument", version=version), 303)


def _text(form: FileForm) -> tuple[str, str]:
    """What the file says, or what is wrong with it."""
    if not form.file.data:
        return "", _("Kies een bestand.")
    content = form.file.data.stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        return "", _(FILE_TOO_LARGE)
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return "", _("We kunnen dit bestand niet lezen. Sla het opnieuw op als tekst, met UTF-8.")
