"""What asks for an organiser's attention, as a list of things to do."""

from collections.abc import Iterator
from typing import Any

from flask import url_for

from portal.texts import gettext as _
from portal.texts import ngettext
from portal.web.organiser.reading import PAST, Sight

Task = tuple[str, str, str, str]


def tasks(sight: Sight) -> list[Task]:
    """What this edition asks, the most urgent first: icon, words, where, and what is meant."""
    if sight.phase.state in PAST:
        return list(_about_mails(sight))
    return [*_about_seats(sight), *_about_mails(sight), *_about_the_rest(sight)]


def _address(sight: Sight, view: str, **more: Any) -> str:
    return url_for(f"organiser.{view}", edition_id=sight.edition.public_id, **more)


def _about_seats(sight: Sight) -> Iterator[Task]:
    counts, over = sight.counts, sight.seats.over_full
    if counts.requested:
        yield (
            "people",
            ngettext(
                "%(num)s aanvraag om te beslissen", "%(num)s aanvragen om te beslissen", counts.requested
            ),
            _address(sight, "requests"),
            _("Keur goed of wijs af. Iedereen krijgt je besluit per mail."),
        )
    if sight.by_hand:
        yield (
            "warning",
            ngettext("%(num)s plek om zelf te geven", "%(num)s plekken om zelf te geven", sight.by_hand),
            _address(sight, "waitlist"),
            _("Het is te laat voor een aanbod met bedenktijd. Overleg en geef de plek met de hand."),
        )
    if counts.offers_soon:
        yield (
            "clock",
            ngettext(
                "%(num)s aanbod loopt binnen 24 uur af",
                "%(num)s aanbiedingen lopen binnen 24 uur af",
                counts.offers_soon,
            ),
            _address(sight, "waitlist"),
            _("Wie niet reageert, raakt de plek kwijt. Die gaat dan naar de volgende."),
        )
    if over:
        yield (
            "people",
            ngettext(
                "Overvol: %(num)s plek meer bezet dan er is",
                "Overvol: %(num)s plekken meer bezet dan er zijn",
                over,
            ),
            _address(sight, "capacity"),
            _("Niemand verliest een plek. Verhoog het aantal plekken als dat kan."),
        )


def _about_mails(sight: Sight) -> Iterator[Task]:
    counts = sight.counts
    if counts.failed:
        yield (
            "mail",
            ngettext("%(num)s mail is niet verstuurd", "%(num)s mails zijn niet verstuurd", counts.failed),
            _address(sight, "letters", stand="failed"),
            _("Bekijk wat er misging en probeer het opnieuw."),
        )


def _about_the_rest(sight: Sight) -> Iterator[Task]:
    counts = sight.counts
    if counts.passed:
        yield (
            "swap",
            ngettext(
                "%(num)s inschrijving op de wachtlijst wordt overgeslagen",
                "%(num)s inschrijvingen op de wachtlijst worden overgeslagen",
                counts.passed,
            ),
            _address(sight, "waitlist"),
            _("Kijk of de reden nog klopt."),
        )
    if sight.warnings:
        yield (
            "pen",
            ngettext(
                "%(num)s opmerking bij de gegevens van de editie",
                "%(num)s opmerkingen bij de gegevens van de editie",
                len(sight.warnings),
            ),
            _address(sight, "edition", _anchor="controle"),
            _("Er ontbreekt iets, of iets spreekt elkaar tegen."),
        )
