"""From when participants see material: exact to the second, on the wall clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.material.release import AT_ONCE, Release, Rule, released_at
from portal.working_days import AMSTERDAM
from tests.support.proof import size

SINCE = datetime(2027, 1, 12, 9, tzinfo=UTC)
START = datetime(2027, 4, 13, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "day", "starts_at", "moment"),
    [
        (Rule(), date(2027, 4, 13), START, datetime(2027, 4, 6, 7, tzinfo=UTC)),
        (Rule(), date(2027, 4, 1), None, datetime(2027, 3, 25, 8, tzinfo=UTC)),  # before summer time
        (Rule(days_before=0), date(2027, 4, 13), START, datetime(2027, 4, 13, 7, tzinfo=UTC)),
        (
            Rule(days_before=0),
            date(2027, 4, 13),
            START - timedelta(hours=2),
            START - timedelta(hours=2),
        ),
        (Rule(), None, None, None),
        (AT_ONCE, None, None, SINCE),
        (AT_ONCE, date(2027, 4, 13), START, SINCE),
        (Rule(Release.MOMENT, None, START), None, None, START),
    ],
)
def test_moment_of_release(
    rule: Rule, day: date | None, starts_at: datetime | None, moment: datetime | None
) -> None:
    assert released_at(rule, day=day, starts_at=starts_at, since=SINCE) == moment


@settings(max_examples=size(50, 1000), deadline=None)
@given(st.dates(date(2025, 1, 1), date(2040, 12, 31)), st.integers(0, 90))
def test_material_before_a_meeting_comes_at_nine_on_the_clock(day: date, days: int) -> None:
    moment = released_at(Rule(days_before=days), day=day, starts_at=None, since=SINCE)

    assert moment is not None
    wall = moment.astimezone(AMSTERDAM)
    assert (wall.date(), wall.hour, wall.minute) == (day - timedelta(days=days), 9, 0)
