"""Figures of a group as its page shows them and as its file has them: the same, whoever's people they are."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask import Response, request

from portal import clock
from portal.insight.disclosure import Hidden, dimension_of
from portal.insight.models import InsightSnapshot
from portal.insight.trace import Trace
from portal.registrations.exporting import Cell, Table, as_csv, as_xlsx, file_name
from portal.texts import gettext as _
from portal.texts import local
from portal.web.kit.responses import FILE_CSP
from portal.web.organiser import insight_words as words
from portal.web.organiser.exports import XLSX

Figures = Mapping[str, Any]
Address = Callable[..., str]
Chip = tuple[str, str, bool]
Row = tuple[str, Cell, str, Cell, str]
IN_ADDRESS = {"position": "functie", "domain": "domein", "edition": "leergang"}


def shown(found: InsightSnapshot, here: Address) -> dict[str, Any]:
    """What the page needs: everybody, or the one group that was asked for; never two at once."""
    figures = found.figures
    part = _asked(figures)
    aspects = part["aspects"] if part else figures["total"]
    beside = {} if part else {one["id"]: one["value"] for one in _of(figures, "supporters", "aspects")}
    return {
        "figures": figures,
        "made_at": found.made_at,
        "part": part,
        "part_name": words.part(figures, part["key"]) if part else "",
        "rows": words.rows(figures, part) if part else words.total(figures),
        "supporters": words.rows(figures, figures.get("supporters", {})),
        "time": words.rows(figures, figures.get("time", {})),
        "reliability": words.rows(figures, {"aspects": figures["reliability"]}),
        "chips": _chips(figures, part, here),
        "hidden": _hidden(figures),
        "has_margin": any(row.get("low") != row.get("high") for row in aspects),
        "picture": {
            "svg": words.picture(figures, aspects, _("Gemiddelde scores per onderdeel, van 1 tot 5"), beside),
            "summary": words.summary(figures, aspects),
        },
        "words": words,
    }


def _of(figures: Figures, block: str, rows: str) -> list[Figures]:
    return list(figures.get(block, {}).get(rows, ()))


def _asked(figures: Figures) -> Figures | None:
    """The group in the address; of more than one dimension nothing is cut across: the first counts."""
    for dimension, word in IN_ADDRESS.items():
        key = f"{dimension}:{request.args.get(word, '')}"
        for one in figures["parts"]:
            if one["key"] == key:
                return dict(one)
    return None


def _chips(figures: Figures, part: Figures | None, here: Address) -> list[tuple[str, list[Chip]]]:
    """Everybody, and by dimension each group that may be shown."""
    found: list[tuple[str, list[Chip]]] = []
    for dimension, word in IN_ADDRESS.items():
        chips = []
        for one in figures["parts"]:
            if dimension_of(one["key"]) == dimension:
                address = here(**{word: one["key"].partition(":")[2]})
                chips.append((words.part(figures, one["key"]), address, one == part))
        if chips:
            found.append((_(words.DIMENSIONS[dimension]), chips))
    return [("", [(_("Iedereen"), here(), part is None)]), *found] if found else []


def _hidden(figures: Figures) -> list[tuple[str, str]]:
    """What has no figures, and why. Of cohorts with few people not even the name is told."""
    found = []
    for key, why in figures["hidden"].items():
        if dimension_of(key):
            if dimension_of(key) != "edition" or why != Hidden.TOO_FEW:
                found.append((words.part(figures, key), _(words.HIDDEN)))
        elif key in words.BLOCKS and words.BLOCK_OF.get(key, key) not in figures:
            found.append((_(words.BLOCKS[key]), _(words.HIDDEN)))
    return found


def table(found: InsightSnapshot, followed: Sequence[Trace]) -> Table:
    """Everything that the pages show, and nothing more."""
    figures = found.figures
    everybody, whole = _("Iedereen"), words.all_took_part(figures)
    rows: list[Row] = [
        (
            everybody,
            figures["people"],
            row["name"],
            _mean(row),
            words.interval(row, all_of_them=whole),
        )
        for row in words.total(figures)
    ]
    for part in figures["parts"]:
        group, count = words.part(figures, part["key"]), words.people(part["band"])
        rows += [
            (group, count, row["name"], _mean(row), words.compared(row)) for row in words.rows(figures, part)
        ]
    rows += _beside_and_later(figures)
    if "roles" in figures:
        team = figures["roles"]
        said = words.BALANCES[team["balance"]]
        rows.append((_("Rollen in deze groep"), words.people(team["band"]), "", "", _(said)))
    rows += [
        (_("Betrouwbaarheid (alpha)"), "", row["name"], Decimal(row["value"]), words.trusted(row))
        for row in words.rows(figures, {"aspects": figures["reliability"]})
    ]
    rows += [_trace(one) for one in followed]
    heads = (_("Groep"), _("Mensen"), _("Onderdeel"), _("Gemiddelde"), _("Toelichting"))
    return Table(heads, tuple(rows))


def _trace(one: Trace) -> Row:
    """A line of the way from finding to participation: what the columns of the page say."""
    told = words.trace(one)
    said = [(_("Bij bevinding"), told["findings"]), (_("Hoort bij advies"), told["advice"])]
    if one.programmes:
        said.append((_("Leergangen"), ", ".join(one.programmes)))
    remark = "; ".join(f"{label}: {value}" for label, value in said)
    return (_("Van bevinding naar deelname"), told["people"], str(told["what"]), "", remark)


def _mean(row: Figures) -> Cell:
    """A number to count on with; a mean near an end of the scale is said in words."""
    return words.mean(row) if row["capped"] else Decimal(row["value"])


def _beside_and_later(figures: Figures) -> list[Row]:
    rows: list[Row] = []
    if "supporters" in figures:
        group, count = _("Ondersteuners over leiders"), words.people(figures["supporters"]["band"])
        rows += [
            (group, count, row["name"], _mean(row), words.beside(row))
            for row in words.rows(figures, figures["supporters"])
        ]
    if "time" in figures:
        count = words.people(figures["time"]["band"])
        for row in words.rows(figures, figures["time"]):
            name = row["name"]
            rows.append((_("Eerste keer"), count, name, _mean(words.at(row, "before")), ""))
            rows.append((_("Laatste keer"), count, name, _mean(words.at(row, "after")), words.changed(row)))
    return rows


def csv(found: InsightSnapshot | None, followed: Sequence[Trace], *names: str) -> Response:
    """The table as CSV; `names` end up in the name of the file."""
    return _file(found, followed, names, "csv", "text/csv; charset=utf-8", as_csv)


def xlsx(found: InsightSnapshot | None, followed: Sequence[Trace], *names: str) -> Response:
    """The table as a workbook."""
    return _file(found, followed, names, "xlsx", XLSX, lambda one: as_xlsx(one, _("Inzicht")))


def _file(
    found: InsightSnapshot | None,
    followed: Sequence[Trace],
    names: tuple[str, ...],
    ending: str,
    kind: str,
    write: Callable[[Table], bytes],
) -> Response:
    content = table(found, followed) if found else Table((_("Nog geen cijfers"),), ())
    day = local(clock.now()).date().isoformat()
    answer = Response(write(content), content_type=kind)
    name = file_name((_("inzicht"), *names, day), ending)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = FILE_CSP
    return answer
