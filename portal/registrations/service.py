"""What a participant does with a registration: register, choose, withdraw, answer an offer.

Every verb takes one turn at the edition's lock, settles what is due, decides, and leaves its history
and its letters in the same transaction. Verbs never commit.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, delete, select
from sqlalchemy.orm import Session

from portal.eligibility.facts import Moment, Outcome
from portal.errors import NotFound, Refused
from portal.programmes.facts import EditionState
from portal.registrations import assessing, companions, letters, money, party_letters
from portal.registrations.applicants import Applicant as Applicant
from portal.registrations.applicants import applicant_of as applicant_of
from portal.registrations.choosing import claim_all
from portal.registrations.glance import glance
from portal.registrations.ledger import (
    Turn,
    decide,
    edition_claim,
    finish,
    move,
    note,
    take_turn,
)
from portal.registrations.models import (
    EnrolmentDraft,
    Registration,
)
from portal.registrations.opening import Application as Application
from portal.registrations.opening import Companion as Companion
from portal.registrations.opening import Invoice as Invoice
from portal.registrations.opening import companion_person, open_registration
from portal.registrations.party import (
    leave,
    participant_named,
    participants_in,
)
from portal.registrations.promotion import next_for, pass_on, renew_holds, settle
from portal.registrations.queries import place_in_line
from portal.registrations.reasons import NotEligible, Reason
from portal.registrations.rechoosing import rechoose_all
from portal.registrations.seats import Seats
from portal.registrations.states import Action, ClaimState, ParticipantState, RegistrationState
from portal.registrations.waitlist import Kind, Party
from portal.registrations.wishes import Wish, check_wishes
from portal.registrations.writing import write
from portal.texts import local

_DRAFTS = cast(Table, EnrolmentDraft.__table__)
_DROP_DRAFT = delete(_DRAFTS).where(
    _DRAFTS.c.key == bindparam("form_key"), _DRAFTS.c.person_id == bindparam("person_id")
)


def register(
    session: Session, *, edition_id: int, applicant: Applicant, application: Application, now: datetime
) -> Registration:
    """A seat, a place on the waitlist, or a request; raises Refused or NotEligible with what would help.

    The same `form_key` a second time returns the first registration and changes nothing.
    """
    person = applicant.join(session)
    form = {"form_key": application.form_key, "person_id": person.id, "rows": application.rows}
    session.connection().execute(_DROP_DRAFT, form)
    turn = take_turn(session, edition_id=edition_id, now=now, actor_id=person.id)
    seen = glance(turn, form)
    if seen.sent is not None:
        return _sent_before(turn, seen.sent, person.id)
    if not application.consent:
        raise Refused(Reason.CONSENT)
    _check_open(turn)
    if seen.due:  # first: who is in, and how many of whom, follows from it
        settle(turn)
        seen = glance(turn, form)
    if seen.inside:
        raise Refused(Reason.ALREADY_IN)
    companion = companion_person(turn, person, application)
    check_wishes(turn, application.wishes)
    found = assessing.assess(
        session,
        turn.sheet,
        person=applicant.facts,
        companion=assessing.facts_of(session, companion.id, signed_in=False) if companion else None,
        now=now,
        moment=Moment.APPLICATION,
        code=application.code,
        email=person.email,
        organisation_id=application.organisation_id,
    )
    if found.verdict.outcome is Outcome.REFUSE:
        raise NotEligible(found.verdict)
    registration = open_registration(turn, person, companion, application, found)
    _place(turn, registration, found, seen.seats)
    decide(turn, registration, found.verdict, Moment.APPLICATION)
    if registration.state == RegistrationState.WAITLISTED and seen.seats.free != 0:
        pass_on(turn)  # a duo that waits may get a seat held; else a newcomer brings no seat
    finish(turn)
    return registration


def _sent_before(turn: Turn, registration_id: int, person_id: int) -> Registration:
    again = turn.session.get_one(Registration, registration_id)
    if again.person_id != person_id or again.edition_id != turn.sheet.edition_id:
        raise NotFound
    return again


def _check_open(turn: Turn) -> None:
    phase = turn.sheet.phase(turn.now)
    if phase.state is EditionState.CANCELLED:
        raise Refused(Reason.CANCELLED)
    if not phase.may_register:
        raise Refused(Reason.NOT_OPEN)


def _place(turn: Turn, registration: Registration, found: assessing.Assessment, seats: Seats) -> None:
    if found.verdict.needs_approval:  # the organiser decides first; who must wait then waits after that
        edition_claim(registration).state = ClaimState.RELEASED  # a request holds no seat and no place yet
        event = move(turn, registration, Action.REQUEST, line="requested")
        write(turn.session, registration, turn.ids)
        letters.requested(turn, registration, event)
    elif found.verdict.outcome is Outcome.WAIT:
        must_wait(turn, registration, found, seats)
    else:
        seat_or_queue(turn, registration, seats)
    companions.send_invites(turn, registration)


def must_wait(turn: Turn, registration: Registration, found: assessing.Assessment, seats: Seats) -> None:
    """A place on the waitlist that is passed over while the rule that says so holds."""
    waits = (a.reason for a in found.verdict.answers if a.outcome is Outcome.WAIT)
    registration.passed_reason = str(next(waits))
    _queue(turn, registration, seats)


def seat_or_queue(turn: Turn, registration: Registration, seats: Seats) -> None:
    """A seat when the rules of the waitlist give the newcomer one, else a place at the end."""
    claim = edition_claim(registration)
    newcomer = Party(
        id=registration.id or 0,  # 0: not written yet
        seats=claim.seats,
        place=registration.queue_number,
        groups=frozenset(registration.set_aside_groups),
    )
    step, _waiting = next_for(turn, seats, newcomer=newcomer)
    if step is None or step.party is not newcomer or step.kind is not Kind.SEAT:
        _queue(turn, registration, seats)
        return
    claim.state = ClaimState.CONFIRMED
    overtook = [[other, str(reason)] for other, reason in step.overtaken]
    event = move(turn, registration, Action.SEAT, line="confirmed", overtook=overtook)
    claim_all(turn, registration)
    write(turn.session, registration, turn.ids)
    renew_holds(turn, free=seats.free and seats.free - claim.seats)
    letters.confirmed(turn, registration, event)


def _queue(turn: Turn, registration: Registration, seats: Seats) -> None:
    new = registration.id is None
    event = move(turn, registration, Action.QUEUE, line="waitlisted")
    write(turn.session, registration, turn.ids)
    letters.waitlisted(
        turn, registration, event, seats.waiting + 1 if new else place_in_line(turn.session, registration)
    )


def load(
    session: Session, *, registration_id: int, now: datetime, actor_id: int | None
) -> tuple[Turn, Registration]:
    """The turn and the registration, read under the lock."""
    edition_id = session.scalar(select(Registration.edition_id).where(Registration.id == registration_id))
    if edition_id is None:
        raise NotFound
    turn = take_turn(session, edition_id=edition_id, now=now, actor_id=actor_id)
    registration = session.scalars(
        select(Registration)
        .where(Registration.id == registration_id)
        .execution_options(populate_existing=True)
    ).one()
    return turn, registration


def check_not_over(turn: Turn) -> None:
    """Refuses what changes an edition that has been: that one is only to read."""
    if not turn.sheet.phase(turn.now).may_withdraw:
        raise Refused(Reason.FINISHED)


def withdraw(
    session: Session,
    *,
    registration_id: int,
    actor_id: int,
    now: datetime,
    why: str = "",
    only_me: bool = False,
) -> Registration:
    """The party leaves, or only the first person (`only_me`) if the companion may stay alone.

    Free seats go on at once. Twice is once.
    """
    turn, registration = load(session, registration_id=registration_id, now=now, actor_id=actor_id)
    if registration.state == RegistrationState.WITHDRAWN:
        return registration
    check_not_over(turn)
    settle(turn)
    if only_me:
        if not companions.first_leaves(turn, registration):
            raise Refused(Reason.CANNOT_STAY)
        settle(turn)
        finish(turn)
        return registration
    inside, inviter = participants_in(registration), registration.person.name
    asked = [p.person for p in inside if p.state == ParticipantState.INVITED]
    people = [p.person for p in inside if p.person not in asked]
    event = move(turn, registration, Action.WITHDRAW, line="withdrawn", why=why)
    leave(turn, registration)
    turn.session.flush()
    cost = None
    if event.from_state == RegistrationState.CONFIRMED:
        cost = money.leaving_costs(registration.price, registration.terms, local(now).date())
    else:
        cost = 0
    letters.withdrawn(turn, registration, people, event, cost)
    for person in asked:
        party_letters.question_ended(turn, "companion_uninvited", registration, event, person, inviter)
    settle(turn)
    finish(turn)
    return registration


def choose(
    session: Session,
    *,
    registration_id: int,
    participant_id: int,
    wishes: Sequence[Wish],
    actor_id: int,
    now: datetime,
) -> Registration:
    """Changes breakouts and electives while there is room; choices of those who wait are wishes."""
    turn, registration = load(session, registration_id=registration_id, now=now, actor_id=actor_id)
    check_not_over(turn)
    settle(turn)
    if registration.state not in (
        RegistrationState.CONFIRMED,
        RegistrationState.WAITLISTED,
        RegistrationState.REQUESTED,
    ):
        raise Refused(Reason.NOT_CONFIRMED)
    participant = participant_named(registration, participant_id)
    rechoose_all(turn, registration, participant, wishes)
    settle(turn)
    finish(turn)
    return registration


def change_invoice(
    session: Session, *, registration_id: int, actor_id: int, invoice: Invoice, now: datetime
) -> Registration:
    """Other data for the invoice. Twice is once."""
    turn, registration = load(session, registration_id=registration_id, now=now, actor_id=actor_id)
    known = Invoice(
        registration.purchase_order,
        registration.cost_centre,
        registration.invoice_name,
        registration.invoice_address,
        registration.invoice_email,
    )
    if invoice == known:
        return registration
    registration.purchase_order = invoice.purchase_order
    registration.cost_centre = invoice.cost_centre
    registration.invoice_name = invoice.name
    registration.invoice_address = invoice.address
    registration.invoice_email = invoice.email
    note(turn, registration, "invoice_changed")
    finish(turn)
    return registration
