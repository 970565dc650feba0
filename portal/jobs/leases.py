"""A lease: one process at a time does the scheduler's work, and a late one cannot write.

Every holder gets a higher fence. A transaction of a task looks at the fence first and keeps it from
changing until its own commit, so that a process that slept through a takeover writes nothing.
All times here are real time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.database import transaction
from portal.errors import PortalError
from portal.outbox.models import Lease


class FenceLost(PortalError):
    """Another process took over; this one has to stop writing."""


@dataclass(frozen=True)
class Held:
    """A lease that this process holds, as long as nobody got a higher fence."""

    name: str
    fence: int


def take(session: Session, *, name: str, holder: str, real_now: datetime, lasts: timedelta) -> Held | None:
    """The lease, when it is free or ran out; None while another process holds it."""
    lease = session.scalar(select(Lease).where(Lease.name == name).with_for_update())
    if lease is None:
        # Two that start together both find nothing: one of them inserts.
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        row = {"name": name, "holder": holder, "expires_at": real_now + lasts, "fence": 1}
        first = insert(Lease).values(row).on_conflict_do_nothing().returning(Lease.fence)
        return Held(name, 1) if session.scalar(first) else None
    # An end far away is no promise of a living process: the machine's clock was set back.
    if real_now < lease.expires_at <= real_now + 2 * lasts:
        return None
    lease.holder, lease.expires_at, lease.fence = holder, real_now + lasts, lease.fence + 1
    session.flush()
    return Held(name, lease.fence)


def holder_of(session: Session, name: str) -> str:
    """Who holds the lease, for the log."""
    return session.scalar(select(Lease.holder).where(Lease.name == name)) or ""


def renew(session: Session, held: Held, *, real_now: datetime, lasts: timedelta) -> bool:
    """Holds on a while longer; False when another process took over."""
    return _move(session, held, real_now + lasts)


def release(session: Session, held: Held, *, real_now: datetime) -> bool:
    """Lets the next process in at once."""
    return _move(session, held, real_now)


def check(session: Session, held: Held) -> None:
    """Raises `FenceLost` when another process took over; until this commit none can."""
    statement = select(Lease.fence).where(Lease.name == held.name)
    if session.scalar(statement.with_for_update(read=True, key_share=True)) != held.fence:
        raise FenceLost(f"another process took over {held.name}")


@contextmanager
def fenced(held: Held | None, *, durable: bool = True) -> Iterator[Session]:
    """A write transaction of a task; without a lease (a command by hand) a plain one."""
    with transaction(durable=durable) as session:
        if held is not None:
            check(session, held)
        yield session


def _move(session: Session, held: Held, expires_at: datetime) -> bool:
    mine = update(Lease).where(Lease.name == held.name, Lease.fence == held.fence)
    result = session.execute(mine.values(expires_at=expires_at).execution_options(synchronize_session=False))
    return cast(CursorResult[Any], result).rowcount == 1
