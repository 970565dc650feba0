"""Bram changes the parts of an edition."""

import secrets
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import Refused
from portal.people.models import Person
from portal.programmes import meetings
from portal.programmes.editing import Edit, begin
from portal.programmes.hours import Hours, Typed, instants
from portal.programmes.meetings import MeetingDraft
from portal.programmes.models import Edition, EditionChange, Meeting
from tests.builders import NOW, a_person

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAY = date(2027, 5, 11)


def hours(day: date = DAY, starts: time | None = time(9, 30), ends: time | None = time(17)) -> Hours:
    """A day with its hours."""
    return instants(Typed(day, starts, ends), AMSTERDAM)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    """An instant by the clock in the Netherlands."""
    return datetime.combine(day, time(hour, minute), AMSTERDAM).astimezone(UTC)


def key() -> str:
    """The name that a form gives to a new part."""
    return secrets.token_urlsafe(16)


def bram(session: Session) -> Person:
    """The organiser."""
    found = session.scalars(select(Person).where(Person.name == "Bram")).one_or_none()
    return found or a_person(session, "Bram")


def edits(session: Session, edition: Edition, *, version: int | None = None, now: datetime = NOW) -> Edit:
    """The organiser at the lock."""
    return begin(session, edition_id=edition.id, actor_id=bram(session).id, now=now, version=version)


def a_meeting(session: Session, edition: Edition, **draft: Any) -> Meeting:
    """A meeting that an organiser adds."""
    values = MeetingDraft(**{"title": "Dag twee", "hours": hours(), **draft})
    return meetings.add_meeting(edits(session, edition), key=key(), draft=values)


def lines(session: Session, edition: Edition) -> list[tuple[str, dict[str, Any]]]:
    """The history of the edition."""
    rows = session.scalars(
        select(EditionChange).where(EditionChange.edition_id == edition.id).order_by(EditionChange.id)
    )
    return [(row.action, row.details) for row in rows]


def reason(call: Any, *arguments: Any, **named: Any) -> str:
    """Why it is refused."""
    with pytest.raises(Refused) as caught:
        call(*arguments, **named)
    return str(caught.value.reason)
