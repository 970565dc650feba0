"""Where an organiser mends what a warning is about."""

from typing import Any

from flask import url_for

from portal.programmes.lint_facts import LintWarning
from portal.programmes.lint_sentences import sentence
from portal.programmes.models import Edition
from portal.texts import gettext as _
from portal.web.organiser.attention import Task

SEATS = frozenset({"too_many_seats", "full_breakout_without_capacity", "cancelled_breakout_bookable"})
OF_PARTS = {
    "module": ("organiser.module", "module_id"),
    "meeting": ("organiser.meeting", "meeting_id"),
    "round": ("organiser.slot", "slot_id"),
    "breakout": ("organiser.breakout_text", "breakout_id"),
}
OF_EDITIONS = {
    "price": "organiser.price",
    "hours": "organiser.facts",
    "companion": "organiser.company",
    "registration": "organiser.windows",
}


def address(edition: Edition, warning: LintWarning) -> str:
    """The page to mend it."""
    if warning.about == "title":
        return url_for("organiser.edit_programme", slug=edition.programme.slug)
    part = warning.about.partition("-")[0]
    if warning.key and part in OF_PARTS:
        view, name = OF_PARTS[part]
        if part == "breakout" and warning.code in SEATS:
            view = "organiser.breakout"
        values: dict[str, Any] = {"edition_id": edition.public_id, name: warning.key}
        return url_for(view, **values)
    return url_for(OF_EDITIONS.get(warning.about, "organiser.schedule"), edition_id=edition.public_id)


def name(warning: LintWarning) -> str:
    """What it is about, in a word."""
    part, _dash, number = warning.about.partition("-")
    named = {
        "title": _("Titel van de leergang"),
        "price": _("Prijs"),
        "hours": _("Studielast"),
        "companion": _("Iemand meenemen"),
        "registration": _("Inschrijfperiodes"),
        "module": _("Module %(number)s", number=number),
        "meeting": _("Bijeenkomst %(number)s", number=number),
        "round": _("Ronde %(number)s", number=number),
        "breakout": _("Deelsessie %(number)s", number=number),
    }
    return named.get(part, _("Data van de bijeenkomsten"))


def task(edition: Edition, warning: LintWarning) -> Task:
    """The warning as something to do: a link to what it is about, and what is wrong there."""
    return "warning", name(warning), address(edition, warning), sentence(warning)
