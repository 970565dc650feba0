"""What an organiser sees of the agendas of an edition: answers, and who has not heard the newest yet."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import Session

from portal.errors import NotFound
from portal.invites.facts import Event
from portal.invites.models import UNANSWERED, Invitation, InvitationMessage
from portal.outbox.models import FailingAddress, LetterState, OutgoingLetter
from portal.people.models import Person

ON_ITS_WAY = (LetterState.WAITING, LetterState.SENDING)


@dataclass(frozen=True)
class Answers:
    """How often each answer to one meeting was given; `feed` see it without being asked."""

    meeting_id: int
    event: Event
    accepted: int
    tentative: int
    declined: int
    unanswered: int
    feed: int
    not_coming: tuple[str, ...] = ()


@dataclass
class Behind:
    """Someone whose agenda may still show the old: of which meetings, and the title as this person reads it.

    `fails` is what came back from their address.
    """

    person_public_id: str
    name: str
    address: str
    meetings: list[tuple[int, str]] = field(default_factory=list)
    failed: bool = False
    said: str = ""
    fails: str | None = None


def answers(session: Session, *, edition_id: int) -> list[Answers]:
    """The meetings that are in agendas now, each with its answers; one to an older time does not count."""
    lines = session.execute(
        select(Invitation, Person.name)
        .join(Person, Person.id == Invitation.person_id)
        .where(Invitation.edition_id == edition_id, Invitation.live)
        .order_by(Person.name, Invitation.id)
    )
    by_meeting: dict[int, list[tuple[Invitation, str]]] = defaultdict(list)
    for line, name in lines:
        by_meeting[line.meeting_id].append((line, name))
    found = [_counted(meeting_id, several) for meeting_id, several in by_meeting.items()]
    return sorted(found, key=lambda one: (one.event.span.day, one.meeting_id))


def _counted(meeting_id: int, lines: Sequence[tuple[Invitation, str]]) -> Answers:
    said = Counter(_answer(line) for line, _name in lines if line.mailed)
    return Answers(
        meeting_id=meeting_id,
        event=_usual([line for line, _name in lines]),
        accepted=said["ACCEPTED"],
        tentative=said["TENTATIVE"],
        declined=said["DECLINED"],
        unanswered=said[UNANSWERED],
        feed=sum(not line.mailed for line, _name in lines),
        not_coming=tuple(name for line, name in lines if line.mailed and _answer(line) == "DECLINED"),
    )


def declined(session: Session, *, meeting_id: int) -> set[int]:
    """Whose agenda says no to this meeting as it is now."""
    lines = session.scalars(select(Invitation).where(Invitation.meeting_id == meeting_id, Invitation.live))
    return {line.person_id for line in lines if line.mailed and _answer(line) == "DECLINED"}


def _usual(lines: Sequence[Invitation]) -> Event:
    """The meeting in the words of most of its readers: some read the title in another language."""
    usual = Counter(line.event["summary"] for line in lines).most_common(1)[0][0]
    return Event.from_json(next(line.event for line in lines if line.event["summary"] == usual))


def _answer(line: Invitation) -> str:
    return line.answer if line.answer_sequence == line.sequence else UNANSWERED


def behind(session: Session, *, edition_id: int) -> list[Behind]:
    """Everyone whose newest message is on its way, failed, or went to an address that fails; by name."""
    newest = (
        select(func.max(InvitationMessage.id))
        .join(Invitation, Invitation.id == InvitationMessage.invitation_id)
        .where(Invitation.edition_id == edition_id, InvitationMessage.method.is_not(None))
        .group_by(InvitationMessage.invitation_id)
    )
    rows = session.execute(
        select(
            Person.public_id,
            Person.name,
            Invitation.address,
            Invitation.meeting_id,
            InvitationMessage.event,
            OutgoingLetter.state,
            OutgoingLetter.last_error,
            FailingAddress.said.label("fails"),
        )
        .join(Invitation, Invitation.id == InvitationMessage.invitation_id)
        .join(Person, Person.id == Invitation.person_id)
        .join(OutgoingLetter, OutgoingLetter.occasion == InvitationMessage.occasion)
        .outerjoin(FailingAddress, FailingAddress.address == func.lower(Invitation.address))
        .where(
            InvitationMessage.id.in_(newest),
            or_(
                OutgoingLetter.state.in_((*ON_ITS_WAY, LetterState.FAILED)),
                FailingAddress.address.is_not(None) & Invitation.live,
            ),
        )
        .order_by(Person.name, Person.id, Invitation.address, InvitationMessage.id)
    )
    found: dict[tuple[str, str], Behind] = {}
    for row in rows:
        one = found.setdefault((row.public_id, row.address), Behind(row.public_id, row.name, row.address))
        _add(one, row)
    return list(found.values())


def unreachable(session: Session, *, edition_id: int) -> int:
    """How many people with an invitation have an address that fails."""
    people = (
        select(func.count(Invitation.person_id.distinct()))
        .join(FailingAddress, FailingAddress.address == func.lower(Invitation.address))
        .where(Invitation.edition_id == edition_id, Invitation.live, Invitation.mailed)
    )
    return session.scalars(people).one()


def _add(one: Behind, row: Row[tuple[str, str, str, int, dict[str, object], LetterState, str, str]]) -> None:
    event: Mapping[str, object] = row.event
    one.meetings.append((row.meeting_id, str(event["summary"])))
    one.fails = row.fails
    if row.state == LetterState.FAILED:
        one.failed = True
    one.said = row.last_error or one.said


def person_in(session: Session, *, edition_id: int, public_id: str) -> Person:
    """The person with this name in addresses who has, or had, this edition in the agenda."""
    has = select(Invitation.person_id).where(Invitation.edition_id == edition_id)
    found = session.scalar(select(Person).where(Person.public_id == public_id, Person.id.in_(has)))
    if found is None:
        raise NotFound
    return found
