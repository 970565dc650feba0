"""The states of registrations, claims and people in words, the same on every page and in every file."""

from portal.registrations.states import ClaimState, ParticipantState, RegistrationState
from portal.texts import N_
from portal.texts import gettext as _

REGISTRATION: dict[RegistrationState, str] = {
    RegistrationState.NEW: N_("Nieuw"),
    RegistrationState.REQUESTED: N_("Wacht op akkoord"),
    RegistrationState.CONFIRMED: N_("Bevestigd"),
    RegistrationState.WAITLISTED: N_("Wachtlijst"),
    RegistrationState.OFFERED: N_("Aanbod gedaan"),
    RegistrationState.LAPSED: N_("Aanbod verlopen"),
    RegistrationState.DECLINED: N_("Afgewezen"),
    RegistrationState.WITHDRAWN: N_("Afgemeld"),
    RegistrationState.CANCELLED: N_("Geannuleerd"),
}

PARTICIPANT: dict[ParticipantState, str] = {
    ParticipantState.CONFIRMED: N_("Doet mee"),
    ParticipantState.INVITED: N_("Moet nog bevestigen"),
    ParticipantState.DECLINED: N_("Heeft nee gezegd"),
    ParticipantState.LAPSED: N_("Bevestigde niet op tijd"),
    ParticipantState.LEFT: N_("Doet niet meer mee"),
    ParticipantState.REPLACED: N_("Vervangen"),
}

CLAIM: dict[ClaimState, str] = {
    ClaimState.CONFIRMED: N_("plek"),
    ClaimState.OFFERED: N_("plek aangeboden"),
    ClaimState.HELD: N_("plek vastgehouden"),
    ClaimState.WAITING: N_("wachtlijst"),
    ClaimState.RELEASED: N_("vervallen"),
}


def registration(state: str) -> str:
    """The state of a registration, such as Bevestigd."""
    return _(REGISTRATION[RegistrationState(state)])


def participant(state: str) -> str:
    """The state of someone inside a registration."""
    return _(PARTICIPANT[ParticipantState(state)])


def claim(state: str) -> str:
    """The state of a seat, as running text."""
    return _(CLAIM[ClaimState(state)])
