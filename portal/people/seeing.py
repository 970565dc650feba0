"""When somebody was last seen: bookkeeping that may never hold up a page."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, update
from sqlalchemy.exc import OperationalError

from portal.people.models import SignIn

EVERY = timedelta(minutes=5)
_PATIENCE = {"sqlite": "PRAGMA busy_timeout=0", "postgresql": "SET LOCAL lock_timeout='50ms'"}


def is_due(last_seen_at: datetime, now: datetime) -> bool:
    """Whether so much time went by that it should be written down."""
    return now - last_seen_at >= EVERY


def mark_seen(engine: Engine, *, sign_in_id: int, now: datetime) -> bool:
    """Writes down that this sign-in is used; False when the database was busy, and then it waits."""
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(_PATIENCE[engine.dialect.name])
            try:
                connection.execute(
                    update(SignIn)
                    .where(SignIn.id == sign_in_id, SignIn.last_seen_at < now)
                    .values(last_seen_at=now)
                )
            finally:
                if engine.dialect.name == "sqlite":
                    connection.exec_driver_sql("PRAGMA busy_timeout=8000")
    except OperationalError:
        return False
    return True
