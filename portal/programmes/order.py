"""The order in which people read meetings: as they follow each other, whenever they were made (pure)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Protocol, TypeVar

LAST = datetime.max.replace(tzinfo=UTC)


class _Held(Protocol):
    """What is read of a meeting."""

    @property
    def day(self) -> date | None: ...
    @property
    def starts_at(self) -> datetime | None: ...
    @property
    def number(self) -> int: ...


M = TypeVar("M", bound=_Held)


def by_day(meetings: Iterable[M]) -> list[M]:
    """By day and hour; a day without hours after those with, what has no day last, in the order of making."""
    return sorted(meetings, key=_place)


def _place(meeting: _Held) -> tuple[date, datetime, int]:
    return meeting.day or date.max, meeting.starts_at or LAST, meeting.number
