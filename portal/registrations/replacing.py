"""A companion chosen later, or another one: while there is room for two, and the rules allow the two."""

from dataclasses import replace

from portal.eligibility.facts import Moment, Outcome
from portal.errors import Refused
from portal.registrations import assessing, money, party_letters
from portal.registrations.companions import invite, person_for, send_invites
from portal.registrations.ledger import Turn, decide, edition_claim, note, release
from portal.registrations.models import Participant, Registration
from portal.registrations.party import check_limit, companion_of, is_member, people_of
from portal.registrations.promotion import party_of, set_asides
from portal.registrations.reasons import NotEligible, Reason
from portal.registrations.states import ACTIVE, ClaimState, ParticipantState
from portal.registrations.waitlist import usable


def choose(turn: Turn, registration: Registration, name: str, email: str) -> Participant:
    """The first person chooses a companion, or another one while the first did not confirm. Twice is once."""
    if not turn.sheet.companion_allowed:
        raise Refused(Reason.COMPANION_NOT_ALLOWED)
    before = companion_of(registration)
    if before is not None and (before.person.email, before.invited_name or name) == (email, name):
        return before
    if before is not None and before.state != ParticipantState.INVITED:
        raise Refused(Reason.COMPANION_EXISTS)
    if registration.state not in ACTIVE:
        raise Refused(Reason.NOT_CONFIRMED)
    person = person_for(turn, registration.person, name, email)
    first, _companion = people_of(registration)
    found = assessing.assess(
        turn.session,
        turn.sheet,
        person=assessing.facts_of(turn.session, first.person_id),
        companion=assessing.facts_of(turn.session, person.id, signed_in=False),
        now=turn.now,
        moment=Moment.PROMOTION,
        organisation_id=first.stated_organisation_id,
        registration_id=registration.id,
    )
    if found.verdict.outcome is Outcome.REFUSE:
        raise NotEligible(found.verdict)
    check_limit(
        registration,
        found,
        position=found.companion_position or found.position,
        counted_for=before.stated_organisation_id if before is not None else None,
        reason=Reason.COMPANION_BEYOND_LIMIT,
    )
    if before is not None:
        _take_back(turn, registration, before)
    else:
        _make_room_for_two(turn, registration)
        registration.party = 2
        registration.price = money.price_of(
            turn.sheet, member=is_member(turn, registration.person_id), duo=True
        )
    participant = invite(turn, registration, person, name, found.companion_organisation_id)
    turn.session.flush()
    decide(turn, registration, found.verdict, Moment.ACCEPTANCE)
    send_invites(turn, registration)
    return participant


def _take_back(turn: Turn, registration: Registration, companion: Participant) -> None:
    """The invitation goes to somebody else: the seat stays with the party."""
    companion.state, companion.confirm_by = ParticipantState.REPLACED, None
    for claim in list(registration.claims):
        if claim.participant is companion:
            release(turn, claim)
    event = note(turn, registration, "companion_replaced", companion=companion.shown_name)
    turn.session.flush()
    asked, inviter = companion.person, registration.person.name
    party_letters.question_ended(turn, "companion_uninvited", registration, event, asked, inviter)


def resend(turn: Turn, registration: Registration) -> None:
    """The invitation once more, with a new link; the term stays."""
    companion = companion_of(registration)
    if companion is None or companion.state != ParticipantState.INVITED:
        raise Refused(Reason.NO_COMPANION)
    event = note(turn, registration, "companion_resent", companion=companion.shown_name)
    turn.session.flush()
    party_letters.companion_invited(turn, registration, companion, event)


def _make_room_for_two(turn: Turn, registration: Registration) -> None:
    claim = edition_claim(registration)
    wanted = turn.sheet.seats_for(2)
    if claim.state in (ClaimState.CONFIRMED, ClaimState.OFFERED) and wanted > claim.seats:
        seats, more = turn.edition_seats, replace(party_of(registration), seats=wanted - claim.seats)
        room = usable(seats.free, more, set_asides(turn))
        if seats.waiting or (room is not None and room < more.seats):
            raise Refused(Reason.NO_SEAT_FREE)
    claim.seats = wanted
