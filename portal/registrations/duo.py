"""What a duo does: the companion confirms, declines or leaves; the first chooses another or goes alone."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import NotFound
from portal.registrations import companions, replacing
from portal.registrations.ledger import Turn, finish
from portal.registrations.models import Participant, ParticipantRole, Registration
from portal.registrations.promotion import settle
from portal.registrations.service import check_not_over, load
from portal.registrations.states import ACTIVE, ParticipantState


def _companion(
    session: Session, participant_id: int, person_id: int, now: datetime
) -> tuple[Turn, Registration, Participant]:
    registration_id = session.scalar(
        select(Participant.registration_id).where(
            Participant.id == participant_id, Participant.person_id == person_id
        )
    )
    if registration_id is None:
        raise NotFound
    turn, registration = load(session, registration_id=registration_id, now=now, actor_id=person_id)
    settle(turn)
    participant = session.get_one(Participant, participant_id)
    return turn, registration, participant


def confirm_companion(
    session: Session, *, participant_id: int, person_id: int, now: datetime
) -> Registration:
    """The companion says yes. Twice is once."""
    turn, registration, participant = _companion(session, participant_id, person_id, now)
    check_not_over(turn)
    companions.confirm(turn, registration, participant)
    settle(turn)
    finish(turn)
    return registration


def decline_companion(
    session: Session, *, participant_id: int, person_id: int, now: datetime
) -> Registration:
    """The companion says no, or leaves later; their seat passes on at once. Twice is once."""
    turn, registration, participant = _companion(session, participant_id, person_id, now)
    if participant.role == ParticipantRole.COMPANION and registration.state in ACTIVE:
        if participant.state == ParticipantState.INVITED:
            companions.drop(turn, registration, participant, ParticipantState.DECLINED, "companion_declined")
        elif participant.state == ParticipantState.CONFIRMED:
            check_not_over(turn)
            companions.drop(turn, registration, participant, ParticipantState.LEFT, "companion_left")
    settle(turn)
    finish(turn)
    return registration


def choose_companion(
    session: Session, *, registration_id: int, actor_id: int, name: str, email: str, now: datetime
) -> Registration:
    """The first person brings (another) companion, while there is room for two."""
    turn, registration = load(session, registration_id=registration_id, now=now, actor_id=actor_id)
    check_not_over(turn)
    settle(turn)
    replacing.choose(turn, registration, name, email)
    settle(turn)
    finish(turn)
    return registration


def resend_invitation(
    session: Session, *, registration_id: int, actor_id: int, now: datetime
) -> Registration:
    """Mails the companion once more."""
    turn, registration = load(session, registration_id=registration_id, now=now, actor_id=actor_id)
    check_not_over(turn)
    settle(turn)
    replacing.resend(turn, registration)
    finish(turn)
    return registration


def split(session: Session, *, registration_id: int, actor_id: int, now: datetime) -> Registration:
    """The first person goes on alone; the companion's seat passes on at once."""
    turn, registration = load(session, registration_id=registration_id, now=now, actor_id=actor_id)
    check_not_over(turn)
    settle(turn)
    companions.go_alone(turn, registration)
    settle(turn)
    finish(turn)
    return registration
