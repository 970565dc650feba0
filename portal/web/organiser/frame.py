"""The frame of every page of an edition: its title, its menu and the state of now."""

from typing import Any

from flask import render_template, url_for

from portal import clock
from portal.database import db
from portal.programmes.models import Edition
from portal.texts import gettext as _
from portal.web.organiser import words
from portal.web.organiser.reading import Sight, sight

Tab = tuple[str, str, str]


def page(template: str, edition: Edition, active: str, **context: Any) -> str:
    """A page of this edition; `active` is its place in the menu."""
    found = sight(db.session(), edition, clock.now())
    return shown(template, found, active, **context)


def shown(template: str, found: Sight, active: str, **context: Any) -> str:
    """The same, for an edition that was read already."""
    return render_template(
        template,
        sight=found,
        edition=found.edition,
        state=words.edition_badge(found.phase.state),
        tabs=_tabs(found),
        active=active,
        **context,
    )


def _tabs(found: Sight) -> list[Tab]:
    counts = found.counts
    tabs = [
        ("edition", _("Overzicht")),
        ("participants", _("Deelnemers")),
        ("waitlist", _with_number(_("Wachtlijst"), counts.waiting)),
        ("requests", _with_number(_("Aanvragen"), counts.requested)),
        ("breakouts", _("Deelsessies")),
        ("admitting", _("Toelaten")),
        ("letters", _("Mails")),
    ]
    hidden = set()
    if not found.has_rounds:
        hidden.add("breakouts")
    if not counts.requested and not found.edition.needs_approval:
        hidden.add("requests")
    return [
        (key, label, url_for(f"organiser.{key}", edition_id=found.edition.public_id))
        for key, label in tabs
        if key not in hidden
    ]


def _with_number(label: str, number: int) -> str:
    return f"{label} ({number})" if number else label
