"""Somebody else holds the lock: a short while is waited for, a long while ends in a page that says so."""

import asyncio
import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from benchmarks import crowd, stage
from benchmarks.browser import Answer
from benchmarks.crowd import Contender
from portal.database import WAIT_SECONDS
from tests.support.servers import LiveServer


@pytest.fixture(scope="module")
def ring(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[stage.Stage]:
    folder = tmp_path_factory.mktemp("locked")
    with LiveServer(database, folder) as server:
        yield stage.set_up(server.environment, folder, seats=10)


@pytest.fixture(scope="module")
def people(ring: stage.Stage) -> list[Contender]:
    return ring.contenders(3)


@contextmanager
def locked(ring: stage.Stage) -> Iterator[None]:
    """Another connection holds the lock that a seat decision needs."""
    url = ring.environment["DATABASE_URL"]
    if url.startswith("sqlite"):
        holder = sqlite3.connect(Path(url.removeprefix("sqlite:///")), isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
    else:
        holder = psycopg.connect(url)
        holder.execute("SELECT id FROM editions WHERE loaded_as = %s FOR UPDATE", (ring.key,))
    yield
    holder.rollback()
    holder.close()


async def press_while_locked(ring: stage.Stage, contender: Contender, seconds: float) -> list[Answer]:
    """The button, a look at the catalogue meanwhile, and the button again once the lock is free."""
    await crowd.to_summary(contender, ring.programme, random.Random(1))
    reader = Contender("", contender.browser.twin())
    assert contender.ready is not None
    with locked(ring):
        sent = asyncio.ensure_future(contender.send(contender.ready))
        await asyncio.sleep(min(seconds, 1))
        catalogue = await reader.open("/leergangen")
        await asyncio.sleep(max(0, seconds - 1))
    first = await sent
    again = await contender.send(contender.ready)
    crowd.leave([contender, reader])
    return [catalogue, first, again]


def counts(ring: stage.Stage) -> list[int]:
    tables = ("registrations", "participants", "claims", "registration_events", "outgoing_letters")
    with ring.database() as connection:
        return [connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0 for table in tables]


def test_button_waits_for_a_short_lock(ring: stage.Stage, people: list[Contender]) -> None:
    catalogue, first, again = crowd.run(press_while_locked(ring, people[0], 1))
    assert (catalogue.status, first.status, again.status) == (200, 303, 303)
    assert first.seconds > 0.9
    assert first.location == again.location


def test_button_gives_up_after_a_long_lock(ring: stage.Stage, people: list[Contender]) -> None:
    before = counts(ring)
    catalogue, first, again = crowd.run(press_while_locked(ring, people[1], WAIT_SECONDS + 2))
    assert (catalogue.status, first.status, again.status) == (200, 503, 303)
    assert first.headers["retry-after"] == "30"
    assert "Er is niets veranderd." in first.body
    assert WAIT_SECONDS - 1 < first.seconds < WAIT_SECONDS + 2
    assert counts(ring) == [number + 1 for number in before]  # by the second press alone


def test_check_finds_nothing_after_locks(ring: stage.Stage) -> None:
    assert ring.check().splitlines()[-1] == "Alles klopt."
