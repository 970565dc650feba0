"""Sentences about a registration that several of its pages say."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from babel.lists import format_list

from portal.eligibility.facts import Rule, RuleKind
from portal.eligibility.wording import POSITIONS
from portal.people.facts import POSITION_WORDS, PositionFact, PositionKind
from portal.registrations import money
from portal.registrations.sheets import EditionSheet
from portal.texts import format_date, language, local
from portal.texts import gettext as _


def intro(sheet: EditionSheet) -> str:
    """For what one is enrolling, in one sentence."""
    if sheet.first_day:
        return _(
            "Je schrijft je in voor %(programme)s, start %(day)s.",
            programme=sheet.programme_title,
            day=format_date(sheet.first_day),
        )
    return _(
        "Je schrijft je in voor %(programme)s, %(edition)s.",
        programme=sheet.programme_title,
        edition=sheet.label,
    )


def start(sheet: EditionSheet) -> str:
    """When the edition starts."""
    if sheet.first_day:
        return format_date(sheet.first_day)
    return format_date(local(sheet.first_start)) if sheet.first_start else _("Nog niet bekend")


def position(found: PositionFact | None) -> str:
    """A stated position in words; empty when there is none."""
    if found is None:
        return ""
    word = _(POSITION_WORDS[PositionKind(found.kind)])
    return _("%(position)s bij %(organisation)s", position=word, organisation=found.organisation_name)


def position_word(kind: str) -> str:
    """One position as a word."""
    return _(POSITION_WORDS[PositionKind(kind)]) if kind else ""


def whom_to_bring(rules: Iterable[Rule]) -> str:
    """Who may come along."""
    rule = next((r for r in rules if r.kind is RuleKind.COMPANION), None)
    kinds = rule.values.get("positions", []) if rule else []
    same = bool(rule and rule.values.get("same_organisation"))
    words = (_(POSITIONS[kind][0]) if kind in POSITIONS else kind for kind in kinds)
    listed = format_list(list(words), "or", locale=language())
    if kinds and same:
        return _("Je mag iemand van je eigen organisatie meenemen met deze functie: %(kinds)s.", kinds=listed)
    if kinds:
        return _("Je mag iemand meenemen met deze functie: %(kinds)s.", kinds=listed)
    return _("Je mag iemand van je eigen organisatie meenemen.") if same else _("Je mag iemand meenemen.")


def terms(terms_of: dict[str, Any], price: dict[str, Any]) -> str:
    """What leaving costs, now and later."""
    if price.get("total") == 0:
        return _("Afmelden kost je niets.")
    if not terms_of:
        return money.cost_of_leaving(None)
    return _(
        "Tot en met %(day)s kost afmelden je niets. Daarna betaal je %(percentage)s procent van de prijs.",
        day=format_date(date.fromisoformat(terms_of["free_until"])),
        percentage=terms_of["percentage"],
    )
