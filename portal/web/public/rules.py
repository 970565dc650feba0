"""The rules of an edition in words: who may take part, together with whom, and how seats are given."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, Protocol

from portal.eligibility.facts import Rule, RuleKind
from portal.eligibility.sentences import group
from portal.eligibility.wording import ORGANISATION_KINDS, POSITIONS
from portal.programmes.facts import Promotion, VatBasis
from portal.texts import format_date, format_moment, ngettext
from portal.texts import gettext as _
from portal.web.public.words import example, listed


class Governed(Protocol):
    """What an edition says about seats, company and leaving."""

    @property
    def promotion(self) -> Promotion: ...
    @property
    def hold_hours(self) -> int | None: ...
    @property
    def substitution_allowed(self) -> bool: ...
    @property
    def companion_allowed(self) -> bool: ...
    @property
    def companion_takes_seat(self) -> bool: ...
    @property
    def vat_basis(self) -> VatBasis: ...
    @property
    def cancel_free_days(self) -> int | None: ...
    @property
    def cancel_percentage(self) -> int | None: ...
    @property
    def examples(self) -> list[str]: ...


def _associations(rule: Rule, key: str = "associations") -> str:
    return listed(rule.names.get(slug, slug.upper()) for slug in rule.values.get(key, []))


def _positions(rule: Rule, number: int) -> str:
    kinds = rule.values.get("positions", [])
    return listed(_(POSITIONS[kind][number]) if kind in POSITIONS else kind for kind in kinds)


def _bodies(kinds: Iterable[str]) -> str:
    return listed(_(ORGANISATION_KINDS[kind]) if kind in ORGANISATION_KINDS else kind for kind in kinds)


def _sign_in(_rule: Rule, _now: datetime) -> list[str]:
    return [_("Je schrijft je in met een account.")]


def _membership(rule: Rule, _now: datetime) -> list[str]:
    return [_("Alleen voor leden van %(associations)s.", associations=_associations(rule))]


def _position(rule: Rule, _now: datetime) -> list[str]:
    return [_("Voor %(positions)s.", positions=_positions(rule, 1))]


def _organisation_kind(rule: Rule, _now: datetime) -> list[str]:
    return [_("Voor mensen die werken bij %(kinds)s.", kinds=_bodies(rule.values.get("kinds", [])))]


def _companion(rule: Rule, _now: datetime) -> list[str]:
    positions = _positions(rule, 0)
    if positions and rule.values.get("same_organisation"):
        found = [_("Je mag een %(position)s van je eigen organisatie meenemen.", position=positions)]
    elif positions:
        found = [_("Je mag een %(position)s meenemen.", position=positions)]
    elif rule.values.get("same_organisation"):
        found = [_("Je mag iemand van je eigen organisatie meenemen.")]
    else:
        found = [_("Je mag iemand meenemen.")]
    if rule.values.get("membership"):
        names = _associations(rule, "membership")
        found.append(_("Wie je meeneemt, moet lid zijn van %(associations)s.", associations=names))
    return found


def _per_organisation(rule: Rule, _now: datetime) -> list[str]:
    return [
        ngettext(
            "Per organisatie kan %(num)s persoon meedoen. Wie daarna komt, staat op de wachtlijst.",
            "Per organisatie kunnen %(num)s mensen meedoen. Wie daarna komt, staat op de wachtlijst.",
            int(rule.values["at_most"]),
        )
    ]


def _set_aside(rule: Rule, now: datetime) -> list[str]:
    until = date.fromisoformat(rule.values["until"])
    if until < now.date():
        return []
    day, seats = format_date(until), int(rule.values["seats"])
    whom = group(_associations(rule), _positions(rule, 1), _bodies(rule.values.get("organisation_kinds", [])))
    return [
        ngettext(
            "Tot en met %(until)s houden we %(num)s plek apart voor %(group)s.",
            "Tot en met %(until)s houden we %(num)s plekken apart voor %(group)s.",
            seats,
            until=day,
            group=whom,
        )
    ]


def _early(rule: Rule, now: datetime) -> list[str]:
    until = datetime.fromisoformat(rule.values["until"])
    if until <= now:
        return []
    return [
        _(
            "Tot %(moment)s kunnen alleen leden van %(associations)s zich inschrijven. Daarna iedereen.",
            moment=format_moment(until),
            associations=_associations(rule),
        )
    ]


def _interest_first(rule: Rule, now: datetime) -> list[str]:
    until = datetime.fromisoformat(rule.values["until"])
    if until <= now:
        return []
    return [
        _(
            "Tot %(moment)s kunnen alleen mensen zich inschrijven die al belangstelling hadden.",
            moment=format_moment(until),
        )
    ]


def _code(_rule: Rule, _now: datetime) -> list[str]:
    return [_("Je hebt de code uit je uitnodiging nodig.")]


def _approval(_rule: Rule, _now: datetime) -> list[str]:
    return [_("De organisator beslist of je mee kunt doen.")]


def _confirm_position(_rule: Rule, _now: datetime) -> list[str]:
    return [_("De organisator controleert je functie voordat je een plek krijgt.")]


SPOKEN: dict[RuleKind, Callable[[Rule, datetime], list[str]]] = {
    RuleKind.SIGN_IN: _sign_in,
    RuleKind.MEMBERSHIP: _membership,
    RuleKind.POSITION: _position,
    RuleKind.ORGANISATION_KIND: _organisation_kind,
    RuleKind.COMPANION: _companion,
    RuleKind.PER_ORGANISATION: _per_organisation,
    RuleKind.SET_ASIDE: _set_aside,
    RuleKind.EARLY: _early,
    RuleKind.INTEREST_FIRST: _interest_first,
    RuleKind.CODE: _code,
    RuleKind.APPROVAL: _approval,
    RuleKind.CONFIRM_POSITION: _confirm_position,
}


def who_may_take_part(rules: Iterable[Rule], now: datetime) -> list[str]:
    """Every rule of the edition as a sentence, in the edition's order."""
    found = [sentence for rule in rules for sentence in SPOKEN[rule.kind](rule, now)]
    return found or [_("Iedereen mag zich inschrijven.")]


