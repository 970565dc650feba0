"""Working days, working hours and the deadlines that follow, on the Dutch calendar."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.working_days import (
    AMSTERDAM,
    add_working_days,
    add_working_hours,
    after_working_days,
    companion_deadline,
    is_working_day,
    offer_deadline,
    offer_reminder_at,
    working_days_before,
)

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC))
COUNTS = st.integers(0, 15)
HOURS = st.integers(0, 60 * 4).map(lambda quarters: quarters / 4)


def at(text: str) -> datetime:
    """An instant from a wall clock in Amsterdam."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM).astimezone(UTC)


@pytest.mark.parametrize(
    "day",
    [
        "2027-01-01",  # Nieuwjaarsdag
        "2027-03-26",  # Goede Vrijdag
        "2027-03-29",  # Tweede paasdag
        "2027-04-27",  # Koningsdag
        "2025-04-26",  # Koningsdag, moved from Sunday to Saturday
        "2025-05-05",  # Bevrijdingsdag, once in five years
        "2027-05-06",  # Hemelvaartsdag
        "2027-05-17",  # Tweede pinksterdag
        "2028-12-25",  # Eerste kerstdag
        "2028-12-26",  # Tweede kerstdag
        "2027-01-16",  # a Saturday
        "2027-01-17",  # a Sunday
    ],
)
def test_holidays_and_weekends_are_no_working_days(day: str) -> None:
    assert not is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2027-01-15", "2026-05-05", "2027-12-24", "2027-12-31", "2027-04-26"])
def test_ordinary_weekdays_are_working_days(day: str) -> None:
    assert is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        ("2027-01-13", 1, "2027-01-14"),
        ("2027-01-15", 1, "2027-01-18"),
        ("2027-01-16", 1, "2027-01-18"),
        ("2027-03-25", 1, "2027-03-30"),  # over Easter
        ("2028-12-22", 1, "2028-12-27"),  # over Christmas
        ("2026-12-31", 1, "2027-01-04"),  # over the year's end
        ("2026-12-24", 3, "2026-12-30"),
        ("2027-01-16", 0, "2027-01-16"),
    ],
)
def test_working_days_are_counted_past_days_off(day: str, count: int, then: str) -> None:
    assert add_working_days(date.fromisoformat(day), count) == date.fromisoformat(then)


def test_working_days_before_skip_days_off() -> None:
    assert working_days_before(date(2027, 3, 30), 1) == date(2027, 3, 25)
    assert working_days_before(date(2027, 1, 4), 2) == date(2026, 12, 30)


def test_counting_backwards_with_add_is_refused() -> None:
    with pytest.raises(ValueError, match="zero or more"):
        add_working_days(date(2027, 1, 1), -1)


@pytest.mark.parametrize(
    ("now", "deadline"),
    [
        ("2027-01-11T10:00", "2027-01-14T17:00"),
        ("2027-01-13T23:59", "2027-01-18T17:00"),
        ("2027-01-16T03:00", "2027-01-20T17:00"),
        ("2027-03-24T12:00", "2027-03-31T17:00"),  # over Easter and summer time
        ("2027-10-28T12:00", "2027-11-02T17:00"),  # over winter time
        ("2026-12-23T12:00", "2026-12-29T17:00"),
        ("2026-12-30T12:00", "2027-01-05T17:00"),
    ],
)
def test_offer_stands_until_five_on_third_day(now: str, deadline: str) -> None:
    assert offer_deadline(at(now), None) == at(deadline)


def test_day_of_an_offer_is_the_local_day() -> None:
    just_past_midnight = datetime(2027, 6, 14, 22, 30, tzinfo=UTC)
    assert offer_deadline(just_past_midnight, None) == at("2027-06-18T17:00")


def test_offer_ends_a_day_before_first_meeting() -> None:
    assert offer_deadline(at("2027-01-11T10:00"), at("2027-01-13T09:30")) == at("2027-01-12T09:30")


def test_far_away_first_meeting_changes_no_deadline() -> None:
    assert offer_deadline(at("2027-01-11T10:00"), at("2027-01-15T17:00")) == at("2027-01-14T17:00")


def test_a_day_before_is_24_hours_over_summer_time() -> None:
    assert offer_deadline(at("2027-03-26T10:00"), at("2027-03-28T09:30")) == at("2027-03-27T08:30")


@pytest.mark.parametrize("start", ["2027-01-12T10:00", "2027-01-12T09:59", "2027-01-11T09:00"])
def test_within_24_hours_no_offer_is_made(start: str) -> None:
    assert offer_deadline(at("2027-01-11T10:00"), at(start)) is None


@pytest.mark.parametrize(
    ("deadline", "reminder"),
    [
        ("2027-01-14T17:00", "2027-01-13T09:00"),
        ("2027-01-18T17:00", "2027-01-15T09:00"),
        ("2027-01-17T09:30", "2027-01-15T09:00"),  # cut off on a Sunday by the first meeting
        ("2027-03-30T17:00", "2027-03-25T09:00"),
    ],
)
def test_reminder_comes_a_working_day_before(deadline: str, reminder: str) -> None:
    assert offer_reminder_at(at(deadline)) == at(reminder)


def test_companion_has_five_working_days() -> None:
    assert companion_deadline(at("2027-03-24T08:00")) == at("2027-04-02T17:00")


