"""From when participants see material (pure)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from portal.working_days import AMSTERDAM

DAYS_BEFORE = 7
MOST_DAYS = 90
OPENS = time(9)
"""The hour of the day at which material before a meeting is released."""


class Release(StrEnum):
    """What decides when material is released."""

    BEFORE = "before"
    AT_ONCE = "at_once"
    MOMENT = "moment"


@dataclass(frozen=True)
class Rule:
    """So many days before the meeting, at once, or at a moment of its own."""

    release: Release = Release.BEFORE
    days_before: int | None = DAYS_BEFORE
    moment: datetime | None = None


AT_ONCE = Rule(Release.AT_ONCE, None)


def released_at(
    rule: Rule, *, day: date | None, starts_at: datetime | None, since: datetime, zone: ZoneInfo = AMSTERDAM
) -> datetime | None:
    """The moment of release; None while the day of the meeting is not known.

    `day` and `starts_at` are the meeting's, `since` when the piece was made. Before a meeting is at nine in
    the morning, and on the day itself never later than its start.
    """
    if rule.release is Release.AT_ONCE:
        return since
    if rule.release is Release.MOMENT:
        return rule.moment
    if day is None:
        return None
    before = day - timedelta(days=rule.days_before or 0)
    morning = datetime.combine(before, OPENS, zone).astimezone(UTC)
    return min(morning, starts_at) if starts_at is not None else morning
