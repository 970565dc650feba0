"""How the workbench says states, seats, reasons to pass someone over, and refusals."""

from collections.abc import Iterable
from datetime import date

from portal.errors import Refused
from portal.people.facts import POSITION_WORDS, PositionKind
from portal.programmes.facts import Desk, EditionState, ProgrammeKind
from portal.programmes.presets import PRESETS
from portal.programmes.states import Phase
from portal.registrations import words as inside
from portal.registrations.history import state_words
from portal.registrations.models import Participant, Registration
from portal.registrations.reasons import Reason
from portal.registrations.seats import Seats
from portal.registrations.states import ENDED, IN, ParticipantState, RegistrationState
from portal.registrations.waitlist import PASSED, SKIP
from portal.texts import N_, format_date, format_list, format_moment, ngettext
from portal.texts import gettext as _
from portal.web.kit.errors import sentence
from portal.web.organiser.changes import seats as seats_in_words

S = EditionState
EDITION_STATES: dict[EditionState, tuple[str, str]] = {
    S.DRAFT: (N_("Concept"), "muted"),
    S.ANNOUNCED: (N_("Aangekondigd"), "muted"),
    S.OPEN: (N_("Open"), "ok"),
    S.FULL: (N_("Vol"), "warn"),
    S.CLOSED: (N_("Gesloten"), "muted"),
    S.RUNNING: (N_("Bezig"), "ok"),
    S.FINISHED: (N_("Geweest"), "muted"),
    S.CANCELLED: (N_("Geannuleerd"), "error"),
}
KINDS: dict[ProgrammeKind, str] = {kind: preset.title for kind, preset in PRESETS.items()}
STATE_LOOKS = {
    RegistrationState.CONFIRMED: "ok",
    RegistrationState.WAITLISTED: "warn",
    RegistrationState.OFFERED: "warn",
    RegistrationState.REQUESTED: "warn",
}
OWN_REFUSALS: dict[str, str] = {
    Reason.NO_SEAT_FREE: N_(
        "Er is geen plek vrij. Verhoog het aantal plekken, of wacht tot er een vrijkomt."
    ),
    Reason.NOT_CONFIRMED: N_(
        "De inschrijving is intussen veranderd. Bekijk hieronder hoe die er nu voor staat."
    ),
    Reason.NOT_ELIGIBLE: N_(
        "Een voorwaarde van de editie klopt nu niet, dus dit kan niet. "
        "Wijs de aanvraag af, of laat deze persoon met de hand toe."
    ),
    Reason.CANCELLED: N_("Deze editie is geannuleerd. Je kunt er niets meer aan wijzigen."),
    Reason.FINISHED: N_("Deze editie is geweest. Je kunt er niets meer aan wijzigen."),
    Reason.CHOICE_CANCELLED: N_(
        "De deelsessie ‘%(title)s’ is geannuleerd. Je kunt er niets meer aan wijzigen."
    ),
    "not_in_this_state": N_(
        "De inschrijving is intussen veranderd. Bekijk hieronder hoe die er nu voor staat."
    ),
}


def refusal(refused: Refused) -> str:
    """The refusal for an organiser."""
    own = OWN_REFUSALS.get(str(refused.reason))
    return _(own, **refused.values) if own else sentence(refused)


def edition_badge(state: EditionState) -> tuple[str, str]:
    """The state of an edition in a word, with its colour."""
    text, look = EDITION_STATES[state]
    return _(text), look


def explained(phase: Phase, desk: Desk, *, by_request: bool = False) -> str:
    """What the state means and what it follows from."""
    if phase.state is S.OPEN:
        if by_request:
            return _until(phase, desk, _("Mensen kunnen een plek aanvragen. Jij beslist wie meedoet."))
        return _until(phase, desk, _("Mensen kunnen zich inschrijven en krijgen meteen een plek."))
    if phase.state is S.FULL:
        return _until(phase, desk, _("Wie zich inschrijft, komt op de wachtlijst."))
    if phase.state is S.CLOSED and desk is Desk.CLOSED:
        return _("Je hebt de inschrijving zelf gesloten. Een plek die vrijkomt, gaat naar de wachtlijst.")
    if phase.state is S.ANNOUNCED and phase.opens_at:
        return _("De inschrijving opent op %(moment)s.", moment=format_moment(phase.opens_at))
    return _(_EXPLAINED[phase.state])


_EXPLAINED: dict[EditionState, str] = {
    S.DRAFT: N_("Alleen organisatoren zien deze editie."),
    S.ANNOUNCED: N_("Iedereen ziet deze editie. Er is nog geen moment om je in te schrijven."),
    S.CLOSED: N_("De inschrijving is voorbij. Een plek die vrijkomt, gaat naar de wachtlijst."),
    S.RUNNING: N_("De editie is begonnen. Je geeft een vrije plek alleen nog met de hand."),
    S.FINISHED: N_("De editie is geweest. Je kunt er niets meer aan wijzigen."),
    S.CANCELLED: N_("De editie gaat niet door. Iedereen heeft daarover een mail gekregen."),
}


def _until(phase: Phase, desk: Desk, text: str) -> str:
    if desk is Desk.REOPENED:
        return " ".join((text, _("Je hebt de inschrijving zelf geopend.")))
    if phase.closes_at is None:
        return text
    return " ".join((text, _("Dat kan tot %(moment)s.", moment=format_moment(phase.closes_at))))


def seats_taken(seats: Seats) -> str:
    """How many seats are taken, of how many."""
    if seats.capacity is None:
        return ngettext("%(num)s plek bezet, onbeperkt", "%(num)s plekken bezet, onbeperkt", seats.taken)
    return _("%(taken)s van %(capacity)s bezet", taken=seats.taken, capacity=seats_in_words(seats.capacity))


def state_badge(registration: Registration, participant: Participant | None = None) -> tuple[str, str]:
    """The state of a registration, or of someone in it who still has to confirm."""
    living = participant is not None and participant.state in IN
    if living and participant is not None and participant.state == ParticipantState.INVITED:
        return inside.participant(participant.state), "warn"
    return state_words(registration.state), STATE_LOOKS.get(registration.state, "muted")


def position(kind: str) -> str:
    """A stated position as a word; empty when none was stated."""
    return _(POSITION_WORDS[PositionKind(kind)]) if kind in set(PositionKind) else kind


def names(registration: Registration) -> str:
    """Who are in the registration, or were."""
    at_the_end = (ParticipantState.LEFT,) if registration.state in ENDED else ()
    people = [p for p in registration.participants if p.state in (*IN, *at_the_end)]
    people = people or registration.participants[:1]
    return listed(p.shown_name for p in people)


def listed(parts: Iterable[str]) -> str:
    """Names with commas and a last "and"."""
    return format_list(parts)


def passed_over(registration: Registration) -> str:
    """Why this one is passed over; empty when not."""
    reason = registration.passed_reason
    if not reason:
        return ""
    if reason == PASSED:
        return _("Nam een aanbod niet aan en wil pas later weer een.")
    if reason.startswith(SKIP):
        return _("De organisator slaat deze over: %(why)s", why=reason.removeprefix(SKIP))
    return _("Een voorwaarde van de editie klopt nu niet. Zie het besluit bij de inschrijving.")


def start(day: date | None) -> str:
    """When an edition begins, as a sentence."""
    return _("Start %(day)s.", day=format_date(day)) if day else _("De startdatum is nog niet bekend.")
