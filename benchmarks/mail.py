"""Measures rescheduling, mailing and feeds: python -m benchmarks.mail [--people 1000] [--group 10000]

One process on SQLite, with a mail server beside it that keeps nothing. The bare loop hands ready messages to
that server over one connection: what is left of its speed shows what writing and bookkeeping cost.
"""

import argparse
import asyncio
import multiprocessing
import os
import resource
import smtplib
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope
from flask import Flask
from sqlalchemy import event, insert, select, update

from portal import clock
from portal.app import create_app
from portal.config import read
from portal.database import db, transaction
from portal.invites import channels, quiet, service
from portal.jobs import delivery
from portal.jobs.tasks import run_task
from portal.mailings import feeding
from portal.mailings import queries as mailing_queries
from portal.mailings import service as mailings
from portal.mailings.facts import Audience
from portal.mailings.models import Mailing
from portal.mailings.readers import readers
from portal.outbox import service as outbox
from portal.outbox.batches import HELD
from portal.outbox.mailer import to_bytes
from portal.outbox.models import LetterState, OutgoingLetter
from portal.people import tokens
from portal.people.facts import Channel
from portal.programmes.models import Edition, Interest, Meeting
from tests.builders import NOW, a_person, a_programme, an_association, an_edition, registered
from tests.support.databases import migrate
from tests.support.environment import settings
from tests.web.participant.visitor import Visitor

FEED_DAYS = 200
MOVED = {"title": "Eerste dag", "day": "2027-04-20", "starts": "09:30", "ends": "17:00"}
ROUNDS = 20
PART = 100
IS_WAITING = OutgoingLetter.state == LetterState.WAITING


def line(name: str, value: str, aim: str = "") -> None:
    """One measurement, beside what is aimed at."""
    print(f"  {name:<58} {value:>30}" + (f"   aim {aim}" if aim else ""), flush=True)


class _Nowhere:
    async def handle_DATA(self, _server: SMTP, _session: object, _envelope: Envelope) -> str:  # noqa: N802
        return "250 2.0.0 Gone"


def _serve(pipe: "Pipe[int, int]") -> None:
    async def serve() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(_Nowhere()), "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])
        await asyncio.Event().wait()

    asyncio.run(serve())


@contextmanager
def mail_server() -> Iterator[int]:
    """A mail server in a process of its own; gives its port."""
    mine, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield mine.recv()
    finally:
        process.kill()
        process.join()


@dataclass
class Used:
    """What a block cost: seconds on the wall, seconds of CPU, and questions to the database."""

    wall: float = 0.0
    cpu: float = 0.0
    queries: int = 0

    def __add__(self, other: "Used") -> "Used":
        return Used(self.wall + other.wall, self.cpu + other.cpu, self.queries + other.queries)

    def __str__(self) -> str:
        return f"{self.cpu * 1e3:.1f} ms CPU, {self.wall * 1e3:.1f} ms, {self.queries} q"


@contextmanager
def measured() -> Iterator[Used]:
    """Measures its block."""
    used = Used()

    def count(*_anything: object) -> None:
        used.queries += 1

    event.listen(db.engine, "before_cursor_execute", count)
    wall, cpu = time.perf_counter(), time.process_time()
    try:
        yield used
    finally:
        used.wall, used.cpu = time.perf_counter() - wall, time.process_time() - cpu
        event.remove(db.engine, "before_cursor_execute", count)


