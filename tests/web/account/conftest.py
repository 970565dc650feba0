"""Fixtures of this room."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.database import db
from tests.people.support import NOW, Browser, a_portal, moment


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """The portal, at NOW."""
    portal = a_portal(tmp_path)
    with portal.app_context(), moment(NOW):
        yield portal
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A visitor."""
    return Browser(app)
