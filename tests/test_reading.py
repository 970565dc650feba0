"""How PostgreSQL is read and written: no transaction for a page, one trip for rows that belong together."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError, InternalError

from portal import config
from portal.app import create_app
from portal.database import db, one_trip, transaction
from portal.errors import NotFound
from portal.programmes.models import SeatPool
from tests.builders import KEY

pytestmark = pytest.mark.postgres
PREPARED = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%programmes%'")


@pytest.fixture
def portal(fresh_postgres_url: str) -> Iterator[Flask]:
    """The portal on PostgreSQL."""
    environ = {
        "PORTAL_MODE": "test",
        "SECRET_KEY": KEY,
        "SITE_URL": "http://localhost",
        "DATABASE_URL": fresh_postgres_url,
    }
    made = create_app(config.read(environ))
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


def pools() -> int:
    return len(db.session.scalars(select(SeatPool)).all())


def test_nothing_is_written_outside_a_transaction(portal: Flask) -> None:
    with pytest.raises(InternalError, match="read-only"):
        db.session.execute(insert(SeatPool).values(capacity=1))
    db.session.rollback()
    with transaction() as session:
        session.execute(insert(SeatPool).values(capacity=1))
    assert pools() == 1


def test_statements_stay_prepared_from_page_to_page(portal: Flask) -> None:
    for _page in range(7):
        portal.test_client().get("/leergangen")
        db.session.remove()
    assert db.session.scalar(PREPARED) > 0


def test_rows_of_a_trip_are_written_together(portal: Flask) -> None:
    with transaction() as session, one_trip(session):
        for number in range(1, 4):
            session.connection().execute(insert(SeatPool).inline(), {"id": number, "capacity": number})
    assert pools() == 3


def test_broken_rule_on_a_trip_is_told_like_any_other(portal: Flask) -> None:
    with (
        pytest.raises(IntegrityError, match="ck_seat_pools_seats"),
        transaction() as session,
        one_trip(session),
    ):
        session.connection().execute(insert(SeatPool).inline(), {"id": 1, "capacity": -1})
    assert pools() == 0


def test_question_after_a_trip_sees_its_rows(portal: Flask) -> None:
    with transaction() as session:
        with one_trip(session):
            session.connection().execute(insert(SeatPool).inline(), {"id": 1, "capacity": 1})
        assert session.scalars(select(SeatPool.id)).all() == [1]
        with one_trip(session):
            session.connection().execute(insert(SeatPool).inline(), {"id": 2, "capacity": 1})
    assert pools() == 2


def test_what_failed_on_a_trip_is_told_with_the_next_question(portal: Flask) -> None:
    with transaction() as session:
        with one_trip(session):
            session.connection().execute(insert(SeatPool).inline(), {"id": 1, "capacity": -1})
        with pytest.raises(IntegrityError, match="ck_seat_pools_seats"):
            session.scalars(select(SeatPool.id)).all()
        session.rollback()
    assert pools() == 0


def call_off() -> None:
    with transaction() as session:
        with one_trip(session):
            session.connection().execute(insert(SeatPool).inline(), {"id": 1, "capacity": 1})
        raise NotFound


def test_trip_that_is_called_off_writes_nothing(portal: Flask) -> None:
    with pytest.raises(NotFound):
        call_off()
    assert pools() == 0
