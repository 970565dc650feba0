"""Fixtures of this room: the world, made once, and portals on copies of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.security.support import Portal, make_world, open_portal


@pytest.fixture(scope="session")
def world_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the world."""
    return make_world(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="module")
def lasting(world_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """One portal for all tests of a file: who changes something restores it."""
    with open_portal(world_home, tmp_path_factory.mktemp("portal")) as portal:
        yield portal


@pytest.fixture
def portal(world_home: Path, tmp_path: Path) -> Iterator[Portal]:
    """A portal for this test alone."""
    with open_portal(world_home, tmp_path) as opened:
        yield opened
