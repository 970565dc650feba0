"""The frame of every page of an edition: its title, its menu and the state of now."""

from typing import Any

from flask import render_template, url_for

from portal import clock
from portal.database import db
from portal.eligibility.facts import Rule, RuleKind
from portal.errors import Refused
from portal.programmes.facts import EditionState
from portal.programmes.models import Edition
from portal.registrations.reasons import Reason
from portal.registrations.sheets import sheet_of
from portal.texts import gettext as _
from portal.web.organiser import words
from portal.web.organiser.forms import VersionedForm
from portal.web.organiser.reading import Sight, sight

Tab = tuple[str, str, str]
OVER = {EditionState.CANCELLED: Reason.CANCELLED, EditionState.FINISHED: Reason.FINISHED}


def page(template: str, edition: Edition, active: str, **context: Any) -> str:
    """A page of this edition; `active` is its place in the menu."""
    found = sight(db.session(), edition, clock.now())
    return shown(template, found, active, **context)


def arranging(
    edition: Edition,
    form: VersionedForm,
    *,
    title: str,
    groups: list[tuple[str, str, list[Any]]],
    action: str,
    note: str = "",
    meanwhile: list[Any] | None = None,
) -> str:
    """A page with one form about the edition. groups: legend, hint and fields; note: what it does not do."""
    return page(
        "organiser/arrangement_form.html",
        edition,
        "arrangement",
        form=form,
        form_title=title,
        groups=groups,
        action=action,
        note=note,
        meanwhile=meanwhile or [],
    )


def shown(template: str, found: Sight, active: str, **context: Any) -> str:
    """The same, for an edition that was read already."""
    by_request = asks_first(found.edition)
    return render_template(
        template,
        sight=found,
        edition=found.edition,
        state=words.edition_badge(found.phase.state),
        tabs=_tabs(found, by_request=by_request),
        active=active,
        over=found.phase.state in OVER,
        **context,
    )


def check_not_over(edition: Edition) -> None:
    """Refused when nothing can be steered any more: no form is shown then."""
    state = _state(edition)
    if state in OVER:
        raise Refused(OVER[state])


def is_over(edition: Edition) -> bool:
    """Whether the edition is only to read: it has been, or was cancelled."""
    return _state(edition) in OVER


def _state(edition: Edition) -> EditionState:
    sheet = sheet_of(db.session(), edition_id=edition.id, version=edition.version)
    return sheet.phase(clock.now()).state


def rules_of(edition: Edition) -> tuple[Rule, ...]:
    """The rules of the edition, in order."""
    return sheet_of(db.session(), edition_id=edition.id, version=edition.version).rules


def asks_first(edition: Edition) -> bool:
    """Whether an organiser approves before there is a seat."""
    asking = (RuleKind.APPROVAL, RuleKind.CONFIRM_POSITION)
    return any(rule.kind in asking for rule in rules_of(edition))


def _tabs(found: Sight, *, by_request: bool) -> list[Tab]:
    counts = found.counts
    tabs = [
        ("edition", _("Overzicht")),
        ("arrangement", _("Inrichten")),
        ("schedule", _("Programma")),
        ("participants", _("Deelnemers")),
        ("attendances", _("Aanwezigheid")),
        ("waitlist", _with_number(_("Wachtlijst"), counts.waiting)),
        ("requests", _with_number(_("Aanvragen"), counts.requested)),
        ("breakouts", _("Deelsessies")),
        ("admitting", _("Toelaten")),
        ("material", _("Materiaal")),
        ("agendas", _("Agenda’s")),
        ("letters", _("Mails")),
        ("insight", _("Inzicht")),
    ]
    hidden = {"admitting", "arrangement"} if found.phase.state in OVER else set()
    if not found.has_rounds:
        hidden.add("breakouts")
    if not counts.requested and not by_request:
        hidden.add("requests")
    return [
        (key, label, url_for(f"organiser.{key}", edition_id=found.edition.public_id))
        for key, label in tabs
        if key not in hidden
    ]


def _with_number(label: str, number: int) -> str:
    return f"{label} ({number})" if number else label
