"""Days and hours as organisers type them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.errors import Refused
from portal.programmes.hours import Hours, HoursProblem, Once, Typed, instants, read_clock

P = HoursProblem
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAY = date(2027, 4, 13)
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
NIGHT = time(2, 30)
days = st.dates(date(2025, 1, 1), date(2040, 12, 31))
clocks = st.times().map(lambda t: t.replace(second=0, microsecond=0))


def refused(typed: Typed) -> tuple[str, object]:
    """Why it cannot be, and next to which field that is said."""
    with pytest.raises(Refused) as caught:
        instants(typed, AMSTERDAM)
    return str(caught.value.reason), caught.value.values["field"]


@pytest.mark.parametrize("text", ["9.30", "09.30", "9:30", "09:30", "0930", "930", " 09.30 uur "])
def test_half_past_nine_in_every_way(text: str) -> None:
    assert read_clock(text) == time(9, 30)


@pytest.mark.parametrize(("text", "clock"), [("9", time(9)), ("17 uur", time(17)), ("0.00", time(0))])
def test_whole_hours_need_no_minutes(text: str, clock: time) -> None:
    assert read_clock(text) == clock


def test_nothing_typed_is_no_time_yet() -> None:
    assert read_clock("  ") is None


@pytest.mark.parametrize("text", ["24.00", "9.60", "half tien", "9.3", "12345", "-9", "٩.٣٠", "9.30.00"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(Refused) as caught:
        read_clock(text)
    assert caught.value.reason == P.NOT_A_TIME


@given(clocks)
def test_every_time_reads_back_as_written(clock: time) -> None:
    written = [clock.strftime(form) for form in ("%H.%M", "%H:%M", "%H%M")]
    assert [read_clock(text) for text in written] == [clock] * 3


def test_day_without_hours_stays_a_day() -> None:
    assert instants(Typed(DAY), AMSTERDAM) == Hours(DAY)


def test_nothing_at_all_is_known_yet() -> None:
    assert instants(Typed(), AMSTERDAM) == Hours()


def test_hours_count_on_the_wall_clock() -> None:
    summer = instants(Typed(DAY, time(9, 30), time(17)), AMSTERDAM)
    winter = instants(Typed(date(2027, 1, 12), time(9, 30), time(17)), AMSTERDAM)

    assert [(h.starts_at, h.ends_at) for h in (summer, winter)] == [
        (datetime(2027, 4, 13, 7, 30, tzinfo=UTC), datetime(2027, 4, 13, 15, 0, tzinfo=UTC)),
        (datetime(2027, 1, 12, 8, 30, tzinfo=UTC), datetime(2027, 1, 12, 16, 0, tzinfo=UTC)),
    ]


def test_beginning_is_enough_when_the_end_follows() -> None:
    start = datetime(2027, 4, 13, 7, 30, tzinfo=UTC)
    assert instants(Typed(DAY, time(9, 30)), AMSTERDAM) == Hours(DAY, start)


@pytest.mark.parametrize(
    ("typed", "problem", "field"),
    [
        (Typed(starts=time(9)), P.NO_DAY, "day"),
        (Typed(DAY, ends=time(17)), P.NO_START, "starts"),
        (Typed(DAY, time(17), time(9)), P.END_BEFORE_START, "ends"),
        (Typed(DAY, time(9), time(9)), P.END_BEFORE_START, "ends"),
        (Typed(DAY, time(9), time(17), DAY - timedelta(days=1)), P.END_BEFORE_START, "last_day"),
        (Typed(DAY, time(9), time(17), DAY + timedelta(days=1)), P.TOO_LONG, "last_day"),
        (Typed(DAY, time(9), time(8), DAY + timedelta(days=2)), P.TOO_LONG, "last_day"),
        (Typed(SPRING, NIGHT, time(9)), P.SKIPPED, "starts"),
        (Typed(SPRING, time(1), NIGHT), P.SKIPPED, "ends"),
        (Typed(AUTUMN, NIGHT, time(9)), P.TWICE, "starts"),
        (Typed(AUTUMN, time(1), NIGHT), P.TWICE, "ends"),
        (Typed(date(27, 4, 13)), P.NOT_A_YEAR, "day"),
        (Typed(DAY, time(9), time(17), date(9999, 1, 1)), P.NOT_A_YEAR, "last_day"),
    ],
)
def test_what_cannot_be_says_where(typed: Typed, problem: HoursProblem, field: str) -> None:
    assert refused(typed) == (problem, field)


def test_evening_may_end_after_midnight() -> None:
    found = instants(Typed(DAY, time(20), time(1), DAY + timedelta(days=1)), AMSTERDAM)
    assert (found.day, found.ends_at) == (DAY, datetime(2027, 4, 13, 23, 0, tzinfo=UTC))


def test_hour_that_exists_twice_is_the_chosen_one() -> None:
    chosen = [Typed(AUTUMN, NIGHT, time(9), starts_once=once) for once in Once]

    assert [instants(typed, AMSTERDAM).starts_at for typed in chosen] == [
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
    ]


def test_second_time_ends_after_the_first() -> None:
    typed = Typed(AUTUMN, NIGHT, NIGHT, starts_once=Once.FIRST, ends_once=Once.SECOND)
    found = instants(typed, AMSTERDAM)
    assert found.ends_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


@given(days, clocks, clocks)
@example(SPRING, NIGHT, time(9))
@example(AUTUMN, NIGHT, time(9))
@example(SPRING, time(0), time(23, 59))
@example(AUTUMN, time(0), time(23, 59))
@example(AUTUMN, time(0), time(2, fold=1))
def test_instants_show_the_hours_that_were_typed(day: date, starts: time, ends: time) -> None:
    counts = {_times_on_the_clock(day, clock) for clock in (starts, ends)}
    if counts != {1} or ends <= starts:
        lawful = {0: P.SKIPPED, 2: P.TWICE}
        assert refused(Typed(day, starts, ends))[0] in {lawful.get(n, P.END_BEFORE_START) for n in counts}
        return
    found = instants(Typed(day, starts, ends), AMSTERDAM)
    assert found.starts_at is not None
    assert found.ends_at is not None
    shown = [moment.astimezone(AMSTERDAM).replace(tzinfo=None) for moment in (found.starts_at, found.ends_at)]
    assert shown == [datetime.combine(day, starts), datetime.combine(day, ends)]
    assert timedelta() < found.ends_at - found.starts_at <= timedelta(hours=25)


def _times_on_the_clock(day: date, clock: time) -> int:
    """How often the clock shows it that day, counted minute by minute."""
    midnight = datetime.combine(day, time(), UTC) - timedelta(hours=3)
    minutes = (midnight + timedelta(minutes=n) for n in range(30 * 60))
    wanted = datetime.combine(day, clock)
    return sum(minute.astimezone(AMSTERDAM).replace(tzinfo=None) == wanted for minute in minutes)


@given(st.integers(2025, 2040), st.integers(0, 59))
def test_every_change_of_the_clock_is_noticed(year: int, minute: int) -> None:
    spring, autumn = _last_sunday(year, 3), _last_sunday(year, 10)
    reasons = [refused(Typed(day, time(2, minute), time(9)))[0] for day in (spring, autumn)]
    assert reasons == [P.SKIPPED, P.TWICE]


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


@pytest.mark.parametrize(
    ("hours", "past"),
    [
        (Hours(DAY, datetime(2027, 4, 13, 7, 30, tzinfo=UTC)), True),
        (Hours(DAY, datetime(2027, 4, 13, 7, 31, tzinfo=UTC)), False),
        (Hours(DAY), False),
        (Hours(DAY - timedelta(days=1)), True),
        (Hours(), False),
    ],
)
def test_what_has_begun_is_past(hours: Hours, past: bool) -> None:
    now = datetime(2027, 4, 13, 7, 30, tzinfo=UTC)
    assert hours.is_past(now=now, zone=AMSTERDAM) is past
