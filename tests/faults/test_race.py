"""Hundreds press the button in the same second: real server processes, over HTTP, on both databases."""

import re
from collections import Counter
from collections.abc import Callable

from tests.faults.conftest import CROWD, SEATS
from tests.faults.support import (
    Raced,
    delivered,
    every_letter_sent,
    expected,
    kinds,
    letters,
    message_ids,
    proofs,
    several_days,
    told,
    wait_for,
)
from tests.support.servers import LiveServer, SchedulerProcess

PLACE = re.compile(r"plek (\d+) van de wachtlijst")


def test_exactly_the_seats_are_seated(raced: Raced) -> None:
    results = raced.stage.results()
    assert [state for _email, state, _number in results[:SEATS]] == ["confirmed"] * SEATS
    assert [state for _email, state, _number in results[SEATS:]] == ["waitlisted"] * (CROWD - SEATS)


def test_nobody_is_in_twice_or_missing(raced: Raced) -> None:
    assert sorted(email for email, _state, _number in raced.stage.results()) == sorted(
        contender.email for contender in raced.people
    )


def test_order_of_requests_has_no_gap(raced: Raced) -> None:
    assert [number for _email, _state, number in raced.stage.results()] == list(range(1, CROWD + 1))


def test_everyone_reads_a_place_of_their_own(raced: Raced) -> None:
    pages = [contender.answers[-1].body for contender in raced.people]
    places = sorted(int(found[1]) for found in map(PLACE.search, pages) if found)
    assert places == list(range(1, CROWD - SEATS + 1))
    assert sum("Je bent ingeschreven" in page for page in pages) == SEATS


def test_nobody_sees_an_error_page(raced: Raced) -> None:
    statuses = Counter(answer.status for contender in raced.people for answer in contender.answers)
    assert set(statuses) == {200, 303}


def test_pressing_twice_at_once_is_pressing_once(raced: Raced) -> None:
    twice = [c for c in raced.people if len([a for a in c.answers if a.path == c.decision.path]) == 3]
    assert len(twice) == len(raced.people[::3])
    for contender in twice:
        outcomes = {a.location for a in contender.answers if a.path == contender.decision.path} - {""}
        assert len(outcomes) == 1


def test_each_registration_has_its_history_and_letter(raced: Raced) -> None:
    assert proofs(raced.stage) == {
        ("confirmed", 1, 1, "registration_confirmed"): SEATS,
        ("waitlisted", 1, 1, "registration_waitlisted"): CROWD - SEATS,
    }


def test_check_finds_nothing_after_the_race(raced: Raced) -> None:
    assert raced.stage.check().splitlines()[-1] == "Alles klopt."


def test_two_schedulers_send_each_letter_once(
    raced: Raced, scheduler_for: Callable[[LiveServer], SchedulerProcess]
) -> None:
    schedulers = [scheduler_for(raced.server) for _ in range(2)]
    wait_for(lambda: every_letter_sent(raced.stage), 90, "every letter sent")
    for scheduler in schedulers:
        scheduler.raise_if_dead()
    assert delivered(raced.sink) == dict.fromkeys(message_ids(raced.stage), 1)
    assert len(message_ids(raced.stage)) == sum(letters(raced.stage).values())
    assert told(raced.stage) == expected(raced.stage)
    assert kinds(raced.stage) == {
        "registration_confirmed": SEATS,
        "registration_waitlisted": CROWD - SEATS,
        "meeting_invited": sum(told(raced.stage).values()),
        "agenda_overview": several_days(raced.stage),
    }
    assert raced.stage.check().splitlines()[-1] == "Alles klopt."
