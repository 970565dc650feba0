"""Random histories of one edition: edits, people who come and go, mail that comes twice or out of order."""

import contextlib
import random
from typing import Any, ClassVar
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from portal.errors import NotFound, Refused
from portal.invites import service
from portal.invites.feeds import feed_of, octets
from portal.people.facts import Channel
from portal.people.models import Person
from portal.programmes.facts import Publication
from portal.registrations import offers, steering
from portal.registrations.models import Registration
from portal.registrations.states import RegistrationState as R
from tests.builders import a_person, registered
from tests.invites.world import World

DAYS = st.integers(0, 5)
WHO = st.integers(0, 5)
NAMES = ("Aisha", "Bram", "Chantal", "Daan", "Esra", "Femke")


class HistoryMachine(RuleBasedStateMachine):
    """Once the outbox is empty, everyone's agenda shows exactly what they are expected at, each once."""

    engine: ClassVar[Engine]

    @initialize(seats=st.integers(1, 4), days=st.integers(1, 3))
    def open(self, seats: int, days: int) -> None:
        self.session = Session(self.engine, expire_on_commit=False)
        self.world = World(self.session, seats=seats, days=days)
        self.boss = a_person(self.session, "Bureau", organises_for=self.world.vgs)
        self.people: dict[str, Person] = {}
        self.addresses: dict[int, list[str]] = {}
        self.seen: dict[str, bytes] = {}
        self.walk: service.Round | None = None

    def teardown(self) -> None:
        if hasattr(self, "session"):
            self.session.rollback()
            self.session.close()

    def _press(self, verb: Any, **values: Any) -> None:
        with contextlib.suppress(Refused, NotFound):
            verb(**values)

    def _registration(self, who: int, *states: R) -> Registration | None:
        person = self.people.get(NAMES[who])
        rows = self.session.query(Registration).filter_by(person_id=person.id).all() if person else []
        return next((row for row in rows if row.state in states), None)

    @property
    def off(self) -> bool:
        """Whether the whole edition is called off now."""
        return bool(self.world.edition.publication == Publication.CANCELLED)

    @precondition(lambda self: not self.off)
    @rule(who=WHO)
    def join(self, who: int) -> None:
        name = NAMES[who]
        if name not in self.people:
            self.people[name] = self.world.join(name)[0]
        else:
            self._press(lambda: registered(self.session, self.world.edition, self.people[name]))
        self.addresses.setdefault(self.people[name].id, []).append(self.people[name].email)

    @rule(who=WHO)
    def leave(self, who: int) -> None:
        found = self._registration(who, R.CONFIRMED, R.WAITLISTED, R.OFFERED)
        if found:
            self._press(self.world.leave, registration=found)

    @rule(who=WHO)
    def accept(self, who: int) -> None:
        found = self._registration(who, R.OFFERED)
        if found:
            values = {"registration_id": found.id, "actor_id": found.person_id, "now": self.world.now}
            self._press(offers.accept_offer, session=self.session, **values)

    @rule(day=DAYS, days=st.integers(-3, 9), hours=st.integers(-3, 3))
    def move(self, day: int, days: int, hours: int) -> None:
        self.world.move(self._meeting(day), days=days, hours=hours)

    @rule(day=DAYS, name=st.sampled_from(["Hanzehuis", "Raadzaal"]))
    def place(self, day: int, name: str) -> None:
        self.world.place(self._meeting(day), name)

    @rule(day=DAYS, title=st.sampled_from(["Aftrap", "Slot"]))
    def rename(self, day: int, title: str) -> None:
        self._meeting(day).title = title
        self.world.changed()

    @rule(who=WHO)
    def a_program_looks_at_a_feed(self, who: int) -> None:
        person = self.people.get(NAMES[who])
        if person is not None:
            self.session.flush()
            today, site_url = self.world.now.date(), "https://portaal.example"
            feed = feed_of(self.session, person=person, today=today, title="Agenda", site_url=site_url)
            assert self.seen.setdefault(feed.etag, octets(feed)) == octets(feed)
            assert list(self.seen.values()).count(octets(feed)) == 1

    @rule()
    def off_or_on_again(self) -> None:
        organiser = {"edition_id": self.world.edition.id, "actor_id": self.boss.id, "now": self.world.now}
        verb = steering.restore_edition if self.off else steering.cancel_edition
        self._press(verb, session=self.session, why="Zo is het", **organiser)

    @rule(day=DAYS)
    def drop_or_restore(self, day: int) -> None:
        meeting = self._meeting(day)
        meeting.cancelled_at = None if meeting.cancelled_at else self.world.now
        self.world.changed()

    @precondition(lambda self: len(self.world.meetings) < 5)
    @rule()
    def add(self) -> None:
        self.world.add_day(len(self.world.meetings) + 1)

    @rule(who=WHO, number=st.integers(1, 3))
    def another_address(self, who: int, number: int) -> None:
        person = self.people.get(NAMES[who])
        if person is not None:
            person.email = f"{NAMES[who].lower()}.{number}@elders.example"
            self.addresses[person.id].append(person.email)
            self.world.edition.agenda_version = None
            self.session.flush()

    @rule(who=WHO, channel=st.sampled_from(Channel))
    def another_channel(self, who: int, channel: Channel) -> None:
        person = self.people.get(NAMES[who])
        if person is not None:
            person.channel = channel
            self.world.edition.agenda_version = None
            self.session.flush()

    @rule(address=st.sampled_from(["leren@vgs.example", "agenda@vgs.example"]))
    def another_organiser_address(self, address: str) -> None:
        self.world.vgs.mail_address = address
        self.world.changed()

    @rule()
    def plan(self) -> None:
        self.world.plan()

    @rule(minutes=st.sampled_from([0, 3, 11]))
    def look(self, minutes: int) -> None:
        self.world.wait(minutes)
        self.world.look()

    @rule(steps=st.integers(1, 2))
    def a_scheduler_stops_halfway(self, steps: int) -> None:
        with patch.object(service, "LINES_A_STEP", 2):
            self.world.look_at_a_few(steps)

    @rule()
    def begin_a_round(self) -> None:
        self.walk = self.world.walk(self.world.edition.id)

    @precondition(lambda self: self.walk is not None and not self.walk.done)
    @rule()
    def go_on_with_a_round(self) -> None:
        with patch.object(service, "LINES_A_STEP", 2):
            self.walk.step(self.session, now=self.world.now)

    @rule(most=st.integers(1, 4), dies=st.booleans())
    def deliver_some(self, most: int, dies: bool) -> None:
        self.world.deliver(most=most, dies=dies)

    @rule(seed=st.integers(0, 1000))
    def mail_comes_again_in_any_order(self, seed: int) -> None:
        again = list(self.world.mail)
        random.Random(seed).shuffle(again)
        for _kind, to, content in again:
            self.world.agenda(to).receive(content)

    @rule()
    def settle(self) -> None:
        self.world.settle()
        for person in self.people.values():
            meetings = [m for m in self.world.meetings if m.cancelled_at is None]
            there = sorted((m.starts_at, f"{m.venue.name}, Zwolle" if m.venue else "") for m in meetings)
            expected = there if self._seated(person) else []
            shown = [(line.starts, line.location) for line in self.world.agenda(person.email).shown]
            assert shown == ([] if person.channel == Channel.FEED else expected)
            assert self.world.feed(person) == expected
            for old in set(self.addresses[person.id]) - {person.email}:
                assert self.world.agenda(old).shown == []

    def _seated(self, person: Person) -> bool:
        rows = self.session.query(Registration).filter_by(person_id=person.id).all()
        return any(row.state == R.CONFIRMED for row in rows)

    def _meeting(self, day: int) -> Any:
        return self.world.meetings[day % len(self.world.meetings)]

    @invariant()
    def everyone_got_only_their_own_mail(self) -> None:
        for _kind, to, content in (getattr(self, "world", None) and self.world.mail) or []:
            assert f"mailto:{to}".encode() in content.replace(b"\r\n ", b"")
