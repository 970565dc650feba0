"""Invariant 6 for mail: every step has its letter, a seat its decision too; no letter twice, none stuck."""

from datetime import datetime, timedelta

from sqlalchemy import String, cast, func, select

from portal.checking.findings import Question, edition_name
from portal.eligibility.models import Decision
from portal.outbox.models import LetterState, OutgoingLetter
from portal.people.models import Person
from portal.programmes.models import Edition, Programme
from portal.registrations.models import Participant, Registration, RegistrationEvent
from portal.registrations.states import ParticipantState, RegistrationState
from portal.texts import N_

TELLS_OF_A_SEAT = ("registration_confirmed", "admitted_by_hand", "substitute_done")
STUCK = timedelta(hours=1)

_decided = select(Decision.id).where(Decision.registration_id == Registration.id)
_told = select(OutgoingLetter.id).where(
    OutgoingLetter.registration_id == Registration.id,
    OutgoingLetter.person_id == Participant.person_id,
    OutgoingLetter.kind.in_(TELLS_OF_A_SEAT),
)
_without_decision = (
    select(Registration.reference, edition_name().label("edition"))
    .join(Edition, Edition.id == Registration.edition_id)
    .join(Programme, Programme.id == Edition.programme_id)
    .where(
        Registration.state == RegistrationState.CONFIRMED,
        Registration.admitted_by_id.is_(None),
        ~_decided.exists(),
    )
    .order_by(Registration.id)
)
_without_letter = (
    select(Registration.reference, edition_name().label("edition"), Person.name.label("name"))
    .join(Participant, Participant.registration_id == Registration.id)
    .join(Person, Person.id == Participant.person_id)
    .join(Edition, Edition.id == Registration.edition_id)
    .join(Programme, Programme.id == Edition.programme_id)
    .where(
        Registration.state == RegistrationState.CONFIRMED,
        Participant.state == ParticipantState.CONFIRMED,
        ~_told.exists(),
    )
    .order_by(Participant.id)
)
_silent_step = (
    select(Registration.reference, edition_name().label("edition"), RegistrationEvent.at)
    .join(RegistrationEvent, RegistrationEvent.registration_id == Registration.id)
    .join(Edition, Edition.id == Registration.edition_id)
    .join(Programme, Programme.id == Edition.programme_id)
    .where(
        RegistrationEvent.from_state != RegistrationEvent.to_state,
        ~select(OutgoingLetter.id)
        .where(
            OutgoingLetter.registration_id == Registration.id,
            # An occasion is kind:line of history:person.
            OutgoingLetter.occasion.like("%:" + cast(RegistrationEvent.id, String) + ":%"),
        )
        .exists(),
    )
    .order_by(RegistrationEvent.id)
)
_twice = (
    select(OutgoingLetter.occasion, func.count().label("times"))
    .group_by(OutgoingLetter.occasion)
    .having(func.count() > 1)
    .order_by(OutgoingLetter.occasion)
)

QUESTIONS = (
    Question(
        N_("%(reference)s (%(edition)s): bevestigd, maar er is geen besluit bewaard."), _without_decision
    ),
    Question(
        N_("%(reference)s (%(edition)s): %(name)s heeft een plek, maar geen bevestiging per mail."),
        _without_letter,
    ),
    Question(N_("%(reference)s (%(edition)s): over wat er op %(at)s gebeurde, is geen mail."), _silent_step),
    Question(N_("Voor ‘%(occasion)s’ zijn er %(times)s brieven in plaats van één."), _twice),
)


def stuck(real_now: datetime) -> Question:
    """Letters whose worker vanished more than an hour ago, and that nobody took over."""
    query = (
        select(OutgoingLetter.kind, OutgoingLetter.to_address, OutgoingLetter.claimed_until)
        .where(
            OutgoingLetter.state == LetterState.SENDING,
            func.coalesce(OutgoingLetter.claimed_until, OutgoingLetter.created_at) < real_now - STUCK,
        )
        .order_by(OutgoingLetter.id)
    )
    sentence = N_(
        "Een brief (%(kind)s) aan %(to_address)s blijft hangen: niemand verstuurt hem. Draait de scheduler?"
    )
    return Question(sentence, query, note=True)
