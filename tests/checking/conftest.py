"""Fixtures of this room."""

import pytest
from sqlalchemy.orm import Session

from tests.checking.support import World, a_world


@pytest.fixture
def world(session: Session) -> World:
    """A database in order."""
    return a_world(session)
