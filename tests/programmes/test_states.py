"""The state of an edition, from its calendar, desk and seats."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.programmes.facts import Desk, EditionState, Publication
from portal.programmes.states import (
    MeetingTime,
    Phase,
    StateFacts,
    Window,
    end_of_month,
    last_closing,
    phase_of,
    state_of,
)

S = EditionState
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
DAY = timedelta(days=1)
MEETING = MeetingTime(
    date(2027, 1, 12), datetime(2027, 1, 12, 8, 30, tzinfo=UTC), datetime(2027, 1, 12, 16, tzinfo=UTC)
)
OPEN = Window(NOW - DAY, NOW + 10 * DAY)
OVER = Window(NOW - 9 * DAY, NOW - DAY)
LATER = Window(NOW + 3 * DAY)


def facts(**changes: object) -> StateFacts:
    return StateFacts(**{"windows": (OPEN,), "meetings": (MEETING,), **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"publication": Publication.DRAFT}, S.DRAFT),
        ({"publication": Publication.CANCELLED}, S.CANCELLED),
        ({"windows": ()}, S.ANNOUNCED),
        ({"windows": (LATER,)}, S.ANNOUNCED),
        ({}, S.OPEN),
        ({"free": 1}, S.OPEN),
        ({"free": 0}, S.FULL),
        ({"free": -1}, S.FULL),
        ({"free": 1, "waiting": 1}, S.FULL),
        ({"windows": (OVER,)}, S.CLOSED),
        ({"windows": (OVER, LATER)}, S.CLOSED),
        ({"windows": (OVER, OPEN, LATER)}, S.OPEN),
        ({"desk": Desk.CLOSED}, S.CLOSED),
        ({"desk": Desk.CLOSED, "windows": ()}, S.CLOSED),
        ({"desk": Desk.REOPENED, "windows": (OVER,)}, S.OPEN),
        ({"desk": Desk.REOPENED, "windows": (), "free": 0}, S.FULL),
    ],
)
def test_state_follows_from_desk_windows_and_seats(changes: dict[str, object], state: EditionState) -> None:
    assert state_of(facts(**changes), NOW) is state


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (MEETING.starts_at, S.RUNNING),
        (MEETING.starts_at - timedelta(seconds=1), S.CLOSED),
        (MEETING.ends_at - timedelta(seconds=1), S.RUNNING),
        (MEETING.ends_at, S.FINISHED),
    ],
)
def test_edition_runs_from_first_to_last_minute(moment: datetime, state: EditionState) -> None:
    assert state_of(facts(), moment) is state


def test_reopened_edition_is_open_until_first_meeting() -> None:
    reopened = facts(desk=Desk.REOPENED, windows=())
    assert state_of(reopened, MEETING.starts_at - timedelta(seconds=1)) is S.OPEN
    assert state_of(reopened, MEETING.starts_at) is S.RUNNING


def test_day_without_hours_counts_in_dutch_time() -> None:
    known_day = facts(meetings=(MeetingTime(date(2027, 1, 12)),), windows=(Window(NOW),))
    midnight = datetime(2027, 1, 11, 23, tzinfo=UTC)
    assert [state_of(known_day, midnight + step) for step in (-timedelta(seconds=1), 0 * DAY, DAY)] == [
        S.OPEN,
        S.RUNNING,
        S.FINISHED,
    ]


def test_month_alone_says_when_an_edition_is_over() -> None:
    month = StateFacts(until_month="2022-03", desk=Desk.CLOSED)
    last_second = datetime(2022, 3, 31, 21, 59, 59, tzinfo=UTC)
    assert [state_of(month, last_second), state_of(month, last_second + timedelta(seconds=1))] == [
        S.CLOSED,
        S.FINISHED,
    ]


def test_edition_with_an_undated_meeting_does_not_finish() -> None:
    undated = facts(meetings=(MEETING, MeetingTime()))
    assert state_of(undated, NOW + 900 * DAY) is S.RUNNING


def test_last_day_of_edition_ends_an_undated_meeting() -> None:
    undated = facts(meetings=(MEETING, MeetingTime()), ends_on=date(2027, 2, 1))
    assert state_of(undated, datetime(2027, 2, 1, 23, tzinfo=UTC)) is S.FINISHED


def test_edition_without_any_date_stays_announced() -> None:
    assert state_of(StateFacts(), NOW + 9000 * DAY) is S.ANNOUNCED


def test_window_that_opens_later_tells_its_instant() -> None:
    assert phase_of(facts(windows=(LATER,)), NOW) == Phase(
        S.ANNOUNCED, LATER.opens_at, None, MEETING.starts_at, MEETING.ends_at
    )


def test_window_without_end_closes_at_the_first_meeting() -> None:
    assert phase_of(facts(windows=(Window(NOW),)), NOW) == Phase(
        S.OPEN, None, MEETING.starts_at, MEETING.starts_at, MEETING.ends_at
    )


def test_registering_is_over_when_the_last_window_is_or_the_first_meeting_starts() -> None:
    start = MEETING.starts_at
    wanted = [(OPEN, None), (OVER, OPEN), (Window(NOW, NOW + 99 * DAY), None), (OVER, LATER)]
    found = [last_closing(facts(windows=tuple(w for w in windows if w))) for windows in wanted]
    assert found == [NOW + 10 * DAY, NOW + 10 * DAY, start, start]
    never = [{"windows": ()}, {"desk": Desk.CLOSED}, {"windows": (LATER,), "meetings": ()}]
    assert [last_closing(facts(**changes)) for changes in never] == [None, None, None]


def test_window_after_the_first_meeting_never_opens() -> None:
    assert phase_of(facts(windows=(Window(MEETING.starts_at + DAY),)), NOW).opens_at is None


@pytest.mark.parametrize(
    ("state", "rights"),
    [
        (S.DRAFT, set()),
        (S.ANNOUNCED, {"may_withdraw"}),
        (S.OPEN, {"may_register", "promotion_allowed", "promotion_by_hand", "may_withdraw"}),
        (S.FULL, {"may_register", "may_wait", "promotion_allowed", "promotion_by_hand", "may_withdraw"}),
        (S.CLOSED, {"promotion_allowed", "promotion_by_hand", "may_withdraw"}),
        (S.RUNNING, {"promotion_by_hand", "may_withdraw"}),
        (S.FINISHED, set()),
        (S.CANCELLED, set()),
    ],
)
def test_state_says_what_may_happen(state: EditionState, rights: set[str]) -> None:
    names = ("may_register", "may_wait", "promotion_allowed", "promotion_by_hand", "may_withdraw")
    assert {name for name in names if getattr(Phase(state), name)} == rights


@pytest.mark.parametrize(
    ("month", "day"),
    [("2022-03", date(2022, 3, 31)), ("2024-02", date(2024, 2, 29)), ("", None), ("maart", None)],
)
def test_month_ends_on_its_last_day(month: str, day: date | None) -> None:
    assert end_of_month(month) == day


instants = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
any_facts = st.builds(
    StateFacts,
    publication=st.sampled_from(Publication),
    desk=st.sampled_from(Desk),
    windows=st.lists(st.builds(Window, instants, st.none() | instants), max_size=3).map(tuple),
    meetings=st.lists(
        st.builds(MeetingTime, st.none() | days, st.none() | instants, st.none() | instants), max_size=4
    ).map(tuple),
    starts_on=st.none() | days,
    ends_on=st.none() | days,
    until_month=st.sampled_from(["", "2022-03", "2050-12", "onbekend"]),
    free=st.none() | st.integers(-2, 3),
    waiting=st.integers(0, 2),
)
ORDER = {S.RUNNING: 1, S.FINISHED: 2}


@given(any_facts, instants, instants)
def test_calendar_never_turns_an_edition_back(facts: StateFacts, one: datetime, other: datetime) -> None:
    earlier, later = sorted((one, other))
    before, after = state_of(facts, earlier), state_of(facts, later)
    assert ORDER.get(after, 0) >= ORDER.get(before, 0)


@given(any_facts, instants)
def test_instants_of_a_phase_fit_its_state(facts: StateFacts, now: datetime) -> None:
    phase = phase_of(facts, now)
    assert phase.opens_at is None or phase.opens_at > now
    assert phase.closes_at is None or (phase.may_register and phase.closes_at > now)
