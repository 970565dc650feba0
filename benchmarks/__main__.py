"""Measures the race and the pages on both databases: python -m benchmarks [--crowd 300] [--only sqlite]"""

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import crowd, report, stage
from benchmarks.meters import Meter, family, pss_mebibytes
from benchmarks.races import bare_commits, race
from benchmarks.walks import Walk
from demo.programs import web
from demo.sink import BackgroundSink
from tests.support.databases import migrate
from tests.support.postgres import Cluster, programs
from tests.support.servers import LiveServer, SchedulerProcess

WALKERS = 150
WARM = 40


class Measured(LiveServer):
    """The web server with the stopwatch in it."""

    def command(self) -> list[str]:
        """gunicorn with the measured portal."""
        return web(self.port, "--log-level", "warning", "benchmarks.measured:app")


@contextmanager
def database(kind: str, folder: Path) -> Iterator[tuple[str, int | None]]:
    """A migrated database: its address, and the first process of its server."""
    if kind == "sqlite":
        url = f"sqlite:///{folder / 'portal.db'}"
        migrate(url)
        yield url, None
        return
    with Cluster() as cluster:
        url = cluster.create("bench")
        migrate(url)
        yield url, cluster.pid


def first_page(url: str, folder: Path) -> float:
    """Seconds from the start of the server to the first page."""
    server = LiveServer(url, folder)
    began = time.monotonic()
    with server:
        return time.monotonic() - began


def measure(kind: str, folder: Path, contenders: int, seats: int) -> None:
    """All measurements on one kind of database."""
    with database(kind, folder) as (url, database_pid):
        started = first_page(url, folder)
        locks = folder / "locks"
        with (
            BackgroundSink(folder / "postbus") as sink,
            Measured(url, folder, sink=sink, more={"BENCH_LOCKS": str(locks)}) as server,
        ):
            assert server.program is not None
            meter = Meter(server.program.pid, database_pid)
            stage.load_programmes(server.environment)
            for pattern in (stage.PLAIN, stage.CHOICES):
                ring = stage.set_up(server.environment, folder, seats=seats, pattern=pattern)
                people = ring.contenders(WARM + WALKERS)
                crowd.run(Walk(people[:WARM], meter, ring.programme).run())
                costs = crowd.run(Walk(people[WARM:], meter, ring.programme).run())
                report.pages(kind, pattern, costs)
            ring = stage.set_up(server.environment, folder, seats=seats, name="wedloop-race")
            people = ring.contenders(contenders)
            locks.write_text("", encoding="ascii")
            result = crowd.run(race(ring, people, meter, locks))
            report.race(kind, result, bare_commits(server.environment))
            with SchedulerProcess(server.environment, folder) as scheduler:
                assert scheduler.program is not None
                time.sleep(12)  # letters go out: memory is read under work
                workers, tasks = server.worker_pids(), family(scheduler.program.pid)
                report.memory(pss_mebibytes(workers), pss_mebibytes(tasks), started)
            print(f"  check: {ring.check().splitlines()[-1]}")


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--crowd", type=int, default=300)
    parser.add_argument("--seats", type=int, default=16)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    chosen = parser.parse_args()
    print(f"{os.cpu_count()} cores, load before: {os.getloadavg()[0]:.1f}")
    for kind in [chosen.only] if chosen.only else ["sqlite", "postgresql"]:
        if kind == "postgresql" and programs() is None:
            print("postgresql: not measured, it is not installed (apt-get install postgresql)")
            continue
        with tempfile.TemporaryDirectory(prefix="leergang-bench-") as folder:
            measure(kind, Path(folder), chosen.crowd, chosen.seats)


if __name__ == "__main__":
    main()
