"""Sentences about a registration that several of its pages say."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from portal.eligibility.facts import Rule, RuleKind
from portal.eligibility.wording import POSITIONS
from portal.people.facts import POSITION_WORDS, Channel, PositionFact, PositionKind
from portal.programmes.facts import EditionState, Promotion
from portal.programmes.models import Meeting
from portal.programmes.venues import written
from portal.registrations import money
from portal.registrations.history import state_words
from portal.registrations.models import Participant, ParticipantRole
from portal.registrations.opening import Invoice
from portal.registrations.sheets import EditionSheet
from portal.registrations.states import RegistrationState
from portal.texts import N_, format_date, format_day, format_list, format_moment, format_time_range, local
from portal.texts import gettext as _
from portal.web.kit import places
from portal.web.kit.engine import own, say


def intro(sheet: EditionSheet) -> str:
    """For what one is enrolling, in one sentence."""
    if sheet.first_day:
        return say(
            N_("Je schrijft je in voor %(programme)s, start %(day)s."),
            programme=own(sheet.programme_title),
            day=format_date(sheet.first_day),
        )
    return say(
        N_("Je schrijft je in voor %(programme)s, %(edition)s."),
        programme=own(sheet.programme_title),
        edition=own(sheet.label),
    )


def start(sheet: EditionSheet) -> str:
    """When the edition starts."""
    if sheet.first_day:
        return format_date(sheet.first_day)
    return format_date(local(sheet.first_start)) if sheet.first_start else _("Nog niet bekend")


def passed_over() -> str:
    """For who waits while the organiser lets others go first."""
    return _("De organisator slaat je nu over. Je krijgt geen aanbod. Je plaats op de lijst blijft.")


def days_to_come(sheet: EditionSheet, channel: Channel) -> str:
    """How the meetings reach the agenda of someone who has a seat."""
    if channel == Channel.FEED:
        return _(
            "De bijeenkomsten staan in je agenda-abonnement. Verandert er iets, dan verandert het daar ook."
        )
    if sheet.first_start is None:
        return _("Zijn de dagen bekend, dan krijg je per mail een uitnodiging voor elke dag.")
    return _("Je krijgt per mail een uitnodiging voor elke dag. Verandert er iets, dan krijg je een nieuwe.")


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
    listed = format_list(words, "or")
    if kinds and same:
        return _("Je mag iemand van je eigen organisatie meenemen met deze functie: %(kinds)s.", kinds=listed)
    if kinds:
        return _("Je mag iemand meenemen met deze functie: %(kinds)s.", kinds=listed)
    return _("Je mag iemand van je eigen organisatie meenemen.") if same else _("Je mag iemand meenemen.")


def terms(terms_of: dict[str, Any], price: dict[str, Any]) -> str:
    """What leaving costs, now and later."""
    if price.get("total") == 0 or terms_of.get("percentage") == 0:
        return _("Afmelden kost je niets.")
    if not terms_of:
        return money.cost_of_leaving(None)
    return _(
        "Tot en met %(day)s kost afmelden je niets. Daarna betaal je %(percentage)s procent van de prijs.",
        day=format_date(date.fromisoformat(terms_of["free_until"])),
        percentage=terms_of["percentage"],
    )


def when(meeting: Meeting) -> str:
    """The day of a meeting, with its hours when they are known."""
    if meeting.day is None:
        return _("Datum nog niet bekend")
    return _("%(day)s, %(hours)s", day=format_day(meeting.day), hours=hours_of(meeting))


def day_of(meeting: Meeting) -> str:
    """The day of a meeting, to be its title."""
    day = format_day(meeting.day) if meeting.day else _("Datum nog niet bekend")
    return day[:1].upper() + day[1:]


def hours_of(meeting: Meeting) -> str:
    """The hours of a meeting."""
    if meeting.starts_at is None or meeting.ends_at is None:
        return _("tijd volgt")
    return format_time_range(meeting.starts_at, meeting.ends_at)


def where(meeting: Meeting) -> str:
    """The place of a meeting; empty when it is not known."""
    return places.where(written(meeting.venue), online=meeting.online)


STATE_LOOKS = {
    RegistrationState.CONFIRMED: "ok",
    RegistrationState.WAITLISTED: "warn",
    RegistrationState.OFFERED: "warn",
    RegistrationState.REQUESTED: "warn",
}


def seat_kept(until: datetime, promotion: Promotion) -> str:
    """One seat is kept for a waiting duo: until when, and what happens then."""
    if promotion is Promotion.OFFER:
        return _(
            "Er is één plek vrij. Die houden we voor jullie vast tot %(moment)s. Komt er voor die tijd nog "
            "een plek vrij, dan krijgen jullie samen een aanbod. Anders gaat de plek naar de volgende, en "
            "houden jullie je plaats op de lijst.",
            moment=format_moment(until),
        )
    return _(
        "Er is één plek vrij. Die houden we voor jullie vast tot %(moment)s. Komt er voor die tijd nog een "
        "plek vrij, dan krijgen jullie samen een plek. Anders gaat de plek naar de volgende, en houden "
        "jullie je plaats op de lijst.",
        moment=format_moment(until),
    )


def badge(state: RegistrationState, *, edition: EditionState, place: int = 0) -> tuple[str, str]:
    """The state of a registration in a few words, with its colour."""
    if state == RegistrationState.WAITLISTED and place:
        return _("Wachtlijst, plek %(place)s", place=place), "warn"
    if state == RegistrationState.CONFIRMED and edition is EditionState.RUNNING:
        return _("Bezig"), "ok"
    if state == RegistrationState.CONFIRMED and edition is EditionState.FINISHED:
        return _("Geweest"), "muted"
    return state_words(state), STATE_LOOKS.get(state, "muted")


def price_for_one(sheet: EditionSheet, price: dict[str, Any], participant: Participant) -> str:
    """The price of this person's seat, of the price of the registration."""
    heads = price.get("heads", [])
    number = 1 if participant.role == ParticipantRole.COMPANION and len(heads) > 1 else 0
    if not heads:
        return money.line(price)
    basis = {
        "vat_basis": price.get("vat_basis", sheet.vat_basis),
        "vat_percentage": price.get("vat_percentage"),
    }
    return money.line({**basis, "heads": [heads[number]], "total": heads[number]})


def invoice_rows(invoice: Invoice, url: str) -> list[tuple[str, str, str]]:
    """The data for the invoice, to check."""
    to = "\n".join(part for part in (invoice.name, invoice.address, invoice.email) if part)
    return [
        (_("Factuur naar"), to, url),
        (_("Inkoopnummer"), invoice.purchase_order, url),
        (_("Kostenplaats"), invoice.cost_centre, url),
    ]
