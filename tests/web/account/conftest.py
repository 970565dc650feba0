"""Fixtures of this room."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.people.support import Browser, a_portal


@pytest.fixture
def app(empty_url: str) -> Iterator[Flask]:
    """The portal, at NOW."""
    with a_portal(empty_url) as portal:
        yield portal


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A visitor."""
    return Browser(app)
