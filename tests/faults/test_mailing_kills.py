"""kill -9 of the scheduler while a group gets a mail and its invitations: everyone gets each of them once."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from demo.sink import BackgroundSink, slow
from portal.jobs.delivery import MARKED_TOGETHER
from portal.mailings import queries
from portal.mailings.facts import Progress
from portal.mailings.models import Mailing
from portal.people import tokens
from tests.faults.conftest import BOTH
from tests.faults.mailed import Mailed, confirmed
from tests.faults.support import (
    delivered,
    every_letter_sent,
    expected,
    fresh_database,
    message_ids,
    told,
    wait_for,
)
from tests.support.environment import TEST_KEY, settings
from tests.support.proof import FULL, size
from tests.support.servers import SchedulerProcess

KILLS = size(5, 20)
READERS = size(40, 400)
SEED = 20261122


@dataclass
class Siege(Mailed):
    """`hits` is how often work was broken off."""

    hits: int = 0

    def run(self, folder: Path) -> None:
        """Kills the scheduler again and again, and then lets it finish."""
        choose = random.Random(SEED)
        total = 2 * len(self.addresses)
        with SchedulerProcess(self.environment, folder) as scheduler:
            for number in range(KILLS):
                some = max(len(self.sink.files()) + 1, total * number // (KILLS + 1) + choose.randrange(4))
                wait_for(lambda wanted=some: len(self.sink.files()) >= wanted, 180, "letters on their way")
                time.sleep(choose.uniform(0, 0.1))
                scheduler.kill()
                self.hits += not every_letter_sent(self)
                self.time_passes()
                scheduler.start()
            wait_for(
                lambda: every_letter_sent(self) and len(self.sent_to()) == READERS, 300, "every letter sent"
            )


@pytest.fixture(scope="module", params=BOTH if FULL else ["sqlite"])
def siege(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Siege]:
    """The whole siege, once for each kind of database in the proof."""
    folder = tmp_path_factory.mktemp("mailing")
    tokens.configure(TEST_KEY)
    plan = slow(0.01)
    with (
        fresh_database(request, folder) as database,
        BackgroundSink(folder / "postbus", lambda _envelope: plan) as sink,
    ):
        environment = settings(database, sink=sink)
        addresses, mailing_id = confirmed(environment, participants=READERS, body="Beste {{naam}}, tot dan.")
        found = Siege(environment, sink, addresses, mailing_id)
        found.run(folder)
        yield found


def test_most_kills_break_off_the_mailing(siege: Siege) -> None:
    assert siege.hits > 0.6 * KILLS


def test_everyone_gets_the_mail_under_one_name(siege: Siege) -> None:
    received = siege.sent_to()

    assert set(received) == set(siege.addresses)
    assert {len(names) for names in received.values()} == {1}


def test_a_kill_repeats_a_handful_of_letters(siege: Siege) -> None:
    arrived = delivered(siege.sink)

    assert set(arrived) == message_ids(siege)
    assert sum(arrived.values()) - len(arrived) <= KILLS * MARKED_TOGETHER


def test_everyone_has_the_right_agenda_afterwards(siege: Siege) -> None:
    assert told(siege) == expected(siege)
    assert Counter(told(siege).values()) == {1: READERS}


def test_progress_says_that_everyone_has_it(siege: Siege) -> None:
    with siege.database() as connection, Session(connection) as session:
        mailing = session.get_one(Mailing, siege.mailing_id)
        assert queries.progress_of(session, [mailing]) == {mailing.id: Progress(READERS, sent=READERS)}
