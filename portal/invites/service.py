"""Brings agendas up to date: takes back what never left, and posts the difference."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from portal.invites import posting, quiet
from portal.invites.facts import Event, Key, Message, Span
from portal.invites.models import AgendaUpdate, Invitation
from portal.invites.standing import (
    Goal,
    edition_of,
    goal_of,
    lines_left,
    lines_of,
    messages,
    sent_of,
)
from portal.outbox.models import LetterState, OutgoingLetter
from portal.outbox.service import letter_of, post
from portal.outbox.threads import try_now
from portal.programmes.facts import Publication
from portal.programmes.models import Edition
from portal.registrations.ledger import Turn, take_turn
from portal.registrations.sheets import sheet_of
from portal.texts import local

LINES_A_STEP = 16
"""So many lines of agendas are looked at in one transaction: a few milliseconds."""


def editions_to_update(session: Session, now: datetime) -> list[int]:
    """Editions that changed, or where somebody's place did, or whose changes have rested long enough."""
    beside = select(Edition.id).outerjoin(AgendaUpdate, AgendaUpdate.edition_id == Edition.id)
    return list(session.scalars(beside.where(quiet.is_due(now)).order_by(Edition.id)))


def bring_up_to_date(session: Session, *, edition_id: int, now: datetime) -> int:
    """Posts the messages that make the agendas of this edition right; returns how many. Twice is once.

    All in this transaction: where nobody waits. The scheduler walks an edition in a `Round`.
    """
    walk, posted = Round(edition_id), 0
    walk.begin(session, now=now)
    walk.look(session, now=now)
    while not walk.done:
        posted += walk.step(session, now=now)
    return posted


@dataclass
class Round:
    """A walk past all for whom something is due, a few in each transaction: the lock is soon free again.

    What is about people goes at once. What changed of the schedule rests until nobody changed anything for
    ten minutes. Lines that only a feed shows change without a letter.

    While it lasts, the edition bears its `mark` instead of a version, and so is behind. It ends by taking
    that away, unless it is there no more: then somebody changed something meanwhile, or another round began,
    and the next round finds what this one could not see. After a crash the next round finds who is left.
    """

    edition_id: int
    mark: int = field(default_factory=lambda: -1 - secrets.randbits(62))
    done: bool = False
    _version: int = 0
    _rested: bool = False
    _left: list[int] = field(default_factory=list)

    def begin(self, session: Session, *, now: datetime) -> None:
        """Marks the edition, under its lock: whatever changes from here on is seen by the next round."""
        turn = take_turn(session, edition_id=self.edition_id, now=now)
        self._version, self._rested = turn.sheet.version, self._resting(turn)[1]
        _mark(session, Edition.id == self.edition_id, self.mark)

    def look(self, session: Session, *, now: datetime) -> None:
        """Finds for whom something is due, without the lock: in one pass, and a fixed number of queries."""
        version = session.execute(select(Edition.version).where(Edition.id == self.edition_id)).scalar_one()
        sheet = sheet_of(session, edition_id=self.edition_id, version=version)
        goal, lines = goal_of(session, sheet), lines_of(session, self.edition_id)
        due = _due(session, goal, lines, rests=self._rested, now=now)
        self._left = sorted({message.key.person_id for message in due})

    def step(self, session: Session, *, now: datetime) -> int:
        """The next few of them, under the lock and as it is now; returns how many messages were posted."""
        turn = take_turn(session, edition_id=self.edition_id, now=now)
        resting, rests = self._resting(turn)
        self._rested = self._rested or rests
        most = max(1, LINES_A_STEP // max(1, len(edition_of(session, turn.sheet).meetings)))
        people, left = self._left[:most], self._left[most:]
        explanation = "" if self._rested else resting.explanation
        posted = _update(turn, people, rests=self._rested, explanation=explanation) if people else 0
        if not left:
            self._end(session, turn.sheet.version, resting)
        self._left = left
        return posted

    def _resting(self, turn: Turn) -> tuple[AgendaUpdate, bool]:
        resting = quiet.rest(
            turn.session, edition_id=self.edition_id, version=turn.sheet.version, now=turn.now
        )
        published = edition_of(turn.session, turn.sheet).publication == Publication.PUBLISHED
        return resting, published and quiet.rests(resting, turn.now)

    def _end(self, session: Session, version: int, resting: AgendaUpdate) -> None:
        if not self._rested and version == self._version:
            quiet.is_sent(resting)
        mine = (Edition.id == self.edition_id) & (Edition.agenda_version == self.mark)
        _mark(session, mine, self._version)
        self.done = True


def _update(turn: Turn, people: Sequence[int], *, rests: bool, explanation: str) -> int:
    """Posts what these people miss; returns how many messages that are."""
    session, now = turn.session, turn.now
    goal = goal_of(session, turn.sheet, only=people)
    lines = lines_of(session, turn.sheet.edition_id, only=people)
    due = _due(session, goal, lines, rests=rests, now=now)
    threads = [line.uid for message in due if (line := lines.get(message.key)) is not None]
    if threads and posting.take_back(session, threads):
        lines = lines_of(session, turn.sheet.edition_id, only=people)
        due = _due(session, goal, lines, rests=rests, now=now)
    posting.write(turn, due, lines, goal, explanation)
    return len(due)


def _due(
    session: Session, goal: Goal, lines: Mapping[Key, Invitation], *, rests: bool, now: datetime
) -> list[Message]:
    left = lines_left(session, lines) if rests else None
    return messages(goal, sent_of(lines), now=now, left=left)


def _mark(session: Session, which: ColumnElement[bool], version: int) -> None:
    session.flush()
    session.execute(update(Edition).where(which).values(agenda_version=version))


def send_again(session: Session, *, uid: str, now: datetime) -> bool:
    """The last message of a line once more, octet for octet; False when nothing ever went by mail.

    One that is still on its way, or failed, is tried again at once instead of twice.
    """
    last = session.scalars(
        select(OutgoingLetter)
        .where(OutgoingLetter.thread == uid, OutgoingLetter.state != LetterState.DROPPED)
        .order_by(OutgoingLetter.id.desc())
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if last is None:
        return False
    if last.state != LetterState.SENT:
        try_now(session, letter_id=last.id)
        return True
    again = letter_of(last)
    occasion = f"{again.occasion.partition('#')[0]}#{now.timestamp():.0f}"
    return post(session, replace(again, occasion=occasion), now=now)


def send_person_again(session: Session, *, edition_id: int, person_id: int, now: datetime) -> int:
    """Every last message to one person about this edition once more, where it is ahead; returns how many."""
    take_turn(session, edition_id=edition_id, now=now)
    today = local(now).date()
    lines = session.scalars(
        select(Invitation).where(Invitation.edition_id == edition_id, Invitation.person_id == person_id)
    )
    ahead = [line for line in lines if line.event and not _span(line).is_over(now=now, today=today)]
    return sum(send_again(session, uid=line.uid, now=now) for line in ahead)


def _span(line: Invitation) -> Span:
    return Event.from_json(line.event).span
