"""Migrations: up, down and up again on both databases, empty and with the real programmes in them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask_migrate import downgrade
from sqlalchemy import create_engine, func, inspect, select
from sqlalchemy.engine import make_url

from portal.app import create_app
from portal.config import ROOT, read
from portal.database import Base, db
from tests.support.environment import run_command, settings
from tests.support.postgres import Cluster

KEPT = ("people", "editions", "meetings", "registrations", "claims", "outgoing_letters")
STEPS = len(list((ROOT / "migrations" / "versions").glob("*.py"))) - 1


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    cluster: Cluster = request.getfixturevalue("postgres_cluster")
    yield cluster.create("migrating")
    cluster.drop("migrating")


def test_migrations_make_the_tables_of_the_models(bare_url: str) -> None:
    environment = settings(bare_url)
    run_command(environment, "db", "upgrade")
    run_command(environment, "db", "check")  # raises when models and tables differ
    run_command(environment, "db", "downgrade", "base")
    assert _tables(bare_url) == {"alembic_version"}
    run_command(environment, "db", "upgrade")
    assert _tables(bare_url) == {"alembic_version", *(table.name for table in Base.metadata.sorted_tables)}


def test_real_programmes_survive_each_migration_down_and_up(bare_url: str) -> None:
    environment = settings(bare_url)
    run_command(environment, "db", "upgrade")
    run_command(environment, "seed", "--demo")
    before = _counts(bare_url)
    with create_app(read(environment)).app_context():
        for _step in range(STEPS):
            downgrade()
            assert _counts(bare_url) == before
        db.engine.dispose()
    run_command(environment, "db", "upgrade")
    assert _counts(bare_url) == before
    assert "Alles klopt." in run_command(environment, "check")
    run_command(environment, "seed", "--demo")
    assert _counts(bare_url) == before


def _engine(url: str) -> Any:
    return create_engine(make_url(url.replace("postgresql://", "postgresql+psycopg://")))


def _counts(url: str) -> dict[str, int]:
    engine = _engine(url)
    with engine.connect() as connection:
        tables = {name: Base.metadata.tables[name] for name in KEPT}
        found = {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in tables.items()
        }
    engine.dispose()
    assert all(found.values())
    return found


def _tables(url: str) -> set[str]:
    engine = _engine(url)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found
