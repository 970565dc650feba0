"""The database: base class, column types, and the one place where a transaction commits."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import psycopg
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ColumnClause, DateTime, Dialect, Engine, MetaData, String, event, literal_column, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from portal import deciding

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every model's base."""

    metadata = MetaData(naming_convention=NAMES)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored in UTC; a naive one is a mistake and raises ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Python to database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Database to Python."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Word(TypeDecorator[StrEnum]):
    """A member of a StrEnum, stored as its word."""

    impl = String(40)
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | str | None, _dialect: Dialect) -> str | None:
        """Python to database; a word that is not one of them raises ValueError."""
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, _dialect: Dialect) -> StrEnum | None:
        """Database to Python."""
        return None if value is None else self.words(value)


def constant(value: StrEnum | str | int) -> ColumnClause[Any]:
    """A value of ours in the very text of a statement, for statements that must be quick.

    PostgreSQL keeps the plan of a prepared statement only when it sees what the values are.
    """
    return literal_column(str(value) if isinstance(value, int) else f"'{value}'")


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

WRITES = "portal_writes"
_LASTS = "portal_lasts"
_SOON = text("SET LOCAL synchronous_commit = off")
WAIT_SECONDS = 8
"""How long a write waits for another one, before it gives up."""


@contextmanager
def transaction(session: Session | None = None, *, durable: bool = True) -> Iterator[Session]:
    """One write transaction: commits at the end, rolls back on any error.

    It starts afresh, so that everything read before is read again: on SQLite as the only writer
    (BEGIN IMMEDIATE), on PostgreSQL until the service takes its row locks. When it is not `durable` the
    commit does not wait for the disk: a process that dies loses nothing, but a power cut may take back all
    that was committed since the last durable one.
    """
    current: Session = session if session is not None else db.session()
    current.rollback()
    current.expire_all()
    with _in_line(current):
        current.connection(execution_options={WRITES: True, _LASTS: durable})
        deciding.begins(current.info)
        try:
            if not durable and current.get_bind().dialect.name == "postgresql":
                current.execute(_SOON)
            yield current
            current.commit()
        except BaseException:
            current.rollback()
            raise
        finally:
            deciding.ends(current.info)


@contextmanager
def one_trip(session: Session) -> Iterator[None]:
    """Statements whose answers nobody needs travel to PostgreSQL together, at the latest with the COMMIT:
    the way costs more than the work. What failed is told with the next question, or by the COMMIT.

    Only for statements about the tables: a flush asks after every statement how many rows it changed.
    """
    connection = session.connection()
    driver = connection.connection.driver_connection
    ends = event.contains(connection.engine, "before_cursor_execute", _on_execute)
    if not isinstance(driver, psycopg.Connection) or not ends:
        yield
        return
    trip = connection.info.get(_TRIP)
    if trip is None:
        trip = connection.info[_TRIP] = _Trip(driver)
    trip.boarding = True
    try:
        yield
    finally:
        trip.boarding = False


_TRIP = "portal_trip"


class _Trip:
    """Statements under way, of which no answer was read yet; `boarding` while others may join."""

    def __init__(self, driver: psycopg.Connection[Any]) -> None:
        self.boarding = False
        self._driver = driver
        self._open = ExitStack()
        self._open.enter_context(driver.pipeline())

    def commit(self) -> None:
        """Sends the COMMIT along, and waits for every answer."""
        with self._open:
            self._driver.commit()

    def arrive(self) -> None:
        """Waits for every answer."""
        self._open.close()


@contextmanager
def _told(connection: Connection) -> Iterator[_Trip | None]:
    """The trip that is under way, which ends here; its errors come past SQLAlchemy."""
    try:
        yield connection.info.pop(_TRIP, None)
    except psycopg.Error as error:
        raise DBAPIError.instance(None, None, error, psycopg.Error, dialect=connection.dialect) from error


def _on_execute(connection: Connection, *_statement: Any) -> None:
    trip = connection.info.get(_TRIP)
    if trip is not None and not trip.boarding:
        with _told(connection):
            trip.arrive()


def _on_commit(connection: Connection) -> None:
    with _told(connection) as trip:
        if trip is not None:
            trip.commit()


def _on_rollback(connection: Connection) -> None:
    trip = connection.info.pop(_TRIP, None)
    if trip is not None:
        with suppress(psycopg.Error):  # it is taken back anyhow
            trip.arrive()


_line = threading.RLock()


@contextmanager
def _in_line(session: Session) -> Iterator[None]:
    """SQLite's writers of one process wait for each other here: SQLite itself lets them sleep and try again,
    and somebody unlucky sleeps through every chance until the time is up.
    """
    if session.get_bind().dialect.name != "sqlite":
        yield
        return
    if not _line.acquire(timeout=WAIT_SECONDS):
        raise OperationalError("BEGIN IMMEDIATE", {}, sqlite3.OperationalError("database is locked"))
    try:
        yield
    finally:
        _line.release()


def _lower(value: Any) -> Any:
    """SQLite's own lower() knows only a to z: nobody would find Özlem."""
    return value.lower() if isinstance(value, str) else value


def _on_connect(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # we say BEGIN ourselves
    connection.create_function("lower", 1, _lower, deterministic=True)
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={WAIT_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")  # a seat that was promised survives a power cut
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        options = connection.get_execution_options()
        if options.get(WRITES):
            _wait_for_disk(connection, options.get(_LASTS, True))
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(WRITES) else "BEGIN")


def _wait_for_disk(connection: Connection, durable: bool) -> None:
    """SQLite is told before a transaction begins, and keeps it for the connection."""
    if connection.info.get(_LASTS, True) != durable:
        connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        connection.info[_LASTS] = durable


READS = {"isolation_level": "AUTOCOMMIT"}
"""How an engine of PostgreSQL reads: BEGIN and ROLLBACK would be two trips more for every page, and a
ROLLBACK makes psycopg forget every statement that it had prepared.
"""
READ_ONLY = "-c default_transaction_read_only=on"  # so that nothing is written outside a transaction


def _on_options(_connection: Connection, options: dict[str, Any]) -> None:
    if options.get(WRITES):
        options |= {"isolation_level": "READ COMMITTED", "postgresql_readonly": False}


def listen(engine: Engine) -> None:
    """Makes SQLite behave: explicit BEGIN, WAL, durable commits, foreign keys, any alphabet.

    On PostgreSQL: what writes does so in a transaction.
    """
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    if engine.dialect.name == "postgresql":
        event.listen(engine, "set_connection_execution_options", _on_options)
        event.listen(engine, "before_cursor_execute", _on_execute)
        event.listen(engine, "commit", _on_commit)
        event.listen(engine, "rollback", _on_rollback)
