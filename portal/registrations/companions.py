"""The second person of a duo: invited, confirmed, gone; both in or both waiting."""

from sqlalchemy import select

from portal.eligibility.facts import Moment, Outcome
from portal.errors import Refused
from portal.people.models import Person
from portal.people.service import ensure_person
from portal.registrations import assessing, letters, money, party_letters
from portal.registrations.ledger import (
    Turn,
    decide,
    edition_claim,
    held_claims,
    move,
    note,
    public_id,
    release,
    shrink,
)
from portal.registrations.models import Participant, ParticipantRole, Registration
from portal.registrations.party import (
    check_limit,
    check_not_in,
    companion_of,
    end_question,
    leave,
    people_of,
    reassess,
)
from portal.registrations.reasons import NotEligible, Reason
from portal.registrations.states import ACTIVE, IN, Action, ParticipantState, RegistrationState
from portal.texts import gettext as _
from portal.texts import local, use
from portal.working_days import companion_deadline


def person_for(turn: Turn, first: Person, name: str, email: str) -> Person:
    """The person behind the companion's address, known or new; refuses oneself and who is in already."""
    person = ensure_person(turn.session, email=email, name=name, language=first.language, now=turn.now)
    if person.id == first.id:
        raise Refused(Reason.COMPANION_ONESELF)
    check_not_in(turn, person.id, Reason.COMPANION_ALREADY_IN)
    return person


def invite(
    turn: Turn, registration: Registration, person: Person, name: str, organisation_id: int | None
) -> Participant:
    """Puts the companion in the registration, to confirm within five working days."""
    participant = Participant(
        public_id=public_id(),
        edition_id=turn.sheet.edition_id,
        person=person,
        role=ParticipantRole.COMPANION,
        state=ParticipantState.INVITED,
        invited_name=name,
        stated_organisation_id=organisation_id,
        confirm_by=companion_deadline(turn.now, turn.sheet.first_start),
        choices=[],
    )
    registration.participants.append(participant)
    return participant


def send_invites(turn: Turn, registration: Registration) -> None:
    """The companion's letter, with its line of history."""
    for participant in registration.participants:
        if participant.state == ParticipantState.INVITED:
            event = note(turn, registration, "companion_invited", companion=participant.shown_name)
            turn.session.flush()
            party_letters.companion_invited(turn, registration, participant, event)


def out(turn: Turn, registration: Registration, participant: Participant, state: ParticipantState) -> None:
    """The companion is out: their seat and choices come free, the party is one, the price follows."""
    participant.state, participant.confirm_by = state, None
    for claim in list(registration.claims):
        if claim.participant is participant:
            release(turn, claim)
    end_question(turn, registration, participant)
    registration.party = 1
    if registration.state in ACTIVE:
        _one_seat(turn, registration)
        old = registration.price
        heads = list(old.get("heads", []))[:1]
        registration.price = {**old, "heads": heads, "total": heads[0] if heads else old.get("total")}


def _one_seat(turn: Turn, registration: Registration) -> None:
    shrink(turn, edition_claim(registration), turn.sheet.seats_for(1))
    for held in held_claims(registration):
        release(turn, held)


def alone_allowed(turn: Turn, registration: Registration, leaving: Participant) -> bool:
    """Whether the person who stays may take part alone.

    What stands in the way of the first person with the companion too is not asked now: who no longer
    qualifies keeps a seat, and is asked at promotion and acceptance.
    """
    stays = next((p for p in registration.participants if p.state in IN and p is not leaving), None)
    if stays is None:
        return False
    found = assessing.assess(
        turn.session,
        turn.sheet,
        person=assessing.facts_of(turn.session, stays.person_id),
        companion=None,
        now=turn.now,
        moment=Moment.ACCEPTANCE,
        organisation_id=stays.stated_organisation_id,
        registration_id=registration.id,
    )
    alone = {answer.reason for answer in found.verdict.refusals}
    if not alone or stays.role != ParticipantRole.FIRST:
        return not alone
    return alone <= {a.reason for a in reassess(turn, registration, Moment.ACCEPTANCE).verdict.refusals}


def confirm(turn: Turn, registration: Registration, participant: Participant) -> None:
    """The companion says yes with an own account; the rules are asked about the whole party again."""
    if participant.state == ParticipantState.CONFIRMED:
        return
    if participant.state != ParticipantState.INVITED or registration.state not in ACTIVE:
        raise Refused(Reason.INVITE_OVER)
    participant.state = ParticipantState.CONFIRMED
    turn.session.flush()
    found = reassess(turn, registration, Moment.PROMOTION)
    if found.verdict.outcome is Outcome.REFUSE:
        raise NotEligible(found.verdict)
    check_limit(
        registration,
        found,
        position=found.companion_position,
        counted_for=participant.stated_organisation_id,
        reason=Reason.INVITED_BEYOND_LIMIT,
    )
    decide(turn, registration, found.verdict, Moment.ACCEPTANCE)
    participant.confirm_by, participant.invited_name = None, ""
    if found.companion_position is not None:
        participant.stated_position = found.companion_position.kind
        participant.stated_organisation_id = found.companion_position.organisation_id
    event = note(turn, registration, "companion_confirmed", companion=participant.shown_name)
    turn.session.flush()
    party_letters.about_companion(turn, "companion_confirmed", registration, event, participant.person.name)
    if registration.state == RegistrationState.CONFIRMED:
        letters.confirmed(turn, registration, event, only=participant)


