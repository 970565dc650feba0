"""What would be sent, to how many: the same difference, without sending it."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, event, func, select
from sqlalchemy.orm import Session

from portal.database import WRITES
from portal.invites.expected import people_of
from portal.invites.facts import Event, Message, Method, News
from portal.invites.models import AgendaUpdate, Invitation, InvitationMessage
from portal.invites.standing import (
    as_it_was,
    before_these,
    edition_of,
    goal_for,
    lines_of,
    messages,
    sent_of,
)
from portal.outbox.models import OutgoingLetter
from portal.outbox.threads import untried
from portal.people.models import Person
from portal.programmes.models import Edition, EditionFacilitator
from portal.registrations.models import Claim, Participant, Registration
from portal.registrations.sheets import EditionSheet, sheet_of
from portal.registrations.states import IN, RegistrationState

BESIDE = frozenset(
    table.__tablename__
    for table in (
        *(Person, EditionFacilitator, Registration, Participant, Claim),
        *(Invitation, InvitationMessage, OutgoingLetter),
    )
)
"""Where people and what they were sent is kept: what is read beside the schedule."""
_WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')
WAITS = (RegistrationState.WAITLISTED, RegistrationState.OFFERED, RegistrationState.REQUESTED)


@dataclass(frozen=True)
class Change:
    """What becomes of one meeting in agendas, and in how many; both events as most of them read it."""

    meeting_id: int
    news: News
    event: Event
    before: Event | None
    people: int


@dataclass(frozen=True)
class Plan:
    """How many people get a new, a changed and a cancelled invitation, or only see it in their feed.

    Who gets several kinds counts in each. `nothing` are those who wait and get no message.
    """

    invited: int
    changed: int
    cancelled: int
    feed: int
    nothing: int
    changes: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        """Whether every agenda is right as it is."""
        return not self.changes


@dataclass(frozen=True)
class _Schedule:
    """An edition with its parts, loose from the database: whatever is taken back, this stays."""

    sheet: EditionSheet
    edition: Edition


def plan(session: Session, *, edition_id: int, now: datetime) -> Plan:
    """What bringing the agendas up to date would send, if nothing rested."""
    return _planned(session, _schedule(session, edition_id), now)


def forget_if_undone(session: Session, *, edition_id: int, now: datetime) -> None:
    """After a change, in its transaction: what was changed back has no explanation for a later change."""
    update = session.get(AgendaUpdate, edition_id)
    if update is not None and update.explanation and plan(session, edition_id=edition_id, now=now).is_empty:
        update.explanation = ""
        session.flush()


def _schedule(session: Session, edition_id: int) -> _Schedule:
    version = session.execute(select(Edition.version).where(Edition.id == edition_id)).scalar_one()
    sheet = sheet_of(session, edition_id=edition_id, version=version)
    return _Schedule(sheet, edition_of(session, sheet))


def _planned(session: Session, schedule: _Schedule, now: datetime) -> Plan:
    """For this schedule: all that is read for it here is of the tables in `BESIDE`."""
    sheet, edition_id = schedule.sheet, schedule.sheet.edition_id
    goal = goal_for(people_of(session, sheet), sheet, schedule.edition)
    lines = lines_of(session, edition_id)
    sent = sent_of(lines)
    keys = {line.id: key for key, line in lines.items()}
    due = messages(goal, sent, now=now)
    back = untried(session, (lines[message.key].uid for message in due if message.key in lines))
    if back:
        for line_id, last in before_these(session, back).items():
            del sent[keys[line_id]]
            if last is not None:
                sent[keys[line_id]] = as_it_was(keys[line_id], last)
        due = messages(goal, sent, now=now)
    waiting = (
        select(func.count(Participant.id))
        .join(Registration, Registration.id == Participant.registration_id)
        .where(
            Registration.edition_id == edition_id, Registration.state.in_(WAITS), Participant.state.in_(IN)
        )
    )
    return _counted(due, session.scalars(waiting).one())


def foreseen(session: Session, *, edition_id: int, change: Callable[[], object], now: datetime) -> Plan:
    """What people would be sent after this change: makes it under the lock, and takes it back.

    Only the schedule is read under the lock. Who is in it and what they were sent is read afterwards, for
    everybody else goes on then; unless the change wrote there too. What rests already is part of it.
    A change that is refused raises as it would.
    """
    session.rollback()
    session.expire_all()
    connection = session.connection(execution_options={WRITES: True})
    try:
        with _writes(connection) as written:
            change()
            session.flush()
        schedule = _schedule(session, edition_id)
        if written & BESIDE:
            return _planned(session, schedule, now)
    finally:
        session.rollback()
        session.expire_all()
    return _planned(session, schedule, now)


@contextmanager
def _writes(connection: Connection) -> Iterator[set[str]]:
    """The tables that are written to meanwhile."""
    tables: set[str] = set()

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if found := _WRITE.match(statement):
            tables.add(found[1])

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield tables
    finally:
        event.remove(connection, "before_cursor_execute", note)


def _counted(due: Iterable[Message], nothing: int) -> Plan:
    people: dict[str, set[int]] = defaultdict(set)
    grouped: dict[tuple[int, News], list[Message]] = defaultdict(list)
    for message in due:
        people[_kind(message)].add(message.key.person_id)
        grouped[message.key.meeting_id, message.news].append(message)
    changes = [_change(meeting_id, news, several) for (meeting_id, news), several in grouped.items()]
    changes.sort(key=lambda one: (one.event.span.day, one.meeting_id, one.news))
    return Plan(
        invited=len(people["invited"]),
        changed=len(people["changed"]),
        cancelled=len(people["cancelled"]),
        feed=len(people["feed"]),
        nothing=nothing,
        changes=tuple(changes),
    )


def _change(meeting_id: int, news: News, several: Sequence[Message]) -> Change:
    """In the words of most of its readers: some read the title in another language."""
    usual = Counter(message.event.summary for message in several).most_common(1)[0][0]
    one = next(message for message in several if message.event.summary == usual)
    return Change(meeting_id, news, one.event, one.before, len(several))


def _kind(message: Message) -> str:
    if message.method is None:
        return "feed"
    if message.method is Method.CANCEL:
        return "cancelled"
    return "invited" if message.news in (News.INVITED, News.INVITED_AGAIN) else "changed"
