"""Writes what agendas miss: lines, messages and letters; and takes back what never left."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from portal.invites import letters
from portal.invites.expected import Expected
from portal.invites.facts import Key, Message, Method, News
from portal.invites.letters import Stamped
from portal.invites.models import UNANSWERED, Invitation, InvitationMessage
from portal.invites.standing import Goal, before_these
from portal.outbox import threads as outbox_threads
from portal.outbox.letter import Letter
from portal.outbox.rendering import house
from portal.outbox.service import post_many
from portal.people.models import Person
from portal.registrations.ledger import Turn

ONE_SECOND = timedelta(seconds=1)


def take_back(session: Session, threads: Iterable[str]) -> bool:
    """Undoes what waits in the outbox and was never tried: those lines are as the message before said.

    Only `stamped_at` stays: it makes the next message, and the occasion of its letter, another one.
    """
    occasions = outbox_threads.take_back(session, threads)
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


def write(
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
        left = one.message.key.person_id not in goal.people
        yield letters.letter(turn.sheet, one, name=name, language=language, explanation=why, left=left)
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
