"""How an edition gives its seats, and what leaving costs, in words."""

from typing import Any, Protocol

from portal.programmes.facts import Promotion, VatBasis
from portal.texts import gettext as _
from portal.texts import ngettext
from portal.web.public.words import example


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