def memory() -> float:
    """The memory in use now, in MiB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


class Bench:
    """An edition with its participants, whose agendas are right and whose letters are out."""

    def __init__(self, app: Flask, people: int) -> None:
        self.app, self.people = app, people
        with transaction() as session:
            vgs = an_association(session)
            self.bram = a_person(session, "Bram de Vries", organises_for=vgs)
            edition = an_edition(session, a_programme(session, vgs), seats=None)
            readers_of = [a_person(session, f"Lezer {number}") for number in range(people)]
            for person in readers_of:
                registered(session, edition, person)
            self.edition_id, self.meeting_id = edition.id, edition.meetings[0].public_id
            self.address = f"/werk/edities/{edition.public_id}"
            self.reader_id = readers_of[0].id
        self.update()
        self.all_out()

    def update(self) -> tuple[Used, list[Used]]:
        """Brings the agendas up to date as the scheduler does: the difference, and what each write took."""
        walk, writes = service.Round(self.edition_id), []
        with transaction() as session:
            walk.begin(session, now=clock.now())
        with measured() as looked:
            walk.look(db.session(), now=clock.now())
        while not walk.done:
            with measured() as used, transaction() as session:
                walk.step(session, now=clock.now())
            writes.append(used)
        return looked, writes

    def all_out(self) -> None:
        """Everything in the outbox was sent long ago."""
        with transaction() as session:
            session.execute(update(OutgoingLetter).values(state=LetterState.SENT, tries=1))

    def waiting(self) -> int:
        """How many letters wait."""
        db.session.rollback()
        return db.session.query(OutgoingLetter).filter_by(state=LetterState.WAITING).count()

    def reschedule(self) -> None:
        """The two requests of moving a meeting: who would be told, and saving it to be sent at once."""
        visitor = Visitor(self.app, self.bram)
        page = visitor.get(f"{self.address}/programma/bijeenkomsten/{self.meeting_id}")
        typed = {name: page.value(name) for name in ("version", "seen")} | MOVED
        path = f"{self.address}/programma/bijeenkomsten/{self.meeting_id}"
        with measured() as asked:
            answer = visitor.client.post(path, data={**typed, "csrf_token": visitor.token})
        assert answer.status_code == 200, answer.status_code
        line("rescheduling: who would be told", str(asked), "own time < 300 ms")
        with measured() as saved:
            answer = visitor.client.post(
                path, data={**typed, "csrf_token": visitor.token, "sure": "1", "send": "now"}
            )
        assert answer.status_code == 303, (answer.status_code, answer.text[:2000])
        line("rescheduling: saved, to be sent at once", str(saved), "own time < 300 ms")
        looked, writes = self.update()
        line("the difference, in one pass without the lock", str(looked), "constant number of queries")
        middle = sorted(used.cpu for used in writes)[len(writes) // 2]
        said = f"{middle * 1e3:.1f} ms CPU, {writes[0].queries} q"
        line(f"its messages, in {len(writes)} transactions; the middle one", said, "a few ms")
        per_person = (looked.cpu + sum(used.cpu for used in writes)) / self.people * 1e3
        line("  for each message, all in", f"{per_person:.2f} ms CPU")

    def deliver(self, port: int, what: str) -> float:
        """Sends what waits, and after each part a bare loop of the very same messages: a busy machine
        slows both down."""
        number, mine, bare = self.waiting(), Used(), Used()
        with transaction() as session:
            session.execute(update(OutgoingLetter).where(IS_WAITING).values(due_at=HELD))
        while part := self._release(PART):
            with measured() as used:
                run_task("deliver_letters", now=clock.now(), real_now=clock.real_now())
            mine += used
            ready = list(_messages(part))
            with measured() as used:
                self._bare(port, ready)
            bare += used
        assert self.waiting() == 0
        rate, most = number / mine.wall, number / bare.wall
        said = f"{rate:.0f} of {most:.0f} = {rate / most:.0%}"
        line(f"{what}: messages per second, and of the bare loop", said, ">= 30 %")
        line("  CPU a message, with its bookkeeping", f"{mine.cpu / number * 1e3:.2f} ms", "<= 4 ms")
        line("  CPU a message of the bare loop", f"{bare.cpu / number * 1e3:.2f} ms")
        line("  questions to the database a message", f"{mine.queries / number:.1f}")
        return mine.cpu / number

    def _release(self, number: int) -> int:
        """So many letters are due now; how many that were."""
        some = select(OutgoingLetter.id).where(IS_WAITING).order_by(OutgoingLetter.id).limit(number)
        with transaction() as session:
            ids = session.scalars(some).all()
            session.execute(
                update(OutgoingLetter).where(OutgoingLetter.id.in_(ids)).values(due_at=outbox.AT_ONCE)
            )
        return len(ids)

    def _bare(self, port: int, ready: list[tuple[str, bytes]]) -> None:
        with smtplib.SMTP("127.0.0.1", port) as host:
            for address, content in ready:
                host.sendmail("p@leergang.example", [address], content)

    def write(self, audience: Audience, key: str) -> tuple[int, int]:
        """A draft to this group; its id, and how many it reaches."""
        with transaction() as session:
            stated = mailings.Stated(
                audience, None, "Neem je laptop mee", "Beste {{naam}},\n\nTot dan.\n" * 5
            )
            made = mailings.write(
                session,
                edition_id=self.edition_id,
                stated=stated,
                form_key=key,
                actor_id=self.bram.id,
                now=clock.now(),
            )
            return made.id, len(readers(session, made))

    def mail_group(self, audience: Audience) -> None:
        """Confirms, feeds and sends a mail to a whole group."""
        mailing_id, number = self.write(audience, f"bench-{audience}")
        with measured() as confirmed, transaction() as session:
            mailings.confirm(session, mailing_id=mailing_id, version=1, number=number, now=clock.now())
        print(f"a mail to {number}")
        line("confirmed: readers kept", str(confirmed))
        before, began, spent, batches, uses = memory(), time.perf_counter(), time.process_time(), [], []
        while feeding.mailings_to_feed(db.session()):
            with measured() as fed:
                run_task("send_mailings", now=clock.now(), real_now=clock.real_now())
            batches.append(fed.wall)
            run_task("deliver_letters", now=clock.now(), real_now=clock.real_now())
            uses.append(memory())
            db.session.rollback()
        wall, cpu = time.perf_counter() - began, time.process_time() - spent
        line("posted and sent", f"{number / wall:.0f} a second")
        line("  CPU a message, all in", f"{cpu / number * 1e3:.2f} ms")
        line("  feeding the outbox, longest run", f"{max(batches) * 1e3:.0f} ms")
        line("  memory more than before", f"{max(uses) - before:.1f} MiB, of {before:.0f}", "does not grow")
        with measured() as looked:
            mailing = db.session.get_one(Mailing, mailing_id)
            found = mailing_queries.progress_of(db.session(), [mailing])[mailing_id]
        line(f"  progress ({found.sent} sent)", str(looked))

    def overtake(self) -> None:
        """A confirmation that comes while the outbox is full of a group's mail."""
        mailing_id, number = self.write(Audience.INTEREST, "bench-overtake")
        with transaction() as session:
            mailings.confirm(session, mailing_id=mailing_id, version=1, number=number, now=clock.now())
        run_task("send_mailings", now=clock.now(), real_now=clock.real_now())
        with transaction() as session:
            edition = session.get_one(Edition, self.edition_id)
            registered(session, edition, a_person(session, "Komt Later"))
        with transaction() as session:
            due = outbox.claim_due(session, real_now=clock.real_now(), limit=600, lease_seconds=1)
            kinds = [one.letter.kind for one in due]
            ahead = kinds.index("registration_confirmed")
        line(f"letters before a confirmation, with {number} waiting", str(ahead), "< one batch (10)")


