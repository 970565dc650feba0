"""Moving dates by whole weeks: weekdays, the wall clock, holidays."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.programmes import shifting
from portal.working_days import AMSTERDAM, is_public_holiday
from tests.support.proof import size

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))
WEEKS = st.integers(-200, 200)
MANY = size(60, 2000)


def wall(moment: datetime) -> datetime:
    return moment.astimezone(AMSTERDAM).replace(tzinfo=None)


@settings(max_examples=MANY, deadline=None)
@given(DAYS, WEEKS)
def test_a_day_keeps_its_weekday_and_can_go_back(day: date, weeks: int) -> None:
    moved = shifting.move_day(day, weeks)

    assert moved.weekday() == day.weekday()
    assert shifting.move_day(moved, -weeks) == day
    assert shifting.weeks_between(day, moved) == weeks


@settings(max_examples=MANY, deadline=None)
@given(MOMENTS, WEEKS)
def test_a_moment_keeps_its_hour_on_the_wall_clock(moment: datetime, weeks: int) -> None:
    wanted = wall(moment) + timedelta(weeks=weeks)
    moved = wall(shifting.move_moment(moment, weeks))

    skipped = wall(wanted.replace(tzinfo=AMSTERDAM).astimezone(UTC)) != wanted
    assert moved == (wanted + timedelta(hours=1) if skipped else wanted)


@settings(max_examples=MANY, deadline=None)
@given(MOMENTS, st.integers(1, 60 * 24), WEEKS)
def test_a_span_never_turns_around(start: datetime, minutes: int, weeks: int) -> None:
    begin, end = shifting.move_span(start, start + timedelta(minutes=minutes), weeks)

    assert begin == shifting.move_moment(start, weeks)
    assert end > begin


@settings(max_examples=MANY, deadline=None)
@given(st.lists(DAYS, min_size=1, max_size=6), DAYS)
def test_fewest_weeks_come_on_time_and_off_holidays(days: list[date], earliest: date) -> None:
    weeks = shifting.fewest_weeks(days, earliest)

    assert shifting.move_day(min(days), weeks) >= earliest
    one_less = shifting.move_day(min(days), weeks - 1)
    free = [not any(is_public_holiday(shifting.move_day(day, weeks)) for day in days)]
    assert free == [True] or one_less < earliest


def test_hours_stay_over_the_change_of_the_clock() -> None:
    winter = datetime(2027, 3, 16, 8, 30, tzinfo=UTC)  # 9.30

    assert shifting.move_moment(winter, 4) == datetime(2027, 4, 13, 7, 30, tzinfo=UTC)


def test_hour_that_does_not_exist_becomes_the_next() -> None:
    night = datetime(2027, 3, 21, 1, 30, tzinfo=UTC)  # Sunday 2.30; a week later it does not exist

    assert wall(shifting.move_moment(night, 1)) == datetime(2027, 3, 28, 3, 30)


@pytest.mark.parametrize(
    ("month", "weeks", "expected"),
    [("2027-03", 52, "2028-03"), ("2027-12", 4, "2028-01"), ("2027-03", -4, "2027-02"), ("", 10, "")],
)
def test_a_month_moves_from_its_middle(month: str, weeks: int, expected: str) -> None:
    assert shifting.move_month(month, weeks) == expected


def test_another_weekday_is_rounded_to_the_nearest_week() -> None:
    tuesday = date(2027, 4, 13)
    found = [shifting.weeks_between(tuesday, date(2027, 4, day)) for day in (16, 17, 20, 23, 24)]

    assert found == [0, 1, 1, 1, 2]


def test_a_year_on_is_the_same_time_of_the_year() -> None:
    days = [date(2024, 9, 13), date(2024, 10, 11)]
    weeks = shifting.a_year_on(days, date(2027, 1, 10))

    assert shifting.move_day(days[0], weeks) == date(2027, 9, 10)


def test_a_year_on_goes_round_ascension_day() -> None:
    days = [date(2026, 5, 7)]  # a Thursday; 52 weeks later it is Ascension Day

    assert shifting.move_day(days[0], shifting.a_year_on(days, date(2027, 1, 1))) == date(2027, 5, 13)
