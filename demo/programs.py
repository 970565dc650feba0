"""Starting and ending programs as process groups: for the demo, and for tests that need real processes."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


def flask(*words: str) -> list[str]:
    """The command line of `flask --app wsgi …`."""
    return [sys.executable, "-m", "flask", "--app", "wsgi", *words]


def web(port: int, *options: str) -> list[str]:
    """The command line of the web server."""
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "gunicorn.conf.py",
        "--bind",
        f"{HOST}:{port}",
        *options,
    ]


def sink(port: int, folder: Path) -> list[str]:
    """The command line of the mail sink."""
    return [sys.executable, "-m", "demo.sink", "--port", str(port), "--folder", str(folder)]


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def port_is_free(port: int) -> bool:
    """Whether a server could start on this port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


class Program:
    """One running program, with all its children in a process group of its own."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        output: IO[bytes] | None = None,
        start: Callable[..., Any] = subprocess.Popen,
    ) -> None:
        self.name = name
        self.process = start(
            command, cwd=ROOT, env=dict(environment), stdout=output, stderr=output, start_new_session=True
        )

    @property
    def pid(self) -> int:
        """The first process of the group."""
        return self.process.pid

    def exit_code(self) -> int | None:
        """None while it runs."""
        return self.process.poll()

    def signal(self, number: int) -> None:
        """Sends a signal to the whole group."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, number)

    def ask_to_stop(self) -> None:
        """SIGTERM to the first process only: it ends its own children in good order."""
        if self.exit_code() is None:
            self.process.terminate()

    def stop(self, patience: float = 10) -> None:
        """Ends it: asked at first, by force when it takes too long; nothing of the group is left."""
        self.ask_to_stop()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(patience)
        self.kill()

    def kill(self) -> None:
        """Ends the whole group at once, as a power cut would."""
        self.signal(signal.SIGKILL)
        self.process.wait(10)


def stop_all(programs: Sequence[Program], patience: float = 10) -> None:
    """Ends programs together, within the patience for one."""
    for program in programs:
        program.ask_to_stop()
    end = time.monotonic() + patience
    for program in programs:
        program.stop(max(0.1, end - time.monotonic()))