def seats(edition: Governed, *, unlimited: bool) -> list[str]:
    """How seats are given when there are more people than seats."""
    found = [_promotion(edition, unlimited)]
    if edition.companion_allowed and not unlimited:
        found += _duo(edition)
    found.append(
        _("Kun je niet meer? Een collega mag je plek overnemen.")
        if edition.substitution_allowed
        else _("Je kunt je plek niet aan een collega geven.")
    )
    return found


def _promotion(edition: Governed, unlimited: bool) -> str:
    if unlimited:
        return _("Er is geen maximum: wie mee mag doen, krijgt een plek.")
    if edition.promotion == Promotion.AUTOMATIC:
        return _(
            "Komt er een plek vrij, dan krijgt de eerste op de wachtlijst die meteen. "
            "Je hoeft niet te reageren."
        )
    return _(
        "Komt er een plek vrij, dan krijgt de eerste op de wachtlijst een aanbod. "
        "Je antwoordt voor 17.00 uur op de derde werkdag."
    )


def _mark(text: str, edition: Governed) -> str:
    return example(text, "companion_takes_seat", edition.examples)


def _duo(edition: Governed) -> list[str]:
    if not edition.companion_takes_seat:
        return [_mark(_("Wie je meeneemt, telt niet mee voor het aantal plekken."), edition)]
    together = _("Samen nemen jullie twee plekken in. Jullie krijgen die allebei, of wachten allebei.")
    found = [_mark(together, edition)]
    if edition.hold_hours is None:
        found.append(_("Staat een duo vooraan en is er één plek vrij, dan wacht die plek op een tweede."))
    elif edition.hold_hours == 0:
        found.append(
            _("Staat een duo vooraan en is er één plek vrij, dan gaat die naar de volgende die alleen komt.")
        )
    else:
        found.append(
            ngettext(
                "Staat een duo vooraan en is er één plek vrij, dan houden we die %(num)s werkuur vast. "
                "Daarna gaat de plek naar de volgende.",
                "Staat een duo vooraan en is er één plek vrij, dan houden we die %(num)s werkuren vast. "
                "Daarna gaat de plek naar de volgende.",
                edition.hold_hours,
            )
        )
    return found


def leaving(edition: Governed) -> str:
    """What leaving costs."""
    if edition.vat_basis == VatBasis.FREE:
        return _("Afmelden kost niets.")
    if edition.cancel_free_days is None:
        return _("De organisator noemt geen kosten voor afmelden.")
    if edition.cancel_percentage == 0:
        return _("Afmelden kost niets.")
    values: dict[str, Any] = {"percentage": edition.cancel_percentage or 100}
    return ngettext(
        "Afmelden is gratis tot %(num)s dag voor de start. Daarna betaal je %(percentage)s%% van de prijs.",
        "Afmelden is gratis tot %(num)s dagen voor de start. Daarna betaal je %(percentage)s%% van de prijs.",
        edition.cancel_free_days,
        **values,
    )
