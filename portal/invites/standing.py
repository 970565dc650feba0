"""How the agendas of an edition stand and how they should: read in a few queries, never written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.invites.difference import about_places, difference
from portal.invites.expected import Expected, people_of, wanted_calendar
from portal.invites.facts import Event, Key, Message, Method, News, Sent, Wanted
from portal.invites.models import Invitation, InvitationMessage
from portal.outbox.rendering import house
from portal.programmes import kept
from portal.programmes.facts import Publication
from portal.programmes.models import Edition
from portal.registrations.sheets import EditionSheet
from portal.texts import local


@dataclass(frozen=True)
class Goal:
    """What should be in agendas. `called_off` has the meetings that do not happen at all, and why."""

    people: Mapping[int, Expected]
    wanted: tuple[Wanted, ...]
    called_off: Mapping[int, str]
    publication: Publication


def goal_of(session: Session, sheet: EditionSheet, *, only: Collection[int] | None = None) -> Goal:
    """Who is expected at what, as the edition is now; `only` of these people."""
    return goal_for(people_of(session, sheet, only=only), sheet, edition_of(session, sheet))


def goal_for(people: Mapping[int, Expected], sheet: EditionSheet, edition: Edition) -> Goal:
    """The same, from what was read already."""
    publication = Publication(edition.publication)
    if publication is not Publication.PUBLISHED:
        return Goal(people, (), dict.fromkeys((m.id for m in edition.meetings), ""), publication)
    organiser = sheet.organiser_mail or house().contact
    wanted = wanted_calendar(edition, sheet, people.values(), organiser=organiser)
    off = {meeting.id: meeting.cancelled_reason for meeting in edition.meetings if meeting.cancelled_at}
    return Goal(people, tuple(wanted), off, publication)


def edition_of(session: Session, sheet: EditionSheet) -> Edition:
    """The edition of this sheet with its programme, to read."""
    return kept.editions(session, [(sheet.edition_id, sheet.version)])[sheet.edition_id].edition


def lines_of(
    session: Session, edition_id: int, *, only: Collection[int] | None = None
) -> dict[Key, Invitation]:
    """Every line of every agenda of this edition; `only` of these people."""
    rows = select(Invitation).where(Invitation.edition_id == edition_id)
    if only is not None:
        rows = rows.where(Invitation.person_id.in_(only))
    lines = session.scalars(rows.execution_options(populate_existing=True))
    return {Key(row.meeting_id, row.person_id, row.address, row.organiser): row for row in lines}


def sent_of(lines: Mapping[Key, Invitation]) -> dict[Key, Sent]:
    """The lines as their last message said them; those whose only message was taken back are none."""
    return {
        key: Sent(key, Event.from_json(line.event), line.live, line.mailed, line.sequence, line.role)
        for key, line in lines.items()
        if not line.new
    }


def before_these(session: Session, occasions: Collection[str]) -> dict[int, InvitationMessage | None]:
    """By line: the last message that remains when those of these letters never were."""
    undone = select(InvitationMessage.invitation_id).where(InvitationMessage.occasion.in_(occasions))
    before: dict[int, InvitationMessage | None] = dict.fromkeys(session.scalars(undone))
    left = select(InvitationMessage).where(
        InvitationMessage.invitation_id.in_(before), InvitationMessage.occasion.not_in(occasions)
    )
    for message in session.scalars(left.order_by(InvitationMessage.id)):
        before[message.invitation_id] = message
    return before


def as_it_was(key: Key, message: InvitationMessage) -> Sent:
    """How a line stood after this message."""
    mailed = message.method is Method.REQUEST
    event = Event.from_json(message.event)
    return Sent(key, event, message.live, mailed, message.sequence, message.role)


def messages(
    goal: Goal, sent: Mapping[Key, Sent], *, now: datetime, left: Collection[Key] | None = None
) -> list[Message]:
    """What is due. With `left`, the lines of who left, only what is about people and not the schedule."""
    today = local(now).date()
    due = difference(wanted=goal.wanted, sent=sent.values(), called_off=goal.called_off, now=now, today=today)
    if left is None:
        return due
    return about_places(due, sent=sent.values(), expected=goal.people, left=left, now=now, today=today)


def lines_left(session: Session, lines: Mapping[Key, Invitation]) -> set[Key]:
    """The lines whose last message said that the person is not expected, while the meeting went on."""
    ended = {line.id: key for key, line in lines.items() if not line.live and not line.new}
    rows = session.execute(
        select(InvitationMessage.invitation_id, InvitationMessage.news)
        .where(InvitationMessage.invitation_id.in_(ended))
        .order_by(InvitationMessage.id)
    )
    newest: dict[int, News] = {row.invitation_id: row.news for row in rows}
    return {ended[line_id] for line_id, news in newest.items() if news is News.NOT_EXPECTED}
