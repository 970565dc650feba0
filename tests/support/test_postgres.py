"""The throw-away PostgreSQL."""

import psycopg
import pytest

from tests.support.postgres import Cluster

pytestmark = pytest.mark.postgres


def test_copy_of_a_template_has_its_tables(postgres_cluster: Cluster) -> None:
    with psycopg.connect(postgres_cluster.create("model")) as connection:
        connection.execute("CREATE TABLE plek (nummer int)")
    with psycopg.connect(postgres_cluster.create("copy", "model")) as connection:
        assert connection.execute("SELECT count(*) FROM plek").fetchone() == (0,)


def test_promised_commits_reach_the_disk(postgres_cluster: Cluster) -> None:
    with psycopg.connect(postgres_cluster.url("postgres")) as connection:
        shown = [connection.execute(f"SHOW {name}").fetchone() for name in ("fsync", "synchronous_commit")]
    assert shown == [("on",), ("on",)]
