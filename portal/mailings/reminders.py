"""Reminds participants of their meetings, at the moments that the edition chose.

Who is reminded follows from the agendas: whom the meeting is put in the agenda of, as it is now, before the
moment of the reminder. Who was invited or told of another time after that moment knows already.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.invites.facts import Event, Key, Role, Wanted
from portal.invites.models import Invitation
from portal.invites.standing import goal_of, lines_of
from portal.mailings import letters
from portal.mailings.models import Reminding
from portal.mailings.moments import MOST_DAYS, Moment, moments
from portal.material.queries import Piece, pieces_of
from portal.outbox.letter import Letter
from portal.outbox.models import OutgoingLetter
from portal.outbox.service import post_many
from portal.programmes.facts import Publication
from portal.programmes.models import Edition, Meeting
from portal.registrations.sheets import sheet_of
from portal.texts import local

MOST_LETTERS = 300
"""Letters of one edition in one run: the rest comes with the next, so that nobody waits long."""


@dataclass(frozen=True)
class Due:
    """A meeting that people are reminded of now."""

    edition_id: int
    meeting_id: int
    moment: Moment


def editions_to_remind(session: Session, now: datetime) -> list[int]:
    """The published editions with a meeting that participants are to be reminded of now."""
    today = local(now).date()
    soon = Meeting.day.between(today, today + timedelta(days=MOST_DAYS))
    return sorted({due.edition_id for due in _due(session, soon, now)})


def remind_edition(session: Session, *, edition_id: int, now: datetime) -> int:
    """Writes the reminders that are due, `MOST_LETTERS` at most; returns how many. Twice is once."""
    room = MOST_LETTERS
    due = _due(session, Meeting.edition_id == edition_id, now)
    if not due:
        return 0
    desk = _Desk(session, edition_id, now)
    for one in due:
        wanted = desk.wanted(one)
        desk.post(one, wanted[:room])
        if len(wanted) > room:
            return MOST_LETTERS
        room -= len(wanted)
        meeting = session.get_one(Meeting, one.meeting_id)
        assert meeting.day is not None
        days = one.moment.days_before
        session.add(Reminding(meeting_id=meeting.id, day=meeting.day, days_before=days, done_at=now))
    session.flush()
    return MOST_LETTERS - room


def _due(session: Session, which: ColumnElement[bool], now: datetime) -> list[Due]:
    """The moments of these meetings that are now and not done yet."""
    rows = session.execute(
        select(Meeting.edition_id, Meeting.id, Meeting.day, Meeting.starts_at, Edition.reminder_days)
        .join(Edition, Edition.id == Meeting.edition_id)
        .where(which, Edition.publication == Publication.PUBLISHED, Meeting.cancelled_at.is_(None))
        .order_by(Meeting.edition_id, Meeting.id)
    ).all()
    due = [
        (Due(row.edition_id, row.id, moment), row.day)
        for row in rows
        if row.day is not None and (row.starts_at is None or row.starts_at > now)
        for moment in moments(row.day, row.reminder_days)
        if moment.is_due(now)
    ]
    done = _done(session, (one.meeting_id for one, _day in due))
    return [one for one, day in due if (one.meeting_id, day, one.moment.days_before) not in done]


def _done(session: Session, meetings: Iterable[int]) -> set[tuple[int, object, int]]:
    wanted = sorted(set(meetings))
    if not wanted:
        return set()
    rows = session.execute(
        select(Reminding.meeting_id, Reminding.day, Reminding.days_before).where(
            Reminding.meeting_id.in_(wanted)
        )
    )
    return {(row.meeting_id, row.day, row.days_before) for row in rows}


class _Desk:
    """What the reminders of one edition are written from, read once."""

    def __init__(self, session: Session, edition_id: int, now: datetime) -> None:
        self.session, self.now = session, now
        version = session.execute(select(Edition.version).where(Edition.id == edition_id)).scalar_one()
        self.sheet = sheet_of(session, edition_id=edition_id, version=version)
        goal = goal_of(session, self.sheet)
        self.people = goal.people
        self.expected: Sequence[Wanted] = [one for one in goal.wanted if one.role is Role.PARTICIPANT]
        self.lines: Mapping[Key, Invitation] = lines_of(session, edition_id)
        self.pieces: list[Piece] = [one for one in pieces_of(session, edition_id) if one.is_released(now)]
        mine = (OutgoingLetter.edition_id == edition_id) & (OutgoingLetter.kind == letters.KIND)
        self.written = set(session.scalars(select(OutgoingLetter.occasion).where(mine)))

    def wanted(self, due: Due) -> list[Wanted]:
        """Who is still to be reminded."""
        return [
            one
            for one in self.expected
            if one.key.meeting_id == due.meeting_id
            and self._knew(one, due.moment.at)
            and letters.occasion(one, due.moment.days_before) not in self.written
        ]

    def _knew(self, wanted: Wanted, at: datetime) -> bool:
        """Whether the meeting stood in this agenda, as it is now, when the moment came."""
        line = self.lines.get(wanted.key)
        if line is None or not line.live or line.stamped_at is None or line.stamped_at > at:
            return False
        return Event.from_json(line.event).span == wanted.event.span

    def post(self, due: Due, wanted: Sequence[Wanted]) -> None:
        """Puts their letters in the outbox."""
        post_many(self.session, self._letters(due, wanted), now=self.now)

    def _letters(self, due: Due, wanted: Sequence[Wanted]) -> Iterator[Letter]:
        if not wanted:
            return
        meeting = self.session.get_one(Meeting, due.meeting_id)
        about = letters.about(meeting, self.pieces)
        for one in wanted:
            language = self.people[one.key.person_id].language
            yield letters.reminder(
                self.sheet, one, about, days_before=due.moment.days_before, language=language
            )
