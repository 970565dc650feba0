"""Fixtures: the demo loaded once, and a stage of its own for each journey."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.sink import BackgroundSink
from tests.journeys.clock import LOADED, setting
from tests.journeys.stage import DATABASE, Stage, Variant
from tests.support.browser import NewPage
from tests.support.environment import run_command, settings

POSTBUS = "postbus"


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the whole demo, as an operator loads it, and the letters that went out by then.

    The first test worker that needs it makes it for all.
    """
    several = "PYTEST_XDIST_WORKER" in os.environ
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if several else base) / "demo-template"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            _load(folder)
            (folder / "ready").touch()
    return folder


def _load(folder: Path) -> None:
    with BackgroundSink(folder / POSTBUS) as sink:
        environment = settings(f"sqlite:///{folder / DATABASE}", sink=sink, more=setting(LOADED))
        run_command(environment, "db", "upgrade")
        run_command(environment, "seed", "--demo")
        run_command(environment, "job", "update_agendas")
        run_command(environment, "job", "deliver_letters")


@pytest.fixture
def stage(
    demo_template: Path, tmp_path: Path, smtp_sink: BackgroundSink, new_page: NewPage, variant: Variant
) -> Iterator[Stage]:
    """The demo with its server, its scheduler and its mail; at the end the whole database must be sound."""
    shutil.copyfile(demo_template / DATABASE, tmp_path / DATABASE)
    for letter in (demo_template / POSTBUS).glob("*.eml"):
        shutil.copyfile(letter, smtp_sink.folder / letter.name)
    opened = Stage(tmp_path, smtp_sink, new_page, variant)
    try:
        opened.open()
        yield opened
        assert opened.check() == "Alles klopt."
    finally:
        opened.close()
