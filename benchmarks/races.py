"""The race itself, weighed: how fast, how long people wait, how long the lock is held."""

import random
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.pool import StaticPool

from benchmarks import crowd
from benchmarks.crowd import Contender
from benchmarks.meters import Meter, Used
from benchmarks.stage import Stage
from portal.config import read
from portal.database import WRITES, listen

DECIDING = "participant.send_enrolment"
COMMITS = 200


@dataclass(frozen=True)
class Result:
    """One race: seconds of the whole, of everybody's deciding request and of the winners'; locks in ms."""

    seconds: float
    used: Used
    everyone: list[float]
    winners: list[float]
    statuses: Mapping[int, int]
    states: Mapping[str, int]
    locks: list[float]


async def race(ring: Stage, people: list[Contender], meter: Meter, locks: Path) -> Result:
    """Everyone walks to the summary, presses in the same moment, and looks at the confirmation."""
    programme = ring.programme
    await crowd.some_at_a_time(people, lambda c: crowd.to_summary(c, programme, random.Random(c.email)))
    before, began = meter.read(), time.monotonic()
    await crowd.all_together(people, crowd.press)
    seconds, used = time.monotonic() - began, meter.read() - before
    await crowd.some_at_a_time(people, lambda c: c.open(c.outcome))
    crowd.leave(people)
    seated = {email for email, state, _number in ring.results() if state == "confirmed"}
    return Result(
        seconds,
        used,
        [contender.decision.seconds for contender in people],
        [contender.decision.seconds for contender in people if contender.email in seated],
        Counter(contender.decision.status for contender in people),
        ring.states(),
        _held(locks),
    )


def _held(log: Path) -> list[float]:
    lines = (line.split() for line in log.read_text(encoding="ascii").splitlines())
    return [float(milliseconds) for endpoint, milliseconds in lines if endpoint == DECIDING]


def bare_commits(environment: Mapping[str, str]) -> list[float]:
    """Milliseconds of one durable commit of one small change, on a connection like the portal's."""
    engine = create_engine(read(environment).database_url, poolclass=StaticPool)
    listen(engine)
    # Up and down again: SQLite writes nothing when nothing changes.
    change = text(
        "UPDATE editions SET next_queue_number = next_queue_number + :step"
        " WHERE id = (SELECT min(id) FROM editions)"
    )
    found = []
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        for number in range(COMMITS):
            began = time.perf_counter()
            with connection.begin():
                connection.execute(change, {"step": 1 - 2 * (number % 2)})
            found.append((time.perf_counter() - began) * 1000)
    engine.dispose()
    return found
