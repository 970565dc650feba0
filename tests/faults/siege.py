"""A race in waves, with a kill -9 in the middle of each."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import cycle

from sqlalchemy import bindparam, text

from benchmarks import crowd, stage
from benchmarks.crowd import Contender
from demo.sink import BackgroundSink
from portal.database import UtcDateTime
from portal.outbox.service import AT_ONCE
from tests.faults.support import every_letter_sent, letters, wait_for
from tests.support.proof import FULL
from tests.support.servers import LiveServer, SchedulerProcess

SEED = 20261122
_TIME_PASSES = text("UPDATE outgoing_letters SET claimed_until = :then WHERE state = 'sending'").bindparams(
    bindparam("then", type_=UtcDateTime)
)


class Victim(StrEnum):
    """What is killed."""

    WORKER = "worker"
    SCHEDULER = "scheduler"
    SERVER = "server"


@dataclass
class Siege:
    """`hits` counts the kills that broke off work that was going on, `misses` the others."""

    ring: stage.Stage
    sink: BackgroundSink
    server: LiveServer
    scheduler: SchedulerProcess
    people: list[Contender]
    choose: random.Random = field(default_factory=lambda: random.Random(SEED))
    hits: Counter[Victim] = field(default_factory=Counter)
    misses: Counter[Victim] = field(default_factory=Counter)

    async def run(self, kills: int) -> None:
        """One wave of people for each kill."""
        programme = self.ring.programme
        size = len(self.people) // kills
        victims = cycle(Victim)
        for start in range(0, len(self.people), size):
            await self._wave(self.people[start : start + size], next(victims), programme)

    async def _wave(self, people: list[Contender], victim: Victim, programme: str) -> None:
        await crowd.some_at_a_time(people, lambda c: crowd.to_summary(c, programme, random.Random(c.email)))
        kill = asyncio.ensure_future(self._kill(people, victim))
        await crowd.all_together(people, crowd.press_until_answered)
        hit = await kill or any(contender.broken for contender in people)
        (self.hits if hit else self.misses)[victim] += 1
        crowd.leave(people)

    async def _kill(self, people: list[Contender], victim: Victim) -> bool:
        """After a random number of answers and a random moment more, while many still wait for theirs."""
        after = self.choose.randrange(len(people) // 2)
        while sum(bool(contender.outcome) for contender in people) < after:
            await asyncio.sleep(0.001)
        await asyncio.sleep(self.choose.uniform(0, 0.01))
        strike = {
            Victim.WORKER: self._kill_worker,
            Victim.SERVER: self._kill_server,
            Victim.SCHEDULER: self._kill_scheduler,
        }
        return await asyncio.to_thread(strike[victim])

    def _kill_worker(self) -> bool:
        self.server.kill_one_worker(self.choose)
        return False  # whether that broke anything off, the people know

    def _kill_server(self) -> bool:
        self.server.kill()
        self.server.start()
        return False

    def _kill_scheduler(self) -> bool:
        """While letters are on their way: it works in bursts, and a kill in between would prove nothing."""
        wait_for(lambda: letters(self.ring)["sending"] > 0, 90, "a letter on its way")
        self.scheduler.kill()
        hit = letters(self.ring)["sending"] > 0
        self.scheduler.start()
        return hit

    def drain(self) -> None:
        """Every letter leaves. At the small size the minute is skipped that a vanished claim still lasts."""
        if not FULL:
            with self.ring.database() as connection, connection.begin():
                connection.execute(_TIME_PASSES, {"then": AT_ONCE})
        wait_for(lambda: every_letter_sent(self.ring), 180, "every letter sent")
