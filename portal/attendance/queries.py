"""Who is expected at a meeting and who was there; each a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from portal.attendance.facts import Presence
from portal.attendance.models import Attendance, CheckIn
from portal.invites import overview
from portal.people.models import Person
from portal.programmes.models import Meeting, Module
from portal.registrations.models import Claim, Participant, PoolKind, Registration
from portal.registrations.states import ClaimState, ParticipantState, RegistrationState


@dataclass(frozen=True)
class Line:
    """One person on the list of a meeting. `expected` is False for who left after it was marked.

    `declined`: said no to the invitation.
    """

    person_id: int
    public_id: str
    name: str
    expected: bool
    presence: Presence | None = None
    by_code: bool = False
    marked_by: str = ""
    marked_at: datetime | None = None
    declined: bool = False


def expected_at(session: Session, meeting: Meeting) -> dict[int, tuple[str, str]]:
    """Who has a confirmed place and comes to this meeting: public id and name, by person."""
    query = (
        select(Person.id, Person.public_id, Person.name)
        .join(Participant, Participant.person_id == Person.id)
        .join(Registration, Registration.id == Participant.registration_id)
        .where(
            Registration.edition_id == meeting.edition_id,
            Registration.state == RegistrationState.CONFIRMED,
            Participant.state == ParticipantState.CONFIRMED,
        )
    )
    if meeting.module_id is not None and _is_chosen(session, meeting.module_id):
        query = query.join(Claim, Claim.participant_id == Participant.id).where(
            Claim.kind == PoolKind.MODULE,
            Claim.module_id == meeting.module_id,
            Claim.state == ClaimState.CONFIRMED,
        )
    return {row.id: (row.public_id, row.name) for row in session.execute(query)}


def _is_chosen(session: Session, module_id: int) -> bool:
    return session.scalar(select(Module.group_id).where(Module.id == module_id)) is not None


def roll(session: Session, meeting: Meeting) -> list[Line]:
    """The list of a meeting by name: everyone expected, and who was marked before leaving."""
    marker = aliased(Person)
    marked = {
        row.Attendance.person_id: row
        for row in session.execute(
            select(Attendance, Person.public_id, Person.name, marker.name.label("marker"))
            .join(Person, Person.id == Attendance.person_id)
            .join(marker, marker.id == Attendance.marked_by_id)
            .where(Attendance.meeting_id == meeting.id)
        )
    }
    expected = expected_at(session, meeting)
    away = overview.declined(session, meeting_id=meeting.id)
    people = {id_: (row.public_id, row.name) for id_, row in marked.items()} | expected
    lines = []
    for person_id, (public_id, name) in people.items():
        row = marked.get(person_id)
        line = Line(person_id, public_id, name, person_id in expected, declined=person_id in away)
        if row is not None:
            kept = row.Attendance
            line = Line(
                person_id,
                public_id,
                name,
                person_id in expected,
                kept.presence,
                kept.by_code,
                row.marker,
                kept.marked_at,
            )
        lines.append(line)
    return sorted(lines, key=lambda line: (line.name.casefold(), line.public_id))


def counts_of(session: Session, meeting_ids: Iterable[int]) -> dict[int, dict[Presence, int]]:
    """How many were marked as what, by meeting."""
    rows = session.execute(
        select(Attendance.meeting_id, Attendance.presence, func.count())
        .where(Attendance.meeting_id.in_(sorted(meeting_ids)))
        .group_by(Attendance.meeting_id, Attendance.presence)
    )
    found: dict[int, dict[Presence, int]] = {}
    for meeting_id, presence, count in rows:
        found.setdefault(meeting_id, {})[presence] = count
    return found


def of_person(session: Session, *, edition_id: int, person_id: int) -> dict[int, Presence]:
    """What is known of this person at the meetings of an edition, by meeting."""
    rows = session.execute(
        select(Attendance.meeting_id, Attendance.presence)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Meeting.edition_id == edition_id, Attendance.person_id == person_id)
    )
    return {row.meeting_id: row.presence for row in rows}


def of_edition(session: Session, edition_id: int) -> dict[tuple[int, int], Presence]:
    """What is known of everybody, by person and meeting."""
    rows = session.execute(
        select(Attendance.person_id, Attendance.meeting_id, Attendance.presence)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Meeting.edition_id == edition_id)
    )
    return {(person_id, meeting_id): presence for person_id, meeting_id, presence in rows}


def people_of(session: Session, edition_id: int) -> list[tuple[int, str, str]]:
    """Who has a confirmed place or was marked: id, name and address, by name."""
    seated = (
        select(Participant.person_id)
        .join(Registration, Registration.id == Participant.registration_id)
        .where(
            Registration.edition_id == edition_id,
            Registration.state == RegistrationState.CONFIRMED,
            Participant.state == ParticipantState.CONFIRMED,
        )
    )
    marked = (
        select(Attendance.person_id)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Meeting.edition_id == edition_id)
    )
    rows = session.execute(
        select(Person.id, Person.name, Person.email)
        .where(Person.id.in_(seated) | Person.id.in_(marked))
        .order_by(func.lower(Person.name), Person.id)
    )
    return [(row.id, row.name, row.email) for row in rows]


def code_of(session: Session, meeting_id: int) -> str:
    """The code on the screen of this meeting; empty while there is none."""
    found = session.get(CheckIn, meeting_id)
    return found.code if found is not None and found.closed_at is None else ""
