"""A colleague takes the place: the seat and the history stay, the person changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.eligibility.facts import Moment, Outcome
from portal.errors import Refused
from portal.people.facts import PositionFact
from portal.people.service import ensure_person
from portal.registrations import assessing, money, party_letters
from portal.registrations.ledger import Turn, decide, finish, note
from portal.registrations.models import Participant, ParticipantRole, Registration
from portal.registrations.party import (
    check_limit,
    check_not_in,
    participant_named,
    participants_in,
    unask,
)
from portal.registrations.promotion import settle
from portal.registrations.reasons import NotEligible, Reason
from portal.registrations.service import load
from portal.registrations.sheets import EditionSheet
from portal.registrations.states import IN, ParticipantState, RegistrationState
from portal.texts import local
from portal.working_days import companion_deadline


def ask_substitute(
    session: Session,
    *,
    registration_id: int,
    participant_id: int,
    actor_id: int,
    name: str,
    email: str,
    now: datetime,
) -> Registration:
    """Invites a colleague to take this place; until they say yes, nothing changes. Twice is once."""
    turn, registration = load(session, registration_id=registration_id, now=now, actor_id=actor_id)
    settle(turn)
    _check_allowed(turn, registration)
    participant = participant_named(registration, participant_id)
    if participant.state != ParticipantState.CONFIRMED:  # who did not say yes has no place to hand on
        raise Refused(Reason.NOT_CONFIRMED)
    colleague = ensure_person(session, email=email, name=name, language=participant.person.language, now=now)
    if colleague.id == participant.person_id:
        raise Refused(Reason.SUBSTITUTE_ONESELF)
    if _asked_already(participant, colleague.id, name, now):
        finish(turn)
        return registration
    check_not_in(turn, colleague.id, Reason.SUBSTITUTE_ALREADY_IN)
    if participant.substitute_id not in (None, colleague.id):
        _take_back(turn, registration, participant)
    participant.substitute, participant.substitute_name = colleague, name
    participant.substitute_until = companion_deadline(now, turn.sheet.first_start)
    event = note(turn, registration, "substitute_asked", substitute=name)
    session.flush()
    party_letters.substitute_invited(turn, registration, participant, event)
    finish(turn)
    return registration


def _asked_already(participant: Participant, colleague_id: int, name: str, now: datetime) -> bool:
    asked = (participant.substitute_id, participant.substitute_name) == (colleague_id, name)
    return asked and participant.substitute_until is not None and participant.substitute_until > now


def _check_allowed(turn: Turn, registration: Registration) -> None:
    if not turn.sheet.substitution_allowed:
        raise Refused(Reason.SUBSTITUTION_OFF)
    if registration.state != RegistrationState.CONFIRMED:
        raise Refused(Reason.NOT_CONFIRMED)
    if not turn.sheet.phase(turn.now).may_withdraw:
        raise Refused(Reason.FINISHED)


def take_over(session: Session, *, participant_id: int, actor_id: int, now: datetime) -> Registration:
    """The colleague says yes; the rules are asked about the party with them in it. Twice is once."""
    # Only where to take the turn is read before it: what was read of the participant would stay as it was.
    registration_id = session.scalar(
        select(Participant.registration_id).where(Participant.id == participant_id)
    )
    if registration_id is None:
        raise Refused(Reason.INVITE_OVER)
    turn, registration = load(session, registration_id=registration_id, now=now, actor_id=actor_id)
    settle(turn)
    taken = [p for p in participants_in(registration) if p.person_id == actor_id]
    if taken:
        finish(turn)  # what ended meanwhile has its letters
        return registration
    participant = session.get_one(Participant, participant_id)
    if participant.substitute_id != actor_id or participant.state != ParticipantState.CONFIRMED:
        raise Refused(Reason.INVITE_OVER)
    if participant.substitute_until is None or participant.substitute_until <= now:
        raise Refused(Reason.INVITE_OVER)
    _check_allowed(turn, registration)
    check_not_in(turn, actor_id, Reason.SUBSTITUTE_ALREADY_IN)
    found = _assess_with(turn, registration, participant, actor_id)
    if found.verdict.outcome is Outcome.REFUSE:
        raise NotEligible(found.verdict)
    check_limit(
        registration,
        found,
        position=_position(participant, found),
        counted_for=participant.stated_organisation_id,
        reason=Reason.INVITED_BEYOND_LIMIT,
    )
    _swap(turn, registration, participant, found)
    decide(turn, registration, found.verdict, Moment.SUBSTITUTION)
    settle(turn)
    finish(turn)
    return registration


def _assess_with(
    turn: Turn, registration: Registration, participant: Participant, colleague_id: int
) -> assessing.Assessment:
    others = [p for p in participants_in(registration) if p is not participant]
    colleague = assessing.facts_of(turn.session, colleague_id)
    first, person, companion = participant, colleague, None
    if participant.role == ParticipantRole.COMPANION:
        first, person, companion = others[0], assessing.facts_of(turn.session, others[0].person_id), colleague
    elif others:
        companion = assessing.facts_of(
            turn.session, others[0].person_id, signed_in=others[0].state == ParticipantState.CONFIRMED
        )
    return assessing.assess(
        turn.session,
        turn.sheet,
        person=person,
        companion=companion,
        now=turn.now,
        moment=Moment.SUBSTITUTION,
        organisation_id=first.stated_organisation_id,
        registration_id=registration.id,
    )


def _position(participant: Participant, found: assessing.Assessment) -> PositionFact | None:
    """What the colleague takes part with, in the role of who hands the place on."""
    return found.companion_position if participant.role == ParticipantRole.COMPANION else found.position


def price_with(
    session: Session,
    *,
    sheet: EditionSheet,
    registration: Registration,
    participant: Participant,
    colleague_id: int,
    now: datetime,
) -> dict[str, Any]:
    """The price of the registration once this colleague has the place; a companion's own price stays."""
    if participant.role == ParticipantRole.COMPANION or sheet.member_price_cents is None:
        return registration.price
    today = local(now).date()
    was_member, member = (
        assessing.pays_as_member(sheet, assessing.facts_of(session, person_id), today)
        for person_id in (participant.person_id, colleague_id)
    )
    return money.with_other_first(registration.price, sheet, was_member=was_member, member=member)


