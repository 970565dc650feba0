"""The states of people inside a registration and of seats, in words."""

from portal.registrations.states import ClaimState, ParticipantState
from portal.texts import N_
from portal.texts import gettext as _

PARTICIPANT: dict[ParticipantState, str] = {
    ParticipantState.CONFIRMED: N_("Aangemeld"),
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


def participant(state: str) -> str:
    """The state of someone inside a registration."""
    return _(PARTICIPANT[ParticipantState(state)])


def claim(state: str) -> str:
    """The state of a seat, as running text."""
    return _(CLAIM[ClaimState(state)])
