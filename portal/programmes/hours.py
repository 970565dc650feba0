"""What an organiser types of a day and its hours, as instants (pure).

The wall clock of the zone counts: in spring an hour does not exist, in autumn one exists twice. A day without
hours stays a day: its hours follow.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from portal.errors import Refused

LONGEST = timedelta(days=1)  # on the wall clock: the day in autumn has 25 hours
FIRST_YEAR, LAST_YEAR = 2000, 2100
_CLOCK = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?|(\d{1,2})(\d{2})")


class HoursProblem(StrEnum):
    """Why a day with these hours cannot be."""

    NOT_A_TIME = "hours.not_a_time"
    NOT_A_YEAR = "hours.not_a_year"
    NO_DAY = "hours.no_day"
    NO_START = "hours.no_start"
    END_BEFORE_START = "hours.end_before_start"
    SKIPPED = "hours.skipped"
    TWICE = "hours.twice"
    TOO_LONG = "hours.too_long"
    PAST = "hours.past"


class Once(StrEnum):
    """Which of the two, of an hour that exists twice: before the clock goes back, or after it."""

    FIRST = "first"
    SECOND = "second"


@dataclass(frozen=True)
class Typed:
    """A day and its hours as they were typed; `last_day` only when it ends on another one."""

    day: date | None = None
    starts: time | None = None
    ends: time | None = None
    last_day: date | None = None
    starts_once: Once | None = None
    ends_once: Once | None = None


@dataclass(frozen=True)
class Hours:
    """A day and the instants of its hours, as far as they are known."""

    day: date | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def is_past(self, *, now: datetime, zone: tzinfo) -> bool:
        """Whether it has begun already; a day without hours is past when it is over."""
        if self.starts_at is not None:
            return self.starts_at <= now
        return self.day is not None and self.day < now.astimezone(zone).date()


def read_clock(text: str) -> time | None:
    """The time of 9.30, 09:30, 0930 or 9; None when nothing was typed."""
    text = text.strip().lower().removesuffix("uur").strip()
    if not text:
        return None
    found = _CLOCK.fullmatch(text) if text.isascii() else None
    if found is None:
        raise Refused(HoursProblem.NOT_A_TIME)
    hour, minute = (int(part or 0) for part in (found[1] or found[3], found[2] or found[4]))
    if hour > 23 or minute > 59:
        raise Refused(HoursProblem.NOT_A_TIME)
    return time(hour, minute)


def instants(typed: Typed, zone: tzinfo) -> Hours:
    """The instants of what was typed; `Refused` with the field that it is about when they cannot be."""
    _check_days(typed)
    if typed.day is None or typed.starts is None:
        return Hours(typed.day)
    starts_at = _instant(typed.day, typed.starts, typed.starts_once, zone, field="starts")
    if typed.ends is None:
        return Hours(typed.day, starts_at)
    last_day = typed.last_day or typed.day
    ends_at = _instant(last_day, typed.ends, typed.ends_once, zone, field="ends")
    if ends_at <= starts_at:
        raise Refused(HoursProblem.END_BEFORE_START, field="ends")
    if datetime.combine(last_day, typed.ends) - datetime.combine(typed.day, typed.starts) > LONGEST:
        raise Refused(HoursProblem.TOO_LONG, field="last_day")
    return Hours(typed.day, starts_at, ends_at)


def _check_days(typed: Typed) -> None:
    if typed.day is None and (typed.starts or typed.ends or typed.last_day):
        raise Refused(HoursProblem.NO_DAY, field="day")
    for name, day in (("day", typed.day), ("last_day", typed.last_day)):
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise Refused(HoursProblem.NOT_A_YEAR, field=name, first=FIRST_YEAR, last=LAST_YEAR)
    if typed.day and typed.last_day and typed.last_day < typed.day:
        raise Refused(HoursProblem.END_BEFORE_START, field="last_day")
    if typed.day and typed.last_day and typed.last_day - typed.day > LONGEST:
        raise Refused(HoursProblem.TOO_LONG, field="last_day")
    if typed.starts is None and (typed.ends or typed.last_day):
        raise Refused(HoursProblem.NO_START, field="starts")


def _instant(day: date, clock: time, once: Once | None, zone: tzinfo, *, field: str) -> datetime:
    local = datetime.combine(day, clock.replace(fold=0), zone)  # which of two is not typed there
    before, after = local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
    if before == after:
        return before
    if before.astimezone(zone).time() != clock:
        raise Refused(HoursProblem.SKIPPED, field=field)
    if once is None:
        raise Refused(HoursProblem.TWICE, field=field)
    return before if once is Once.FIRST else after
