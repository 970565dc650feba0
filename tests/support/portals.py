"""The portal as an app on a database of one's own.

Making the app takes longer than most tests do, so it is made once for each kind of settings, and then
lent to one test after the other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache

from flask import Flask

from portal.app import configure, create_app
from portal.config import Settings
from portal.database import db
from tests.support.engines import sqlite_engine


@cache
def _made(settings: Settings) -> Flask:
    return create_app(settings)


@contextmanager
def lent(settings: Settings) -> Iterator[Flask]:
    """The portal with these settings, on their SQLite database, in its context."""
    app = _made(replace(settings, database_url="sqlite://"))
    app.extensions["settings"] = settings
    configure(settings)
    with sqlite_engine(settings.database_url) as engine, app.app_context():
        db.engines[None] = engine
        yield app
        db.session.remove()
