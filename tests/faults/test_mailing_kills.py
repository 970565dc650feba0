"""kill -9 of the scheduler while a group gets a mail and its invitations: everyone gets each of them once."""

import email
import email.policy
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, bindparam, create_engine, delete, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from demo.sink import BackgroundSink, slow
from portal.config import read
from portal.database import UtcDateTime, listen
from portal.jobs.delivery import MARKED_TOGETHER
from portal.mailings import queries, readers, service
from portal.mailings.facts import Audience, Progress
from portal.mailings.models import Mailing
from portal.outbox.models import OutgoingLetter
from portal.outbox.service import AT_ONCE
from portal.people import tokens
from tests.builders import a_person, a_programme, an_association, an_edition, registered
from tests.faults.conftest import BOTH
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
SUBJECT = "Neem je laptop mee"
_TIME_PASSES = [
    text(f"UPDATE {table} SET {column} = :then WHERE {column} IS NOT NULL").bindparams(
        bindparam("then", type_=UtcDateTime)
    )
    for table, column in (("leases", "expires_at"), ("outgoing_letters", "claimed_until"))
]


@dataclass
class Siege:
    """A mail to a group, its readers and the mail server that they read at. `hits` broke off work."""

    environment: dict[str, str]
    sink: BackgroundSink
    addresses: list[str]
    mailing_id: int
    hits: int = 0

    @contextmanager
    def database(self) -> Iterator[Connection]:
        """A look into the database, beside the portal."""
        engine = create_engine(read(self.environment).database_url, poolclass=NullPool)
        listen(engine)
        with engine.connect() as connection:
            yield connection
        engine.dispose()

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

    def time_passes(self) -> None:
        """What a vanished process held is free at once: nobody needs to wait for that."""
        with self.database() as connection, connection.begin():
            for statement in _TIME_PASSES:
                connection.execute(statement, {"then": AT_ONCE})

    def sent_to(self) -> dict[str, set[str]]:
        """The Message-IDs of the group mail that each address received."""
        found: dict[str, set[str]] = {}
        for file in self.sink.files():
            message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            if message["Subject"] == SUBJECT:
                address = message["To"].addresses[0].addr_spec
                found.setdefault(address, set()).add(str(message["Message-ID"]))
        return found


def _make(database_url: str) -> tuple[list[str], int]:
    """An edition with its participants, whose first letters are out, and a mail that was just confirmed."""
    engine = create_engine(database_url)
    listen(engine)
    now = datetime.now(UTC)
    with Session(engine, expire_on_commit=False) as session:
        edition = an_edition(
            session,
            a_programme(session, an_association(session)),
            seats=None,
            first_day=(now + timedelta(days=60)).date(),
            opens=now - timedelta(days=1),
        )
        people = [a_person(session, f"Lezer {number}") for number in range(READERS)]
        for person in people:
            registered(session, edition, person, now=now)
        session.execute(delete(OutgoingLetter))
        stated = service.Stated(Audience.PARTICIPANTS, None, SUBJECT, "Beste {{naam}}, tot dan.")
        mailing = service.write(
            session, edition_id=edition.id, stated=stated, form_key="een", actor_id=people[0].id, now=now
        )
        number = len(readers.readers(session, mailing))
        service.confirm(session, mailing_id=mailing.id, version=1, number=number, now=now)
        session.commit()
        found = [person.email for person in people], mailing.id
    engine.dispose()
    return found


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
        addresses, mailing_id = _make(read(environment).database_url)
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
