"""What would be sent, to how many: the same difference, without sending it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.database import WRITES
from portal.invites.facts import Event, Message, Method, News
from portal.invites.standing import as_it_was, before_these, goal_of, lines_of, messages, sent_of
from portal.outbox.threads import untried
from portal.programmes.models import Edition
from portal.registrations.models import Participant, Registration
from portal.registrations.sheets import sheet_of
from portal.registrations.states import IN, RegistrationState

WAITS = (RegistrationState.WAITLISTED, RegistrationState.OFFERED, RegistrationState.REQUESTED)


@dataclass(frozen=True)
class Change:
    """What becomes of one meeting in agendas, and in how many. `before` as most of them read it."""

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


def plan(session: Session, *, edition_id: int, now: datetime) -> Plan:
    """What bringing the agendas up to date would send, if nothing rested."""
    version = session.execute(select(Edition.version).where(Edition.id == edition_id)).scalar_one()
    goal = goal_of(session, sheet_of(session, edition_id=edition_id, version=version))
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
    """What people would be sent after this change: makes it under the lock, looks, and takes it back.

    What rests already is part of it. A change that is refused raises as it would.
    """
    session.rollback()
    session.expire_all()
    session.connection(execution_options={WRITES: True})
    try:
        change()
        session.flush()
        return plan(session, edition_id=edition_id, now=now)
    finally:
        session.rollback()
        session.expire_all()


def _counted(due: Iterable[Message], nothing: int) -> Plan:
    people: dict[str, set[int]] = defaultdict(set)
    grouped: dict[tuple[int, News], list[Message]] = defaultdict(list)
    for message in due:
        people[_kind(message)].add(message.key.person_id)
        grouped[message.key.meeting_id, message.news].append(message)
    changes = [
        Change(meeting_id, news, several[0].event, several[0].before, len(several))
        for (meeting_id, news), several in grouped.items()
    ]
    changes.sort(key=lambda one: (one.event.span.day, one.meeting_id, one.news))
    return Plan(
        invited=len(people["invited"]),
        changed=len(people["changed"]),
        cancelled=len(people["cancelled"]),
        feed=len(people["feed"]),
        nothing=nothing,
        changes=tuple(changes),
    )


def _kind(message: Message) -> str:
    if message.method is None:
        return "feed"
    if message.method is Method.CANCEL:
        return "cancelled"
    return "invited" if message.news in (News.INVITED, News.INVITED_AGAIN) else "changed"
