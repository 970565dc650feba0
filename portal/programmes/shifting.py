"""Dates moved by whole weeks (pure): weekdays stay, and hours stay on the wall clock of the zone.

The hour that a change of the clock skips becomes the one after it; of an hour that exists twice the first
is taken.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.working_days import AMSTERDAM, is_public_holiday

TRIES = 16
WEEKS_OF_A_YEAR = 52
_MIDDLE = 15


def move_day(day: date, weeks: int) -> date:
    """So many weeks later: the same weekday."""
    return day + timedelta(weeks=weeks)


def move_moment(moment: datetime, weeks: int, zone: ZoneInfo = AMSTERDAM) -> datetime:
    """So many weeks later, at the same time on the wall clock."""
    wall = moment.astimezone(zone).replace(tzinfo=None) + timedelta(weeks=weeks)
    return wall.replace(tzinfo=zone).astimezone(UTC)


def move_span(
    starts_at: datetime, ends_at: datetime, weeks: int, zone: ZoneInfo = AMSTERDAM
) -> tuple[datetime, datetime]:
    """Both so many weeks later; it keeps its length where the wall clock would turn it around."""
    start, end = move_moment(starts_at, weeks, zone), move_moment(ends_at, weeks, zone)
    return start, end if end > start else start + (ends_at - starts_at)


def move_month(month: str, weeks: int) -> str:
    """A month like 2027-03, moved from its middle; none stays none."""
    if not month:
        return ""
    return move_day(date.fromisoformat(f"{month}-{_MIDDLE}"), weeks).isoformat()[: len(month)]


def weeks_between(first: date, wanted: date) -> int:
    """The number of whole weeks that brings `first` nearest to `wanted`."""
    return round((wanted - first).days / 7)


def fewest_weeks(days: Collection[date], earliest: date) -> int:
    """The fewest weeks that bring the first day to `earliest` or later, with no day on a public holiday."""
    fewest = -((min(days) - earliest).days // 7)
    return past_holidays(days, fewest)


def a_year_on(days: Collection[date], earliest: date) -> int:
    """As many weeks as bring the first day to the same time of a year, on `earliest` or later."""
    weeks = WEEKS_OF_A_YEAR
    while move_day(min(days), weeks) < earliest:
        weeks += WEEKS_OF_A_YEAR
    return past_holidays(days, weeks)


def past_holidays(days: Collection[date], weeks: int) -> int:
    """So many weeks, or a few more when a day would be on a public holiday."""
    for more in range(weeks, weeks + TRIES):
        if not any(is_public_holiday(move_day(day, more)) for day in days):
            return more
    return weeks
