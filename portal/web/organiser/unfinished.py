"""What still must be filled in before an edition can go on the site with a good conscience."""

import re
from collections.abc import Iterator

from flask import url_for

from portal.programmes.facts import Publication, VatBasis
from portal.programmes.models import Edition
from portal.texts import gettext as _
from portal.texts import ngettext
from portal.web.organiser.attention import Task

AS_MADE = re.compile(r"Deelsessie \d\.\d")
"""A breakout that still has the name that a preset gave it."""


def unfinished(edition: Edition) -> list[Task]:
    """Each with where to do it; nothing for an edition that is on the site already."""
    if edition.publication != Publication.DRAFT:
        return []
    return [*_of_the_schedule(edition), *_of_the_edition(edition), *_of_the_programme(edition)]


def _to(edition: Edition, view: str) -> str:
    return url_for(f"organiser.{view}", edition_id=edition.public_id)


def _of_the_schedule(edition: Edition) -> Iterator[Task]:
    meetings = [meeting for meeting in edition.meetings if meeting.cancelled_at is None]
    dateless = sum(meeting.day is None for meeting in meetings)
    if dateless:
        words = ngettext(
            "Kies de datum van %(num)s bijeenkomst", "Kies de datum van %(num)s bijeenkomsten", dateless
        )
        yield "cal", words, _to(edition, "schedule"), _("Een datum die je nog niet weet, kan later.")
    homeless = any(meeting.venue_id is None and not meeting.online for meeting in meetings)
    if homeless and not edition.location_note:
        words = _("Vul in waar de bijeenkomsten zijn")
        yield "pin", words, _to(edition, "schedule"), _("Of zet bij de gegevens in het kort waar het is.")
    breakouts = [b for meeting in meetings for slot in meeting.slots for b in slot.breakouts]
    if any(AS_MADE.fullmatch(breakout.title) for breakout in breakouts):
        words = _("Geef de deelsessies een titel")
        yield "pen", words, _to(edition, "schedule"), _("Nu heten ze nog deelsessie met een nummer.")


def _of_the_edition(edition: Edition) -> Iterator[Task]:
    priced = edition.price_cents is not None and edition.vat_basis != VatBasis.UNKNOWN
    if not priced and edition.vat_basis != VatBasis.FREE:
        yield "euro", _("Vul de prijs in"), _to(edition, "price"), _("Ook als meedoen gratis is.")
    if not edition.capacity_known:
        note = _("Zolang dit leeg is, is er geen maximum.")
        yield "people", _("Vul het aantal plekken in"), _to(edition, "capacity"), note
    if not edition.windows:
        note = _("Zonder periode kan niemand zich inschrijven. Mensen kunnen wel om bericht vragen.")
        yield "clock", _("Kies wanneer mensen zich kunnen inschrijven"), _to(edition, "windows"), note


def _of_the_programme(edition: Edition) -> Iterator[Task]:
    programme = edition.programme
    to = url_for("organiser.edit_programme", slug=programme.slug)
    if not (programme.summary and programme.description):
        yield "doc", _("Schrijf een samenvatting en een beschrijving"), to, _("Daar zoeken mensen op.")
    known = programme.contact_email or any(o.organisation.mail_address for o in programme.organisers)
    if not known:
        yield (
            "mail",
            _("Vul een e-mailadres in voor vragen"),
            to,
            _("Het staat op de pagina van de leergang."),
        )
