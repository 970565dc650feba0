"""What became of an invitation to come along, or to take a place."""

from typing import Any

from portal import clock
from portal.registrations.links import Invitation
from portal.registrations.states import ParticipantState, RegistrationState
from portal.texts import N_
from portal.texts import gettext as _
from portal.web.kit.engine import own, say


def told(state: RegistrationState, *, takes_over: bool) -> str:
    """What someone reads who just said yes."""
    if takes_over:
        return _("De plek is nu van jou.")
    if state == RegistrationState.CONFIRMED:
        return _("Je gaat mee. Je krijgt een bevestiging per mail.")
    return _("Je gaat mee. Jullie hebben nog geen plek. Krijgen jullie die, dan mailen we je.")


def outcome(found: Invitation) -> dict[str, Any]:
    """What became of the invitation, and what one can do now."""
    title, who = own(found.sheet.programme_title), found.inviter
    heading, kind = _("Deze uitnodiging geldt niet meer"), "warning"
    text = _("Er is intussen iets veranderd. Vraag het aan %(name)s.", name=who)
    if found.takes_over:  # another may have the place by now, and that is nobody else's business
        text = _("Er is intussen iets veranderd. Vraag het aan wie je deze plek aanbood.")
    if found.accepted:
        heading, kind = _("Je doet mee"), "ok"
        yes = N_("Je hebt ja gezegd tegen %(title)s. Log in om je inschrijving te bekijken.")
        text = say(yes, title=title)
    elif found.participant.state == ParticipantState.DECLINED:
        heading, kind = _("Je gaat niet mee"), "info"
        text = _("Je hebt nee gezegd. %(name)s heeft daarover een mail gekregen.", name=who)
    elif found.participant.state == ParticipantState.LAPSED or late(found):
        text = _("Je kon niet meer op tijd antwoorden. Vraag %(name)s om een nieuwe uitnodiging.", name=who)
    elif found.takes_over and found.token and found.token.used_at:
        heading, kind = _("Je neemt de plek niet over"), "info"
        text = _("Je hebt nee gezegd. %(name)s houdt de plek.", name=who)
    return {
        "sheet": found.sheet,
        "heading_text": heading,
        "text": text,
        "kind": kind,
        "accepted": found.accepted,
    }


def late(found: Invitation) -> bool:
    """Whether the time to answer is over."""
    return found.deadline is not None and found.deadline <= clock.now()
