"""The answer to an elective that came free for someone who has a seat already."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.errors import Refused
from portal.registrations.choosing import answer_elective
from portal.registrations.ledger import finish
from portal.registrations.models import Registration
from portal.registrations.party import participant_named
from portal.registrations.promotion import settle
from portal.registrations.reasons import Reason
from portal.registrations.service import load
from portal.registrations.states import ClaimState, RegistrationState


def answer_offered_elective(
    session: Session,
    *,
    registration_id: int,
    participant_id: int,
    module_id: int,
    accept: bool,
    actor_id: int,
    now: datetime,
) -> Registration:
    """Takes the seat in the elective, or passes it on. Saying yes twice is once."""
    turn, registration = load(session, registration_id=registration_id, now=now, actor_id=actor_id)
    settle(turn)
    participant = participant_named(registration, participant_id)
    claims = {
        claim.state: claim
        for claim in registration.claims
        if claim.participant is participant and claim.module_id == module_id
    }
    offered = claims.get(ClaimState.OFFERED)
    if offered is not None and registration.state == RegistrationState.CONFIRMED:
        line = "elective_accepted" if accept else "elective_declined"
        answer_elective(turn, offered, accept=accept, line=line)
        settle(turn)
    elif not (accept and ClaimState.CONFIRMED in claims):
        raise Refused(Reason.NO_OFFER)
    finish(turn)
    return registration
