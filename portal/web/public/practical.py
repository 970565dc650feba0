"""What a programme page says about study load, costs, seats, guidance and other editions."""

import re
from dataclasses import dataclass
from datetime import date

from flask import url_for

from portal.programmes.facts import EditionState, VatBasis
from portal.programmes.models import Edition, Programme
from portal.texts import N_, format_date, ngettext
from portal.texts import gettext as _
from portal.web.public import cards, rules, words
from portal.web.public.reading import ProgrammePage, Seen

Line = tuple[str, str]


def lines(edition: Edition) -> list[Line]:
    """The practical facts by name; what is not known says so, what is invented is marked."""
    mark = edition.examples
    found = [
        (_("Studielast"), _load(edition)),
        (_("Prijs"), words.example(_price(edition), _invented_price(edition), mark)),
        (_("Prijs voor leden"), _member_price(edition)),
        (_("Prijs voor wie je meeneemt"), _companion_price(edition)),
        (_("Afmelden"), words.example(rules.leaving(edition), "cancel_free_days", mark)),
        (_("Plekken"), words.example(_capacity(edition), "capacity", mark)),
        (_("Te laat?"), words.own(edition.late_registration)),
    ]
    return [line for line in found if line[1]]


def of_its_time(text: str, starts_on: date | None) -> str:
    """A note about something beside the edition; empty when all years in it were over before this edition."""
    years = [int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", text)]
    return "" if starts_on and years and max(years) < starts_on.year else text


def _load(edition: Edition) -> str:
    hours, alone = edition.study_load_hours, edition.self_study_hours
    if hours is None:
        one_day = len(edition.meetings) == 1 and not edition.modules
        return "" if one_day else _("Nog niet bekend")
    if alone is None:
        return ngettext("%(num)s uur", "%(num)s uur", hours)
    return ngettext(
        "%(num)s uur, waarvan %(alone)s uur zelfstudie",
        "%(num)s uur, waarvan %(alone)s uur zelfstudie",
        hours,
        alone=alone,
    )


def _invented_price(edition: Edition) -> str:
    """The field that makes the price an example: the amount, its VAT basis, or that it is per person."""
    parts = ("price_cents", "vat_basis", "price_per_person_stated")
    return next((part for part in parts if part in edition.examples), "price_cents")


def _price(edition: Edition) -> str:
    said = words.price(edition.price_cents, edition.vat_basis, edition.vat_percentage)
    known = edition.price_cents is not None and edition.vat_basis != VatBasis.FREE
    if known and not edition.price_per_person_stated:
        return _("%(price)s. De organisator zegt niet of dat per persoon is.", price=said)
    return _("%(price)s, per persoon", price=said) if known else said


def _member_price(edition: Edition) -> str:
    if edition.member_price_cents is None:
        return ""
    said = words.price(edition.member_price_cents, edition.vat_basis, edition.vat_percentage)
    return words.example(said, "member_price_cents", edition.examples)


def _companion_price(edition: Edition) -> str:
    if not edition.companion_allowed or edition.vat_basis == VatBasis.FREE:
        return ""
    if edition.companion_price_cents is None:
        return ""
    said = words.price(edition.companion_price_cents, edition.vat_basis, edition.vat_percentage)
    return words.example(said, "companion_price_cents", edition.examples)


def _capacity(edition: Edition) -> str:
    capacity = edition.pool.capacity
    if not edition.capacity_known:
        return _("Nog niet bekend")
    if capacity is None:
        return _("Er is geen maximum.")
    return ngettext("%(num)s plek", "%(num)s plekken", capacity)


_INVENTED = {
    "year": N_("Het jaar noemt de organisator niet. Dat hebben we afgeleid."),
    "dates": N_("De data zijn een voorbeeld."),
    "hours": N_("De tijden zijn een voorbeeld."),
    "venues": N_("De plaatsen zijn een voorbeeld."),
    "closing_day": N_("Welke dag de slotdag is, noemt de organisator niet."),
    "electives": N_("De keuzemodules zijn een voorbeeld."),
}


def invented(edition: Edition) -> list[str]:
    """What of the schedule the organiser does not state."""
    return [_(text) for name, text in _INVENTED.items() if name in edition.examples]


@dataclass(frozen=True)
class Other:
    """A row in the table of editions."""

    start: str
    label: str
    place: str
    status: str
    url: str
    here: bool


def others(page: ProgrammePage) -> list[Other]:
    """All editions when there is more than one, the latest first."""
    if len(page.editions) < 2:
        return []
    return [_other(page, seen) for seen in page.editions]


def _other(page: ProgrammePage, seen: Seen) -> Other:
    start = format_date(seen.starts_on) if seen.starts_on else seen.edition.label
    return Other(
        start=start,
        label=seen.edition.label,
        place=cards.place(seen),
        status=cards.status(seen)[0],
        url=url_for("public.edition", slug=page.programme.slug, edition=seen.edition.slug),
        here=seen is page.chosen,
    )


def contact(page: ProgrammePage) -> list[tuple[str, str]]:
    """Whom to ask: the programme's own address first, of nobody in particular, then the organisers'."""
    found = [("", page.programme.contact_email)] if page.programme.contact_email else []
    return found + [(maker.name, maker.mail) for maker in page.organisers if maker.mail]


def for_whom(programme: Programme) -> str:
    """For whom, in a sentence; empty when nothing is known."""
    if programme.audience_note:
        return programme.audience_note
    kinds = words.audience(programme.audience)
    return _("Voor %(positions)s.", positions=kinds[:1].lower() + kinds[1:]) if kinds else ""


def is_past(seen: Seen) -> bool:
    """Whether nobody can take part any more."""
    return seen.state in (EditionState.FINISHED, EditionState.CANCELLED)
