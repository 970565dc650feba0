"""What participants' scans say of them together: the figures that were published, and nothing finer."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, request, url_for

from portal import clock
from portal.database import db
from portal.frameworks.facts import name_of
from portal.frameworks.tags import Tagged
from portal.frameworks.vocabulary import FRAMEWORK
from portal.insight.models import InsightSnapshot
from portal.insight.queries import newest
from portal.insight.trace import traces
from portal.programmes.models import Edition
from portal.registrations.exporting import Table, as_csv, as_xlsx, file_name
from portal.texts import gettext as _
from portal.texts import language, local
from portal.web.kit.access import subject
from portal.web.kit.responses import FILE_CSP
from portal.web.organiser import frame
from portal.web.organiser import insight_words as words
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.exports import XLSX

Figures = Mapping[str, Any]
Row = tuple[str, str, str, str, str]


@blueprint.get("/edities/<edition_id>/inzicht")
def insight(**_address: str) -> str:
    """The cohort as a whole, or one group of it."""
    edition = subject(Edition)
    found = newest(db.session(), edition.id)
    if found is None:
        return frame.page("organiser/insight_none.html", edition, "insight", traces=_traces(edition))
    figures = found.figures
    part = _part(figures)
    rows = part["aspects"] if part else figures["total"]
    beside = (
        {} if part else {row["id"]: row["value"] for row in figures.get("supporters", {}).get("aspects", ())}
    )
    return frame.page(
        "organiser/insight_show.html",
        edition,
        "insight",
        figures=figures,
        made_at=found.made_at,
        part=part,
        rows=rows,
        chips=_chips(edition, figures, part),
        hidden=_hidden(figures),
        names=words.named(figures),
        has_margin=any(row.get("low") != row.get("high") for row in rows),
        picture={
            "svg": words.picture(figures, rows, _("Gemiddelde scores per onderdeel, van 1 tot 5"), beside),
            "summary": words.summary(figures, rows),
        },
        words=words,
        traces=_traces(edition),
    )


def _part(figures: Figures) -> Figures | None:
    asked = request.args.get("functie", "")
    return next((one for one in figures["parts"] if one["key"] == f"position:{asked}"), None)


def _chips(edition: Edition, figures: Figures, part: Figures | None) -> list[tuple[str, str, bool]]:
    """Everybody, and each group that may be shown."""
    here = url_for("organiser.insight", edition_id=edition.public_id)
    chips = [(_("Iedereen"), here, part is None)]
    for one in figures["parts"]:
        address = url_for(
            "organiser.insight", edition_id=edition.public_id, functie=one["key"].partition(":")[2]
        )
        chips.append((words.position(one["key"]), address, one is part))
    return chips


def _hidden(figures: Figures) -> list[tuple[str, str]]:
    """The groups without figures, and why."""
    return [
        (words.position(key), _(words.HIDDEN[why]))
        for key, why in figures["hidden"].items()
        if key.startswith("position:")
    ]


def _traces(edition: Edition) -> list[dict[str, str]]:
    return [
        {
            "findings": ", ".join(one.findings) or _("geen"),
            "advice": one.advice,
            "what": _title(one.tagged),
            "people": words.people(one.band),
        }
        for one in traces(db.session(), edition)
    ]


def _title(tagged: Tagged) -> str:
    title = f"{tagged.number} {name_of(tagged.thing, language())}"
    return title if tagged.framework == FRAMEWORK.id else f"{tagged.framework}: {title}"


def _table(found: InsightSnapshot) -> Table:
    """Everything that the pages show, and nothing more."""
    figures = found.figures
    names = words.named(figures)
    everybody = _("Iedereen")
    rows: list[Row] = [
        (everybody, str(figures["people"]), names[row["id"]], words.mean(row), words.interval(row))
        for row in figures["total"]
    ]
    for part in figures["parts"]:
        group, count = words.position(part["key"]), words.people(part["band"])
        rows += [(group, count, names[row["id"]], words.mean(row), "") for row in part["aspects"]]
    if "supporters" in figures:
        group, count = _("Ondersteuners over leiders"), words.people(figures["supporters"]["band"])
        rows += [
            (group, count, names[row["id"]], words.mean(row), words.beside(row))
            for row in figures["supporters"]["aspects"]
        ]
    if "time" in figures:
        count = words.people(figures["time"]["band"])
        for row in figures["time"]["aspects"]:
            name = names[row["id"]]
            rows.append((_("Eerste keer"), count, name, words.number(row["before"]), ""))
            rows.append((_("Laatste keer"), count, name, words.number(row["after"]), words.changed(row)))
    heads = (_("Groep"), _("Mensen"), _("Onderdeel"), _("Gemiddelde"), _("Toelichting"))
    return Table(heads, tuple(rows))


def _file(ending: str, kind: str, write: Callable[[Table], bytes]) -> Response:
    edition = subject(Edition)
    found = newest(db.session(), edition.id)
    table = _table(found) if found else Table((_("Nog geen cijfers"),), ())
    day = local(clock.now()).date().isoformat()
    name = file_name((_("inzicht"), edition.programme.slug, edition.slug, day), ending)
    answer = Response(write(table), content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = FILE_CSP
    return answer


@blueprint.get("/edities/<edition_id>/inzicht.csv")
def insight_csv(**_address: str) -> Response:
    """What the pages show, as CSV."""
    return _file("csv", "text/csv; charset=utf-8", as_csv)


@blueprint.get("/edities/<edition_id>/inzicht.xlsx")
def insight_xlsx(**_address: str) -> Response:
    """What the pages show, as a workbook."""
    return _file("xlsx", XLSX, lambda table: as_xlsx(table, _("Inzicht")))
