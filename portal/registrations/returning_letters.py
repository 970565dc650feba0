"""The letter to who is in again, when a whole edition is held after all."""

from portal.outbox.letter import Fact
from portal.people.models import Person
from portal.registrations import money
from portal.registrations.ledger import Turn
from portal.registrations.letters import registration_facts, send
from portal.registrations.models import Registration, RegistrationEvent
from portal.registrations.party import participants_in
from portal.registrations.states import ParticipantState, RegistrationState
from portal.texts import use


def restored(turn: Turn, registration: Registration, event: RegistrationEvent, why: str) -> None:
    """To everyone who is in again: the edition is held after all, and what you had is yours again."""
    for participant in participants_in(registration):
        if participant.state == ParticipantState.CONFIRMED:
            restored_for(turn, registration, participant.person, event, why)


def restored_for(
    turn: Turn, registration: Registration, person: Person, event: RegistrationEvent, why: str
) -> None:
    """The same, to one of them."""
    seated = registration.state == RegistrationState.CONFIRMED  # who waits pays nothing anyway
    with use(person.language):
        facts: dict[str, Fact] = {
            **registration_facts(turn, registration),
            "reason": why,
            "standing": str(registration.state),
            "leaving": money.may_leave(registration.terms if seated else {}),
        }
    send(turn, "edition_restored", registration, person, event, facts)
