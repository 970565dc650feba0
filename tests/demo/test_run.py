"""The process tree of the demo."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from demo import run
from demo.programs import HOST, ROOT, Program, free_port, stop_all
from demo.run import Demo, DemoError

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
DIES = [sys.executable, "-c", "raise SystemExit(3)"]
# A parent with a child that both turn a deaf ear to SIGTERM; it prints the child's process id.
STUBBORN = [
    sys.executable,
    "-c",
    (
        "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); child = os.fork()\n"
        "if child: print(child, flush=True)\n"
        "time.sleep(60)"
    ),
]


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "8 0"])
def test_port_that_is_none_is_explained(port: str) -> None:
    with pytest.raises(DemoError, match="choose a number"):
        run.chosen_port({"PORT": port})


def test_port_is_8000_unless_chosen() -> None:
    assert [run.chosen_port({}), run.chosen_port({"PORT": ""}), run.chosen_port({"PORT": "8001"})] == [
        8000,
        8000,
        8001,
    ]


def test_port_in_use_says_what_to_do() -> None:
    with socket.socket() as busy:
        busy.bind((HOST, 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(DemoError, match=f"PORT={port + 1} make demo"):
            run.prepare({"PORT": str(port)})


def test_demo_never_mails_through_a_real_server(tmp_path: Path) -> None:
    real = {
        "MAIL_SERVER": "smtp.gemeente.example",
        "MAIL_USERNAME": "u",
        "MAIL_PASSWORD": "p",
        "MAIL_USE_TLS": "1",
    }
    settings = run.environment(Demo(8000, 8025, tmp_path), real)
    mail = {name: value for name, value in settings.items() if name.startswith("MAIL_")}
    assert mail == {"MAIL_SERVER": HOST, "MAIL_PORT": "8025", "MAIL_SINK_DIR": str(tmp_path / "postbus")}


def test_database_and_clock_may_come_from_outside(tmp_path: Path) -> None:
    chosen = {
        "DATABASE_URL": "postgresql://localhost/demo",
        "PORTAL_CLOCK": "+14d",
        "PORTAL_MODE": "production",
    }
    settings = run.environment(Demo(8000, 8025, tmp_path), chosen)
    assert (settings["DATABASE_URL"], settings["PORTAL_CLOCK"], settings["PORTAL_MODE"]) == (
        "postgresql://localhost/demo",
        "+14d",
        "demo",
    )


def test_demo_leaves_its_logins_on_the_screen(tmp_path: Path) -> None:
    demo = Demo(8000, 8025, tmp_path)
    asked = [run.environment(demo, outside)["LOG_LEVEL"] for outside in ({}, {"LOG_LEVEL": "info"})]
    assert asked == ["warning", "info"]


def test_secret_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    first, second = run.secret_key(tmp_path), run.secret_key(tmp_path)
    assert first == second
    assert len(first) >= 32
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_failing_step_is_named() -> None:
    with pytest.raises(DemoError, match=r"Loading the example data failed \(exit code 3\)"):
        run.run_step("Loading the example data", DIES, os.environ, threading.Event())


def test_stop_during_a_step_ends_it_without_complaint() -> None:
    stop = threading.Event()
    stop.set()
    start = time.monotonic()
    run.run_step("Loading the example data", SLEEPER, os.environ, stop)
    assert time.monotonic() - start < 5


def test_program_that_dies_is_named() -> None:
    program = Program("scheduler", DIES, os.environ)
    program.process.wait(10)
    with pytest.raises(DemoError, match=r"The scheduler stopped by itself \(exit code 3\)"):
        run.raise_if_dead([program])


def test_stopping_leaves_no_stubborn_grandchild() -> None:
    read, write = os.pipe()
    with os.fdopen(read) as lines, os.fdopen(write, "wb") as output:
        program = Program("stubborn", STUBBORN, os.environ, output)
        grandchild = int(lines.readline())
        stop_all([program], patience=0.2)
        assert not running(grandchild)


def running(pid: int) -> bool:
    """Whether a process lives on within two seconds; a zombie does not."""
    for _ in range(40):
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return False
        if state == "Z":
            return False
        time.sleep(0.05)
    return True


def test_welcome_shows_address_mail_and_logins(tmp_path: Path) -> None:
    login = run.people.DemoLogin("deelnemer", "Noor de Wit", "noor@dorp.example", "een-twee-drie")
    shown = run.welcome(Demo(8001, 8025, tmp_path), [login, replace(login, password="vier")])
    wanted = (
        "http://127.0.0.1:8001\n",
        "http://127.0.0.1:8001/demo/postbus",
        "noor@dorp.example   een-twee-drie",
    )
    assert [text for text in wanted if text not in shown] == []


def test_mail_sink_program_stops_on_request(tmp_path: Path) -> None:
    port = free_port()
    program = Program("mail sink", run.programs.sink(port, tmp_path), os.environ)
    try:
        while run.port_is_free(port) and program.exit_code() is None:
            time.sleep(0.05)
        program.signal(signal.SIGTERM)
        assert program.process.wait(5) == 0
    finally:
        program.kill()


def test_make_lists_its_commands() -> None:
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = [line.split()[1] for line in shown.splitlines() if line.startswith("  make ")]
    assert names == [
        "help", "install", "demo", "test", "check", "proof", "bench", "migration", "texts", "lock", "clean",
    ]  # fmt: skip
