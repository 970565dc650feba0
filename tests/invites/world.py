"""A small world: one edition, its people with their agendas, and the mail between them."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.invites import quiet, service
from portal.invites.facts import Event
from portal.invites.letters import calendar_part
from portal.invites.models import Invitation
from portal.outbox import rendering, tries
from portal.outbox import service as outbox
from portal.outbox.letter import Letter
from portal.outbox.rendering import Rendered
from portal.outbox.service import Claimed
from portal.people.models import Person
from portal.programmes.models import Edition, Meeting, Module, Venue
from portal.registrations.models import Registration
from portal.registrations.service import withdraw
from tests.builders import NOW, a_person, a_programme, an_association, an_edition, registered
from tests.invites.agenda import Agenda, Line

REAL = datetime(2027, 1, 12, 9, 0, tzinfo=UTC)
HALF = Rendered("Onderwerp", "Tekst", "<p>Tekst</p>")


class World:
    """Changes things, sends what is due, and shows what stands in whose agenda."""

    def __init__(self, session: Session, *, seats: int = 9, days: int = 1, **more: object) -> None:
        rendering.configure(
            site_url="https://portaal.example", site_name="Leergang", contact="p@leergang.example"
        )
        self.session, self.now = session, NOW
        self.vgs = an_association(session)
        programme = a_programme(session, self.vgs, title="Sturen")
        self.edition: Edition = an_edition(session, programme, seats=seats, **more)  # type: ignore[arg-type]
        for number in range(2, days + 1):
            self.add_day(number)
        self.agendas: dict[str, Agenda] = {}
        self.mail: list[tuple[str, str, bytes]] = []
        self.real = REAL

    @property
    def meetings(self) -> list[Meeting]:
        """The meetings in order."""
        return list(self.edition.meetings)

    def add_day(self, number: int, *, module: Module | None = None) -> Meeting:
        """One more day, a week after the one before it."""
        start = datetime(2027, 4, 13, 7, 30, tzinfo=UTC) + timedelta(weeks=number - 1)
        meeting = Meeting(
            public_id=secrets.token_urlsafe(16),
            number=number,
            title=f"Dag {number}",
            day=start.date(),
            starts_at=start,
            ends_at=start + timedelta(hours=7, minutes=30),
            module_id=module.id if module else None,
        )
        self.edition.meetings.append(meeting)
        self.changed()
        return meeting

    def changed(self) -> None:
        """What an edit does."""
        self.edition.touch()
        self.session.flush()

    def move(self, meeting: Meeting, *, days: int = 0, hours: int = 0) -> None:
        """Another moment for a meeting."""
        assert meeting.starts_at is not None
        assert meeting.ends_at is not None
        step = timedelta(days=days, hours=hours)
        meeting.starts_at, meeting.ends_at = meeting.starts_at + step, meeting.ends_at + step
        meeting.day = meeting.starts_at.date()
        self.changed()

    def place(self, meeting: Meeting, name: str) -> None:
        """Another place for a meeting."""
        meeting.venue = Venue(name=name, city="Zwolle")
        self.changed()

    def drop(self, meeting: Meeting) -> None:
        """A meeting that does not happen."""
        meeting.cancelled_at = self.now
        self.changed()

    def join(self, name: str = "Aisha", **application: object) -> tuple[Person, Registration]:
        """Somebody new who registers."""
        person = a_person(self.session, name)
        return person, registered(self.session, self.edition, person, now=self.now, **application)

    def leave(self, registration: Registration) -> None:
        """Somebody withdraws."""
        person = registration.person_id
        withdraw(self.session, registration_id=registration.id, actor_id=person, now=self.now)

    def plan(self, explanation: str = "") -> int:
        """Sends what changed now, instead of letting it rest; returns how many messages are in the outbox."""
        quiet.tell(
            self.session, edition_id=self.edition.id, at_once=True, explanation=explanation, now=self.now
        )
        return self.look()

    def look(self) -> int:
        """What the scheduler does every few seconds; what was changed a moment ago rests."""
        counts = [
            service.bring_up_to_date(self.session, edition_id=edition, now=self.now)
            for edition in service.editions_to_update(self.session, self.now)
        ]
        return sum(counts)

    def walk(self, edition_id: int) -> service.Round:
        """A round that has begun."""
        walk = service.Round(edition_id)
        walk.begin(self.session, now=self.now)
        walk.look(self.session, now=self.now)
        return walk

    def look_at_a_few(self, steps: int) -> None:
        """What a scheduler does that stops halfway."""
        for edition in service.editions_to_update(self.session, self.now):
            walk = self.walk(edition)
            for _ in range(steps):
                if not walk.done:
                    walk.step(self.session, now=self.now)

    def wait(self, minutes: int) -> None:
        """Time passes."""
        self.now += timedelta(minutes=minutes)

    def deliver(self, *, most: int = 1000, dies: bool = False) -> list[tuple[str, str]]:
        """Empties the outbox into the agendas; returns kind and address of what had a calendar part.

        `most` letters leave; a worker that `dies` has handed them over, and did not live to say so.
        """
        told: list[tuple[str, str]] = []
        while len(told) < most:
            self.real += timedelta(hours=1)  # what another worker had is free again
            batch = outbox.claim_due(self.session, real_now=self.real, limit=min(most, 50), lease_seconds=60)
            for claimed in batch:
                told.append((claimed.letter.kind, claimed.letter.to_address))
                self._hand_over(claimed.letter)
                if dies:
                    self._tried(claimed)
                else:
                    tries.mark_sent(self.session, [claimed], now=self.now)
            if dies or not batch:
                break
        return [(kind, to) for kind, to in told if kind.startswith("meeting")]

    def _hand_over(self, letter: Letter) -> None:
        if letter.thread:
            content = calendar_part(letter).encode()
            self.mail.append((letter.kind, letter.to_address, content))
            self.agenda(letter.to_address).receive(content)

    def _tried(self, claimed: Claimed) -> None:
        ready = replace(claimed, rendered=HALF, message_id=f"<{claimed.public_id}@portaal.example>")
        assert tries.begin(self.session, [ready], real_now=self.real, lease_seconds=60)

    def settle(self, explanation: str = "") -> list[tuple[str, str]]:
        """Plans and delivers, until everything is quiet."""
        self.plan(explanation)
        told = self.deliver()
        assert self.plan() == 0, "once everything is sent, nothing is due"
        return told

    def agenda(self, address: str) -> Agenda:
        """The agenda behind an address."""
        return self.agendas.setdefault(address, Agenda(address))

    def shown(self, person: Person) -> list[date]:
        """The days on which this person is expected somewhere, by their agenda."""
        return [_day(line) for line in self.agenda(person.email).shown]

    def feed(self, person: Person) -> list[tuple[datetime | None, str]]:
        """Moment and place of the lines that a feed shows."""
        mine = select(Invitation).where(Invitation.person_id == person.id, Invitation.live)
        events = [Event.from_json(line.event) for line in self.session.scalars(mine)]
        return sorted((event.span.starts_at or NOW, event.location) for event in events)

    def wanted(self, meetings: Sequence[Meeting] | None = None) -> list[date]:
        """The days of these meetings, or of all that happen."""
        chosen = meetings if meetings is not None else [m for m in self.meetings if m.cancelled_at is None]
        return [meeting.day for meeting in chosen if meeting.day]


def _day(line: Line) -> date:
    return line.starts.date() if isinstance(line.starts, datetime) else line.starts
