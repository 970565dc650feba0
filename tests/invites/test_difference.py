"""Wanted minus sent: every row of what is sent when, as plain values."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.invites.difference import difference
from portal.invites.facts import Event, Key, Message, Method, News, Role, Sent, Span, Wanted

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
TODAY = date(2027, 3, 1)
KEY = Key(meeting_id=1, person_id=2, address="noor@veldrijk.example", organiser="planning@vgs.example")


def at(day: int, hour: int = 9, *, place: str = "Zwolle", title: str = "Module 1") -> Event:
    """A meeting of two hours in March 2027, with its place."""
    start = datetime(2027, 3, day, hour, tzinfo=UTC)
    return Event(Span(start.date(), start, start + timedelta(hours=2)), title, place)


def sent(event: Event, *, sequence: int = 0, method: Method = Method.REQUEST, key: Key = KEY) -> Sent:
    """What was sent last, by mail."""
    live = method is Method.REQUEST
    return Sent(key, event, live, live, sequence)


def news(
    wanted: list[Event | Wanted], *known: Sent, called_off: tuple[int, ...] = ()
) -> list[tuple[Method | None, int, News]]:
    """Method, sequence and news of each message that is due."""
    lines = [line if isinstance(line, Wanted) else Wanted(KEY, line) for line in wanted]
    due = difference(wanted=lines, sent=known, called_off=called_off, now=NOW, today=TODAY)
    return [(m.method, m.sequence, m.news) for m in due]


def test_confirmed_participant_is_invited_with_sequence_zero() -> None:
    assert difference(wanted=[Wanted(KEY, at(9))], sent=[], called_off=(), now=NOW, today=TODAY) == [
        Message(KEY, at(9), Method.REQUEST, 0, News.INVITED)
    ]


def test_right_agenda_gets_no_message() -> None:
    assert news([at(9)], sent(at(9), sequence=3)) == []


def test_another_hour_raises_the_sequence() -> None:
    assert news([at(9, 13)], sent(at(9, 9))) == [(Method.REQUEST, 1, News.MOVED)]


def test_another_place_raises_the_sequence() -> None:
    assert news([at(9, place="Assen")], sent(at(9), sequence=4)) == [(Method.REQUEST, 5, News.MOVED)]


def test_another_title_keeps_the_sequence_and_answers() -> None:
    assert news([at(9, title="Module A")], sent(at(9), sequence=4)) == [(Method.REQUEST, 4, News.CHANGED)]


def test_moved_message_tells_what_it_was_before() -> None:
    (message,) = difference(
        wanted=[Wanted(KEY, at(10))], sent=[sent(at(9))], called_off=(), now=NOW, today=TODAY
    )
    assert (message.before, message.event) == (at(9), at(10))


def test_meeting_called_off_is_cancelled_with_its_reason() -> None:
    assert news([], sent(at(9)), called_off=(1,)) == [(Method.CANCEL, 1, News.CALLED_OFF)]


def test_who_leaves_is_told_the_place_is_gone() -> None:
    assert news([], sent(at(9), sequence=2)) == [(Method.CANCEL, 3, News.NOT_EXPECTED)]


def test_cancelled_line_is_not_cancelled_again() -> None:
    assert news([], sent(at(9), method=Method.CANCEL)) == []


def test_who_returns_keeps_the_line_and_its_numbers() -> None:
    known = sent(at(9), sequence=1, method=Method.CANCEL)
    assert news([at(9)], known) == [(Method.REQUEST, 2, News.INVITED_AGAIN)]


def test_late_joiner_starts_at_zero_and_hears_of_the_future_only() -> None:
    before = Wanted(replace(KEY, meeting_id=7), at(1, 5))
    assert news([before, at(9)]) == [(Method.REQUEST, 0, News.INVITED)]


def test_past_meeting_is_left_alone() -> None:
    assert news([], sent(at(1, 5))) == []
    assert news([at(1, 6)], sent(at(1, 5))) == []


def test_meeting_moved_into_the_past_is_told() -> None:
    assert news([at(1, 5)], sent(at(9))) == [(Method.REQUEST, 1, News.MOVED)]


def test_past_meeting_moved_into_the_future_is_told() -> None:
    assert news([at(9)], sent(at(1, 5))) == [(Method.REQUEST, 1, News.MOVED)]


def test_day_without_hours_is_over_after_that_day() -> None:
    today, before = Event(Span(TODAY), "Module 1"), Event(Span(TODAY - timedelta(days=1)), "Module 1")
    assert news([today]) == [(Method.REQUEST, 0, News.INVITED)]
    assert news([before]) == []


def test_hours_that_become_known_raise_the_sequence() -> None:
    day_only = Event(Span(date(2027, 3, 9)), "Module 1", "Zwolle")
    assert news([at(9)], sent(day_only)) == [(Method.REQUEST, 1, News.MOVED)]


def test_new_address_is_invited_and_the_old_one_cancelled_first() -> None:
    moved = Wanted(replace(KEY, address="noor@elders.example"), at(9))
    assert news([moved], sent(at(9), sequence=2)) == [
        (Method.CANCEL, 3, News.NOT_EXPECTED),
        (Method.REQUEST, 0, News.INVITED),
    ]


def test_new_organiser_address_is_another_line_too() -> None:
    other = Wanted(replace(KEY, organiser="leren@vgs.example"), at(9))
    assert [method for method, _s, _n in news([other], sent(at(9)))] == [Method.CANCEL, Method.REQUEST]


def test_dropped_day_of_two_cancels_that_day_only() -> None:
    second = replace(KEY, meeting_id=5)
    due = difference(
        wanted=[Wanted(KEY, at(9))],
        sent=[sent(at(9)), sent(at(10), key=second)],
        called_off=(5,),
        now=NOW,
        today=TODAY,
    )
    assert [(m.key, m.method) for m in due] == [(second, Method.CANCEL)]


def test_facilitator_becomes_chair_without_a_new_question() -> None:
    line = Wanted(KEY, at(9), Role.CHAIR)
    assert news([line], sent(at(9))) == [(Method.REQUEST, 0, News.CHANGED)]


def test_who_takes_the_feed_loses_what_came_by_mail() -> None:
    line = Wanted(KEY, at(9), by_mail=False)
    (message,) = difference(wanted=[line], sent=[sent(at(9))], called_off=(), now=NOW, today=TODAY)
    assert (message.method, message.news) == (Method.CANCEL, News.FEED_ONLY)
    assert message.after == Sent(KEY, at(9), live=True, mailed=False, sequence=1)


def test_line_of_a_feed_changes_without_mail() -> None:
    in_feed = Sent(KEY, at(9), live=True, mailed=False, sequence=3)
    line = Wanted(KEY, at(10), by_mail=False)
    (message,) = difference(wanted=[line], sent=[in_feed], called_off=(), now=NOW, today=TODAY)
    assert (message.method, message.after) == (None, Sent(KEY, at(10), True, False, 4))


def test_who_leaves_with_a_feed_gets_no_mail() -> None:
    in_feed = Sent(KEY, at(9), live=True, mailed=False, sequence=3)
    (message,) = difference(wanted=[], sent=[in_feed], called_off=(), now=NOW, today=TODAY)
    assert (message.method, message.live) == (None, False)


def test_who_wants_mail_after_all_is_invited_with_the_same_number() -> None:
    in_feed = Sent(KEY, at(9), live=True, mailed=False, sequence=3)
    assert news([at(9)], in_feed) == [(Method.REQUEST, 3, News.INVITED)]


STATES = [(True, True), (True, False), (False, False)]
EVENTS = st.builds(at, st.integers(1, 28), st.integers(0, 20), place=st.sampled_from(["Zwolle", "Assen"]))
KEYS = st.builds(
    Key,
    st.integers(1, 3),
    st.integers(1, 2),
    st.sampled_from(["a@x.example", "b@x.example"]),
    st.sampled_from(["p@vgs.example", "q@vgs.example"]),
)


@given(
    wanted=st.dictionaries(KEYS, st.tuples(EVENTS, st.booleans())),
    known=st.dictionaries(KEYS, st.tuples(EVENTS, st.sampled_from(STATES), st.integers(0, 5))),
    now=st.datetimes(datetime(2027, 2, 27), datetime(2027, 3, 30)).map(lambda t: t.replace(tzinfo=UTC)),
)
def test_once_sent_nothing_more_is_due(
    wanted: dict[Key, tuple[Event, bool]],
    known: dict[Key, tuple[Event, tuple[bool, bool], int]],
    now: datetime,
) -> None:
    lines = [Wanted(key, event, by_mail=by_mail) for key, (event, by_mail) in wanted.items()]
    ledger = {key: Sent(key, event, *state, n) for key, (event, state, n) in known.items()}
    today = now.date()
    for message in difference(wanted=lines, sent=ledger.values(), called_off=(), now=now, today=today):
        before = ledger.get(message.key)
        assert message.sequence >= (before.sequence if before else 0)
        ledger[message.key] = message.after
    assert difference(wanted=lines, sent=ledger.values(), called_off=(), now=now, today=today) == []
    ahead = {k: line for k, line in wanted.items() if not line[0].span.is_over(now=now, today=today)}
    live = {k: (s.event, s.mailed) for k, s in ledger.items() if s.live}
    assert ahead == {k: line for k, line in live.items() if not line[0].span.is_over(now=now, today=today)}
