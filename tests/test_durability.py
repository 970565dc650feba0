"""What was promised survives a power cut; marks of letters need only survive the process."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from portal import config
from portal.app import create_app
from portal.database import db, transaction
from tests.support.databases import migrate
from tests.support.environment import settings

ASKED = {"sqlite": text("PRAGMA synchronous"), "postgresql": text("SHOW synchronous_commit")}
LASTING = {"sqlite": 2, "postgresql": "on"}
SOON = {"sqlite": 1, "postgresql": "off"}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def portal(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The portal on each database, as it is served."""
    if request.param == "sqlite":
        url = f"sqlite:///{request.getfixturevalue('tmp_path') / 'portal.db'}"
        migrate(url)
    else:
        url = request.getfixturevalue("fresh_postgres_url")
    made = create_app(config.read(settings(url)))
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


def kept(*, durable: bool = True) -> object:
    with transaction(durable=durable) as session:
        return session.scalar(ASKED[db.engine.dialect.name])


def test_commit_waits_for_disk_unless_told(portal: Flask) -> None:
    name = db.engine.dialect.name
    seen = [kept(), kept(durable=False), kept(), kept(durable=False), kept(durable=False), kept()]
    assert seen == [LASTING[name], SOON[name], LASTING[name], SOON[name], SOON[name], LASTING[name]]


def test_failed_hasty_transaction_leaves_next_one_durable(portal: Flask) -> None:
    with pytest.raises(ZeroDivisionError), transaction(durable=False):
        raise ZeroDivisionError
    assert kept() == LASTING[db.engine.dialect.name]
