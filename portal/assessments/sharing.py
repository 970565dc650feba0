"""Who may see a scan of somebody, and what is shared with a facilitator; each a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.assessments import queries
from portal.assessments.models import Assessment, AssessmentShare
from portal.errors import NotFound
from portal.people.models import Person
from portal.programmes.models import Edition, EditionFacilitator, Programme
from portal.registrations.models import Participant, Registration
from portal.registrations.states import ParticipantState, RegistrationState


@dataclass(frozen=True)
class Guide:
    """A facilitator of an edition that somebody is in: who a scan can be shared with."""

    edition_public_id: str
    programme: str
    edition: str
    person_public_id: str
    name: str


def guides_of(session: Session, person_id: int) -> list[Guide]:
    """Everybody that this person may share a scan with."""
    rows = session.execute(
        select(Edition.public_id, Programme.title, Edition.label, Person.public_id, Person.name)
        .join_from(EditionFacilitator, Edition, Edition.id == EditionFacilitator.edition_id)
        .join(Programme, Programme.id == Edition.programme_id)
        .join(Person, Person.id == EditionFacilitator.person_id)
        .where(is_in(person_id), EditionFacilitator.person_id != person_id)
        .order_by(Edition.id.desc(), Person.name)
    )
    return [Guide(*row) for row in rows]


def is_in(person_id: Any) -> Any:
    """Whether this person has a confirmed place in the edition of the statement."""
    return exists(
        select(Participant.id)
        .join(Registration, Registration.id == Participant.registration_id)
        .where(
            Participant.edition_id == Edition.id,
            Participant.person_id == person_id,
            Participant.state == ParticipantState.CONFIRMED,
            Registration.state == RegistrationState.CONFIRMED,
        )
    )


@dataclass(frozen=True)
class Share:
    """With whom a scan is shared."""

    public_id: str
    scan_public_id: str
    name: str
    programme: str
    edition: str
    since: datetime


def shares_of(session: Session, person_id: int) -> list[Share]:
    """Everybody that this person shares a scan with."""
    rows = session.execute(
        select(
            AssessmentShare.public_id,
            Assessment.public_id,
            Person.name,
            Programme.title,
            Edition.label,
            AssessmentShare.shared_at,
        )
        .join_from(AssessmentShare, Assessment, Assessment.id == AssessmentShare.assessment_id)
        .join(Person, Person.id == AssessmentShare.facilitator_id)
        .join(Edition, Edition.id == AssessmentShare.edition_id)
        .join(Programme, Programme.id == Edition.programme_id)
        .where(Assessment.person_id == person_id)
        .order_by(AssessmentShare.shared_at, AssessmentShare.id)
    )
    return [Share(*row) for row in rows]


@dataclass(frozen=True)
class Shown:
    """A scan that somebody shares with a facilitator."""

    share: AssessmentShare
    name: str
    programme: str
    edition: str


def shown_to(session: Session, facilitator_id: int) -> list[Shown]:
    """What is shared with this facilitator, while they guide the edition and the person is in it."""
    return _shown(session, AssessmentShare.facilitator_id == facilitator_id)


def _shown(session: Session, *where: Any) -> list[Shown]:
    rows = session.execute(
        select(AssessmentShare, Person.name, Programme.title, Edition.label)
        .join(Assessment, Assessment.id == AssessmentShare.assessment_id)
        .join(Person, Person.id == Assessment.person_id)
        .join(Edition, Edition.id == AssessmentShare.edition_id)
        .join(Programme, Programme.id == Edition.programme_id)
        .join(
            EditionFacilitator,
            (EditionFacilitator.edition_id == Edition.id)
            & (EditionFacilitator.person_id == AssessmentShare.facilitator_id),
        )
        .where(is_in(Assessment.person_id), *where)
        .order_by(Edition.id.desc(), Person.name)
    )
    return [Shown(*row) for row in rows]


def shared_scan(session: Session, *, public_id: str, facilitator_id: int) -> tuple[Shown, queries.Taken]:
    """What is shared under this name, for the facilitator that it is shared with; raises NotFound."""
    found = _shown(
        session, AssessmentShare.public_id == public_id, AssessmentShare.facilitator_id == facilitator_id
    )
    if not found:
        raise NotFound
    return found[0], queries.scan_with_id(session, found[0].share.assessment_id)
