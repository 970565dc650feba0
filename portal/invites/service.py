"""Brings agendas up to date: takes back what never left, and posts the difference."""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.orm import Session

from portal.invites import letters, quiet
from portal.invites.expected import Expected
from portal.invites.facts import Event, Key, Message, Method, News, Span
from portal.invites.letters import Stamped
from portal.invites.models import UNANSWERED, AgendaUpdate, Invitation, InvitationMessage
from portal.invites.standing import (
    Goal,
    before_these,
    edition_of,
    goal_of,
    lines_left,
    lines_of,
    messages,
    next_people,
    sent_of,
)
from portal.outbox.letter import Letter
from portal.outbox.models import LetterState, OutgoingLetter
from portal.outbox.rendering import house
from portal.outbox.service import letter_of, post, post_many
from portal.outbox.threads import take_back, try_now
from portal.people.models import Person
from portal.programmes.facts import Publication
from portal.programmes.models import Edition
from portal.registrations.ledger import Turn, take_turn
from portal.texts import local

ONE_SECOND = timedelta(seconds=1)
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
    while not walk.done:
        posted += walk.step(session, now=now)
    return posted


@dataclass
class Round:
    """A walk past everybody of an edition, a few in each transaction, so that nobody waits long for its lock.

    What is about people goes at once. What changed of the schedule rests until nobody changed anything for
    ten minutes. Lines that only a feed shows change without a letter.

    While it lasts, the edition bears its `mark` instead of a version, and so is behind. It ends by taking
    that away, unless it is there no more: then somebody changed something meanwhile, or another round began,
    and the next round finds what this one could not see. After a crash the next round walks past those who
    are up to date already, and posts nothing.
    """

    edition_id: int
    mark: int = field(default_factory=lambda: -1 - secrets.randbits(62))
    done: bool = False
    _version: int | None = None
    _after: int = 0
    _rested: bool = False

    def step(self, session: Session, *, now: datetime) -> int:
        """The next few people; returns how many messages were posted."""
        turn = take_turn(session, edition_id=self.edition_id, now=now)
        edition = edition_of(session, turn.sheet)
        if self._version is None:
            self._version = turn.sheet.version
            _mark(session, Edition.id == self.edition_id, self.mark)
        resting = quiet.rest(session, edition_id=self.edition_id, version=turn.sheet.version, now=now)
        rests = edition.publication == Publication.PUBLISHED and quiet.rests(resting, now)
        self._rested = self._rested or rests
        most = max(1, LINES_A_STEP // max(1, len(edition.meetings)))
        people, more = next_people(session, turn.sheet, after=self._after, most=most)
        posted = _update(turn, people, rests=rests, explanation="" if rests else resting.explanation)
        if more:
            self._after = people[-1]
        else:
            self._end(session, turn.sheet.version, resting)
        return posted

    def _end(self, session: Session, version: int, resting: AgendaUpdate) -> None:
        assert self._version is not None
        if not self._rested and version == self._version:
            quiet.is_sent(resting)
        mine = (Edition.id == self.edition_id) & (Edition.agenda_version == self.mark)
        _mark(session, mine, self._version)
        self.done = True


def _update(turn: Turn, people: Sequence[int], *, rests: bool, explanation: str) -> int:
    """Posts what these people miss; returns how many messages that are."""
    goal = goal_of(turn.session, turn.sheet, only=people)
    lines = lines_of(turn.session, turn.sheet.edition_id, only=people)
    due = _due(turn, goal, lines, rests=rests)
    threads = [line.uid for message in due if (line := lines.get(message.key)) is not None]
    if threads and _take_back(turn.session, threads):
        lines = lines_of(turn.session, turn.sheet.edition_id, only=people)
        due = _due(turn, goal, lines, rests=rests)
    _write(turn, due, lines, goal, explanation)
    return len(due)


def _due(turn: Turn, goal: Goal, lines: Mapping[Key, Invitation], *, rests: bool) -> list[Message]:
    left = lines_left(turn.session, lines) if rests else None
    return messages(goal, sent_of(lines), now=turn.now, left=left)


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


def _take_back(session: Session, threads: Iterable[str]) -> bool:
    """Undoes what waits in the outbox and was never tried: those lines are as the message before said.

    Only `stamped_at` stays: it makes the next message, and the occasion of its letter, another one.
    """
    occasions = take_back(session, threads)
    if not occasions:
        return False
    before = before_these(session, occasions)
    session.execute(delete(InvitationMessage).where(InvitationMessage.occasion.in_(occasions)))
    for line in session.scalars(select(Invitation).where(Invitation.id.in_(before))):
        last = before[line.id]
        line.new = last is None
        line.live = last is not None and last.live
        line.mailed = last is not None and last.method is Method.REQUEST
        line.sequence = last.sequence if last else 0
        line.event = last.event if last else {}
        line.role = last.role if last else line.role
    session.flush()
    return True


def _write(
    turn: Turn,
    due: Sequence[Message],
    lines: dict[Key, Invitation],
    goal: Goal,
    explanation: str,
) -> None:
    if not due:
        return
    _open_lines(turn, due, lines)
    stamped = [_stamp(turn, message, lines[message.key]) for message in due]
    rows = [
        {
            "invitation_id": lines[one.message.key].id,
            "occasion": one.occasion,
            "role": one.message.role,
            "method": one.message.method,
            "live": one.message.live,
            "news": one.message.news,
            "sequence": one.message.sequence,
            "stamped_at": one.stamped_at,
            "event": one.message.event.as_json(),
        }
        for one in stamped
    ]
    turn.session.execute(insert(InvitationMessage), rows)
    post_many(turn.session, _letters(turn, stamped, goal, explanation), now=turn.now)


def _letters(turn: Turn, stamped: Sequence[Stamped], goal: Goal, explanation: str) -> Iterator[Letter]:
    """One letter for each message that goes by mail, and one with all days for who gets several."""
    mailed = [one for one in stamped if one.message.method is not None]
    names = _names(turn.session, (one.message for one in mailed), goal.people)
    invited: dict[str, list[Stamped]] = {}
    for one in mailed:
        name, language = names[one.message.key.person_id]
        why = _why(one.message, goal, explanation)
        yield letters.letter(turn.sheet, one, name=name, language=language, explanation=why)
        if one.message.news in (News.INVITED, News.INVITED_AGAIN):
            invited.setdefault(one.message.key.address, []).append(one)
    for several in invited.values():
        if len(several) > 1:
            name, language = names[several[0].message.key.person_id]
            yield letters.overview(turn.sheet, several, name=name, language=language)


def _why(message: Message, goal: Goal, explanation: str) -> str:
    """What the organiser wrote of the update, and of a meeting that is off; nothing to who left."""
    if message.news is News.CALLED_OFF:
        explanation = f"{goal.called_off.get(message.key.meeting_id, '')} {explanation}".strip()
    elif message.key.person_id not in goal.people:
        explanation = ""
    return explanation


def _open_lines(turn: Turn, due: Iterable[Message], lines: dict[Key, Invitation]) -> None:
    new = [
        Invitation(
            uid=f"{uuid4()}@{house().host}",
            edition_id=turn.sheet.edition_id,
            meeting_id=message.key.meeting_id,
            person_id=message.key.person_id,
            address=message.key.address,
            organiser=message.key.organiser,
            role=message.role,
        )
        for message in due
        if message.key not in lines
    ]
    turn.session.add_all(new)
    turn.session.flush()
    for line in new:
        lines[Key(line.meeting_id, line.person_id, line.address, line.organiser)] = line


def _stamp(turn: Turn, message: Message, line: Invitation) -> Stamped:
    """Gives the message its moment, later than the last one's, and keeps it as what was sent."""
    moment = turn.now.replace(microsecond=0)
    if line.stamped_at is not None:
        moment = max(moment, line.stamped_at + ONE_SECOND)
    after = message.after
    line.new, line.live, line.mailed = False, after.live, after.mailed
    line.sequence, line.stamped_at = after.sequence, moment
    line.event, line.role = after.event.as_json(), after.role
    answered = message.method is Method.REQUEST and line.answer_sequence == message.sequence
    return Stamped(message, line.uid, moment, line.answer if answered else UNANSWERED)


def _names(
    session: Session, due: Iterable[Message], people: Mapping[int, Expected]
) -> dict[int, tuple[str, str]]:
    """Name and language of everyone who gets a message; who left is asked for in one query."""
    names = {person_id: (one.name, one.language) for person_id, one in people.items()}
    gone = sorted({message.key.person_id for message in due} - set(names))
    if gone:
        rows = session.execute(select(Person.id, Person.name, Person.language).where(Person.id.in_(gone)))
        names |= {row.id: (row.name, row.language) for row in rows}
    return names
