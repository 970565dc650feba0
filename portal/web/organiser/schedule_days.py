"""The schedule as a calendar of one month: every day with its meetings."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from portal.programmes.models import Meeting
from portal.texts import format_month, format_time, format_weekday
from portal.texts import gettext as _
from portal.web.kit.dutch import YEARS
from portal.web.kit.inputs import DayField, MonthField
from portal.web.organiser.listing import asked
from portal.working_days import is_public_holiday

MONTH = "maand"
Address = Callable[[str], str]


@dataclass(frozen=True)
class Entry:
    """A meeting in the calendar. `fixed`: it can not go to another day."""

    meeting: Meeting
    title: str
    hours: str
    badges: Sequence[tuple[str, str]]

    @property
    def fixed(self) -> bool:
        """Whether it can not go to another day: it is off."""
        return self.meeting.cancelled_at is not None


@dataclass(frozen=True)
class Day:
    """A day of the calendar; `inside`: it is of the month that is shown."""

    day: date
    inside: bool
    holiday: bool
    today: bool
    entries: list[Entry]


@dataclass(frozen=True)
class Month:
    """A month with whole weeks; the addresses of the months beside it, and of those with meetings."""

    first: date
    weeks: list[list[Day]]
    undated: list[Entry]
    before: str
    after: str
    others: list[tuple[str, str, bool]]

    @property
    def name(self) -> str:
        """Such as april 2027."""
        return format_month(self.first)

    @property
    def has_meetings(self) -> bool:
        """Whether there is a meeting on one of its days."""
        return any(day.entries for week in self.weeks for day in week)

    @property
    def weekdays(self) -> list[str]:
        """For the heads: maandag to zondag."""
        return [format_weekday(one.day) for one in self.weeks[0]]


def month_of(entries: Sequence[Entry], *, today: date, address: Address) -> Month:
    """The month that was asked for, else the first with a meeting that is still to come."""
    by_day: dict[date | None, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_day[entry.meeting.day].append(entry)
    known = sorted(day for day in by_day if day is not None)
    first = _asked() or _usual(known, today)
    weeks = [
        [
            Day(day, day.month == first.month, is_public_holiday(day), day == today, by_day.get(day, []))
            for day in week
        ]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]
    before, after = _shifted(first, -1), _shifted(first, 1)
    others = dict.fromkeys(day.replace(day=1) for day in known)
    return Month(
        first=first,
        weeks=weeks,
        undated=by_day.get(None, []),
        before=address(_written(before)) if before else "",
        after=address(_written(after)) if after else "",
        others=[(format_month(one), address(_written(one)), one == first) for one in others],
    )


def _asked() -> date | None:
    try:
        return date.fromisoformat(f"{MonthField.read(asked(MONTH))}-01")
    except ValueError:
        return None


def _usual(known: Sequence[date], today: date) -> date:
    ahead = [day for day in known if day >= today] or known[-1:] or [today]
    return ahead[0].replace(day=1)


def _shifted(first: date, by: int) -> date | None:
    months = first.year * 12 + first.month - 1 + by
    there = date(months // 12, months % 12 + 1, 1)
    return there if there.year in YEARS else None


def _written(first: date) -> str:
    return f"{first.year:04}-{first.month:02}"


def hours_of(meeting: Meeting) -> str:
    """When it begins, as far as that is known."""
    return format_time(meeting.starts_at) if meeting.starts_at else _("tijd nog niet bekend")


def asked_day() -> date | None:
    """The day that the address brings along, from the calendar; nonsense is none."""
    try:
        return DayField.read(asked("dag"))
    except ValueError:
        return None