def feed(bench: Bench) -> None:
    """A person with 200 meetings, whose agenda program looks every hour."""
    with transaction() as session:
        channels.choose(session, person_id=bench.reader_id, channel=Channel.FEED, now=clock.now())
        edition = session.get_one(Edition, bench.edition_id)
        for number in range(1, FEED_DAYS):
            start = NOW + timedelta(days=number)
            hours = {"day": start.date(), "starts_at": start, "ends_at": start + timedelta(hours=7)}
            edition.meetings.append(
                Meeting(public_id=f"feed-{number}", number=number + 1, title=f"Dag {number}", **hours)
            )
        edition.touch()
        quiet.tell(session, edition_id=bench.edition_id, at_once=True, explanation="", now=clock.now())
    bench.update()
    token = channels.feed_token(db.session(), person_id=bench.reader_id)
    assert token is not None
    path, client = f"/agenda/{tokens.secret(token)}.ics", bench.app.test_client()
    first = client.get(path)
    print("the feed of one person")
    line(f"{first.text.count('BEGIN:VEVENT')} meetings", _average(lambda: client.get(path)), "< 15 ms")
    same = {"If-None-Match": first.headers["ETag"]}
    assert client.get(path, headers=same).status_code == 304
    line("nothing new (304)", _average(lambda: client.get(path, headers=same)), "< 2 ms")


def _average(request: Callable[[], Any]) -> str:
    request()
    with measured() as used:
        for _ in range(ROUNDS):
            request()
    return f"{used.cpu / ROUNDS * 1e3:.2f} ms CPU, {used.wall / ROUNDS * 1e3:.2f} ms"


def _messages(number: int) -> Iterator[tuple[str, bytes]]:
    """Letters of the outbox, once more, as they went over the line."""
    rows = db.session.scalars(
        select(OutgoingLetter)
        .where(OutgoingLetter.text != "")
        .order_by(OutgoingLetter.id.desc())
        .limit(number)
    )
    for claimed in map(outbox._claimed, rows, [clock.now()] * number):  # noqa: SLF001 - the very same octets
        assert claimed.rendered is not None
        envelope = delivery._envelope(claimed, {})  # noqa: SLF001
        yield claimed.letter.to_address, to_bytes(envelope, sender="p@leergang.example", sent_at=NOW)


def _interested(number: int) -> None:
    """So many people who asked for news, of the only programme."""
    with transaction() as session:
        programme_id = session.scalars(select(Edition.programme_id)).first()
        rows = [
            {
                "programme_id": programme_id,
                "email": f"lezer{one}@gemeente.example",
                "name": f"Lezer {one}",
                "language": "nl",
                "entered_at": NOW,
                "confirmed_at": NOW,
            }
            for one in range(number)
        ]
        session.execute(insert(Interest), rows)


@contextmanager
def portal(port: int) -> Iterator[Flask]:
    """The portal on an empty database of its own, at a standing clock."""
    with tempfile.TemporaryDirectory(prefix="leergang-mail-") as folder:
        url = f"sqlite:///{Path(folder) / 'portal.db'}"
        migrate(url)
        app = create_app(
            read(
                settings(
                    url,
                    more={"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": str(port), "SITE_URL": "http://localhost"},
                )
            )
        )
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--group", type=int, default=10_000)
    chosen = parser.parse_args()
    print(f"{os.cpu_count()} cores, load before: {os.getloadavg()[0]:.1f}")
    clock.now = lambda: NOW
    with mail_server() as port:
        with portal(port) as app:
            bench = Bench(app, chosen.people)
            print(f"an edition with {chosen.people} participants")
            bench.reschedule()
            bench.deliver(port, "changed invitations")
            bench.mail_group(Audience.PARTICIPANTS)
            _interested(chosen.group)
            bench.mail_group(Audience.INTEREST)
            bench.overtake()
        with portal(port) as app:
            feed(Bench(app, 1))


if __name__ == "__main__":
    main()
