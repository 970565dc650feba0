"""kill -9 in the middle of a race, with letters going out through real SMTP: nothing is half-done or lost."""

from collections import Counter
from collections.abc import Iterator

import pytest

from benchmarks import crowd, stage
from demo.sink import BackgroundSink, slow
from portal.jobs.delivery import MARKED_TOGETHER
from tests.faults.conftest import BOTH
from tests.faults.siege import Siege, Victim
from tests.faults.support import (
    delivered,
    expected,
    fresh_database,
    kinds,
    letters,
    message_ids,
    proofs,
    several_days,
    told,
)
from tests.support.proof import size
from tests.support.servers import LiveServer, SchedulerProcess

KILLS = size(5, 50)
WAVE = 16  # so many press together for each kill
CROWD = KILLS * WAVE
SEATS = CROWD // 4


@pytest.fixture(scope="module", params=BOTH)
def siege(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Siege]:
    """The whole siege, once for each kind of database."""
    folder = tmp_path_factory.mktemp("siege")
    plan = slow(0.02)  # a mail server at some distance
    with (
        fresh_database(request, folder) as database,
        BackgroundSink(folder / "postbus", lambda _envelope: plan) as sink,
        LiveServer(database, folder, sink=sink) as server,
        SchedulerProcess(server.environment, folder) as scheduler,
    ):
        ring = stage.set_up(server.environment, folder, seats=SEATS, pattern=stage.CHOICES)
        found = Siege(ring, sink, server, scheduler, ring.contenders(CROWD))
        crowd.run(found.run(KILLS))
        found.drain()
        yield found


def test_most_kills_break_off_work(siege: Siege) -> None:
    assert sum(siege.hits.values()) + sum(siege.misses.values()) == KILLS
    assert set(siege.hits) == set(Victim)
    assert sum(siege.hits.values()) > 0.6 * KILLS, (siege.hits, siege.misses)


def test_check_finds_nothing_after_the_kills(siege: Siege) -> None:
    assert siege.ring.check().splitlines()[-1] == "Alles klopt."


def test_everyone_is_in_once_and_in_order(siege: Siege) -> None:
    results = siege.ring.results()
    assert [number for _email, _state, number in results] == list(range(1, CROWD + 1))
    assert len({email for email, _state, _number in results}) == CROWD
    assert [state for _email, state, _number in results] == ["confirmed"] * SEATS + ["waitlisted"] * (
        CROWD - SEATS
    )


def test_everyone_reaches_the_confirmation(siege: Siege) -> None:
    assert all(contender.outcome.endswith("/bevestiging") for contender in siege.people)
    assert {answer.status for contender in siege.people for answer in contender.answers} == {200, 303}


def test_each_state_has_its_history_and_letter(siege: Siege) -> None:
    assert proofs(siege.ring) == {
        ("confirmed", 1, 1, "registration_confirmed"): SEATS,
        ("waitlisted", 1, 1, "registration_waitlisted"): CROWD - SEATS,
    }


def test_no_letter_is_lost(siege: Siege) -> None:
    assert set(letters(siege.ring)) == {"sent"}
    assert set(delivered(siege.sink)) == message_ids(siege.ring)
    assert kinds(siege.ring) == {
        "registration_confirmed": SEATS,
        "registration_waitlisted": CROWD - SEATS,
        "meeting_invited": sum(told(siege.ring).values()),
        "agenda_overview": several_days(siege.ring),
    }


def test_everyone_is_invited_to_their_own_days(siege: Siege) -> None:
    assert told(siege.ring) == expected(siege.ring)
    assert len(told(siege.ring)) > SEATS


def test_a_kill_repeats_at_most_the_letters_of_one_mark(siege: Siege) -> None:
    repeats = sum((delivered(siege.sink) - Counter(message_ids(siege.ring))).values())
    assert repeats <= MARKED_TOGETHER * (siege.hits + siege.misses)[Victim.SCHEDULER]
