"""The tasks of the scheduler, each thin, each also `flask job NAME`, each safe to run twice.

A task is a function of a `Run`. It writes inside `with run.transaction() as session:`, never otherwise.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import cast

from flask import current_app

from portal.config import Settings
from portal.errors import NotFound
from portal.jobs import delivery
from portal.jobs.leases import Held
from portal.jobs.running import Run
from portal.people import tokens


@dataclass(frozen=True)
class Task:
    """What to do and how often. The function returns counts for the log."""

    do: Callable[[Run], Mapping[str, int]]
    every: timedelta


def deliver_letters(run: Run) -> Mapping[str, int]:
    """Sends the letters that are due."""
    return delivery.deliver(run)


def purge(run: Run) -> Mapping[str, int]:
    """Removes what has had its time."""
    with run.transaction() as session:
        return {"tokens": tokens.purge(session, run.now)}


TASKS: dict[str, Task] = {
    "deliver_letters": Task(deliver_letters, every=timedelta(seconds=5)),
    "purge": Task(purge, every=timedelta(hours=1)),
}


def run_task(
    name: str,
    *,
    now: datetime,
    real_now: datetime,
    held: Held | None = None,
    stop: Event | None = None,
) -> Mapping[str, int]:
    """Runs one task now, inside an app context; raises `NotFound` for an unknown name."""
    if name not in TASKS:
        raise NotFound(f"no task {name!r}; there are {', '.join(sorted(TASKS))}")
    settings = cast(Settings, current_app.extensions["settings"])
    run = Run(now=now, real_now=real_now, settings=settings, held=held, stop=stop or Event())
    return TASKS[name].do(run)
