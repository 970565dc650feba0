"""What races and kills share: a database of one's own, what became of letters, waiting for it."""

import email
import email.policy
import secrets
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from benchmarks.crowd import Contender
from benchmarks.stage import Stage
from demo.sink import BackgroundSink
from tests.support.servers import LiveServer


@contextmanager
def fresh_database(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """A migrated, empty database of the kind in the parameter."""
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("sqlite_template"), folder / "portal.db")
        yield f"sqlite:///{folder / 'portal.db'}"
        return
    cluster, template = (request.getfixturevalue(name) for name in ("postgres_cluster", "postgres_template"))
    name = f"fault_{secrets.token_hex(4)}"
    yield cluster.create(name, template)
    cluster.drop(name)


@dataclass(frozen=True)
class Raced:
    """A race that was run, with the server still there."""

    stage: Stage
    sink: BackgroundSink
    people: list[Contender]
    server: LiveServer


def wait_for(what: Callable[[], bool], seconds: float, why: str) -> None:
    """Returns as soon as it is so; fails when it takes too long."""
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            pytest.fail(f"after {seconds} s still not: {why}")
        time.sleep(0.05)


def letters(stage: Stage) -> Counter[str]:
    """How many letters there are in each state."""
    with stage.database() as connection:
        return Counter(connection.scalars(text("SELECT state FROM outgoing_letters")))


_EXPECTED = text(
    "SELECT p.person_id, m.id FROM participants p JOIN registrations r ON r.id = p.registration_id "
    "JOIN meetings m ON m.edition_id = r.edition_id LEFT JOIN modules o ON o.id = m.module_id "
    "WHERE r.state = 'confirmed' AND (o.group_id IS NULL OR EXISTS (SELECT 1 FROM claims c "
    "WHERE c.registration_id = r.id AND c.module_id = o.id AND c.state = 'confirmed'))"
)
_TOLD = text("SELECT person_id, meeting_id FROM invitations WHERE live AND mailed")
_BEHIND = text(
    "SELECT count(*) FROM editions WHERE id IN (SELECT edition_id FROM registrations) "
    "AND (agenda_version IS NULL OR agenda_version <> version)"
)


def expected(stage: Stage) -> Counter[tuple[object, ...]]:
    """Who is expected at which meeting, once each."""
    with stage.database() as connection:
        return Counter(tuple(row) for row in connection.execute(_EXPECTED))


def told(stage: Stage) -> Counter[tuple[object, ...]]:
    """Who was invited to which meeting."""
    with stage.database() as connection:
        return Counter(tuple(row) for row in connection.execute(_TOLD))


def several_days(stage: Stage) -> int:
    """How many people were invited to more than one day: they get an overview too."""
    return sum(days > 1 for days in Counter(person for person, _meeting in told(stage)).values())


def every_letter_sent(stage: Stage) -> bool:
    """Whether nothing waits: every agenda is up to date and every letter has left."""
    with stage.database() as connection:
        behind = connection.scalar(_BEHIND)
    return not behind and set(letters(stage)) == {"sent"}


def kinds(stage: Stage) -> Counter[str]:
    """How many letters there are of each kind."""
    with stage.database() as connection:
        return Counter(connection.scalars(text("SELECT kind FROM outgoing_letters")))


def message_ids(stage: Stage) -> set[str]:
    """The Message-IDs of the letters that were handed over."""
    with stage.database() as connection:
        return set(connection.scalars(text("SELECT message_id FROM outgoing_letters WHERE state = 'sent'")))


def proofs(stage: Stage) -> Counter[tuple[object, ...]]:
    """For each registration: its state, the lines of history that brought it there, its letters."""
    query = text(
        "SELECT r.state, count(DISTINCT e.id), count(DISTINCT l.id), min(l.kind) FROM registrations r "
        "LEFT JOIN registration_events e ON e.registration_id = r.id "
        "AND e.to_state = r.state AND e.from_state <> r.state "
        "LEFT JOIN outgoing_letters l ON l.registration_id = r.id AND l.kind LIKE 'registration%' "
        "GROUP BY r.id, r.state"
    )
    with stage.database() as connection:
        return Counter(tuple(row) for row in connection.execute(query))


def delivered(sink: BackgroundSink) -> Counter[str]:
    """How often each Message-ID arrived at the mail server."""
    found: Counter[str] = Counter()
    for file in sink.files():
        message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        found[str(message["Message-ID"])] += 1
    return found
