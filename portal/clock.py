"""The one reader of the clock.

`now()` is the portal's time, which demo and test mode may move (`PORTAL_CLOCK`); `real_now()` is the
machine's time, for leases and retry pauses. Only the edges (views, jobs, commands) import this module.
"""

from datetime import UTC, datetime, timedelta

_offset = timedelta(0)


def move(offset: timedelta) -> None:
    """Moves the portal's time by `offset` from the machine's time."""
    global _offset  # noqa: PLW0603 - one process has one clock
    _offset = offset


def now() -> datetime:
    """The portal's time, aware, in UTC."""
    return datetime.now(UTC) + _offset


def real_now() -> datetime:
    """The machine's time, aware, in UTC."""
    return datetime.now(UTC)
