"""Presence is marked per person and meeting, by an organiser or a facilitator, or by code by oneself."""

import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.attendance import queries
from portal.attendance.facts import DIGITS, AttendanceRefused, Presence, clean_code, has_begun, takes_code
from portal.attendance.models import Attendance, CheckIn
from portal.errors import NotFound, Refused
from portal.people.models import Person
from portal.programmes.models import Meeting


def mark(
    session: Session,
    *,
    meeting_id: int,
    person: str,
    presence: Presence | None,
    seen: Presence | None,
    actor_id: int,
    now: datetime,
) -> None:
    """What is known of this person now; None: nothing any more. Refused when it is not what was `seen`."""
    meeting = _turn(session, meeting_id)
    person_id = _on_the_list(session, meeting, person)
    kept = _kept(session, meeting_id, person_id)
    current = kept.presence if kept else None
    if current == presence:
        return
    if current != seen:
        raise Refused(AttendanceRefused.CHANGED_MEANWHILE)
    if presence in (Presence.PRESENT, Presence.ABSENT):
        _check_begun(meeting, now)
    if presence is None:
        session.delete(kept)
        session.flush()
        return
    _write(session, kept, meeting_id, person_id, presence, actor_id, now)


def show_code(session: Session, *, meeting_id: int, now: datetime) -> str:
    """A code with which participants check in themselves; the same one while it is shown."""
    meeting = _turn(session, meeting_id)
    if meeting.day is None:
        raise Refused(AttendanceRefused.NO_DAY)
    found = session.get(CheckIn, meeting_id)
    if found is not None and found.closed_at is None:
        return found.code
    taken = set(session.scalars(select(CheckIn.code).where(CheckIn.closed_at.is_(None))))
    code = next(code for code in iter(_new_code, "") if code not in taken)
    if found is None:
        session.add(CheckIn(meeting_id=meeting_id, code=code, opened_at=now))
    else:
        found.code, found.opened_at, found.closed_at = code, now, None
    session.flush()
    return code


def hide_code(session: Session, *, meeting_id: int, now: datetime) -> None:
    """The code works no longer. Twice is once."""
    found = session.get(CheckIn, meeting_id, with_for_update=True)
    if found is not None and found.closed_at is None:
        found.closed_at = now
        session.flush()


def check_in(session: Session, *, person_id: int, code: str, now: datetime) -> Meeting:
    """This person is there, says the code; only who is expected, and only around the meeting."""
    shown = session.scalar(
        select(CheckIn).where(CheckIn.code == clean_code(code), CheckIn.closed_at.is_(None))
    )
    if shown is None:
        raise Refused(AttendanceRefused.WRONG_CODE)
    meeting = _turn(session, shown.meeting_id)
    zone = ZoneInfo(meeting.zone)
    open_now = takes_code(meeting.day, meeting.starts_at, meeting.ends_at, now, zone)
    if not open_now or person_id not in queries.expected_at(session, meeting):
        raise Refused(AttendanceRefused.WRONG_CODE)
    kept = _kept(session, meeting.id, person_id)
    if kept is None or kept.presence is not Presence.PRESENT:
        _write(session, kept, meeting.id, person_id, Presence.PRESENT, person_id, now, by_code=True)
    return meeting


def _new_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def _turn(session: Session, meeting_id: int) -> Meeting:
    """One after the other, per meeting."""
    meeting = session.get(Meeting, meeting_id, with_for_update=True, populate_existing=True)
    if meeting is None:
        raise NotFound
    if meeting.cancelled_at is not None:
        raise Refused(AttendanceRefused.CANCELLED)
    return meeting


def _check_begun(meeting: Meeting, now: datetime) -> None:
    if not has_begun(meeting.day, now, ZoneInfo(meeting.zone)):
        raise Refused(AttendanceRefused.TOO_EARLY)


def _on_the_list(session: Session, meeting: Meeting, public_id: str) -> int:
    person_id = session.scalar(select(Person.id).where(Person.public_id == public_id))
    if person_id is None:
        raise Refused(AttendanceRefused.NOT_ON_THE_LIST)
    known = person_id in queries.expected_at(session, meeting)
    if not known and _kept(session, meeting.id, person_id) is None:
        raise Refused(AttendanceRefused.NOT_ON_THE_LIST)
    return person_id


def _kept(session: Session, meeting_id: int, person_id: int) -> Attendance | None:
    return session.scalar(
        select(Attendance).where(Attendance.meeting_id == meeting_id, Attendance.person_id == person_id)
    )


def _write(
    session: Session,
    kept: Attendance | None,
    meeting_id: int,
    person_id: int,
    presence: Presence,
    actor_id: int,
    now: datetime,
    *,
    by_code: bool = False,
) -> None:
    row = kept or Attendance(meeting_id=meeting_id, person_id=person_id)
    row.presence, row.by_code, row.marked_by_id, row.marked_at = presence, by_code, actor_id, now
    session.add(row)
    session.flush()
