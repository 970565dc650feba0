"""What a copy of an edition will look like: every date before and after, with what to look out for (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from portal.programmes.school_holidays import DaysOff, days_off, is_known
from portal.programmes.shifting import move_day, move_moment
from portal.working_days import AMSTERDAM, is_public_holiday


class Subject(StrEnum):
    """What a date is of."""

    MEETING = "meeting"
    STARTS = "starts"
    ENDS = "ends"
    OPENS = "opens"
    CLOSES = "closes"


@dataclass(frozen=True)
class Flags:
    """What is special about a new day. `school_unknown`: nobody announced the holidays of that year yet."""

    past: bool = False
    public_holiday: bool = False
    school: DaysOff | None = None
    school_unknown: bool = False

    def __bool__(self) -> bool:
        return self != Flags()


@dataclass(frozen=True)
class Dated:
    """A date of the old edition: a day, or a moment. `name` is the meeting's title, `number` its number."""

    subject: Subject
    before: date | datetime | None
    name: str = ""
    number: int = 0


@dataclass(frozen=True)
class Moved:
    """The same date in the new edition."""

    dated: Dated
    after: date | datetime | None
    flags: Flags


def flags_of(day: date, *, today: date, meets: bool = True) -> Flags:
    """What is special about a day; holidays only matter to days on which people meet."""
    if not meets:
        return Flags(past=day < today)
    return Flags(
        past=day < today,
        public_holiday=is_public_holiday(day),
        school=days_off(day),
        school_unknown=not is_known(day),
    )


def moved(dates: Iterable[Dated], weeks: int, *, today: date) -> list[Moved]:
    """Every date so many weeks later."""
    return [_moved(dated, weeks, today) for dated in dates]


def _moved(dated: Dated, weeks: int, today: date) -> Moved:
    before = dated.before
    if before is None:
        return Moved(dated, None, Flags())
    meets = dated.subject is Subject.MEETING
    if isinstance(before, datetime):
        after = move_moment(before, weeks)
        day = after.astimezone(AMSTERDAM).date()
        return Moved(dated, after, flags_of(day, today=today, meets=meets))
    return Moved(dated, move_day(before, weeks), flags_of(move_day(before, weeks), today=today, meets=meets))
