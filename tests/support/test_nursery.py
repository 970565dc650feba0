"""A process of the nursery is one like any other."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.nursery import Fork, Nursery


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    opened = Nursery(str(Path.cwd()))
    yield opened
    opened.close()


def start(nursery: Nursery, log: Path, *words: str) -> Fork:
    with log.open("ab") as output:
        environment = {"PATH": os.environ["PATH"], "WHO": "Noor"}
        command = [sys.executable, "-m", *words]
        return nursery.start(command, cwd=log.parent, env=environment, stdout=output, stderr=output)


def test_process_has_its_own_words_environment_and_exit_code(nursery: Nursery, tmp_path: Path) -> None:
    program = start(nursery, tmp_path / "log", "tests.support.telling", "een", "twee")
    assert program.wait(10) == 3
    assert (tmp_path / "log").read_text(encoding="utf-8") == "['een', 'twee'] ['PATH', 'WHO']\n"


def test_process_that_fails_says_why(nursery: Nursery, tmp_path: Path) -> None:
    assert start(nursery, tmp_path / "log", "tests.support.nowhere").wait(10) == 1
    assert "No module named" in (tmp_path / "log").read_text(encoding="utf-8")


def test_process_can_be_killed_with_its_group(nursery: Nursery, tmp_path: Path) -> None:
    program = start(nursery, tmp_path / "log", "tests.support.telling", "wait")
    with pytest.raises(subprocess.TimeoutExpired):
        program.wait(0.1)
    assert os.getpgid(program.pid) == program.pid
    os.killpg(program.pid, signal.SIGKILL)
    assert program.wait(10) == -signal.SIGKILL
