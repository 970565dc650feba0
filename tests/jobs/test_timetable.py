"""The scheduler as it runs: rhythm, second one waits, takeover, late one is fenced, quick end."""

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from flask import Flask

from demo.sink import BackgroundSink
from portal import clock
from portal.config import ROOT
from portal.database import transaction
from portal.jobs import leases, tasks, timetable
from portal.jobs.running import Run
from portal.jobs.tasks import Task
from portal.jobs.timetable import Rhythm, Timetable
from portal.outbox import service
from tests.outbox.support import NOW, a_letter, letters

FAST = Rhythm(
    lease=timedelta(seconds=1.5),
    renew=timedelta(seconds=0.3),
    look=timedelta(seconds=0.1),
    goodbye=timedelta(seconds=3),
)


def until(condition: Callable[[], object], seconds: float = 15) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


@dataclass
class Running:
    """A scheduler in a thread of its own."""

    table: Timetable
    stop: threading.Event
    ended: list[bool] = field(default_factory=list)

    def start(self) -> "Running":
        self.thread = threading.Thread(target=lambda: self.ended.append(self.table.run()))
        self.thread.start()
        return self

    def end(self) -> None:
        self.stop.set()
        self.thread.join(10)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What tasks did: their name and the fence they ran under."""
    done: list[tuple[str, int]] = []

    def note(run: Run) -> dict[str, int]:
        with run.transaction():
            done.append(("note", run.held.fence))
        return {"noted": 1}

    def fail(run: Run) -> dict[str, int]:
        done.append(("fail", run.held.fence))
        raise ZeroDivisionError("kapot\n\x1b[31m")

    every = timedelta(seconds=0.2)
    for name in list(tasks.TASKS):
        monkeypatch.delitem(tasks.TASKS, name)
    monkeypatch.setitem(tasks.TASKS, "note", Task(note, every=every))
    monkeypatch.setitem(tasks.TASKS, "fail", Task(fail, every=every))
    return done


@pytest.fixture
def schedulers(portal: Flask) -> Iterator[Callable[[], Running]]:
    made: list[Running] = []

    def start() -> Running:
        stop = threading.Event()
        made.append(Running(Timetable(portal, stop, FAST), stop).start())
        return made[-1]

    yield start
    for running in made:
        running.end()


def test_tasks_run_in_their_rhythm_and_failing_ones_again(schedulers, done) -> None:
    schedulers()
    assert until(lambda: done.count(("note", 1)) >= 3 and done.count(("fail", 1)) >= 3)


def test_second_scheduler_waits_and_says_so(schedulers, done, caplog: pytest.LogCaptureFixture) -> None:
    first = schedulers()
    assert until(lambda: ("note", 1) in done)
    second = schedulers()
    assert until(lambda: "scheduler waits: another one works" in caplog.messages)
    warned = next(record for record in caplog.records if record.msg.startswith("scheduler waits"))
    assert warned.facts == {"holder": first.table.holder}
    time.sleep(2)  # longer than a lease: it is renewed
    assert {fence for _, fence in done} == {1}
    assert not second.ended


def test_second_scheduler_takes_over_when_the_first_ends(schedulers, done) -> None:
    first, _second = schedulers(), schedulers()
    assert until(lambda: ("note", 1) in done)
    winner = first if first.table.holder in _holder() else _second
    winner.end()
    assert winner.ended == [True]
    assert until(lambda: ("note", 2) in done, seconds=5)


def _holder() -> str:
    with transaction() as session:
        return leases.holder_of(session, "scheduler")


def test_second_scheduler_takes_over_when_the_first_dies(schedulers, done, monkeypatch) -> None:
    first = schedulers()
    assert until(lambda: ("note", 1) in done)
    monkeypatch.setattr(first.table, "_renew", lambda held: None)
    schedulers()
    with transaction() as session:  # the machine of the first sleeps: nothing of it happens for a while
        held = leases.Held("scheduler", 1)
        leases.renew(session, held, real_now=clock.real_now(), lasts=timedelta(seconds=-1))
    assert until(lambda: ("note", 2) in done, seconds=5)


def test_late_scheduler_writes_nothing_and_waits_again(schedulers, done, portal: Flask, caplog) -> None:
    first = schedulers()
    assert until(lambda: ("note", 1) in done)
    later = clock.real_now() + timedelta(seconds=60)
    with transaction() as session:
        taken = leases.take(
            session, name="scheduler", holder="other", real_now=later, lasts=timedelta(seconds=60)
        )
    count = done.count(("note", 1))
    assert taken is not None
    assert until(lambda: "scheduler lost its lease" in caplog.messages)
    time.sleep(1)
    assert done.count(("note", 1)) <= count
    assert not first.ended


def test_clean_stop_hands_the_lease_on_at_once(schedulers, done, portal: Flask) -> None:
    running = schedulers()
    assert until(lambda: ("note", 1) in done)
    running.end()
    with transaction() as session:
        assert leases.take(
            session,
            name="scheduler",
            holder="next",
            real_now=clock.real_now(),
            lasts=timedelta(seconds=15),
        )


def test_renewal_under_way_takes_nothing_back_from_who_comes_next(
    schedulers, done, portal: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    renew, under_way = leases.renew, threading.Event()

    def slowly(*words, **more):
        under_way.set()
        time.sleep(1)
        return renew(*words, **more)

    monkeypatch.setattr(leases, "renew", slowly)
    running = schedulers()
    assert under_way.wait(10)
    running.end()
    time.sleep(1.2)  # whatever it left behind has had its time
    with transaction() as session:
        later, lasts = clock.real_now(), timedelta(seconds=15)
        assert leases.take(session, name="scheduler", holder="next", real_now=later, lasts=lasts)


def test_work_left_in_the_queue_does_not_start_after_the_end(portal: Flask) -> None:
    table, ended, did = Timetable(portal, threading.Event(), FAST), threading.Event(), []
    table._in_turn(ended, "note", lambda: did.append("in time"))
    ended.set()
    table._in_turn(ended, "note", lambda: did.append("too late"))
    assert did == ["in time"]


def test_hanging_task_does_not_keep_the_scheduler(
    schedulers, portal: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy, free = threading.Event(), threading.Event()

    def hang(run: Run) -> dict[str, int]:
        busy.set()
        free.wait(20)
        return {}

    for name in list(tasks.TASKS):
        monkeypatch.delitem(tasks.TASKS, name)
    monkeypatch.setitem(tasks.TASKS, "hang", Task(hang, every=timedelta(seconds=1)))
    running = schedulers()
    assert busy.wait(10)
    began = time.monotonic()
    running.end()
    free.set()
    assert running.ended == [False]
    assert time.monotonic() - began < 6


def process(url: str, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.jobs.worker", "scheduler", url, str(port)]
    return subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stderr=subprocess.PIPE)


def test_sigterm_ends_the_process_within_seconds(
    portal: Flask, database_url: str, sink: BackgroundSink
) -> None:
    with transaction() as session:
        service.post(session, a_letter(), now=NOW)
    running = process(database_url, sink.port)
    assert until(sink.files, seconds=20)
    assert until(lambda: [letter.state for letter in letters()] == ["sent"])
    began = time.monotonic()
    running.send_signal(signal.SIGTERM)
    _, log = running.communicate(timeout=10)
    assert (running.returncode, time.monotonic() - began < 4) == (0, True)
    told = [json.loads(line)["message"] for line in log.splitlines()]
    assert told == ["scheduler works", "letter sent", "task done", "scheduler stopped"]


def test_sigterm_ends_the_process_though_smtp_hangs(portal: Flask, database_url: str) -> None:
    with transaction() as session:
        service.post(session, a_letter(), now=NOW)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        running = process(database_url, silent.getsockname()[1])
        silent.settimeout(20)
        peer, _ = silent.accept()
        with peer:
            running.send_signal(signal.SIGTERM)
            _, log = running.communicate(timeout=10)
    assert running.returncode == 0
    assert b"Traceback" not in log
    assert [letter.state for letter in letters()] == ["sending"]


def test_database_that_is_away_is_told_and_waited_for(
    portal: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, schedulers, done
) -> None:
    take, away = leases.take, threading.Event()

    def fail_first(*words, **more):
        if not away.is_set():
            away.set()
            raise timetable.SQLAlchemyError("weg")
        return take(*words, **more)

    monkeypatch.setattr(leases, "take", fail_first)
    with caplog.at_level(logging.ERROR):
        schedulers()
        assert until(lambda: ("note", 1) in done)
    assert "scheduler cannot reach the database" in caplog.messages
