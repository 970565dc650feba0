"""Fixtures that every room may use: a database session, the portal as an app, and a browser."""

import gc
import os
import re
from collections.abc import Iterator
from itertools import chain, groupby

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as examples
from sqlalchemy.orm import Session

from portal import clock, config, texts
from portal.people import tokens
from tests.builders import KEY, NOW
from tests.support.engines import sqlite_engine
from tests.support.environment import WARM
from tests.support.portals import lent
from tests.support.proof import FULL
from tests.support.templates import keep_compiled

# Slow is no fault. Every day the same examples, so that a test says the same twice; in the proof new ones.
examples.register_profile("portal", deadline=None, derandomize=not FULL)
examples.load_profile("portal")
if not FULL:
    os.environ[WARM] = "yes"
keep_compiled()
gc.set_threshold(50_000, 20, 50)  # thousands of tests throw little away each; looking for it takes longer
PARTS = [
    "tests.support.browser",
    "tests.support.dovecot",
    "tests.support.databases",
    "tests.support.servers",
]
pytest.register_assert_rewrite(*PARTS)
pytest_plugins = PARTS


LONG = re.compile(r"tests/(journeys|faults|security)/|test_(machine|migrations|delivery|timetable)")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long come early but one by one, so that the workers neither all drive a browser at once
    nor wait for one file at the end.
    """
    files = [list(tests) for _file, tests in groupby(items, key=lambda item: item.path)]
    long = [tests for tests in files if LONG.search(tests[0].nodeid)]
    short = [tests for tests in files if not LONG.search(tests[0].nodeid)]
    share = len(short) * 2 // (3 * max(len(long), 1))
    mixed = []
    for place, tests in enumerate(long):
        mixed += [tests, *short[place * share : (place + 1) * share]]
    items[:] = chain.from_iterable([*mixed, *short[len(long) * share :]])


@pytest.fixture(autouse=True)
def _speaks_dutch() -> None:
    """Every test begins in Dutch, whatever page the one before it looked at."""
    texts.set_language("nl")


@pytest.fixture
def session(empty_url: str) -> Iterator[Session]:
    """A session on an empty SQLite database of its own; services write in it, nothing commits."""
    tokens.configure(KEY)
    with sqlite_engine(empty_url) as engine, Session(engine, expire_on_commit=False) as opened:
        yield opened


@pytest.fixture
def app(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The portal on an empty SQLite database of its own, at NOW."""
    settings = config.read(
        {
            "PORTAL_MODE": "test",
            "SECRET_KEY": KEY,
            "SITE_URL": "http://localhost",
            "DATABASE_URL": empty_url,
        }
    )
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with lent(settings) as made:
        yield made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without script: follows no redirects by itself."""
    return app.test_client()
