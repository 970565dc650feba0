"""Amounts, days and hours as people type them."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest

from portal.web.kit import dutch

DAY = date(2027, 2, 3)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1500", 150_000),
        ("1.500", 150_000),
        ("€ 1500,00", 150_000),
        ("€1.500,-", 150_000),
        ("1.500,50", 150_050),
        ("1500.50", 150_050),
        ("1,500.00", 150_000),
        ("1500 euro", 150_000),
        ("12,50", 1_250),
        ("0", 0),
        ("1.000.000", 100_000_000),
    ],
)
def test_amounts_as_dutch_people_type_them(text: str, cents: int) -> None:
    assert dutch.cents(text) == cents


@pytest.mark.parametrize(
    "text",
    ["3-2-2027", "03-02-2027", "3/2/27", "2027-02-03", "3 februari 2027", "wo 3 feb. 2027", "3 Feb 2027"],
)
def test_one_day_in_many_ways(text: str) -> None:
    assert dutch.day(text) == DAY


@pytest.mark.parametrize("text", ["9.30", "09:30", "9u30", "9.30 uur", "09:30:00", "9:30 h"])
def test_one_time_in_many_ways(text: str) -> None:
    assert dutch.clock(text) == time(9, 30)


def test_whole_hours_need_no_minutes() -> None:
    assert [dutch.clock("9"), dutch.clock("17 uur")] == [time(9), time(17)]


@pytest.mark.parametrize("text", ["2027-03", "3-2027", "maart 2027", "mrt 2027", "March 2027"])
def test_one_month_in_many_ways(text: str) -> None:
    assert dutch.month(text) == "2027-03"


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (dutch.cents, "1,500"),
        (dutch.cents, "-5"),
        (dutch.cents, "1.50.0"),
        (dutch.cents, "1.000.000,01"),
        (dutch.cents, "١٢"),
        (dutch.cents, "gratis"),
        (dutch.day, "31-2-2027"),
        (dutch.day, "3 brumaire 2027"),
        (dutch.day, "1-1-1999"),
        (dutch.day, "0-0-2027"),
        (dutch.day, "morgen"),
        (dutch.clock, "24.00"),
        (dutch.clock, "9.60"),
        (dutch.clock, "half tien"),
        (dutch.month, "13-2027"),
        (dutch.month, "lente 2027"),
    ],
)
def test_nonsense_is_refused(read: Callable[[str], Any], text: str) -> None:
    with pytest.raises(ValueError):
        read(text)


@pytest.mark.parametrize("text", ["0", "11", "-1", "1.5", "²", "9" * 30])
def test_number_keeps_between_its_bounds(text: str) -> None:
    with pytest.raises(ValueError):
        dutch.whole(text, least=1, most=10)
