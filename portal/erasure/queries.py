"""What erasing an account would do, what stands in its way, and what it still waits for."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.assessments.models import Assessment, AssessmentShare
from portal.erasure.models import Erasure
from portal.erasure.places import Places, places_of
from portal.goals.models import Goal
from portal.invites.facts import Event
from portal.invites.models import Invitation
from portal.outbox.models import LetterState, OutgoingLetter
from portal.people.models import Organisation, OrganiserRole, Person
from portal.programmes import kept
from portal.programmes.facts import EditionState
from portal.programmes.models import Edition, EditionFacilitator, Interest, Programme
from portal.programmes.states import phase_of
from portal.texts import local

_OVER = (EditionState.FINISHED, EditionState.CANCELLED)


@dataclass(frozen=True)
class Obstacles:
    """What somebody else must take over first: nobody else could do it when this person is gone."""

    last_administrator: bool = False
    organisations: list[str] = field(default_factory=list)
    editions: list[str] = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Whether there is something in the way."""
        return bool(self.last_administrator or self.organisations or self.editions)


@dataclass(frozen=True)
class Consequences:
    """What goes when this account is erased, and what is in the way."""

    places: Places
    obstacles: Obstacles
    scans: int
    shared: int
    goals: int
    interests: int


def consequences(session: Session, *, person_id: int, now: datetime) -> Consequences:
    """What erasing this account would do now."""
    email = select(Person.email).where(Person.id == person_id).scalar_subquery()
    mine = select(Assessment.id).where(Assessment.person_id == person_id)
    counted = session.execute(
        select(
            _count(Assessment.id, Assessment.person_id == person_id),
            _count(AssessmentShare.id, AssessmentShare.assessment_id.in_(mine)),
            _count(Goal.id, Goal.person_id == person_id),
            _count(Interest.id, Interest.email == email, Interest.removed_at.is_(None)),
        )
    ).one()
    return Consequences(
        places_of(session, person_id=person_id, now=now),
        obstacles(session, person_id=person_id, now=now),
        *(int(number) for number in counted),
    )


def _count(what: Any, *where: Any) -> Any:
    return select(func.count(what)).where(*where).scalar_subquery()


def obstacles(session: Session, *, person_id: int, now: datetime) -> Obstacles:
    """The work that this person is the last one for."""
    administrators = session.scalars(select(Person.id).where(Person.is_administrator.is_(True))).all()
    return Obstacles(
        last_administrator=list(administrators) == [person_id],
        organisations=_alone_for(session, person_id),
        editions=_guides_alone(session, person_id, now),
    )


def _alone_for(session: Session, person_id: int) -> list[str]:
    """Organisations for which nobody else organises."""
    own = select(OrganiserRole.organisation_id).where(
        OrganiserRole.person_id == person_id, OrganiserRole.ended_at.is_(None)
    )
    rows = session.scalars(
        select(Organisation.name)
        .join(OrganiserRole, OrganiserRole.organisation_id == Organisation.id)
        .where(Organisation.id.in_(own), OrganiserRole.ended_at.is_(None))
        .group_by(Organisation.id, Organisation.name)
        .having(func.count(OrganiserRole.id) == 1)
        .order_by(Organisation.name)
    )
    return list(rows)


def _guides_alone(session: Session, person_id: int, now: datetime) -> list[str]:
    """Editions that are not over and have no other facilitator."""
    guided = select(EditionFacilitator.edition_id).where(EditionFacilitator.person_id == person_id)
    rows = session.execute(
        select(Edition.id, Edition.version, Programme.title, Edition.label)
        .join(Programme, Programme.id == Edition.programme_id)
        .join(EditionFacilitator, EditionFacilitator.edition_id == Edition.id)
        .where(Edition.id.in_(guided))
        .group_by(Edition.id, Edition.version, Programme.title, Edition.label)
        .having(func.count(EditionFacilitator.person_id) == 1)
        .order_by(Programme.title, Edition.id)
    ).all()
    copies = kept.editions(session, {(row[0], row[1]) for row in rows})
    living = [row for row in rows if phase_of(copies[row[0]].timing, now).state not in _OVER]
    return [f"{row[2]}, {row[3]}" if row[3] else row[2] for row in living]


def under_way(session: Session) -> list[int]:
    """The people whose erasure is not done yet, the longest ago first."""
    rows = select(Erasure.person_id).where(Erasure.done_at.is_(None))
    return list(session.scalars(rows.order_by(Erasure.asked_at, Erasure.person_id)))


def of_person(session: Session, *, person_id: int) -> Erasure | None:
    """The erasure of this account, if it was asked."""
    return session.get(Erasure, person_id)


def letters_wait(session: Session, erasure: Erasure, *, now: datetime) -> bool:
    """Whether something still has to leave: a cancellation to be written, or a letter on its way."""
    lines = session.scalars(
        select(Invitation).where(Invitation.person_id == erasure.person_id, Invitation.live.is_(True))
    )
    today = local(now).date()
    if any(not Event.from_json(line.event).span.is_over(now=now, today=today) for line in lines):
        return True
    on_its_way = select(OutgoingLetter.id).where(
        OutgoingLetter.to_address == erasure.address,
        OutgoingLetter.state.in_((LetterState.WAITING, LetterState.SENDING)),
    )
    return session.scalar(on_its_way.limit(1)) is not None
