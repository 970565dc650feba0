"""Reminders leave at eight in the morning in the Netherlands, and are read as people write them."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from portal.mailings.moments import Moment, moments, read_days


def test_reminder_leaves_at_eight_on_either_side_of_summer_time() -> None:
    assert moments(date(2027, 3, 30), (1, 7, 7)) == [
        Moment(7, datetime(2027, 3, 23, 7, 0, tzinfo=UTC)),
        Moment(1, datetime(2027, 3, 29, 6, 0, tzinfo=UTC)),
    ]


def test_reminder_that_is_late_leaves_until_the_evening() -> None:
    moment = moments(date(2027, 4, 13), [1])[0]
    at = datetime(2027, 4, 12, 6, 0, tzinfo=UTC)
    tries = (at - timedelta(seconds=1), at, at + timedelta(hours=12, seconds=-1), at + timedelta(hours=12))

    assert [moment.is_due(now) for now in tries] == [False, True, True, False]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("7 en 1", [7, 1]),
        ("1,7", [7, 1]),
        (" 14 dagen; 2 dagen; 1 dag ", [14, 2, 1]),
        ("7 and 1 days", [7, 1]),
        ("0", [0]),
        ("1 en 1", [1]),
    ],
)
def test_days_are_read_as_people_write_them(text: str, days: list[int]) -> None:
    assert read_days(text) == days


@pytest.mark.parametrize("text", ["", "zeven", "-1", "61", "1 2 3 4 5 6", "7/1", "٧", "9" * 30])
def test_what_are_no_days_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text) or "^$"):
        read_days(text)
