"""When people are reminded of a meeting (pure)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from portal.working_days import AMSTERDAM

MOST_DAYS = 60
MOST = 5
"""So many reminders of one meeting, at most."""
HOUR = time(8)
"""The hour of the day at which reminders leave, in the Netherlands."""
MAY_BE_LATE = timedelta(hours=12)
"""What could not leave in the morning still may until the evening of that day, and then no more."""
_BETWEEN = re.compile(r"[\s,;.+&]+|\b(?:dagen|dag|days|day|en|and)\b")


@dataclass(frozen=True)
class Moment:
    """A reminder so many days before a meeting, and when it leaves."""

    days_before: int
    at: datetime

    def is_due(self, now: datetime) -> bool:
        """Whether it leaves now; not before its hour, and not long after it."""
        return self.at <= now < self.at + MAY_BE_LATE


def moments(day: date, days: Iterable[int]) -> list[Moment]:
    """The reminders of a meeting on this day, the first one first."""
    return [
        Moment(number, _morning(day - timedelta(days=number))) for number in sorted(set(days), reverse=True)
    ]


def _morning(day: date) -> datetime:
    return datetime.combine(day, HOUR, AMSTERDAM).astimezone(UTC)


def read_days(text: str) -> list[int]:
    """Days as people write them ("7 en 1", "7, 1", "14 dagen, 2 dagen"); ValueError when they are not."""
    words = [word for word in _BETWEEN.split(text.lower()) if word]
    if not all(word.isascii() and word.isdigit() and int(word[:9]) <= MOST_DAYS for word in words):
        raise ValueError(text)
    found = sorted({int(word) for word in words}, reverse=True)
    if not 1 <= len(found) <= MOST:
        raise ValueError(text)
    return found
