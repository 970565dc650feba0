"""The states of people inside a registration and of seats, and the rules of a waitlist, in words."""

from typing import Protocol

from portal.programmes.facts import Promotion
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


class Waiting(Protocol):
    """What an edition says about its waitlist."""

    @property
    def promotion(self) -> Promotion: ...
    @property
    def companion_allowed(self) -> bool: ...
    @property
    def hold_hours(self) -> int | None: ...


def waitlist_rules(sheet: Waiting) -> list[str]:
    """The edition's rules of the waitlist in words."""
    lines = [
        _("Komt er een plek vrij, dan krijg je een aanbod. Je hebt drie werkdagen om te reageren.")
        if sheet.promotion == "offer"
        else _("Komt er een plek vrij, dan krijg je die meteen. Je krijgt daarover een mail.")
    ]
    if sheet.companion_allowed and sheet.hold_hours:
        lines.append(
            _(
                "Is er één plek vrij en staat een duo bovenaan? Dan houden we die plek %(hours)s "
                "werkuren vast. Daarna gaat de plek naar de volgende. Het duo houdt zijn plaats op de lijst.",
                hours=sheet.hold_hours,
            )
        )
    elif sheet.companion_allowed and sheet.hold_hours == 0:
        lines.append(
            _(
                "Is er één plek vrij en staat een duo bovenaan? "
                "Dan gaat die plek naar de volgende die alleen komt."
            )
        )
    return lines
