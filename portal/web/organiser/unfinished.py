"""What still must be filled in: before an edition goes on the site, and as long as it is on it."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from flask import request, url_for

from portal.programmes.dating import is_dateless, is_homeless
from portal.programmes.facts import Desk, EditionState, Publication, VatBasis
from portal.programmes.models import Edition, Meeting
from portal.texts import gettext as _
from portal.texts import ngettext
from portal.web.organiser.attention import Task
from portal.web.organiser.reading import PAST

AS_MADE = re.compile(r"Deelsessie \d\.\d")
"""A breakout that still has the name that a preset gave it."""


def unfinished(edition: Edition) -> list[Task]:
    """Each with where to do it; nothing for an edition that is on the site already."""
    if edition.publication != Publication.DRAFT:
        return []
    found = [*_of_the_schedule(edition, edition.meetings), *_of_the_edition(edition)]
    return [*found, *_of_the_programme(edition)]


def is_asked(edition: Edition) -> bool:
    """Whether the page of this request is on the list of a draft: whoever works that off goes back to it."""
    here = request.script_root + request.path
    return any(address == here for _icon, _words, address, _note in unfinished(edition))


def missing(edition: Edition, meetings: Iterable[Meeting], state: EditionState, today: date) -> list[Task]:
    """What visitors or participants of a published edition still miss. Days that are over are let be."""
    if edition.publication == Publication.DRAFT or state in PAST:
        return []
    to_come = [one for one in meetings if one.day is None or one.day >= today]
    schedule = list(_of_the_schedule(edition, to_come))
    if state == EditionState.RUNNING:
        return schedule
    return [*schedule, *_of_the_edition(edition), *_of_the_programme(edition)]


def _to(edition: Edition, view: str) -> str:
    return url_for(f"organiser.{view}", edition_id=edition.public_id)


def _of_the_schedule(edition: Edition, among: Iterable[Meeting]) -> Iterator[Task]:
    meetings = [meeting for meeting in among if meeting.cancelled_at is None]
    dateless = sum(map(is_dateless, meetings))
    if dateless:
        words = ngettext(
            "Kies de datum van %(num)s bijeenkomst", "Kies de datum van %(num)s bijeenkomsten", dateless
        )
        yield "cal", words, _to(edition, "dates"), _("Een datum die je nog niet weet, kan later.")
    if any(map(is_homeless, meetings)) and not edition.location_note:
        words = _("Vul in waar de bijeenkomsten zijn")
        note = _("Of zet bij de gegevens in het kort waar het is.")
        yield "pin", words, f"{_to(edition, 'dates')}#plaats", note
    breakouts = [b for meeting in meetings for slot in meeting.slots for b in slot.breakouts]
    if any(AS_MADE.fullmatch(breakout.title) for breakout in breakouts):
        words = _("Geef de deelsessies een titel")
        yield "pen", words, _to(edition, "naming"), _("Nu heten ze nog deelsessie met een nummer.")


def _of_the_edition(edition: Edition) -> Iterator[Task]:
    priced = edition.price_cents is not None and edition.vat_basis != VatBasis.UNKNOWN
    if not priced and edition.vat_basis != VatBasis.FREE:
        yield "euro", _("Vul de prijs in"), _to(edition, "price"), _("Ook als meedoen gratis is.")
    if not edition.capacity_known:
        note = _("Zolang dit leeg is, is er geen maximum.")
        yield "people", _("Vul het aantal plekken in"), _to(edition, "capacity"), note
    if not edition.windows and edition.desk == Desk.BY_WINDOWS:
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
