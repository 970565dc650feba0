"""The people of a registration: who is in, what the gates say of them now, and how they leave."""

from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, select

from portal.database import constant
from portal.eligibility.facts import Moment, Outcome, RuleKind
from portal.eligibility.queries import refusals_let_pass
from portal.errors import NotFound, Refused
from portal.people.facts import PersonFacts, PositionFact
from portal.registrations import assessing, party_letters
from portal.registrations.ledger import Turn, note, release
from portal.registrations.models import Participant, ParticipantRole, Registration
from portal.registrations.reasons import Reason
from portal.registrations.states import IN, SEATED, ClaimState, ParticipantState
from portal.texts import local

_PARTICIPANTS = Participant.__table__.c
INSIDE = select(_PARTICIPANTS.id).where(
    _PARTICIPANTS.edition_id == bindparam("edition"),
    _PARTICIPANTS.person_id == bindparam("person"),
    # As in the index that keeps people from being in twice.
    _PARTICIPANTS.state.in_([constant(state) for state in IN]),
)


def participants_in(registration: Registration) -> list[Participant]:
    """The people who are in: confirmed, or invited to come along."""
    return [p for p in registration.participants if p.state in IN]


def people_of(registration: Registration) -> tuple[Participant, Participant | None]:
    """The first person and the companion, of those who are in."""
    inside = participants_in(registration)
    first = next(p for p in inside if p.role == ParticipantRole.FIRST)
    return first, companion_of(registration)


def companion_of(registration: Registration) -> Participant | None:
    """The companion who is in."""
    return next((p for p in participants_in(registration) if p.role == ParticipantRole.COMPANION), None)


def participant_named(registration: Registration, participant_id: int) -> Participant:
    """The participant with this id, if in this registration and still in it."""
    for participant in participants_in(registration):
        if participant.id == participant_id:
            return participant
    raise NotFound


def check_not_in(turn: Turn, person_id: int, reason: Reason) -> None:
    """Refuses when this person takes part in the edition already, in any registration."""
    turn.session.flush()
    inside = turn.session.connection().scalar(INSIDE, {"edition": turn.sheet.edition_id, "person": person_id})
    if inside is not None:
        raise Refused(reason)


def reassess(turn: Turn, registration: Registration, moment: Moment) -> assessing.Assessment:
    """The gates' answer for the people who are in this registration now.

    Who accepts what an organiser gave by hand is not refused for what was known then.
    """
    first, companion = people_of(registration)
    found = assessing.assess(
        turn.session,
        turn.sheet,
        person=assessing.facts_of(turn.session, first.person_id),
        companion=companion_facts(turn, companion),
        now=turn.now,
        moment=moment,
        organisation_id=first.stated_organisation_id,
        registration_id=registration.id,
    )
    if moment is not Moment.ACCEPTANCE or found.verdict.outcome is not Outcome.REFUSE:
        return found
    let_pass = refusals_let_pass(turn.session, registration.id)
    return replace(found, verdict=found.verdict.overruled(let_pass))


def restate(registration: Registration, found: assessing.Assessment) -> None:
    """Who took another position while waiting takes part with that one, and counts for where it is."""
    first, companion = people_of(registration)
    if found.position is not None:
        first.stated_position = found.position.kind
        first.stated_organisation_id = found.position.organisation_id
    if companion is not None:
        companion.stated_organisation_id = found.companion_organisation_id


def check_limit(
    registration: Registration,
    found: assessing.Assessment,
    *,
    position: PositionFact | None,
    counted_for: int | None,
    reason: Reason,
) -> None:
    """Refuses, beside a seat, one more of an organisation that is at its limit.

    Who waits may exceed it: the gates are asked again at promotion. Who counted for it already may stay.
    """
    if registration.state not in SEATED or position is None or position.organisation_id == counted_for:
        return
    for answer in found.verdict.answers:
        if answer.rule is RuleKind.PER_ORGANISATION and answer.outcome is Outcome.WAIT:
            values = answer.values
            raise Refused(reason, organisation=values["organisation"], at_most=values["at_most"])


def companion_facts(turn: Turn, companion: Participant | None) -> PersonFacts | None:
    """What is known of who comes along; someone who has not confirmed yet is not signed in."""
    if companion is None:
        return None
    confirmed = companion.state == ParticipantState.CONFIRMED
    return assessing.facts_of(turn.session, companion.person_id, signed_in=confirmed)


def is_member(turn: Turn, person_id: int) -> bool:
    """Whether the member price holds for this person now."""
    if turn.sheet.member_price_cents is None:
        return False
    facts = assessing.facts_of(turn.session, person_id)
    return assessing.pays_as_member(turn.sheet, facts, local(turn.now).date())


def leave(turn: Turn, registration: Registration) -> None:
    """Gives up every seat and every place in a queue, and lets its people go."""
    for claim in registration.claims:
        release(turn, claim)
    registration.hold_spent = False
    registration.passed_reason = ""
    for participant in participants_in(registration):
        participant.state = ParticipantState.LEFT
        participant.confirm_by = None
        end_question(turn, registration, participant)


def as_it_was(registration: Registration) -> dict[str, Any]:
    """What leaving will take away, for the line of history: whoever comes back has it again."""
    return {
        "claims": {str(c.id): str(c.state) for c in registration.claims if c.state != ClaimState.RELEASED},
        "people": {str(p.id): str(p.state) for p in participants_in(registration)},
        "passed": registration.passed_reason,
        "hold_spent": registration.hold_spent,
    }


def unask(participant: Participant) -> str:
    """Nobody is asked to take the place over any more; returns the name as it was typed."""
    name = participant.substitute_name
    participant.substitute, participant.substitute_until, participant.substitute_name = None, None, ""
    return name


def end_question(turn: Turn, registration: Registration, participant: Participant) -> None:
    """The place is given up: a colleague who could still take it over hears that the question ended."""
    colleague, until = participant.substitute, participant.substitute_until
    name = unask(participant)
    if colleague is None or until is None or until <= turn.now:
        return
    event = note(turn, registration, "substitute_over", substitute=name)
    turn.session.flush()
    inviter = participant.person.name
    party_letters.question_ended(turn, "substitute_over", registration, event, colleague, inviter)
