"""Examples of the letters about meetings: in agendas, as reminders, and about material."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from portal.invites import declining
from portal.invites import letters as agendas
from portal.invites.expected import Expected
from portal.invites.facts import Event, Message, Method, News, Span, Wanted
from portal.invites.letters import Stamped
from portal.invites.models import UNANSWERED
from portal.invites.standing import edition_of, goal_of
from portal.mailings import letters as reminders
from portal.material.letters import letter_about
from portal.material.queries import Piece, choosable, is_for, pieces_of
from portal.outbox.letter import Letter
from portal.registrations.ledger import Turn
from portal.registrations.models import Participant

WEEK = timedelta(days=7)
_ENDS = {News.CALLED_OFF: False, News.NOT_EXPECTED: False, News.FEED_ONLY: True}
"""The cancellations, and whether the line of the agenda lives on."""


def about_meetings(turn: Turn, participant: Participant) -> Iterator[Letter]:
    """What this participant reads of each meeting they are expected at."""
    goal = goal_of(turn.session, turn.sheet)
    person = goal.people.get(participant.person_id)
    if person is None:
        return
    mine = [one for one in goal.wanted if one.key.person_id == person.person_id]
    yield from _agenda(turn, person, mine)
    yield from (_declined(turn, participant, one) for one in mine[:1])
    yield from _reminders(turn, person, mine)
    yield from _material(turn, person)


def _agenda(turn: Turn, person: Expected, mine: list[Wanted]) -> Iterator[Letter]:
    def letter(stamped: Stamped) -> Letter:
        return agendas.letter(turn.sheet, stamped, name=person.name, language=person.language, explanation="")

    invited = [_stamped(turn, one, News.INVITED) for one in mine]
    yield from map(letter, invited)
    if len(invited) > 1:
        yield agendas.overview(turn.sheet, invited, name=person.name, language=person.language)
    for one in mine[:1]:
        yield letter(_stamped(turn, one, News.MOVED, before=_a_week_earlier(one.event)))
        for news in (News.CHANGED, *_ENDS, News.INVITED_AGAIN):
            yield letter(_stamped(turn, one, news, before=one.event))


def _stamped(turn: Turn, wanted: Wanted, news: News, before: Event | None = None) -> Stamped:
    method = Method.CANCEL if news in _ENDS else Method.REQUEST
    live = _ENDS.get(news, True)
    message = Message(wanted.key, wanted.event, method, 0, news, live, wanted.role, before)
    return Stamped(message, "example", turn.now, UNANSWERED)


def _a_week_earlier(event: Event) -> Event:
    span = event.span
    starts, ends = (one - WEEK if one is not None else None for one in (span.starts_at, span.ends_at))
    return replace(event, span=Span(span.day - WEEK, starts, ends))


def _declined(turn: Turn, participant: Participant, wanted: Wanted) -> Letter:
    return declining.question(
        turn.sheet,
        wanted.event,
        participant.person,
        0,
        organiser=wanted.key.organiser,
        registration_id=participant.registration_id,
    )


def _reminders(turn: Turn, person: Expected, mine: list[Wanted]) -> Iterator[Letter]:
    released = [one for one in pieces_of(turn.session, turn.sheet.edition_id) if one.is_released(turn.now)]
    meetings = {meeting.id: meeting for meeting in edition_of(turn.session, turn.sheet).meetings}
    for one in mine:
        about = reminders.about(meetings[one.key.meeting_id], released)
        yield reminders.reminder(turn.sheet, one, about, days_before=0, language=person.language)


def _material(turn: Turn, person: Expected) -> Iterator[Letter]:
    chosen = choosable(turn.session, turn.sheet.edition_id)
    groups: dict[int | None, list[Piece]] = {}
    for piece in pieces_of(turn.session, turn.sheet.edition_id):
        if is_for(piece.meeting, person.modules, chosen):
            groups.setdefault(piece.material.meeting_id, []).append(piece)
    for group in groups.values():
        yield letter_about(turn, group, person)
