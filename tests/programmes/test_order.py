"""Meetings are read as they follow each other."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from portal.programmes.order import by_day


@dataclass(frozen=True)
class Held:
    day: date | None = None
    starts_at: datetime | None = None
    number: int = 1


def on(day: int, hour: int | None = None, number: int = 1) -> Held:
    """In April."""
    starts = None if hour is None else datetime(2027, 4, day, hour, tzinfo=UTC)
    return Held(date(2027, 4, day), starts, number)


def test_day_that_was_added_later_comes_where_it_belongs() -> None:
    second, first, evening, whole_day, unknown = on(20, 9, 1), on(13, 9, 2), on(13, 19, 3), on(13), Held()
    found = by_day([unknown, second, first, evening, whole_day])
    assert found == [first, evening, whole_day, second, unknown]


held = st.builds(
    Held,
    st.none() | st.dates(date(2027, 1, 1), date(2027, 3, 1)),
    st.none() | st.datetimes(datetime(2027, 1, 1), datetime(2027, 3, 1), timezones=st.just(UTC)),
    st.integers(1, 9),
)


@given(st.lists(held, max_size=8).flatmap(lambda x: st.tuples(st.just(x), st.permutations(x))))
def test_order_does_not_depend_on_where_one_begins(pair: tuple[list[Held], list[Held]]) -> None:
    meetings, shuffled = pair
    assert by_day(meetings) == by_day(shuffled)
    assert sorted(map(repr, by_day(meetings))) == sorted(map(repr, meetings))
