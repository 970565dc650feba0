"""Figures of groups in words, in tables and in a picture."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask import url_for
from markupsafe import Markup

from portal.assessments import charts
from portal.frameworks.facts import name_of
from portal.frameworks.tags import Tagged
from portal.frameworks.vocabulary import FRAMEWORK
from portal.insight.disclosure import HIGHEST, LOWEST
from portal.insight.trace import Trace
from portal.people.facts import POSITION_WORDS, PositionKind
from portal.texts import N_, format_list, language
from portal.texts import gettext as _
from portal.web.kit.engine import own

Figures = Mapping[str, Any]
# One sentence for every reason: which of them it is, tells whether the one director did a scan.
HIDDEN = N_(
    "Te weinig mensen, of met andere cijfers te herleiden tot te weinig mensen. Dan laten we niets zien."
)
BALANCES = {
    "comparable": N_("De rollen zijn in deze groep vergelijkbaar."),
    "more_flexibility": N_("Deze groep pakt vaker de rollen coach en innovator: meer flexibiliteit."),
    "more_control": N_("Deze groep pakt vaker de rollen opdrachtgever en eigenaar: meer beheersing."),
}
DIMENSIONS = {
    "position": N_("Naar functie"),
    "domain": N_("Naar domein"),
    "edition": N_("Naar leergang"),
}
BLOCKS = {
    "supporters": N_("Leiders en ondersteuners"),
    "before": N_("Eerste en laatste keer"),
    "roles": N_("Rollen in deze groep"),
}
BLOCK_OF = {"before": "time"}
TRUST = {"indicative": N_("indicatief"), "stable": N_("stabiel")}


def number(text: str) -> str:
    """A number as people here write it; below nought with a minus."""
    text = text.replace("-", "−")
    return text if language() == "en" else text.replace(".", ",")


def mean(row: Figures) -> str:
    """A mean, or that it lies near an end of the scale."""
    value = number(row["value"])
    if not row["capped"]:
        return value
    if float(row["value"]) < 3:
        return _("%(value)s of lager", value=value)
    return _("%(value)s of hoger", value=value)


def at(row: Figures, when: str) -> Figures:
    """The mean before or after; a number at an edge is always that or further out."""
    return {"value": row[when], "capped": Decimal(row[when]) in (LOWEST, HIGHEST)}


def all_took_part(figures: Figures) -> bool:
    """Whether nobody is missing, so that a mean is no estimate. Of an organisation nobody knows."""
    return figures.get("population") is not None and figures["people"] == figures["population"]


def interval(row: Figures, *, all_of_them: bool = False) -> str:
    """Between which numbers it lies; after rounding these may be the same."""
    if row.get("low") is None:
        return _("niet getoond")
    if all_of_them and row["low"] == row["high"]:
        return _("iedereen deed mee")
    return _("%(low)s tot %(high)s", low=number(row["low"]), high=number(row["high"]))


def people(band: Sequence[int | None] | None) -> str:
    """How many, roughly."""
    if not band:
        return _("minder dan 5")
    low, high = band
    return _("%(low)s tot en met %(high)s", low=low, high=high) if high else _("%(low)s of meer", low=low)


def part(figures: Figures, key: str) -> str:
    """The name of a group: a word of the portal, or the name that it had when the figures were made."""
    name = key.partition(":")[2]
    if key.startswith("position:") and name in set(PositionKind):
        return _(POSITION_WORDS[PositionKind(name)])
    return str(figures.get("names", {}).get(key, name))


def rows(figures: Figures, block: Figures) -> list[Figures]:
    """The rows of a table with their names: each aspect, and then each group of aspects together."""
    names = named(figures)
    groups = {one["id"]: one[language()] for one in figures.get("group_names", ())}
    return [{**row, "name": names[row["id"]]} for row in _in_groups(figures, block.get("aspects", ()))] + [
        {**row, "name": _("Samen: %(group)s", group=groups[row["id"]])} for row in block.get("groups", ())
    ]


def _in_groups(figures: Figures, rows: Sequence[Figures]) -> list[Figures]:
    """The rows as a picture and a table have them: by group of aspects, the groups in their own order."""
    groups = [one["nl"] for one in figures.get("group_names", ())]
    of = {one["id"]: one.get("group_nl") for one in figures["aspects"]}
    return sorted(
        rows, key=lambda row: groups.index(of[row["id"]]) if of[row["id"]] in groups else len(groups)
    )


def total(figures: Figures) -> list[Figures]:
    """The same, of everybody."""
    return rows(figures, {"aspects": figures["total"], "groups": figures.get("total_groups", ())})


def compared(row: Figures) -> str:
    """How a part stands beside everybody."""
    return _("Verschilt duidelijk") if row["differs"] else _("Vergelijkbaar")


def trusted(row: Figures) -> str:
    """How far a reliability may be trusted."""
    word = TRUST[row["trust"]]
    return _("%(trust)s: %(interval)s", trust=_(word), interval=interval(row))


def named(figures: Figures) -> dict[str, str]:
    """The names of the aspects."""
    return {one["id"]: one[language()] for one in figures["aspects"]}


def picture(figures: Figures, rows: Sequence[Figures], title: str, second: Figures) -> Markup:
    """The dot plot of these means, with a second mark for how others see it."""
    groups = {one["id"]: one[f"group_{language()}"] for one in figures["aspects"]}
    names = named(figures)
    lines = [
        charts.Row(
            names[row["id"]],
            float(row["value"]),
            margin=(float(row["high"]) - float(row["low"])) / 2 if row.get("low") else 0.0,
            second=float(second[row["id"]]) if row["id"] in second else None,
            group=groups[row["id"]],
        )
        for row in _in_groups(figures, rows)
    ]
    words = charts.Words("inzicht", title, summary(figures, rows), _("niet getoond"))
    return Markup(charts.dot_plot(words, lines))  # noqa: S704 # nosec B704 - escaped there


def summary(figures: Figures, rows: Sequence[Figures]) -> str:
    """The highest and the lowest means that really differ, in a sentence."""
    names = named(figures)
    high = max(rows, key=lambda row: float(row["value"]))
    low = min(rows, key=lambda row: float(row["value"]))
    if high["value"] == low["value"]:
        return _("Alle onderdelen hebben gemiddeld dezelfde score.")
    lowest = [row for row in rows if _edge(row, "low") <= _edge(low, "high")]
    highest = [row for row in rows if _edge(row, "high") >= _edge(high, "low") and row not in lowest]
    lowest = [row for row in lowest if all(_edge(row, "high") < _edge(one, "low") for one in highest)]
    if not (highest and lowest):
        return _("De gemiddelden zijn vergelijkbaar: de verschillen vallen binnen de marges.")
    return _(
        "Gemiddeld scoort deze groep het hoogst op %(high)s. De meeste ontwikkelruimte is er bij %(low)s.",
        high=format_list([names[row["id"]] for row in highest]),
        low=format_list([names[row["id"]] for row in lowest]),
    )


def _edge(row: Figures, side: str) -> float:
    """Where the interval of a mean ends; a mean without one is a point."""
    return float(row.get(side) or row["value"])


def beside(row: Figures) -> str:
    """What may be said of two views that differ."""
    return _("Verschillend beeld, goed voor een gesprek.") if row["differs"] else _("Vergelijkbaar beeld.")


def changed(row: Figures) -> str:
    """What may be said of the same people later."""
    if not row["differs"] or row["after"] == row["before"]:  # a change that the numbers do not show is none
        return _("Binnen de meetmarge.")
    return _("Duidelijk hoger.") if float(row["after"]) > float(row["before"]) else _("Duidelijk lager.")


def trace(one: Trace) -> dict[str, str]:
    """A line of the way from finding to participation."""
    return {
        "findings": ", ".join(one.findings) or _("geen"),
        "advice": one.advice,
        "what": _title(one.tagged),
        "url": url_for(
            "public.action" if one.tagged.is_action else "public.advice",
            framework=one.tagged.framework,
            number=one.tagged.number,
        ),
        "programmes": Markup(", ").join(map(own, one.programmes))
        or _("verspreid, per leergang minder dan 5"),
        "people": people(one.band),
    }


def _title(tagged: Tagged) -> str:
    title = f"{tagged.number} {name_of(tagged.thing, language())}"
    return title if tagged.framework == FRAMEWORK.id else f"{tagged.framework}: {title}"
