"""Who was there, in three words, and when the code on the screen works (pure)."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

BEFORE = timedelta(hours=1)
AFTER = timedelta(hours=1)
DIGITS = 6


class Presence(StrEnum):
    """What is known of somebody at a meeting; nothing is kept while it is not known."""

    PRESENT = "present"
    ABSENT = "absent"
    EXCUSED = "excused"


class AttendanceRefused(StrEnum):
    """Why presence cannot be kept like this."""

    CHANGED_MEANWHILE = "attendance.changed_meanwhile"
    TOO_EARLY = "attendance.too_early"
    CANCELLED = "attendance.cancelled"
    WRONG_CODE = "attendance.wrong_code"
    NO_DAY = "attendance.no_day"
    NOT_ON_THE_LIST = "attendance.not_on_the_list"
    NO_PRESENCE = "attendance.no_presence"


def has_begun(day: date | None, now: datetime, zone: ZoneInfo) -> bool:
    """Whether somebody can be there already: on the day itself, and ever after."""
    return day is not None and day <= now.astimezone(zone).date()


def takes_code(
    day: date | None, starts_at: datetime | None, ends_at: datetime | None, now: datetime, zone: ZoneInfo
) -> bool:
    """Whether the code works now: around the meeting, or all day while its hours are not known."""
    if day is None:
        return False
    if starts_at is None:
        return day == now.astimezone(zone).date()
    last = ends_at or starts_at.astimezone(zone).replace(hour=23, minute=59)
    return starts_at - BEFORE <= now <= last + AFTER


def clean_code(typed: str) -> str:
    """The digits of what somebody typed, whatever stands between them."""
    return "".join(sign for sign in typed if sign.isascii() and sign.isdigit())[: DIGITS + 1]


def spaced(code: str) -> str:
    """The code as the screen shows it: 482 137."""
    return f"{code[:3]} {code[3:]}"
