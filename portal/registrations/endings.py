"""What ends by itself: offers, holds and a companion's term that are over."""

from typing import cast

from sqlalchemy import Table, bindparam, select

from portal.database import UtcDateTime, constant
from portal.registrations import letters, party_letters
from portal.registrations.choosing import answer_elective
from portal.registrations.companions import end_invites
from portal.registrations.ledger import Turn, move, note, release
from portal.registrations.models import Claim, Participant, PoolKind, Registration
from portal.registrations.party import leave, participants_in
from portal.registrations.states import Action, ClaimState, ParticipantState, RegistrationState

_CLAIMS, _REGISTRATIONS, _PEOPLE = (cast(Table, m.__table__) for m in (Claim, Registration, Participant))
_CLAIM_OVER = (
    select(_CLAIMS.c.id)
    .join(_REGISTRATIONS, _REGISTRATIONS.c.id == _CLAIMS.c.registration_id)
    .where(
        _REGISTRATIONS.c.edition_id == bindparam("edition"),
        _CLAIMS.c.state.in_([constant(ClaimState.OFFERED), constant(ClaimState.HELD)]),
        _CLAIMS.c.deadline <= bindparam("now", type_=UtcDateTime),
    )
    .correlate(None)
)
_TERM_OVER = select(_PEOPLE.c.id).where(
    _PEOPLE.c.edition_id == bindparam("edition"),
    _PEOPLE.c.state == constant(ParticipantState.INVITED),
    _PEOPLE.c.confirm_by <= bindparam("now", type_=UtcDateTime),
)
SOMETHING_OVER = select(_CLAIM_OVER.exists() | _TERM_OVER.exists())


def end_what_is_over(turn: Turn) -> None:
    """Offers lapse, holds pass on, invitations end."""
    if something_ended(turn):
        end_offers(turn)
        end_holds(turn)
        end_invites(turn)


def something_ended(turn: Turn) -> bool:
    """Whether an offer, a hold or a companion's term is over: one question instead of four."""
    turn.session.flush()
    over = turn.session.connection().scalar(
        SOMETHING_OVER, {"edition": turn.sheet.edition_id, "now": turn.now}
    )
    return bool(over)


def end_offers(turn: Turn) -> None:
    """Offers past their deadline lapse; so do offered electives of confirmed registrations."""
    lapsed = turn.session.scalars(
        select(Registration)
        .where(
            Registration.edition_id == turn.sheet.edition_id,
            Registration.state == RegistrationState.OFFERED,
            Registration.offer_deadline <= turn.now,
        )
        .order_by(Registration.queue_number)
    ).all()
    for registration in lapsed:
        people = [p.person for p in participants_in(registration)]
        leave(turn, registration)
        event = move(turn, registration, Action.LAPSE, line="lapsed")
        turn.session.flush()
        letters.offer_lapsed(turn, registration, people, event)
    for claim in _claims_past_deadline(turn, ClaimState.OFFERED):
        if claim.kind == PoolKind.MODULE and claim.registration.state == RegistrationState.CONFIRMED:
            event = answer_elective(turn, claim, accept=False, line="elective_lapsed")
            turn.session.flush()
            assert claim.participant is not None
            party_letters.elective_lapsed(turn, claim.registration, claim.participant, event)


def end_holds(turn: Turn) -> None:
    """Seats held for a waiting duo pass on after their hours; the duo keeps its place."""
    for claim in _claims_past_deadline(turn, ClaimState.HELD):
        claim.registration.hold_spent = True
        release(turn, claim)
        note(turn, claim.registration, "hold_ended")


def _claims_past_deadline(turn: Turn, state: ClaimState) -> list[Claim]:
    return list(
        turn.session.scalars(
            select(Claim)
            .join(Registration, Registration.id == Claim.registration_id)
            .where(
                Registration.edition_id == turn.sheet.edition_id,
                Claim.state == state,
                Claim.deadline <= turn.now,
            )
            .order_by(Claim.id)
        )
    )
