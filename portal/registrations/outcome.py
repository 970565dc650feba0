"""What became of choices that did not come out as wished, in the words of a confirmation."""

from collections.abc import Iterator

from portal.registrations.ledger import Turn
from portal.registrations.models import Choice, Claim, Participant, Registration
from portal.registrations.states import ClaimState
from portal.registrations.wishes import Target, claim_of, target
from portal.texts import gettext as _


def otherwise(turn: Turn, registration: Registration, participant: Participant) -> list[str]:
    """A sentence for every choice that fell to the second one, waits, or must be made anew."""
    return [
        line for choice in participant.choices for line in _about(turn, registration, participant, choice)
    ]


def _about(turn: Turn, registration: Registration, participant: Participant, choice: Choice) -> Iterator[str]:
    first, second = target(turn, choice, choice.first_id), target(turn, choice, choice.second_id)
    if first is None:
        return
    claim = claim_of(registration, participant, choice)
    if first.cancelled:
        yield _("‘%(title)s’ gaat niet door.", title=first.title)
    elif claim is not None and not _is(claim, first):
        yield _("‘%(title)s’ is vol.", title=first.title)
    if claim is None:
        yield _("Kies iets anders in plaats van ‘%(title)s’.", title=first.title)
    elif claim.state == ClaimState.WAITING:
        waits = first if _is(claim, first) or second is None else second
        yield _("‘%(title)s’ is vol. Je wacht daar op een plek, of je kiest iets anders.", title=waits.title)
    elif second is not None and _is(claim, second):
        yield _("Je tweede keuze is het geworden: ‘%(title)s’.", title=second.title)


def _is(claim: Claim, wish: Target) -> bool:
    return claim.pool_id == wish.pool_id
