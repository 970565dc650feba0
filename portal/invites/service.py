"""Brings agendas up to date: takes back what never left, and posts the difference."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import Session

from portal.invites import letters
from portal.invites.difference import difference
from portal.invites.expected import Expected, people_of, wanted_calendar
from portal.invites.facts import Event, Key, Message, Method, News, Sent, Wanted
from portal.invites.letters import Stamped
from portal.invites.models import UNANSWERED, Invitation, InvitationMessage
from portal.outbox.letter import Letter
from portal.outbox.models import LetterState, OutgoingLetter
from portal.outbox.rendering import house
from portal.outbox.service import letter_of, post, post_many
from portal.outbox.threads import take_back
from portal.people.models import Person
from portal.programmes import kept
from portal.programmes.facts import Publication
from portal.programmes.models import Edition
from portal.registrations.ledger import Turn, take_turn
from portal.texts import local

ONE_SECOND = timedelta(seconds=1)


def editions_to_update(session: Session, _now: datetime) -> list[int]:
    """Editions that changed, or where somebody's place did, since their agendas were brought up to date."""
    behind = or_(Edition.agenda_version.is_(None), Edition.agenda_version != Edition.version)
    return list(session.scalars(select(Edition.id).where(behind).order_by(Edition.id)))


def bring_up_to_date(session: Session, *, edition_id: int, now: datetime, explanation: str = "") -> int:
    """Posts the messages that make every agenda of this edition right; returns how many. Twice is once.

    Lines that only a feed shows change without a letter.
    """
    turn = take_turn(session, edition_id=edition_id, now=now)
    people = people_of(session, turn.sheet)
    wanted, called_off = _wanted(turn, people)
    lines = _lines(session, edition_id)
    due = _difference(turn, wanted, lines, called_off)
    threads = [line.uid for message in due if (line := lines.get(message.key)) is not None]
    if threads and _take_back(session, threads):
        lines = _lines(session, edition_id)
        due = _difference(turn, wanted, lines, called_off)
    _write(turn, due, lines, people, explanation)
    session.execute(update(Edition).where(Edition.id == edition_id).values(agenda_version=turn.sheet.version))
    return len(due)


def send_again(session: Session, *, uid: str, now: datetime) -> bool:
    """The last message of a line once more, octet for octet; False when nothing ever went by mail."""
    last = session.scalars(
        select(OutgoingLetter)
        .where(OutgoingLetter.thread == uid, OutgoingLetter.state != LetterState.DROPPED)
        .order_by(OutgoingLetter.id.desc())
        .limit(1)
    ).one_or_none()
    if last is None:
        return False
    again = letter_of(last)
    occasion = f"{again.occasion.partition('#')[0]}#{now.timestamp():.0f}"
    return post(session, replace(again, occasion=occasion), now=now)


def _wanted(turn: Turn, people: Mapping[int, Expected]) -> tuple[list[Wanted], set[int]]:
    """What should be in agendas, and the meetings that do not happen at all."""
    sheet = turn.sheet
    stamp = (sheet.edition_id, sheet.version)
    edition = kept.editions(turn.session, [stamp])[sheet.edition_id].edition
    if edition.publication is not Publication.PUBLISHED:
        return [], {meeting.id for meeting in edition.meetings}
    organiser = sheet.organiser_mail or house().contact
    wanted = wanted_calendar(edition, sheet, people.values(), organiser=organiser)
    return wanted, {meeting.id for meeting in edition.meetings if meeting.cancelled_at is not None}


def _lines(session: Session, edition_id: int) -> dict[Key, Invitation]:
    rows = session.scalars(
        select(Invitation)
        .where(Invitation.edition_id == edition_id)
        .execution_options(populate_existing=True)
    )
    return {Key(row.meeting_id, row.person_id, row.address, row.organiser): row for row in rows}


def _difference(
    turn: Turn, wanted: Sequence[Wanted], lines: Mapping[Key, Invitation], called_off: set[int]
) -> list[Message]:
    sent = [
        Sent(key, Event.from_json(line.event), line.live, line.mailed, line.sequence, line.role)
        for key, line in lines.items()
        if not line.new
    ]
    today = local(turn.now).date()
    return difference(wanted=wanted, sent=sent, called_off=called_off, now=turn.now, today=today)


def _take_back(session: Session, threads: Iterable[str]) -> bool:
    """Undoes what waits in the outbox and was never tried: those lines are as the message before said.

    Only `stamped_at` stays: it makes the next message, and the occasion of its letter, another one.
    """
    occasions = take_back(session, threads)
    if not occasions:
        return False
    undone = select(InvitationMessage.invitation_id).where(InvitationMessage.occasion.in_(occasions))
    touched = set(session.scalars(undone))
    session.execute(delete(InvitationMessage).where(InvitationMessage.occasion.in_(occasions)))
    before: dict[int, InvitationMessage] = {}
    left = select(InvitationMessage).where(InvitationMessage.invitation_id.in_(touched))
    for message in session.scalars(left.order_by(InvitationMessage.id)):
        before[message.invitation_id] = message
    for line in session.scalars(select(Invitation).where(Invitation.id.in_(touched))):
        last = before.get(line.id)
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
    people: Mapping[int, Expected],
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
    post_many(turn.session, _letters(turn, stamped, people, explanation), now=turn.now)


def _letters(
    turn: Turn, stamped: Sequence[Stamped], people: Mapping[int, Expected], explanation: str
) -> Iterator[Letter]:
    """One letter for each message that goes by mail, and one with all days for who gets several."""
    mailed = [one for one in stamped if one.message.method is not None]
    names = _names(turn.session, (one.message for one in mailed), people)
    invited: dict[str, list[Stamped]] = {}
    for one in mailed:
        name, language = names[one.message.key.person_id]
        yield letters.letter(turn.sheet, one, name=name, language=language, explanation=explanation)
        if one.message.news in (News.INVITED, News.INVITED_AGAIN):
            invited.setdefault(one.message.key.address, []).append(one)
    for several in invited.values():
        if len(several) > 1:
            name, language = names[several[0].message.key.person_id]
            yield letters.overview(turn.sheet, several, name=name, language=language)


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
