"""The self-scan: what it is and who sees what, one's own scans, a copy of everything, and erasing it."""

import json

from flask import Response as Download
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.assessments import privacy, queries, service
from portal.assessments.facts import Form
from portal.assessments.models import InstrumentVersion
from portal.assessments.queries import Taken
from portal.assessments.reasons import ScanRefused
from portal.database import db, transaction
from portal.errors import Refused
from portal.registrations.exporting import Table, as_csv
from portal.texts import gettext as _
from portal.texts import language, local
from portal.web.kit.access import member, subject
from portal.web.kit.responses import FILE_CSP
from portal.web.participant.blueprint import blueprint
from portal.web.participant.scan_forms import BeginForm
from portal.web.participant.scan_watching import watching

Answer = Response | str | tuple[str, int]


@blueprint.get("/mijn/zelfscan")
def scans() -> Answer:
    """What the scan is, who sees what, and the scans so far."""
    return _overview(BeginForm(formdata=None))


def _offered() -> list[InstrumentVersion]:
    return queries.offered(db.session(), member().person_id, today=local(clock.now()).date())


def _overview(form: BeginForm) -> str:
    found = queries.scans_of(db.session(), member().person_id)
    offered = _offered()
    first = queries.questionnaire_of(offered[0]) if offered else None
    return render_template(
        "participant/scans_overview.html",
        form=form.offer([(one.public_id, _name(one)) for one in offered]) if offered else None,
        first=first,
        statements={one: len(first.instrument.asked(one)) for one in Form} if first else {},
        watching=watching(member().person_id),
        whose={one.public_id: _whose(one) for one in offered},
        going_on=next((one for one in found if one.is_open), None),
        sent=[one for one in found if not one.is_open],
        Form=Form,
    )


def _name(version: InstrumentVersion) -> str:
    found = queries.questionnaire_of(version)
    name = found.en if language() == "en" else found.nl
    organisation = version.instrument.organisation
    if organisation is None:
        return name
    return _("%(name)s, van %(organisation)s", name=name, organisation=organisation.name)


def _whose(version: InstrumentVersion) -> str:
    """For whom a questionnaire is, and how long it takes: why somebody may choose it."""
    found = queries.questionnaire_of(version)
    values = {"minutes": found.minutes, "short": found.minutes_short}
    organisation = version.instrument.organisation
    if organisation is None:
        return _(
            "De standaard, voor iedereen. Ongeveer %(minutes)s minuten, kort %(short)s minuten.", **values
        )
    return _(
        "Voor wie bij %(organisation)s werkt of meedoet met een leergang van deze organisatie. Zij schreven "
        "de principes en stellingen. Ongeveer %(minutes)s minuten, kort %(short)s minuten.",
        organisation=organisation.name,
        **values,
    )


@blueprint.post("/mijn/zelfscan")
def begin_scan() -> Answer:
    """Begins, or goes on with the one that is open."""
    form = BeginForm()
    offered = _offered()
    if not offered:
        return redirect(url_for("participant.scans"), 303)
    form.offer([(one.public_id, _name(one)) for one in offered])
    if not form.validate():
        return _overview(form), 422
    if form.version is None and request.form.get("version", offered[0].public_id) != offered[0].public_id:
        form.refuse("form", Refused(ScanRefused.NOT_OFFERED))
        return _overview(form), 422
    version = form.version.data if form.version else offered[0].public_id
    try:
        with transaction() as session:
            made = service.begin(
                session,
                person_id=member().person_id,
                version=version,
                form=Form(form.form.data),
                now=clock.now(),
            )
            name, before = made.public_id, made.form != form.form.data
    except Refused as refusal:
        if form.version is None:
            raise
        form.refuse("version", refusal)
        return _overview(form), 422
    if before:
        flash(_("Je was al bezig met een scan. Hier ga je verder waar je was."), "info")
    return redirect(url_for("participant.scan_page", scan=name, page=1), 303)


@blueprint.get("/mijn/zelfscan/<scan>/wissen")
def erasing_scan(**_address: str) -> Answer:
    """Asks whether to erase this scan."""
    return render_template("participant/scans_erasing.html", taken=subject(Taken))


@blueprint.post("/mijn/zelfscan/<scan>/wissen")
def erase_scan(scan: str) -> Answer:
    """Erases this scan; pressed twice it is once."""
    with transaction() as session:
        service.erase(session, public_id=scan, person_id=member().person_id)
    flash(_("De scan is gewist."), "ok")
    return redirect(url_for("participant.scans"), 303)


@blueprint.get("/mijn/zelfscan/wissen")
def erasing_scans() -> Answer:
    """Asks whether to erase all scans."""
    return render_template("participant/scans_erasing.html", taken=None)


@blueprint.post("/mijn/zelfscan/wissen")
def erase_scans() -> Answer:
    """Erases all scans."""
    with transaction() as session:
        service.erase_all(session, person_id=member().person_id)
    flash(_("Al je scans zijn gewist."), "ok")
    return redirect(url_for("participant.scans"), 303)


@blueprint.get("/mijn/zelfscan/gegevens.json")
def scans_json() -> Download:
    """A copy of all one's scans, for another program."""
    data = {"scans": privacy.own_data(db.session(), member().person_id)}
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return _download(text.encode(), "application/json", "zelfscan.json")


@blueprint.get("/mijn/zelfscan/gegevens.csv")
def scans_csv() -> Download:
    """The answers of all one's scans, for a spreadsheet."""
    heads = (
        _("Scan"),
        _("Vragenlijst"),
        _("Begonnen"),
        _("Verstuurd"),
        _("Stelling"),
        _("Tekst"),
        _("Antwoord"),
    )
    rows = [
        (
            one["scan"],
            f"{one['questionnaire']} {one['version']}",
            one["started"],
            one["sent"] or "",
            given["item"],
            given["statement"],
            given["answer"],
        )
        for one in privacy.own_data(db.session(), member().person_id)
        for given in one["answers"]
    ]
    return _download(as_csv(Table(heads, tuple(rows))), "text/csv; charset=utf-8", "zelfscan.csv")


def _download(content: bytes, kind: str, name: str) -> Download:
    answer = Download(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = FILE_CSP
    return answer
