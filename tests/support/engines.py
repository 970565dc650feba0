"""Engines on SQLite files that are used again for the next file: what a statement looks like in SQL is
worked out once for each worker, not once for every test.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, Self

from sqlalchemy import Engine, QueuePool, create_engine, event, make_url

from portal.database import listen


class _Borrowed:
    """One engine and the file that it is on now."""

    idle: ClassVar[list[Self]] = []

    def __init__(self) -> None:
        self.file = ""
        self.engine = create_engine("sqlite://", creator=self._connect, poolclass=QueuePool)
        listen(self.engine)
        event.listen(self.engine, "connect", _without_waiting)

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.file, check_same_thread=False)


def _without_waiting(connection: sqlite3.Connection, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")  # no power cut lasts shorter than one test


@contextmanager
def sqlite_engine(url: str) -> Iterator[Engine]:
    """An engine of the portal on the SQLite file with this address, for as long as the block lasts."""
    borrowed = _Borrowed.idle.pop() if _Borrowed.idle else _Borrowed()
    borrowed.file = str(make_url(url).database)
    yield borrowed.engine
    borrowed.engine.dispose()
    _Borrowed.idle.append(borrowed)


@contextmanager
def asked(engine: Any) -> Iterator[list[str]]:
    """Every statement that reaches the database during the block, in order."""
    statements: list[str] = []

    def note(*call: Any) -> None:
        statements.append(call[2])

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)
