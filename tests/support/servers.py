"""The portal as real processes: web server, scheduler, commands; and a mail sink to speak to."""

import http.client
import os
import random
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from demo.programs import HOST, Program, flask, free_port, stop_all, web
from demo.sink import BackgroundSink
from tests.support.environment import settings, starter

PATIENCE = 30


def children(pid: int) -> list[int]:
    """The processes that a process started and that still run."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(child) for child in path.read_text(encoding="ascii").split()]
    return found


class Service:
    """One long-running program of the portal that is started, killed and started again."""

    name = "service"

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self.environment = dict(environment)
        self.log = log
        self.program: Program | None = None

    def command(self) -> list[str]:
        """What to run."""
        raise NotImplementedError

    def wait_until_up(self) -> None:
        """Returns when it is of use."""

    def start(self) -> Self:
        """Starts it and waits until it is of use."""
        with self.log.open("ab") as output:
            self.program = Program(self.name, self.command(), self.environment, output, starter())
        try:
            self.wait_until_up()
        except BaseException:
            self.kill()
            raise
        return self

    def stop(self) -> None:
        """Ends it in good order."""
        if self.program:
            stop_all([self.program])

    def kill(self) -> None:
        """Ends it, with all its children, as a power cut would."""
        if self.program:
            self.program.kill()

    def raise_if_dead(self) -> None:
        """An ended program explains itself in its log."""
        code = self.program.exit_code() if self.program else 0
        if code is not None:
            raise RuntimeError(f"the {self.name} ended with {code}:\n{self.log.read_text(encoding='utf-8')}")

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class LiveServer(Service):
    """The web server with real worker processes: `with LiveServer(url, tmp_path) as server: server.url`."""

    name = "web server"

    def __init__(
        self,
        database_url: str,
        folder: Path,
        *,
        workers: int = 2,
        sink: BackgroundSink | None = None,
        more: Mapping[str, str] | None = None,
    ) -> None:
        self.port = free_port()
        self.workers = workers
        own = {"WEB_CONCURRENCY": str(workers), **(more or {})}
        super().__init__(settings(database_url, port=self.port, sink=sink, more=own), folder / "web.log")

    @property
    def url(self) -> str:
        """The address, without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    def command(self) -> list[str]:
        """gunicorn, with the settings of production."""
        return web(self.port, "--log-level", "warning")

    def wait_until_up(self) -> None:
        """Until every worker is there and the first page comes, whatever it says."""
        end = time.monotonic() + PATIENCE
        while not self.answers() or len(self.worker_pids()) < self.workers:
            self.raise_if_dead()
            if time.monotonic() > end:
                raise RuntimeError(f"no page within {PATIENCE} s:\n{self.log.read_text(encoding='utf-8')}")
            time.sleep(0.05)

    def answers(self) -> bool:
        """Whether a page comes."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=10)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        return True

    def worker_pids(self) -> list[int]:
        """The processes that answer."""
        return children(self.program.pid) if self.program else []

    def kill_one_worker(self, choose: random.Random) -> int | None:
        """kill -9 of one worker, which the server replaces; returns its process id."""
        pids = self.worker_pids()
        if not pids:
            return None
        pid = choose.choice(pids)
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return None
        return pid


class SchedulerProcess(Service):
    """The scheduler: `with SchedulerProcess(server.environment, tmp_path): …`."""

    name = "scheduler"

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        super().__init__(environment, folder / "scheduler.log")

    def command(self) -> list[str]:
        """flask scheduler."""
        return flask("scheduler")


@pytest.fixture
def smtp_sink(tmp_path: Path) -> Iterator[BackgroundSink]:
    """A mail server that keeps everything: `.port`, `.files()`, `.answer_next(TRY_LATER)`."""
    with BackgroundSink(tmp_path / "postbus") as sink:
        yield sink


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[Callable[..., LiveServer]]:
    """Starts web servers that end with the test: `start_server(database_url, workers=2, sink=smtp_sink)`."""
    started: list[LiveServer] = []

    def start(database_url: str, **chosen: object) -> LiveServer:
        folder = tmp_path / f"server-{len(started)}"
        folder.mkdir()
        server = LiveServer(database_url, folder, **chosen)  # type: ignore[arg-type]
        started.append(server)
        return server.start()

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def start_scheduler(tmp_path: Path) -> Iterator[Callable[[Mapping[str, str]], SchedulerProcess]]:
    """Starts schedulers that end with the test: `start_scheduler(server.environment)`."""
    started: list[SchedulerProcess] = []

    def start(environment: Mapping[str, str]) -> SchedulerProcess:
        folder = tmp_path / f"scheduler-{len(started)}"
        folder.mkdir()
        scheduler = SchedulerProcess(environment, folder)
        started.append(scheduler)
        return scheduler.start()

    yield start
    for scheduler in started:
        scheduler.stop()