def end_invites(turn: Turn) -> None:
    """Companions who did not confirm in time: their seat passes on, the first person hears it."""
    late = turn.session.scalars(
        select(Participant)
        .join(Registration, Registration.id == Participant.registration_id)
        .where(
            Participant.edition_id == turn.sheet.edition_id,
            Participant.state == ParticipantState.INVITED,
            Participant.confirm_by <= turn.now,
        )
        .order_by(Participant.id)
    ).all()
    for participant in late:
        drop(turn, participant.registration, participant, ParticipantState.LAPSED, "companion_lapsed")


def drop(
    turn: Turn, registration: Registration, participant: Participant, state: ParticipantState, line: str
) -> None:
    """The companion declined, lapsed or left: the first person stays if the rules allow it alone."""
    stays = alone_allowed(turn, registration, participant)
    cost = cost_of_leaving(turn, registration, participant)
    out(turn, registration, participant, state)
    event = note(turn, registration, line, companion=participant.shown_name)
    turn.session.flush()
    first, name = registration.person, participant.person.name
    if line == "companion_left":
        party_letters.companion_left(turn, registration, event, first, name, stays=stays)
        letters.withdrawn(turn, registration, [participant.person], event, cost)
    else:
        party_letters.about_companion(turn, line, registration, event, name)
    if not stays and registration.state in ACTIVE:
        end_alone(turn, registration)


def end_alone(turn: Turn, registration: Registration) -> None:
    """Who may not take part alone cannot stay: the registration ends, with the reason."""
    people = [p.person for p in registration.participants if p.state in IN]
    event = move(turn, registration, Action.CANCEL, line="not_alone")
    leave(turn, registration)
    turn.session.flush()
    with use(registration.person.language):
        why = _("Je mag aan deze editie alleen samen met iemand meedoen, en je gaat nu alleen.")
    letters.cancelled(turn, registration, people, event, why)


def first_leaves(turn: Turn, registration: Registration) -> bool:
    """The first person leaves and the companion stays, if that one may alone; False when not."""
    companion = companion_of(registration)
    if companion is None or companion.state != ParticipantState.CONFIRMED:
        return False
    first, _companion = people_of(registration)
    if not alone_allowed(turn, registration, first):
        return False
    cost, theirs = cost_of_leaving(turn, registration, first), list(registration.price.get("heads", []))[1:]
    out(turn, registration, first, ParticipantState.LEFT)
    if theirs:
        registration.price = {**registration.price, "heads": theirs, "total": theirs[0]}
    companion.role, registration.person = ParticipantRole.FIRST, companion.person
    registration.set_aside_groups = list(reassess(turn, registration, Moment.ACCEPTANCE).groups)
    event = note(turn, registration, "first_left", name=first.person.name)
    turn.session.flush()
    party_letters.companion_left(turn, registration, event, companion.person, first.person.name, stays=True)
    letters.withdrawn(turn, registration, [first.person], event, cost)
    if registration.state == RegistrationState.OFFERED:  # the link was for the first person alone
        letters.offer(turn, registration, event)
    return True


def cost_of_leaving(turn: Turn, registration: Registration, who: Participant) -> int | None:
    """What it costs now that this one of a duo leaves, in cents; None is not known."""
    if registration.state != RegistrationState.CONFIRMED or who.state != ParticipantState.CONFIRMED:
        return 0
    heads = registration.price.get("heads", [])
    theirs = heads[1:] if who.role == ParticipantRole.COMPANION else heads
    one = {"total": theirs[0] if theirs else registration.price.get("total")}
    return money.leaving_costs(one, registration.terms, local(turn.now).date())


def go_alone(turn: Turn, registration: Registration) -> None:
    """A duo is split because the first person asks for it. Twice is once."""
    companion = companion_of(registration)
    if companion is None and registration.state in ACTIVE and _was_let_go(registration):
        return
    if companion is None:
        raise Refused(Reason.NO_COMPANION)
    if not alone_allowed(turn, registration, companion):
        raise Refused(Reason.NOT_ALONE)
    person, cost = companion.person, cost_of_leaving(turn, registration, companion)
    asked = companion.state == ParticipantState.INVITED
    out(turn, registration, companion, ParticipantState.LEFT)
    event = note(turn, registration, "alone", companion=companion.shown_name)
    turn.session.flush()
    if asked:
        inviter = registration.person.name
        party_letters.question_ended(turn, "companion_uninvited", registration, event, person, inviter)
    else:
        letters.withdrawn(turn, registration, [person], event, cost)


def _was_let_go(registration: Registration) -> bool:
    gone = (ParticipantRole.COMPANION, ParticipantState.LEFT)
    return any((p.role, p.state) == gone for p in registration.participants)
