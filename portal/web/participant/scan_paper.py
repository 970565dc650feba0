"""The result of a scan as a PDF, for on paper and for the conversation with one's manager."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response

from portal import clock
from portal.assessments import queries
from portal.assessments.facts import Form
from portal.assessments.queries import Taken
from portal.database import db
from portal.errors import NotFound
from portal.texts import format_date
from portal.texts import gettext as _
from portal.web.kit import pdf
from portal.web.kit.access import member, subject
from portal.web.participant.blueprint import blueprint
from portal.web.participant.scan_results import earlier_of, facts_of
from portal.web.participant.scan_shown import GrowthShown, Result

Part = dict[str, Any]


@blueprint.get("/mijn/zelfscan/<scan>/resultaat.pdf")
def scan_pdf(**_address: str) -> Response:
    """The result on paper; supporters have none."""
    taken = subject(Taken)
    if taken.form is Form.SUPPORTER or taken.assessment.finished_at is None:
        raise NotFound
    scans = queries.scans_of(db.session(), member().person_id)
    facts = facts_of(taken, earlier_of(taken, scans), person_id=member().person_id)
    about = {"title": facts["title"], "day": format_date(taken.assessment.finished_at)}
    return pdf.download(
        "scan_result.typ",
        {
            "title": _("Resultaat van je zelfscan"),
            "author": member().name,
            "lead": _("%(name)s. %(title)s, ingevuld op %(day)s.", name=member().name, **about),
            "footer": _("Gemaakt op %(day)s", day=format_date(clock.now())),
            "parts": [
                *_scores(facts["result"]),
                *_growth(facts["growth"]),
                *_looked_back(facts["looked_back"]),
            ],
        },
        "zelfscan.pdf",
    )


def _table(title: str, labels: Iterable[tuple[str, bool]], rows: Iterable[Iterable[str]]) -> Part:
    """A part with a table; of a label is said whether its column holds numbers."""
    columns = [
        {"label": label, "number": is_number, "wide": place == 0}
        for place, (label, is_number) in enumerate(labels)
    ]
    return {"title": title, "columns": columns, "rows": [[cell or "–" for cell in row] for row in rows]}


def _scores(result: Result) -> Iterable[Part]:
    """Aspects with their chart, what differs, groups and roles."""
    labels = [(_("Aspect"), False), (_("Score"), True), (_("Meetmarge"), True), (_("Doel"), True)]
    compared = any(one.earlier for one in result.aspects)
    if compared:  # whatever the chart shows, a table has too
        labels.append((_("Vorige scan"), True))
    labels.append((_("Betekenis"), False))
    rows = [
        (one.name, one.score, one.margin, one.target, *([one.earlier] if compared else []), one.remark)
        for one in result.aspects
    ]
    part = _table(_("Per aspect"), labels, rows)
    if result.dots is not None:
        part["chart"], part["alt"] = pdf.chart(str(result.dots.svg)), result.dots.summary
        part["legend"] = _("Stip: score. Balk: meetmarge. Streepje: doel.")
        if compared:
            part["legend"] = _("Stip: score. Balk: meetmarge. Streepje: doel. Ruit: vorige scan.")
        part["text"] = result.dots.summary
    yield part
    if len(result.bands) > 1:
        note = _(
            "Van hoog naar laag. Elke regel begint met een aspect dat echt lager scoort dan het eerste van "
            "de regel erboven. Wat erachter staat, is daarmee vergelijkbaar."
        )
        yield {"title": _("Wat verschilt echt?"), "text": note, "list": list(result.bands)}
    score = [(_("Score"), True), (_("Meetmarge"), True)]
    yield _table(_("Per groep"), [(_("Groep"), False), *score], result.groups)
    if result.roles:
        roles = _table(_("Rollen"), [(_("Rol"), False), *score], result.roles)
        note = _("De balans is geen norm: één persoon hoeft niet elke rol te vervullen.")
        yield {**roles, "text": result.balance, "note": note}


def _growth(found: GrowthShown | None) -> Iterable[Part]:
    if found is None:
        return
    labels = [(_("Onderdeel"), False), (_("Score"), False), (_("Betekenis"), False)]
    yield _table(_("Sinds %(day)s", day=found.since), labels, [*found.headlines, *found.aspects])


def _looked_back(rows: Sequence[Sequence[str]]) -> Iterable[Part]:
    if not rows:
        return
    labels = [(_("Aspect"), False), (_("Score toen"), True)]
    labels += [(_("Toen, zoals je er nu naar kijkt"), True), (_("Score nu"), True)]
    note = _(
        "Wie meer leert, kijkt vaak strenger naar zichzelf. "
        "Een lagere score kan dus ook beter zelfinzicht zijn."
    )
    yield {**_table(_("Hoe je nu naar toen kijkt"), labels, rows), "text": note}
