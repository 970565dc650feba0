"""A meeting that comes → a letter that reminds of it; and whether that letter may still leave."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.invites.facts import Span, Wanted
from portal.material.queries import Piece, choosable, is_for, place_of
from portal.outbox.letter import Letter
from portal.programmes.facts import Publication
from portal.programmes.models import Edition, Meeting
from portal.registrations.sheets import EditionSheet
from portal.texts import local

KIND = "meeting_reminder"


@dataclass(frozen=True)
class About:
    """What a reminder tells of the meeting beside what stands in the agenda.

    `route` is an address to look for on a map; `pieces` are titles of material that participants see now.
    """

    meeting: str
    route: str
    pieces: tuple[str, ...]


def about(meeting: Meeting, released: Iterable[Piece]) -> About:
    """What there is to tell of this meeting, of its own material and of what is for the whole edition."""
    own = [one.material.title for one in released if one.meeting is None or one.meeting.id == meeting.id]
    return About(meeting.public_id, route_to(meeting), tuple(own))


def route_to(meeting: Meeting) -> str:
    """The address of the place, as one types it in a map; "" when there is none."""
    venue = meeting.venue
    if venue is None or not venue.address:
        return ""
    return ", ".join(dict.fromkeys(part for part in (venue.address, venue.city) if part))


def occasion(wanted: Wanted, days_before: int) -> str:
    """The one occasion of this reminder: of a meeting on this day, so many days before it, to this person."""
    key, day = wanted.key, wanted.event.span.day.isoformat()
    return f"{KIND}:{key.meeting_id}:{day}:{days_before}:{key.person_id}"


def reminder(sheet: EditionSheet, wanted: Wanted, about: About, *, days_before: int, language: str) -> Letter:
    """The letter that reminds one person of one meeting."""
    event = wanted.event
    span = event.span
    return Letter(
        kind=KIND,
        occasion=occasion(wanted, days_before),
        to_address=wanted.key.address,
        to_name=wanted.name,
        language=language,
        sender_name=sheet.organiser_names,
        sender_address=sheet.organiser_mail,
        person_id=wanted.key.person_id,
        edition_id=sheet.edition_id,
        facts={
            "programme": sheet.programme_title,
            "edition": sheet.label,
            "link": event.path,
            "meeting": event.summary,
            "meeting_id": about.meeting,
            "day": span.day.isoformat(),
            "starts_at": span.starts_at.isoformat() if span.starts_at else "",
            "ends_at": span.ends_at.isoformat() if span.ends_at else "",
            "place": event.place,
            "route": about.route,
            "join": event.link,
            "choices": event.description.split("\n") if event.description else [],
            "explanation": "",
            "pieces": list(about.pieces),
        },
    )


def is_wanted(session: Session, letter: Letter, *, now: datetime) -> bool:
    """Whether this letter may still leave: no reminder to who left, of what moved, is off or has begun."""
    if letter.kind != KIND or letter.edition_id is None or letter.person_id is None:
        return True
    meeting = session.scalar(
        select(Meeting)
        .join(Edition, Edition.id == Meeting.edition_id)
        .where(
            Meeting.public_id == str(letter.facts["meeting_id"]),
            Meeting.edition_id == letter.edition_id,
            Meeting.cancelled_at.is_(None),
            Edition.publication == Publication.PUBLISHED,
        )
    )
    if meeting is None or not _is_ahead(meeting, letter, now):
        return False
    place = place_of(session, edition_id=letter.edition_id, person_id=letter.person_id)
    return place is not None and is_for(meeting, place.modules, choosable(session, letter.edition_id))


def _is_ahead(meeting: Meeting, letter: Letter, now: datetime) -> bool:
    """Whether it is when the letter says, and did not begin yet."""
    starts = meeting.starts_at.isoformat() if meeting.starts_at else ""
    if meeting.day is None or (meeting.day.isoformat(), starts) != (
        letter.facts["day"],
        letter.facts["starts_at"],
    ):
        return False
    return not Span(meeting.day, meeting.starts_at).is_over(now=now, today=local(now).date())
