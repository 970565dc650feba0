"""The scheduler: one process that runs every task in its rhythm, and lets a second one wait.

The process that holds the lease works; another waits, says so, and takes over when the first is gone.
"""

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, timedelta
from functools import partial
from types import FrameType
from typing import cast

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.interval import IntervalTrigger
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from portal import clock
from portal.config import Settings
from portal.database import transaction
from portal.jobs import leases, log
from portal.jobs.leases import FenceLost, Held
from portal.jobs.tasks import TASKS, run_task

NAME = "scheduler"
RENEWAL = "renewal of the lease"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rhythm:
    """How long a lease lasts, how often it is renewed, and how often a waiting process looks."""

    lease: timedelta = timedelta(seconds=15)
    renew: timedelta = timedelta(seconds=5)
    look: timedelta = timedelta(seconds=2)
    goodbye: timedelta = timedelta(seconds=5)


def main(app: Flask) -> None:
    """The scheduler as a process: runs until SIGTERM or Ctrl-C, and then ends within seconds."""
    log.start(level=cast(Settings, app.extensions["settings"]).log_level)
    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature of a handler
        # From a thread: the handler may interrupt this very event's own lock.
        threading.Thread(target=stop.set, daemon=True).start()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    if not Timetable(app, stop).run():
        logging.shutdown()
        os._exit(0)  # a task hangs (in SMTP, most likely); letters and leases are made for this


class Timetable:
    """Works while it holds the lease, waits while another does, until `stop` is set."""

    def __init__(self, app: Flask, stop: threading.Event, rhythm: Rhythm | None = None) -> None:
        self.app = app
        self.stop = stop
        self.rhythm = rhythm or Rhythm()
        self.holder = f"{socket.gethostname()[:50]}:{os.getpid()}:{id(self):x}"[:80]
        self._ended = threading.Event()
        self._busy: set[str] = set()

    def run(self) -> bool:
        """Blocks until the end; False when a task is still busy after the goodbye."""
        while not self.stop.is_set():
            held = self._wait_for_lease()
            if held is None:
                break
            _log.info("scheduler works", extra={"facts": {"holder": self.holder, "fence": held.fence}})
            if not self._work(held):
                return False
        _log.info("scheduler stopped", extra={"facts": {"holder": self.holder}})
        return True

    def _wait_for_lease(self) -> Held | None:
        told = ""
        while not self.stop.is_set():
            other = ""
            try:
                with self.app.app_context(), transaction() as session:
                    held = leases.take(
                        session,
                        name=NAME,
                        holder=self.holder,
                        real_now=clock.real_now(),
                        lasts=self.rhythm.lease,
                    )
                    if held is not None:
                        return held
                    other = leases.holder_of(session, NAME)
            except SQLAlchemyError:
                _log.exception("scheduler cannot reach the database")
            if other and other != told:
                told = other
                _log.warning("scheduler waits: another one works", extra={"facts": {"holder": other}})
            self.stop.wait(self.rhythm.look.total_seconds())
        return None

    def _work(self, held: Held) -> bool:
        """Runs the timetable until the stop or the loss of the lease; False when a task hangs."""
        self._ended = ended = threading.Event()
        pools = {"default": ThreadPoolExecutor(4), "lease": ThreadPoolExecutor(1)}
        scheduler = BlockingScheduler(executors=pools, timezone=UTC)
        often = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        scheduler.add_job(
            self._in_turn,
            IntervalTrigger(seconds=self.rhythm.renew.total_seconds(), timezone=UTC),
            (ended, RENEWAL, partial(self._renew, held)),
            executor="lease",
            **often,
        )
        for name, task in TASKS.items():
            every = IntervalTrigger(seconds=task.every.total_seconds(), timezone=UTC)
            work = partial(self._do, name, held)
            scheduler.add_job(
                self._in_turn, every, (ended, name, work), next_run_time=clock.real_now(), **often
            )
        threading.Thread(target=self._end_when_told, args=(scheduler,), daemon=True).start()
        scheduler.start()
        quiet = self._goodbye()
        if quiet:
            self._release(held)
        return quiet

    def _end_when_told(self, scheduler: BlockingScheduler) -> None:
        while not (self._ended.is_set() or self.stop.wait(0.1)):
            pass
        self._ended.set()
        while not scheduler.running:
            time.sleep(0.05)
        scheduler.shutdown(wait=False)

    def _goodbye(self) -> bool:
        end = time.monotonic() + self.rhythm.goodbye.total_seconds()
        while self._busy and time.monotonic() < end:
            time.sleep(0.02)
        return not self._busy

    def _in_turn(self, ended: threading.Event, name: str, work: Callable[[], None]) -> None:
        """Works, unless its turn has ended; the goodbye waits for it.

        The pools still start what was in their queue when the scheduler shut down, and a renewal that
        writes after the release would keep the next process out for the length of a lease.
        """
        self._busy.add(name)
        try:
            if not ended.is_set():
                work()
        finally:
            self._busy.discard(name)

    def _do(self, name: str, held: Held) -> None:
        try:
            with self.app.app_context():
                counts = run_task(
                    name, now=clock.now(), real_now=clock.real_now(), held=held, stop=self._ended
                )
            if any(counts.values()):
                _log.info("task done", extra={"facts": {"task": name, **counts}})
        except FenceLost as lost:
            self._lost(str(lost))
        except Exception:
            _log.exception("task failed", extra={"facts": {"task": name}})

    def _renew(self, held: Held) -> None:
        try:
            with self.app.app_context(), transaction() as session:
                kept = leases.renew(session, held, real_now=clock.real_now(), lasts=self.rhythm.lease)
        except SQLAlchemyError:
            _log.exception("lease not renewed")
            return
        if not kept:
            self._lost("another scheduler took over")

    def _lost(self, why: str) -> None:
        if not self._ended.is_set():
            _log.warning("scheduler lost its lease", extra={"facts": {"why": why}})
        self._ended.set()

    def _release(self, held: Held) -> None:
        try:
            with self.app.app_context(), transaction() as session:
                leases.release(session, held, real_now=clock.real_now())
        except SQLAlchemyError:
            _log.exception("lease not released")
