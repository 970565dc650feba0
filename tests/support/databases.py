"""Fixtures: databases with the portal's tables in them, empty and of one's own."""

import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from portal.database import Base, listen
from tests.support.environment import run_command, settings
from tests.support.postgres import Cluster

MIGRATED = "migrated"


def migrate(database_url: str) -> None:
    """Brings a database to the newest migration, as an operator does."""
    run_command(settings(database_url), "db", "upgrade")


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """A PostgreSQL server, one per test worker."""
    with Cluster(durable=os.environ.get("POSTGRES_FSYNC", "on") == "on") as cluster:
        yield cluster


@pytest.fixture(scope="session")
def postgres_template(postgres_cluster: Cluster) -> str:
    """The name of a migrated, empty database to copy; nobody connects to it."""
    migrate(postgres_cluster.create(MIGRATED))
    return MIGRATED


@pytest.fixture(scope="session")
def postgres_url(postgres_cluster: Cluster, postgres_template: str) -> str:
    """One migrated PostgreSQL database for the whole worker: clean up after yourself."""
    return postgres_cluster.create("shared", postgres_template)


@pytest.fixture
def fresh_postgres_url(postgres_cluster: Cluster, postgres_template: str) -> Iterator[str]:
    """A migrated, empty PostgreSQL database for this test alone."""
    name = f"fresh_{secrets.token_hex(4)}"
    yield postgres_cluster.create(name, postgres_template)
    postgres_cluster.drop(name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def fresh_sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated, empty SQLite database for this test alone."""
    path = tmp_path / "portal.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def fresh_database_url(request: pytest.FixtureRequest) -> str:
    """A migrated, empty database for this test alone, which runs once on each kind."""
    url: str = request.getfixturevalue(f"fresh_{request.param}_url")
    return url


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables, empty, to copy."""
    path = tmp_path_factory.mktemp("tables") / "empty.db"
    engine = create_engine(f"sqlite:///{path}")
    listen(engine)
    Base.metadata.create_all(engine)
    engine.dispose()
    return path


@pytest.fixture
def empty_url(tables: Path, tmp_path: Path) -> str:
    """An empty SQLite database for this test alone."""
    return f"sqlite:///{shutil.copyfile(tables, tmp_path / 'portal.db')}"
