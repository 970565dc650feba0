"""Processes of the portal that start at once: forked from one that has imported everything already.

A test of a crash or a journey starts a dozen real processes, each of which would first import for more than
a second. The nursery imports once and forks for each: a process of its own all the same, with its own
environment, group and exit code. The full proof starts everything from nothing, as an operator does.

    nursery = Nursery()
    program = nursery.start([sys.executable, "-m", "flask", …], cwd=ROOT, env={…}, stdout=file, stderr=file)
"""

import gc
import json
import os
import runpy
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import IO, Any, NoReturn

from tests.support.templates import keep_compiled

PRELOADED = (
    "alembic.command",
    "flask.cli",
    "flask_migrate",
    "gunicorn.app.wsgiapp",
    "gunicorn.workers.gthread",
    "portal.app",
)
MOMENT = 0.01


class Nursery:
    """The parent of forked processes, seen from the tests."""

    def __init__(self, folder: str) -> None:
        self._asking = threading.Lock()
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.support.nursery"],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(
        self,
        command: Sequence[str],
        *,
        cwd: object,
        env: Mapping[str, str],
        stdout: IO[bytes] | None = None,
        stderr: IO[bytes] | None = None,
        start_new_session: bool = True,
    ) -> "Fork":
        """Starts `python -m module …` as subprocess.Popen would, in a process group of its own."""
        if list(command[:2]) != [sys.executable, "-m"]:
            raise ValueError(f"the nursery knows modules only: {command}")
        files = [_path(file) for file in (stdout, stderr)]
        return Fork(self, int(self.ask({"words": list(command[2:]), "env": dict(env), "files": files})))

    def ask(self, question: object) -> Any:
        """One question, one answer."""
        with self._asking:
            assert self._parent.stdin
            assert self._parent.stdout
            self._parent.stdin.write(json.dumps(question) + "\n")
            self._parent.stdin.flush()
            return json.loads(self._parent.stdout.readline())

    def close(self) -> None:
        """Ends the nursery; who was started lives on."""
        self._parent.communicate()


class Fork:
    """A forked process, with the part of subprocess.Popen that is used here."""

    def __init__(self, nursery: Nursery, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._nursery = nursery

    def poll(self) -> int | None:
        """The exit code, None while it runs."""
        if self.returncode is None:
            self.returncode = self._nursery.ask({"ended": self.pid})
        return self.returncode

    def wait(self, timeout: float) -> int:
        """Waits for the end; raises subprocess.TimeoutExpired."""
        end = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            time.sleep(MOMENT)
        return code

    def terminate(self) -> None:
        """SIGTERM."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGTERM)


def _path(file: IO[bytes] | None) -> str:
    """A way to an open file, also to one without a name."""
    return f"/proc/{os.getpid()}/fd/{file.fileno()}" if file else os.devnull


def _serve() -> None:
    """Answers questions until nobody asks any more."""
    gc.disable()
    for name in PRELOADED:
        import_module(name)
    keep_compiled()
    gc.enable()
    gc.collect()
    gc.freeze()
    codes: dict[int, int] = {}
    for line in sys.stdin:
        question = json.loads(line)
        answer: int | None
        if "words" in question:
            # Opened before the answer: who asked may close its own file after that.
            files = [os.open(name, os.O_RDWR | os.O_APPEND) for name in (os.devnull, *question["files"])]
            answer = os.fork()
            if answer == 0:
                _become(question["words"], question["env"], files)
            for file in files:
                os.close(file)
        else:
            answer = _ended(question["ended"], codes)
        print(json.dumps(answer), flush=True)


def _ended(pid: int, codes: dict[int, int]) -> int | None:
    if pid not in codes:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            codes[pid] = os.waitstatus_to_exitcode(status)
    return codes.get(pid)


def _become(words: list[str], env: dict[str, str], files: list[int]) -> NoReturn:
    """In the child: the module with these words, as `python -m` runs it."""
    os.setsid()
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(env)
    sys.argv = words
    runpy.run_module(words[0], run_name="__main__", alter_sys=True)
    sys.exit()  # the usual way: whoever holds a file closes it


if __name__ == "__main__":
    _serve()
