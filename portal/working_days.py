"""Working days and working hours of Dutch local government, and the deadlines that follow from them (pure).

A working day is Monday to Friday without the public holidays of the library `holidays` for the Netherlands.
We follow its public category as it is: Goede Vrijdag every year, Bevrijdingsdag once in five years (2025,
2030 …). A working hour is 9.00–17.00 on a working day, on the wall clock of the zone.
Instants are aware; results are in UTC.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
OPENS = time(9)
CLOSES = time(17)
OFFER_DAYS = 3
COMPANION_DAYS = 5
LAST_HOURS = timedelta(hours=24)
_DAY = timedelta(days=1)


@lru_cache(maxsize=64)
def _holidays_of(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("NL", years=year))


def is_public_holiday(day: date) -> bool:
    """Whether the day is a public holiday, on whatever weekday."""
    return day in _holidays_of(day.year)


def is_working_day(day: date) -> bool:
    """Whether people of a municipality normally work on this day."""
    return day.weekday() < 5 and day not in _holidays_of(day.year)


def _step(day: date, count: int, by: timedelta) -> date:
    if count < 0:
        raise ValueError("a number of working days is zero or more")
    while count:
        day += by
        count -= is_working_day(day)
    return day


def add_working_days(day: date, n: int) -> date:
    """The n-th working day after `day`; `day` itself when n is 0, whatever day it is."""
    return _step(day, n, _DAY)


def working_days_before(day: date, n: int) -> date:
    """The n-th working day before `day`; `day` itself when n is 0, whatever day it is."""
    return _step(day, n, -_DAY)


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


def _local_day(instant: datetime, zone: ZoneInfo) -> date:
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(zone).date()


def after_working_days(start: datetime, n: int, zone: ZoneInfo = AMSTERDAM) -> datetime:
    """When `n` whole working days have passed: the same time on the wall clock, `n` working days later.

    A start on any other day counts from the beginning of the next working day.
    """
    day, at = _local_day(start, zone), start.astimezone(zone).time()
    if not is_working_day(day):
        day, at = add_working_days(day, 1), time()
    return _instant(add_working_days(day, n), at, zone)


def end_of_working_day_after(now: datetime, n: int, zone: ZoneInfo = AMSTERDAM) -> datetime:
    """17.00 on the n-th working day after the day of `now`."""
    return _instant(add_working_days(_local_day(now, zone), n), CLOSES, zone)


def offer_deadline(
    now: datetime, first_meeting_starts_at: datetime | None, zone: ZoneInfo = AMSTERDAM
) -> datetime | None:
    """Until when an offer made now stands; None when it is too late to make one.

    17.00 on the third working day after today, but never later than 24 hours before the first meeting.
    An offer that would end at the very moment it is made is too late as well.
    """
    deadline = end_of_working_day_after(now, OFFER_DAYS, zone)
    if first_meeting_starts_at is None:
        return deadline
    last = first_meeting_starts_at.astimezone(UTC) - LAST_HOURS
    return min(deadline, last) if last > now else None


def offer_reminder_at(deadline: datetime, zone: ZoneInfo = AMSTERDAM) -> datetime:
    """9.00 on the last working day before the day of the deadline; may lie before the offer itself."""
    return _instant(working_days_before(_local_day(deadline, zone), 1), OPENS, zone)


def companion_deadline(
    now: datetime, first_meeting_starts_at: datetime | None = None, zone: ZoneInfo = AMSTERDAM
) -> datetime:
    """Until when a companion may confirm: 17.00 on the fifth working day after today, or the start before it.

    Who is asked when it has started has the whole term.
    """
    deadline = end_of_working_day_after(now, COMPANION_DAYS, zone)
    if first_meeting_starts_at is None or first_meeting_starts_at <= now:
        return deadline
    return min(deadline, first_meeting_starts_at.astimezone(UTC))


def add_working_hours(now: datetime, hours: float, zone: ZoneInfo = AMSTERDAM) -> datetime:
    """The instant at which so many working hours have passed; `now` itself for 0 hours."""
    if hours < 0:
        raise ValueError("a number of working hours is zero or more")
    day, left = _local_day(now, zone), timedelta(hours=hours)
    if not left:
        return now.astimezone(UTC)
    # Working hours never span a change of the clock (Sunday night): the wall clock is safe to count on.
    start = max(now.astimezone(zone).time(), OPENS)
    while True:
        closes = datetime.combine(day, CLOSES)
        begins = datetime.combine(day, start)
        room = max(closes - begins, timedelta(0)) if is_working_day(day) else timedelta(0)
        if left <= room:
            ends = begins + left
            return _instant(ends.date(), ends.time(), zone)
        left -= room
        day, start = day + _DAY, OPENS
