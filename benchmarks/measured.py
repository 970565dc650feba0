"""The portal with a stopwatch on its write transactions: gunicorn benchmarks.measured:app

Appends one line for each transaction to the file in BENCH_LOCKS: the endpoint, and for how long the lock
was held, in milliseconds. On SQLite from BEGIN IMMEDIATE, on PostgreSQL from the edition's row lock.
"""

import os
import time
from typing import Any

from flask import has_request_context, request
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.database import WRITES, db
from wsgi import app as app

SINCE = "bench_locked_since"


def _watch(path: str) -> None:
    log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def began(session: Session, _transaction: Any, connection: Any) -> None:
        writes = connection.get_execution_options().get(WRITES)
        if writes and connection.dialect.name == "sqlite":
            session.info[SINCE] = time.perf_counter()

    def asked(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if " FOR UPDATE OF editions" in statement:
            db.session().info[SINCE] = time.perf_counter()

    def done(session: Session) -> None:
        since = session.info.pop(SINCE, None)
        if since is not None and has_request_context():
            line = f"{request.endpoint} {(time.perf_counter() - since) * 1000:.3f}\n"
            os.write(log, line.encode())

    event.listen(Session, "after_begin", began)
    event.listen(Session, "after_commit", done)
    event.listen(Session, "after_rollback", lambda session: session.info.pop(SINCE, None))
    with app.app_context():
        event.listen(db.engine, "after_cursor_execute", asked)


_watch(os.environ["BENCH_LOCKS"])
