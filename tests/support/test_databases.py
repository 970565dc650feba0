"""Databases of one's own, on both kinds."""

import pytest
from sqlalchemy import create_engine, inspect, text

from portal.config import read
from tests.support.environment import settings
from tests.support.need import missing


def test_fresh_database_has_the_tables_of_the_newest_migration(fresh_database_url: str) -> None:
    engine = create_engine(read(settings(fresh_database_url)).database_url)
    with engine.connect() as connection:
        versions = connection.execute(text("SELECT count(*) FROM alembic_version")).scalar()
        tables = inspect(connection).get_table_names()
    engine.dispose()
    assert (versions, len(tables) > 10) == (1, True)


def test_missing_part_is_a_failure_where_nobody_reads_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="Chromium is missing"):
        missing("Chromium", "apt-get install chromium")


def test_missing_part_skips_on_a_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="Chromium is missing"):
        missing("Chromium", "apt-get install chromium")