@pytest.mark.parametrize(
    ("start", "until"),
    [
        ("2027-03-30T09:30", "2027-03-30T09:30"),
        ("2027-04-13T09:30", "2027-04-02T17:00"),
        ("2027-03-23T09:30", "2027-04-02T17:00"),  # it runs: who takes over has the whole term
    ],
)
def test_companion_confirms_before_the_start(start: str, until: str) -> None:
    assert companion_deadline(at("2027-03-24T08:00"), at(start)) == at(until)


@pytest.mark.parametrize(
    ("now", "hours", "then"),
    [
        ("2027-01-13T09:00", 8, "2027-01-13T17:00"),
        ("2027-01-13T10:30", 8, "2027-01-14T10:30"),
        ("2027-01-13T17:00", 1, "2027-01-14T10:00"),
        ("2027-01-13T20:00", 1, "2027-01-14T10:00"),
        ("2027-01-13T05:00", 1, "2027-01-13T10:00"),
        ("2027-01-15T16:00", 8, "2027-01-18T16:00"),
        ("2026-12-24T16:30", 1.5, "2026-12-28T10:00"),
        ("2027-10-29T13:00", 8, "2027-11-01T13:00"),
        ("2027-01-16T12:00", 16, "2027-01-19T17:00"),
        ("2027-01-16T12:00", 0, "2027-01-16T12:00"),
    ],
)
def test_working_hours_pass_between_nine_and_five(now: str, hours: float, then: str) -> None:
    assert add_working_hours(at(now), hours) == at(then)


def test_naive_moments_and_negative_hours_are_mistakes() -> None:
    with pytest.raises(ValueError, match="time zone"):
        companion_deadline(datetime(2027, 1, 1))
    with pytest.raises(ValueError, match="zero or more"):
        add_working_hours(at("2027-01-13T09:00"), -1)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2027-01-12T10:00", 1, "2027-01-13T10:00"),
        ("2027-01-15T10:00", 2, "2027-01-19T10:00"),  # over a weekend
        ("2027-03-25T09:00", 1, "2027-03-30T09:00"),  # over Easter and into summer time
        ("2027-01-13T00:30", 1, "2027-01-14T00:30"),  # yesterday in UTC
        ("2027-01-16T09:00", 1, "2027-01-19T00:00"),  # from a Saturday: all of Monday
    ],
)
def test_whole_working_days_end_at_the_same_time(start: str, days: int, end: str) -> None:
    assert after_working_days(at(start), days) == at(end)


@given(DAYS, st.integers(1, 15))
def test_result_is_always_a_working_day(day: date, count: int) -> None:
    assert is_working_day(add_working_days(day, count))
    assert is_working_day(working_days_before(day, count))


@given(DAYS, st.integers(1, 15))
def test_exactly_so_many_working_days_lie_between(day: date, count: int) -> None:
    then = add_working_days(day, count)
    assert sum(is_working_day(day + timedelta(days=n)) for n in range(1, (then - day).days + 1)) == count


@given(DAYS, COUNTS, COUNTS)
def test_counting_in_two_goes_is_counting_once(day: date, one: int, two: int) -> None:
    assert add_working_days(add_working_days(day, one), two) == add_working_days(day, one + two)


@given(DAYS, st.integers(1, 15))
def test_before_undoes_after_on_working_days(day: date, count: int) -> None:
    start = add_working_days(day, 1)
    assert working_days_before(add_working_days(start, count), count) == start


@given(INSTANTS, INSTANTS)
def test_later_offer_never_ends_sooner(one: datetime, other: datetime) -> None:
    first, last = sorted((one, other))
    deadlines = offer_deadline(first, None), offer_deadline(last, None)
    assert deadlines[0] is not None
    assert deadlines[1] is not None
    assert first < deadlines[0] <= deadlines[1]


@given(INSTANTS)
def test_deadline_is_five_o_clock_on_a_working_day(now: datetime) -> None:
    deadline = offer_deadline(now, None)
    assert deadline is not None
    local = deadline.astimezone(AMSTERDAM)
    assert (local.time(), is_working_day(local.date())) == (time(17), True)


@given(INSTANTS, st.timedeltas(timedelta(0), timedelta(days=12)))
def test_offer_never_ends_within_24_hours_of_the_start(now: datetime, ahead: timedelta) -> None:
    deadline = offer_deadline(now, now + ahead)
    assert (deadline is None) == (ahead <= timedelta(hours=24))
    assert deadline is None or now < deadline <= now + ahead - timedelta(hours=24)


@given(INSTANTS)
def test_reminder_comes_on_a_working_day_before_the_deadline(deadline: datetime) -> None:
    reminder = offer_reminder_at(deadline).astimezone(AMSTERDAM)
    assert reminder.date() < deadline.astimezone(AMSTERDAM).date()
    assert (reminder.time(), is_working_day(reminder.date())) == (time(9), True)


@given(INSTANTS, INSTANTS, HOURS)
def test_later_start_never_passes_hours_sooner(one: datetime, other: datetime, hours: float) -> None:
    first, last = sorted((one, other))
    assert add_working_hours(first, hours) <= add_working_hours(last, hours)


@given(INSTANTS, HOURS, HOURS)
def test_hours_in_two_goes_are_hours_once(now: datetime, one: float, two: float) -> None:
    assert add_working_hours(add_working_hours(now, one), two) == add_working_hours(now, one + two)


@given(INSTANTS, HOURS.filter(bool))
def test_hours_end_inside_a_working_day(now: datetime, hours: float) -> None:
    local = add_working_hours(now, hours).astimezone(AMSTERDAM)
    assert is_working_day(local.date())
    assert time(9) < local.time() <= time(17)
