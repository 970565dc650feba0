"""What a field of a programme or an edition is called, and how its value is written in a line of history."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from markupsafe import Markup

from portal.eligibility.wording import POSITIONS
from portal.programmes.facts import ProgrammeKind, Promotion, VatBasis
from portal.programmes.presets import PRESETS
from portal.programmes.states import end_of_month
from portal.registrations.money import vat_words
from portal.texts import N_, format_date, format_list, format_moment, format_money, format_month, ngettext
from portal.texts import gettext as _
from portal.web.kit.engine import own, say

LONGEST = 60
LABELS: Mapping[str, str] = {
    "title": N_("Titel"),
    "kind": N_("Soort"),
    "theme": N_("Thema"),
    "summary": N_("Samenvatting"),
    "description": N_("Beschrijving"),
    "goals": N_("Wat je leert"),
    "own_learning_goals": N_("Eigen leerdoelen"),
    "modules_apart": N_("Modules ook los"),
    "audience": N_("Voor wie"),
    "audience_note": N_("Voor wie, in eigen woorden"),
    "partners": N_("Wie er verder meewerken"),
    "contact_email": N_("E-mailadres voor vragen"),
    "link": N_("Pagina om meer te lezen"),
    "label": N_("Naam van de editie"),
    "starts_on": N_("Eerste dag"),
    "ends_on": N_("Laatste dag"),
    "until_month": N_("Loopt tot en met"),
    "stated_days": N_("Aantal dagen"),
    "study_load_hours": N_("Studielast in uren"),
    "self_study_hours": N_("Zelfstudie in uren"),
    "location_note": N_("Waar, in het kort"),
    "facilitator": N_("Begeleider"),
    "facilitator_role": N_("Wie de begeleider is"),
    "day_format": N_("Hoe een dag eruitziet"),
    "preparation": N_("Voorbereiding"),
    "late_registration": N_("Wat als iemand te laat is"),
    "price_cents": N_("Prijs per persoon"),
    "member_price_cents": N_("Prijs voor leden"),
    "companion_price_cents": N_("Prijs voor wie iemand meeneemt"),
    "price_per_person_stated": N_("Prijs is per persoon"),
    "vat_basis": N_("Btw"),
    "vat_percentage": N_("Percentage btw"),
    "cancel_free_days": N_("Gratis afmelden, dagen voor de start"),
    "cancel_percentage": N_("Percentage bij later afmelden"),
    "promotion": N_("Als er een plek vrijkomt"),
    "hold_hours": N_("Werkuren vasthouden voor twee samen"),
    "substitution_allowed": N_("Plek overdragen aan een collega"),
    "companion_allowed": N_("Iemand meenemen"),
    "companion_takes_seat": N_("Wie meegaat, neemt een plek in"),
    "interest_first": N_("Belangstelling gaat voor"),
    "interest_head_start_days": N_("Werkdagen voorsprong"),
    "reminder_days": N_("Herinneringen, dagen voor een bijeenkomst"),
}
PROMOTIONS: Mapping[str, str] = {
    Promotion.OFFER: N_("een aanbod"),
    Promotion.AUTOMATIC: N_("meteen de plek"),
}


def seats(capacity: int | None) -> str:
    """A number of seats as running text."""
    if capacity is None:
        return _("onbeperkt")
    return ngettext("%(num)s plek", "%(num)s plekken", capacity)


def span(opens: str, closes: str | None) -> str:
    """A period in which people may register."""
    begin = format_moment(datetime.fromisoformat(opens))
    if closes is None:
        return _("vanaf %(moment)s", moment=begin)
    return _("%(begin)s tot %(end)s", begin=begin, end=format_moment(datetime.fromisoformat(closes)))


def _text(value: Any) -> str:
    text = " ".join(str(value).split())
    return own(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")


def _month(value: Any) -> str:
    last = end_of_month(str(value))
    return format_month(last) if last else str(value)


def _vat(value: Any) -> str:
    return _("gratis") if value == VatBasis.FREE else vat_words(str(value), None)


def _kind(value: Any) -> str:
    return _(PRESETS[ProgrammeKind(value)].title)


def _audience(value: Any) -> str:
    return format_list(_(POSITIONS[kind][1]) if kind in POSITIONS else str(kind) for kind in value)


def _date(value: Any) -> str:
    return format_date(date.fromisoformat(str(value)))


def _promotion(value: Any) -> str:
    return _(PROMOTIONS[value])


WRITTEN: Mapping[str, Callable[[Any], str]] = {
    **dict.fromkeys(("price_cents", "member_price_cents", "companion_price_cents"), format_money),
    **dict.fromkeys(("starts_on", "ends_on"), _date),
    "until_month": _month,
    "vat_basis": _vat,
    "kind": _kind,
    "audience": _audience,
    "promotion": _promotion,
    "goals": lambda value: _text("; ".join(value)),
    "reminder_days": lambda value: format_list(str(number) for number in value),
}


def written(name: str, value: Any) -> str:
    """The value of this field as running text."""
    if value is True or value is False:
        return _("ja") if value else _("nee")
    if value in (None, "", []):
        return _("niets")
    return WRITTEN.get(name, _text)(value)


def label(name: str) -> str:
    """What the field is called."""
    return _(LABELS[name]) if name in LABELS else name


def field_changed(name: str, before: Any, after: Any) -> str:
    """What stood there and what stands there now."""
    return say(
        N_("%(field)s: eerst ‘%(before)s’, nu ‘%(after)s’."),
        field=label(name),
        before=written(name, before),
        after=written(name, after),
    )


def field_now(name: str, value: Any) -> str:
    """What stands there now."""
    return say(N_("%(field)s: nu ‘%(after)s’."), field=label(name), after=written(name, value))


def joined(sentences: Iterable[str]) -> str:
    """Sentences after one another; what an organiser wrote keeps its own language."""
    return Markup(" ").join(Markup.escape(one) for one in sentences)
