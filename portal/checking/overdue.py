"""What is over but not ended yet: no fault, a job ends it."""

from datetime import datetime

from sqlalchemy import select

from portal.checking.findings import Question, edition_name
from portal.people.models import Person
from portal.programmes.models import Edition, Programme
from portal.registrations.models import Claim, Participant, PoolKind, Registration
from portal.registrations.states import ClaimState, ParticipantState, RegistrationState
from portal.texts import N_


def questions(now: datetime) -> tuple[Question, ...]:
    """Offers, holds and companions' terms whose time is past."""
    named = (Registration.reference, edition_name().label("edition"))
    claims = (
        select(*named, Claim.deadline.label("until"))
        .join(Claim, Claim.registration_id == Registration.id)
        .join(Edition, Edition.id == Registration.edition_id)
        .join(Programme, Programme.id == Edition.programme_id)
        .where(Claim.deadline <= now)
        .order_by(Claim.id)
    )
    companions = (
        select(*named, Person.name.label("name"), Participant.confirm_by.label("until"))
        .join(Participant, Participant.registration_id == Registration.id)
        .join(Person, Person.id == Participant.person_id)
        .join(Edition, Edition.id == Registration.edition_id)
        .join(Programme, Programme.id == Edition.programme_id)
        .where(Participant.state == ParticipantState.INVITED, Participant.confirm_by <= now)
        .order_by(Participant.id)
    )
    offered = Claim.state == ClaimState.OFFERED
    return (
        Question(
            N_("%(reference)s (%(edition)s): het aanbod liep tot %(until)s en is nog niet beëindigd."),
            claims.where(offered, Claim.kind == PoolKind.EDITION),
            note=True,
        ),
        Question(
            N_(
                "%(reference)s (%(edition)s): het aanbod voor een keuzemodule liep tot %(until)s "
                "en is nog niet beëindigd."
            ),
            claims.where(
                offered,
                Claim.kind != PoolKind.EDITION,
                Registration.state != RegistrationState.OFFERED,
            ),
            note=True,
        ),
        Question(
            N_("%(reference)s (%(edition)s): er werd plek vastgehouden tot %(until)s; die is nog niet vrij."),
            claims.where(Claim.state == ClaimState.HELD),
            note=True,
        ),
        Question(
            N_("%(reference)s (%(edition)s): %(name)s kon bevestigen tot %(until)s; dat loopt nog."),
            companions,
            note=True,
        ),
    )
