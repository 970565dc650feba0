"""The school holidays per region, as the government announced them."""

from datetime import date

import pytest

from portal.programmes.school_holidays import (
    DaysOff,
    Region,
    SchoolHoliday,
    days_off,
    is_known,
    periods,
)

NORTH, MIDDLE, SOUTH = Region


@pytest.mark.parametrize(
    ("day", "holiday", "regions"),
    [
        (date(2026, 10, 14), SchoolHoliday.AUTUMN, (NORTH,)),
        (date(2026, 10, 18), SchoolHoliday.AUTUMN, (NORTH, MIDDLE, SOUTH)),
        (date(2027, 2, 17), SchoolHoliday.SPRING, (SOUTH,)),
        (date(2027, 4, 24), SchoolHoliday.MAY, (NORTH, MIDDLE, SOUTH)),
        (date(2028, 9, 3), SchoolHoliday.SUMMER, (SOUTH,)),
    ],
)
def test_day_in_the_holidays_says_where(day: date, holiday: SchoolHoliday, regions: tuple[Region]) -> None:
    assert days_off(day) == DaysOff(holiday, regions)


@pytest.mark.parametrize("day", [date(2026, 10, 9), date(2027, 4, 13), date(2027, 5, 3), date(2028, 9, 4)])
def test_other_days_are_school_days(day: date) -> None:
    assert days_off(day) is None


@pytest.mark.parametrize(
    ("day", "known"),
    [
        (date(2025, 7, 31), False),
        (date(2025, 8, 1), True),
        (date(2028, 7, 31), True),
        (date(2028, 9, 3), True),
        (date(2028, 9, 4), False),
        (date(2029, 2, 20), False),
    ],
)
def test_years_that_were_not_announced_are_unknown(day: date, known: bool) -> None:
    assert is_known(day) is known


def test_every_holiday_runs_from_saturday_to_sunday() -> None:
    odd = [one for one in periods() if (one.first.weekday(), one.last.weekday()) != (5, 6)]

    assert odd == []
    assert len(periods()) == 3 * len(SchoolHoliday) * len(Region)


def test_every_holiday_has_its_usual_length() -> None:
    weeks = {
        holiday: {((one.last - one.first).days + 2) // 7 for one in periods() if one.holiday is holiday}
        for holiday in SchoolHoliday
    }

    assert weeks == {
        SchoolHoliday.AUTUMN: {1},
        SchoolHoliday.CHRISTMAS: {2},
        SchoolHoliday.SPRING: {1},
        SchoolHoliday.MAY: {1},
        SchoolHoliday.SUMMER: {6},
    }
