"""Who sent a scan: organisers see it only of an edition where that was announced, and of scans begun after.

Never what was answered. A scan of a supporter does not count here: it tells of groups only.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from portal.assessments.facts import Form
from portal.assessments.models import Assessment, ScanAnnouncement
from portal.assessments.sharing import is_in
from portal.assessments.states import ScanState
from portal.people.models import Person
from portal.programmes.models import Edition, Programme
from portal.registrations.models import Participant, Registration
from portal.registrations.states import ParticipantState, RegistrationState


@dataclass(frozen=True)
class Announced:
    """One time that it was announced, and when somebody stopped it. Names of gone accounts are empty."""

    at: datetime
    by: str
    ended_at: datetime | None
    ended_by: str


@dataclass(frozen=True)
class Participation:
    """Of a participant whether they sent a scan that they began after the announcement."""

    name: str
    sent: bool


def announcements(session: Session, edition_id: int) -> list[Announced]:
    """All announcements of this edition, the newest first."""
    ender = aliased(Person)
    rows = session.execute(
        select(ScanAnnouncement.announced_at, Person.name, ScanAnnouncement.ended_at, ender.name)
        .outerjoin(Person, Person.id == ScanAnnouncement.announced_by_id)
        .outerjoin(ender, ender.id == ScanAnnouncement.ended_by_id)
        .where(ScanAnnouncement.edition_id == edition_id)
        .order_by(ScanAnnouncement.id.desc())
    )
    return [Announced(at, by or "", ended_at, ended_by or "") for at, by, ended_at, ended_by in rows]


def who_sees(session: Session, person_id: int) -> list[tuple[str, str]]:
    """Programme and edition of which the organisers see that this person sends a scan."""
    rows = session.execute(
        select(Programme.title, Edition.label)
        .join_from(Edition, Programme, Programme.id == Edition.programme_id)
        .join(ScanAnnouncement, ScanAnnouncement.edition_id == Edition.id)
        .where(ScanAnnouncement.ended_at.is_(None), is_in(person_id))
        .order_by(Edition.id)
    )
    return [(title, label) for title, label in rows]


def participation(session: Session, edition_id: int) -> list[Participation]:
    """Of every participant whether they sent a scan; nobody, when nothing was announced."""
    sent = exists(
        select(Assessment.id).where(
            Assessment.person_id == Participant.person_id,
            Assessment.state == ScanState.FINISHED,
            Assessment.form != Form.SUPPORTER,
            Assessment.started_at > ScanAnnouncement.announced_at,
        )
    )
    rows = session.execute(
        select(Person.name, sent)
        .join_from(Participant, Person, Person.id == Participant.person_id)
        .join(Registration, Registration.id == Participant.registration_id)
        .join(ScanAnnouncement, ScanAnnouncement.edition_id == Participant.edition_id)
        .where(
            Participant.edition_id == edition_id,
            Participant.state == ParticipantState.CONFIRMED,
            Registration.state == RegistrationState.CONFIRMED,
            ScanAnnouncement.ended_at.is_(None),
        )
        .order_by(Person.name, Person.id)
    )
    return [Participation(name, done) for name, done in rows]


def announce(session: Session, *, edition_id: int, actor_id: int, now: datetime) -> None:
    """Participants read it from now on, before they begin and before they send. Twice is once."""
    if _open(session, edition_id) is None:
        session.add(ScanAnnouncement(edition_id=edition_id, announced_at=now, announced_by_id=actor_id))
        session.flush()


def stop(session: Session, *, edition_id: int, actor_id: int, now: datetime) -> None:
    """Nobody sees any more who sent a scan. Twice is once."""
    found = _open(session, edition_id)
    if found is not None:
        found.ended_at, found.ended_by_id = now, actor_id
        session.flush()


def _open(session: Session, edition_id: int) -> ScanAnnouncement | None:
    session.execute(select(Edition.id).where(Edition.id == edition_id).with_for_update())
    return session.scalar(
        select(ScanAnnouncement).where(
            ScanAnnouncement.edition_id == edition_id, ScanAnnouncement.ended_at.is_(None)
        )
    )
