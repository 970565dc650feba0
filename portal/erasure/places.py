"""What a person takes part in now, and giving it up by the ordinary verbs, one place at a time."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import Refused
from portal.registrations import companions, duo, money, service, substitution
from portal.registrations.models import Participant
from portal.registrations.outlook import look
from portal.registrations.overview import Entry, overview
from portal.registrations.sheets import sheet_of
from portal.registrations.states import IN, ParticipantState, RegistrationState
from portal.texts import local


@dataclass(frozen=True)
class Place:
    """One registration that ends; `cost` in cents (None: nothing was agreed), `stays`: the other goes on."""

    entry: Entry
    cost: int | None
    beside: str
    stays: bool


@dataclass(frozen=True)
class Places:
    """All of them, and the places of colleagues that the person was asked to take."""

    living: list[Place] = field(default_factory=list)
    asked: list[tuple[int, int]] = field(default_factory=list)


def places_of(session: Session, *, person_id: int, now: datetime) -> Places:
    """What erasing this account would withdraw."""
    living = [
        _place(session, entry, now)
        for entry in overview(session, person_id=person_id, now=now).entries
        if entry.living
    ]
    return Places(living, _asked(session, person_id))


def _asked(session: Session, person_id: int) -> list[tuple[int, int]]:
    asked = (
        select(Participant.registration_id, Participant.id)
        .where(Participant.substitute_id == person_id)
        .order_by(Participant.edition_id, Participant.id)
    )
    return [(row[0], row[1]) for row in session.execute(asked)]


def _place(session: Session, entry: Entry, now: datetime) -> Place:
    registration, beside = entry.registration, entry.beside
    version = registration.edition.version
    turn = look(session, sheet_of(session, edition_id=registration.edition_id, version=version), now)
    stays = (
        beside is not None
        and beside.state == ParticipantState.CONFIRMED
        and companions.alone_allowed(turn, registration, entry.mine)
    )
    if registration.state != RegistrationState.CONFIRMED:
        cost: int | None = 0
    elif beside is not None and (stays or not entry.leads):
        cost = companions.cost_of_leaving(turn, registration, entry.mine)
    else:
        cost = money.leaving_costs(registration.price, registration.terms, local(now).date())
    return Place(entry, cost, entry.beside_name, stays)


def give_up_next(session: Session, *, person_id: int, now: datetime) -> bool:
    """Withdraws from the first place that is left, as the person would; False when there is none.

    Seats go on and letters are posted in the same transaction.
    """
    places = overview(session, person_id=person_id, now=now).entries
    ordered = sorted(places, key=lambda one: (one.registration.edition_id, one.registration.id))
    for entry in ordered:
        if entry.living and _leave(session, entry, person_id, now):
            return True
    for registration_id, participant_id in _asked(session, person_id):
        substitution.drop_substitute(
            session,
            registration_id=registration_id,
            participant_id=participant_id,
            actor_id=person_id,
            now=now,
        )
        return True
    return False


def _leave(session: Session, entry: Entry, person_id: int, now: datetime) -> bool:
    """Whether it could be left: what is over meanwhile stays as it was."""
    registration_id, participant_id = entry.registration.id, entry.mine.id
    try:
        if not entry.leads:
            duo.decline_companion(session, participant_id=participant_id, person_id=person_id, now=now)
        elif not _leave_alone(session, registration_id, person_id, now):
            service.withdraw(session, registration_id=registration_id, actor_id=person_id, now=now)
    except Refused:
        return False
    return not _is_in(session, participant_id)


def _leave_alone(session: Session, registration_id: int, person_id: int, now: datetime) -> bool:
    """Only this person leaves, where the companion may go on."""
    try:
        service.withdraw(session, registration_id=registration_id, actor_id=person_id, now=now, only_me=True)
    except Refused:
        return False
    return True


def _is_in(session: Session, participant_id: int) -> bool:
    session.flush()
    return session.scalars(select(Participant.state).where(Participant.id == participant_id)).one() in IN
