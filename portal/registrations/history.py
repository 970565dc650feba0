"""The history of a registration in words: one sentence for every line that the services write (pure)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from portal.registrations import money
from portal.registrations.states import RegistrationState
from portal.texts import N_, format_moment
from portal.texts import gettext as _

LINES: dict[str, str] = {
    "requested": N_("Aangevraagd. De organisator beslist."),
    "confirmed": N_("Ingeschreven, met een plek."),
    "waitlisted": N_("Op de wachtlijst gezet."),
    "approved": N_("De organisator keurde de aanvraag goed."),
    "declined": N_("De organisator wees de aanvraag af."),
    "admitted": N_("De organisator gaf een plek."),
    "seated": N_("Van de wachtlijst: een plek gekregen."),
    "offered": N_("Van de wachtlijst: een plek aangeboden."),
    "accepted": N_("Het aanbod aangenomen."),
    "offer_passed": N_("Het aanbod niet aangenomen. De plaats op de wachtlijst blijft."),
    "offer_declined": N_("Het aanbod niet aangenomen, en van de wachtlijst af."),
    "offer_reminded": N_("Herinnerd aan het aanbod."),
    "lapsed": N_("Het aanbod is verlopen."),
    "waits_again": N_("Wil weer een aanbod krijgen."),
    "not_eligible": N_("Een voorwaarde klopte niet meer. De plaats op de wachtlijst blijft."),
    "held": N_("Een vrije plek vastgehouden tot %(until)s, tot er plek is voor twee."),
    "hold_ended": N_("De vastgehouden plek is vrijgegeven. De plaats op de lijst blijft."),
    "skipped": N_("De organisator slaat deze inschrijving voorlopig over."),
    "unskipped": N_("De organisator slaat deze inschrijving niet meer over."),
    "withdrawn": N_("Afgemeld."),
    "cancelled": N_("De organisator beëindigde de inschrijving."),
    "edition_restored": N_("De editie gaat toch door. De inschrijving geldt weer."),
    "not_alone": N_("Beëindigd: alleen meedoen mag bij deze editie niet."),
    "invoice_changed": N_("De gegevens voor de factuur gewijzigd."),
    "choice": N_("Gekozen: %(choice)s."),
    "choice_none": N_("Een keuze leeg gemaakt."),
    "choice_waits": N_("%(choice)s is vol. Wacht daar op een plek."),
    "choice_seat": N_("Een plek gekregen bij %(choice)s."),
    "second_choice": N_("De tweede keuze gekregen: %(choice)s."),
    "breakout_cancelled": N_("%(choice)s gaat niet door."),
    "elective_restored": N_("%(choice)s gaat toch door. De plek daar is terug."),
    "elective_offered": N_("Een plek aangeboden bij %(choice)s."),
    "elective_reminded": N_("Herinnerd aan de plek bij %(choice)s."),
    "elective_accepted": N_("De plek bij %(choice)s aangenomen."),
    "elective_declined": N_("De plek bij %(choice)s niet aangenomen."),
    "elective_lapsed": N_("Het aanbod voor %(choice)s is verlopen."),
    "companion_invited": N_("%(companion)s uitgenodigd om mee te gaan."),
    "companion_resent": N_("De uitnodiging opnieuw gemaild aan %(companion)s."),
    "companion_replaced": N_("De uitnodiging aan %(companion)s ingetrokken."),
    "companion_reminded": N_("%(companion)s herinnerd aan de uitnodiging."),
    "companion_confirmed": N_("%(companion)s gaat mee."),
    "companion_declined": N_("%(companion)s gaat niet mee."),
    "companion_lapsed": N_("%(companion)s reageerde niet op tijd."),
    "companion_left": N_("%(companion)s meldde zich af."),
    "alone": N_("Gaat alleen verder, zonder %(companion)s."),
    "first_left": N_("%(name)s meldde zich af. De ander blijft ingeschreven."),
    "substitute_asked": N_("%(substitute)s gevraagd om de plek over te nemen."),
    "substitute_dropped": N_("De vraag om de plek over te nemen ingetrokken."),
    "substitute_declined": N_("%(substitute)s neemt de plek niet over."),
    "substitute_lapsed": N_("%(substitute)s antwoordde niet op tijd op de vraag om de plek over te nemen."),
    "substitute_over": N_("De vraag aan %(substitute)s om de plek over te nemen is vervallen."),
    "substitute_reminded": N_("%(substitute)s herinnerd aan de vraag om de plek over te nemen."),
    "substituted": N_("%(substitute)s nam de plek over van %(before_name)s."),
    "price_changed": N_("De prijs is veranderd. Was: %(old_price)s. Nu: %(price)s."),
}

STATES: dict[RegistrationState, str] = {
    RegistrationState.NEW: N_("Nieuw"),
    RegistrationState.REQUESTED: N_("Aangevraagd"),
    RegistrationState.CONFIRMED: N_("Ingeschreven"),
    RegistrationState.WAITLISTED: N_("Wachtlijst"),
    RegistrationState.OFFERED: N_("Plek aangeboden"),
    RegistrationState.LAPSED: N_("Aanbod verlopen"),
    RegistrationState.DECLINED: N_("Aanvraag afgewezen"),
    RegistrationState.WITHDRAWN: N_("Afgemeld"),
    RegistrationState.CANCELLED: N_("Beëindigd door de organisator"),
}
UNKNOWN = N_("De inschrijving is gewijzigd.")
_NAMED = ("companion", "choice", "substitute", "before_name", "name")


class Line(Protocol):
    """What a line of history knows."""

    @property
    def action(self) -> str: ...
    @property
    def details(self) -> Mapping[str, Any]: ...


def sentence(line: Line, *, say: Callable[..., str] = _, own: Callable[[str], str] = str) -> str:
    """What happened; `own` marks the title of a choice, which stays Dutch, in the sentence of `say`."""
    details = line.details
    action = "choice_none" if line.action == "choice" and not details.get("choice") else line.action
    values: dict[str, object] = {name: details.get(name) or _("onbekend") for name in _NAMED}
    if details.get("choice"):
        values["choice"] = own(details["choice"])
    until = details.get("until")
    values["until"] = format_moment(datetime.fromisoformat(until)) if until else ""
    values |= {name: money.line(details[name]) for name in ("old_price", "price") if details.get(name)}
    return say(LINES.get(action, UNKNOWN), **values)


def state_words(state: RegistrationState) -> str:
    """A state in one or two words."""
    return _(STATES[state])