def _swap(
    turn: Turn, registration: Registration, participant: Participant, found: assessing.Assessment
) -> None:
    before, colleague = participant.person, participant.substitute
    assert colleague is not None
    price = price_with(
        turn.session,
        sheet=turn.sheet,
        registration=registration,
        participant=participant,
        colleague_id=colleague.id,
        now=turn.now,
    )
    participant.person = colleague
    unask(participant)
    position = _position(participant, found)
    if participant.role == ParticipantRole.FIRST:
        registration.person, registration.set_aside_groups = colleague, list(found.groups)
    participant.stated_position = position.kind if position else ""
    participant.stated_organisation_id = position.organisation_id if position else None
    names = {"before_name": before.name, "substitute": colleague.name}
    event = note(turn, registration, "substituted", before_id=before.id, **names)
    if price != registration.price:
        note(turn, registration, "price_changed", old_price=registration.price, price=price)
        registration.price = price
    turn.session.flush()
    party_letters.substitute_done(turn, registration, event, before, colleague)


def end_terms(turn: Turn) -> None:
    """Colleagues who did not answer in time: who asked keeps the place, and hears it."""
    late = turn.session.scalars(
        select(Participant)
        .where(Participant.edition_id == turn.sheet.edition_id, Participant.substitute_until <= turn.now)
        .order_by(Participant.id)
    ).all()
    for participant in late:
        name, registration = unask(participant), participant.registration
        if participant.state in IN:
            event = note(turn, registration, "substitute_lapsed", substitute=name)
            turn.session.flush()
            party_letters.no_substitute(turn, "substitute_lapsed", registration, participant, event)


def drop_substitute(
    session: Session, *, registration_id: int, participant_id: int, actor_id: int, now: datetime
) -> Registration:
    """Takes the invitation to a colleague back; a colleague who does so declines, and who asked hears it.

    Only who asked and who is asked now may: not a colleague who was asked earlier.
    """
    turn, registration = load(session, registration_id=registration_id, now=now, actor_id=actor_id)
    participant = participant_named(registration, participant_id)
    if participant.substitute is not None:
        if actor_id not in (participant.person_id, participant.substitute_id):
            raise Refused(Reason.INVITE_OVER)
        if participant.substitute_id == actor_id:
            name = unask(participant)
            event = note(turn, registration, "substitute_declined", substitute=name)
            session.flush()
            party_letters.no_substitute(turn, "substitute_declined", registration, participant, event)
        else:
            _take_back(turn, registration, participant)
    finish(turn)
    return registration


def _take_back(turn: Turn, registration: Registration, participant: Participant) -> None:
    """Who asked changed their mind, or asks somebody else: the colleague hears it."""
    colleague = participant.substitute
    assert colleague is not None
    unask(participant)
    event = note(turn, registration, "substitute_dropped")
    turn.session.flush()
    inviter = participant.person.name
    party_letters.question_ended(turn, "substitute_dropped", registration, event, colleague, inviter)
