"""Fixtures that letters and jobs share: a database of each kind, and a mail server that can be scripted."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from flask import Flask

from demo.sink import BackgroundSink
from portal.database import Base
from tests.outbox.support import portal_on, settings_for


@pytest.fixture(scope="session")
def letters_on_postgres(request: pytest.FixtureRequest) -> str:
    """A PostgreSQL database with the portal's tables, shared by the tests of one worker."""
    url = request.getfixturevalue("postgres_cluster").create(f"letters_{secrets.token_hex(4)}")
    with portal_on(settings_for(url)):
        return str(url)


def _empty(url: str) -> None:
    tables = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
    with psycopg.connect(url) as connection:
        connection.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE".encode())


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of this kind, for this test alone."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'portal.db'}"
        return
    url = request.getfixturevalue("letters_on_postgres")
    yield url
    _empty(url)


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[BackgroundSink]:
    """A mail server on a free port."""
    with BackgroundSink(tmp_path / "postbus") as running:
        yield running


@pytest.fixture
def portal(database_url: str, sink: BackgroundSink) -> Iterator[Flask]:
    """A portal whose mail goes to the sink."""
    with portal_on(settings_for(database_url, port=sink.port)) as app:
        yield app


@pytest.fixture
def quiet_portal(tmp_path: Path) -> Iterator[Flask]:
    """A portal on SQLite without a mail server."""
    with portal_on(settings_for(f"sqlite:///{tmp_path / 'portal.db'}")) as app:
        yield app
