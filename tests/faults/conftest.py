"""Fixtures: a race with real processes, run once for each kind of database."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks import crowd, stage
from demo.sink import BackgroundSink
from tests.faults.support import Raced, fresh_database
from tests.support.proof import size
from tests.support.servers import LiveServer, SchedulerProcess

SEATS = size(6, 16)
CROWD = size(40, 300)
BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="module", params=BOTH)
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A migrated, empty database for the tests of one module."""
    with fresh_database(request, tmp_path_factory.mktemp("database")) as url:
        yield url


@pytest.fixture(scope="module")
def raced(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Raced]:
    """Everyone walked to the summary and pressed in the same moment, a third of them twice at once."""
    folder = tmp_path_factory.mktemp("race")
    with BackgroundSink(folder / "postbus") as sink, LiveServer(database, folder, sink=sink) as server:
        ring = stage.set_up(server.environment, folder, seats=SEATS, pattern=stage.CHOICES)
        people = ring.contenders(CROWD)
        crowd.run(_race(people, ring.programme))
        yield Raced(ring, sink, people, server)


async def _race(people: list[crowd.Contender], programme: str) -> None:
    await crowd.some_at_a_time(people, lambda c: crowd.to_summary(c, programme, random.Random(c.email)))
    twice = {contender.email for contender in people[::3]}
    await crowd.all_together(people, lambda c: crowd.press(c, twice=c.email in twice))
    await crowd.some_at_a_time(people, lambda c: c.open(c.outcome))
    crowd.leave(people)


@pytest.fixture(scope="module")
def scheduler_for(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[LiveServer], SchedulerProcess]]:
    """Starts schedulers that end with the module."""
    started: list[SchedulerProcess] = []

    def start(server: LiveServer) -> SchedulerProcess:
        folder: Path = tmp_path_factory.mktemp("scheduler")
        started.append(SchedulerProcess(server.environment, folder))
        return started[-1].start()

    yield start
    for scheduler in started:
        scheduler.stop()
