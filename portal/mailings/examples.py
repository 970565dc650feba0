"""Every letter of an edition as one participant would get it: with the real facts, and never sent.

The letters come from the very functions that write them; only what did not happen yet (an offer, another
day) is made up. One-time links stay marks, which are left out where people read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.invites import letters as agendas
from portal.invites.expected import Expected
from portal.invites.facts import Event, Message, Method, News, Span, Wanted
from portal.invites.letters import Stamped
from portal.invites.models import UNANSWERED
from portal.invites.standing import goal_of
from portal.mailings import letters as reminders
from portal.material.letters import letter_about
from portal.material.queries import Piece, choosable, is_for, pieces_of
from portal.outbox.letter import Letter, token_path
from portal.programmes.models import Edition, Meeting
from portal.registrations import letters, money
from portal.registrations.ledger import Turn
from portal.registrations.models import Participant, RegistrationEvent
from portal.registrations.sheets import sheet_of
from portal.registrations.states import RegistrationState
from portal.texts import N_, local, use
from portal.texts import gettext as _
from portal.working_days import end_of_working_day_after

WEEK = timedelta(days=7)
DAYS_TO_ANSWER = 3
WHEN: dict[str, str] = {
    "registration_confirmed": N_("Als iemand een plek krijgt"),
    "registration_waitlisted": N_("Als iemand op de wachtlijst komt"),
    "offer": N_("Als er een plek vrijkomt"),
    "offer_reminder": N_("Een werkdag voordat het aanbod verloopt"),
    "meeting_invited": N_("Als iemand een plek krijgt, een per bijeenkomst"),
    "agenda_overview": N_("Samen met de uitnodigingen, bij meer dan één dag"),
    "meeting_moved": N_("Als een bijeenkomst een andere tijd of plaats krijgt"),
    "meeting_called_off": N_("Als een bijeenkomst niet doorgaat"),
    "meeting_reminder": N_("Voor elke bijeenkomst, zoals je bij Herinneringen kiest"),
    "material_released": N_("Als materiaal zichtbaar wordt"),
    "registration_withdrawn": N_("Als iemand zich afmeldt"),
    "edition_cancelled": N_("Als je de hele editie annuleert"),
}


@dataclass(frozen=True)
class Example:
    """One letter, under a name for addresses."""

    key: str
    letter: Letter


def examples(session: Session, participant: Participant, *, now: datetime) -> list[Example]:
    """What this participant gets, or could get, in the order in which it comes."""
    edition = session.get_one(Edition, participant.edition_id)
    turn = Turn(session, sheet_of(session, edition_id=edition.id, version=edition.version), now)
    found = list(_waiting(turn, participant) if _waits(participant) else _inside(turn, participant))
    found += _endings(turn, participant)
    numbers: dict[str, int] = {}
    made = []
    for letter in found:
        numbers[letter.kind] = numbers.get(letter.kind, 0) + 1
        made.append(Example(f"{letter.kind}-{numbers[letter.kind]}", replace(letter, occasion="example")))
    return made


def _waits(participant: Participant) -> bool:
    return participant.registration.state != RegistrationState.CONFIRMED


def _event() -> RegistrationEvent:
    """A line of history that is never written."""
    return RegistrationEvent(id=0)


def _taken(turn: Turn) -> list[Letter]:
    written, turn.letters = turn.letters, []
    return written


def _waiting(turn: Turn, participant: Participant) -> Iterator[Letter]:
    registration = participant.registration
    letters.waitlisted(turn, registration, _event(), 1)
    yield from _taken(turn)
    until = end_of_working_day_after(turn.now, DAYS_TO_ANSWER).isoformat()
    facts = {
        **letters.registration_facts(turn, registration),
        "link": token_path("/aanbod/", 0),
        "deadline": until,
    }
    for kind in ("offer", "offer_reminder"):
        letters.send(turn, kind, registration, registration.person, _event(), facts, [0])
    yield from _taken(turn)


def _inside(turn: Turn, participant: Participant) -> Iterator[Letter]:
    letters.confirmed(turn, participant.registration, _event(), participant)
    yield from _taken(turn)
    goal = goal_of(turn.session, turn.sheet)
    person = goal.people.get(participant.person_id or 0)
    if person is None:
        return
    mine = [one for one in goal.wanted if one.key.person_id == person.person_id]
    yield from _agenda(turn, person, mine)
    yield from _reminders(turn, person, mine)
    yield from _material(turn, person)


def _agenda(turn: Turn, person: Expected, mine: list[Wanted]) -> Iterator[Letter]:
    def letter(stamped: Stamped) -> Letter:
        return agendas.letter(turn.sheet, stamped, name=person.name, language=person.language, explanation="")

    invited = [_stamped(turn, one, one.event, News.INVITED) for one in mine]
    yield from map(letter, invited)
    if len(invited) > 1:
        yield agendas.overview(turn.sheet, invited, name=person.name, language=person.language)
    for one in mine[:1]:
        yield letter(_stamped(turn, one, one.event, News.MOVED, before=_a_week_earlier(one.event)))
        yield letter(_stamped(turn, one, one.event, News.CALLED_OFF))


def _stamped(turn: Turn, wanted: Wanted, event: Event, news: News, before: Event | None = None) -> Stamped:
    off = news is News.CALLED_OFF
    message = Message(
        wanted.key, event, Method.CANCEL if off else Method.REQUEST, 0, news, not off, wanted.role, before
    )
    return Stamped(message, "example", turn.now, UNANSWERED)


def _a_week_earlier(event: Event) -> Event:
    span = event.span
    starts, ends = (one - WEEK if one is not None else None for one in (span.starts_at, span.ends_at))
    return replace(event, span=Span(span.day - WEEK, starts, ends))


def _reminders(turn: Turn, person: Expected, mine: list[Wanted]) -> Iterator[Letter]:
    released = [one for one in pieces_of(turn.session, turn.sheet.edition_id) if one.is_released(turn.now)]
    for one in mine:
        meeting = turn.session.get_one(Meeting, one.key.meeting_id)
        about = reminders.about(meeting, released)
        yield reminders.reminder(turn.sheet, one, about, days_before=0, language=person.language)


def _material(turn: Turn, person: Expected) -> Iterator[Letter]:
    chosen = choosable(turn.session, turn.sheet.edition_id)
    groups: dict[int | None, list[Piece]] = {}
    for piece in pieces_of(turn.session, turn.sheet.edition_id):
        if is_for(piece.meeting, person.modules, chosen):
            groups.setdefault(piece.material.meeting_id, []).append(piece)
    for group in groups.values():
        yield letter_about(turn, group, person)


def _endings(turn: Turn, participant: Participant) -> list[Letter]:
    registration, person = participant.registration, participant.person
    cost = money.leaving_costs(registration.price, registration.terms, local(turn.now).date())
    letters.withdrawn(turn, registration, [person], _event(), cost)
    with use(person.language):
        why = _("Hier staat de reden die je invult.")
    letters.cancelled(turn, registration, [person], _event(), why, whole_edition=True)
    return _taken(turn)
