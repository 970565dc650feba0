"""An elective that came free for someone who has a seat already: the reminder and the answer."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, true
from sqlalchemy.orm import Session, joinedload

from portal.errors import Refused
from portal.registrations import letters, party_letters
from portal.registrations.choosing import answer_elective
from portal.registrations.ledger import Turn, finish, note
from portal.registrations.models import Claim, PoolKind, Registration
from portal.registrations.party import participant_named
from portal.registrations.promotion import settle
from portal.registrations.reasons import Reason
from portal.registrations.service import load
from portal.registrations.states import ClaimState, RegistrationState
from portal.working_days import offer_reminder_at


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


def to_remind(session: Session, now: datetime, *, edition_id: int | None = None) -> Sequence[Claim]:
    """Offered electives that end soon, and that nobody was reminded of yet; of this edition, or of all."""
    offered = session.scalars(
        select(Claim)
        .join(Registration, Registration.id == Claim.registration_id)
        .where(
            Claim.kind == PoolKind.MODULE,
            Claim.state == ClaimState.OFFERED,
            Claim.deadline > now,
            Registration.state == RegistrationState.CONFIRMED,
            true() if edition_id is None else Registration.edition_id == edition_id,
        )
        .options(joinedload(Claim.registration).selectinload(Registration.events))
        .order_by(Claim.id)
    )
    return [claim for claim in offered if _due(claim, now)]


def _due(claim: Claim, now: datetime) -> bool:
    """Whether it is time; an offer made after that moment is its own reminder."""
    assert claim.deadline is not None
    remind_at = offer_reminder_at(claim.deadline)
    lines = [e for e in claim.registration.events if e.details.get("claim") == claim.id]
    offered = max((e.at for e in lines if e.action == "elective_offered"), default=claim.since)
    return offered < remind_at <= now and all(e.action != "elective_reminded" for e in lines)


def remind(turn: Turn) -> None:
    """One reminder, a working day before the end of the offer of an elective."""
    for claim in to_remind(turn.session, turn.now, edition_id=turn.sheet.edition_id):
        registration, participant = claim.registration, claim.participant
        assert participant is not None
        assert claim.deadline is not None
        title = letters.title_of(turn, claim)
        event = note(turn, registration, "elective_reminded", choice=title, claim=claim.id)
        turn.session.flush()
        party_letters.elective_offer(
            turn, registration, participant, event, title, claim.deadline, kind="elective_reminder"
        )
