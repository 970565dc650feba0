"""The demo as one process tree in the foreground: mail sink, web server, scheduler. Ctrl-C ends it all."""

import http.client
import os
import secrets
import signal
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from demo import people, programs
from demo.programs import HOST, ROOT, Program, flask, free_port, port_is_free

PATIENCE_AT_START = 60
MAIL_SETTINGS = ("MAIL_USE_TLS", "MAIL_USE_SSL", "MAIL_USERNAME", "MAIL_PASSWORD")


class DemoError(Exception):
    """The demo cannot start or go on; the message says what to do."""


@dataclass(frozen=True)
class Demo:
    """What one demo uses."""

    port: int
    mail_port: int
    instance: Path

    @property
    def site_url(self) -> str:
        """Where to point the browser."""
        return f"http://{HOST}:{self.port}"

    @property
    def postbus(self) -> Path:
        """Where the mail is kept."""
        return self.instance / "postbus"

    @property
    def answers(self) -> Path:
        """Where answers to invitations are put, and read."""
        return self.instance / "antwoorden"


def chosen_port(environ: Mapping[str, str]) -> int:
    """PORT, or 8000."""
    text = environ.get("PORT", "") or "8000"
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise DemoError(
            f"PORT={text} is not a port: choose a number from 1024 to 65535, like PORT=8001 make demo"
        )
    return int(text)


def secret_key(instance: Path) -> str:
    """The key of this checkout's demo: made once, so that people stay signed in after a restart."""
    path = instance / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def environment(demo: Demo, environ: Mapping[str, str]) -> dict[str, str]:
    """The settings of every program of the demo. The database, clock, theme and log may come from outside."""
    kept = {name: value for name, value in environ.items() if name not in MAIL_SETTINGS}
    return {
        "DATABASE_URL": f"sqlite:///{demo.instance / 'demo.db'}",
        "LOG_LEVEL": "warning",  # hundreds of letters go out at the start: the logins must stay on the screen
        **kept,
        "PORTAL_MODE": "demo",
        "SECRET_KEY": secret_key(demo.instance),
        "SITE_URL": demo.site_url,
        "MAIL_SERVER": HOST,
        "MAIL_PORT": str(demo.mail_port),
        "MAIL_SINK_DIR": str(demo.postbus),
        "MAILBOXES": demo.answers.as_uri(),
        "PYTHONUNBUFFERED": "1",
    }


def prepare(environ: Mapping[str, str]) -> Demo:
    """Chooses ports and makes the folder of the demo's data."""
    port = chosen_port(environ)
    if not port_is_free(port):
        raise DemoError(
            f"Port {port} is in use: is another demo still running?\n"
            f"Stop that one, or choose another port:  PORT={port + 1} make demo"
        )
    instance = ROOT / "instance"
    instance.mkdir(exist_ok=True)
    return Demo(port, free_port(), instance)


def run_step(name: str, command: Sequence[str], settings: Mapping[str, str], stop: threading.Event) -> None:
    """Runs one command to its end."""
    step = Program(name, command, settings)
    try:
        while step.exit_code() is None and not stop.wait(0.05):
            pass
    finally:
        step.stop()
    if step.exit_code() and not stop.is_set():
        raise DemoError(f"{name} failed (exit code {step.exit_code()}): the lines above say why.")


def raise_if_dead(running: Sequence[Program]) -> None:
    """One that stops by itself takes the rest along: half a demo would only puzzle."""
    for program in running:
        code = program.exit_code()
        if code is not None:
            raise DemoError(
                f"The {program.name} stopped by itself (exit code {code}): the lines above say why.\n"
                "Everything else is stopped too."
            )


def answers(port: int) -> bool:
    """Whether the web server speaks."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def wait_until_up(demo: Demo, running: Sequence[Program], stop: threading.Event) -> None:
    """Returns when the first page comes."""
    end = time.monotonic() + PATIENCE_AT_START
    while not stop.is_set() and not answers(demo.port):
        raise_if_dead(running)
        if time.monotonic() > end:
            raise DemoError(f"No page comes within {PATIENCE_AT_START} seconds: the lines above may say why.")
        stop.wait(0.1)


def welcome(demo: Demo, logins: Sequence[people.DemoLogin]) -> str:
    """What the newcomer needs to know."""
    lines = [
        "",
        f"  The portal is at    {demo.site_url}",
        f"  All its mail is at  {demo.site_url}/demo/postbus",
        "",
    ]
    if logins:
        lines += ["  Sign in as:", *(f"    {line}" for line in people.table(logins)), ""]
    return "\n".join([*lines, "  Ctrl-C stops everything.", ""])


def play(demo: Demo, settings: Mapping[str, str], running: list[Program], stop: threading.Event) -> None:
    """Starts everything, and returns when asked to stop."""
    print("Preparing the database …", flush=True)
    run_step("Bringing the database up to date", flask("db", "upgrade"), settings, stop)
    run_step("Loading the example data", flask("seed", "--demo"), settings, stop)
    commands = {
        "mail sink": programs.sink(demo.mail_port, demo.postbus),
        "web server": programs.web(demo.port, "--log-level", "warning"),
        "scheduler": flask("scheduler"),
    }
    for name, command in commands.items():
        if stop.is_set():
            return
        running.append(Program(name, command, settings))
    wait_until_up(demo, running, stop)
    if not stop.is_set():
        print(welcome(demo, people.read(ROOT / "seeds" / "people.toml")), flush=True)
    while not stop.wait(0.3):
        raise_if_dead(running)


def main() -> int:
    """Runs the demo; the exit code is 1 when something went wrong."""
    stop = threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, on_signal)
    running: list[Program] = []
    try:
        demo = prepare(os.environ)
        play(demo, environment(demo, os.environ), running, stop)
    except DemoError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    finally:
        # The mail sink started first and ends last, so that the scheduler can finish its letter.
        programs.stop_all(running[:0:-1])
        programs.stop_all(running[:1])
    print("\nThe demo is stopped.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
