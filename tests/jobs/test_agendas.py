"""The task that brings agendas up to date: many short transactions, and nothing lost when it stops."""

from threading import Event

import pytest
from flask import Flask
from sqlalchemy import event

from portal.database import db, transaction
from portal.invites import service
from portal.jobs.tasks import run_task
from portal.outbox.models import OutgoingLetter
from portal.programmes.models import Edition
from tests.builders import an_edition, people, registered
from tests.outbox.support import NOW, REAL


@pytest.fixture(autouse=True)
def _two_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "LINES_A_STEP", 2)


@pytest.fixture
def five(portal: Flask) -> Edition:
    """An edition with five participants who have nothing in their agendas yet."""
    with transaction() as session:
        edition = an_edition(session, seats=9)
        for person in people(session, 5):
            registered(session, edition, person, now=NOW)
        return edition


def invited() -> list[str]:
    db.session.rollback()
    rows = db.session.query(OutgoingLetter).filter_by(kind="meeting_invited").order_by(OutgoingLetter.id)
    return [letter.to_address for letter in rows]


def test_everyone_is_invited_once_in_several_transactions(five: Edition) -> None:
    commits = []

    def note(connection):
        commits.append(connection)

    event.listen(db.engine, "commit", note)
    assert run_task("update_agendas", now=NOW, real_now=REAL) == {"editions": 1, "failed": 0}
    event.remove(db.engine, "commit", note)
    assert len(commits) == 5  # which editions, the mark, and three times two people
    assert len(invited()) == len(set(invited())) == 5
    assert run_task("update_agendas", now=NOW, real_now=REAL) == {"editions": 0, "failed": 0}


def test_stop_halfway_leaves_the_rest_for_the_next_run(
    five: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, step = Event(), service.Round.step

    def step_and_stop(*words, **more):
        stop.set()
        return step(*words, **more)

    monkeypatch.setattr(service.Round, "step", step_and_stop)
    run_task("update_agendas", now=NOW, real_now=REAL, stop=stop)
    assert len(invited()) == 2
    run_task("update_agendas", now=NOW, real_now=REAL)
    assert len(invited()) == len(set(invited())) == 5


def test_fault_halfway_leaves_the_rest_for_the_next_run(
    five: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    step, steps = service.Round.step, []

    def step_or_fall(*words, **more):
        steps.append(1)
        return step(*words, **more) / (len(steps) != 2)

    with monkeypatch.context() as once:
        once.setattr(service.Round, "step", step_or_fall)
        assert run_task("update_agendas", now=NOW, real_now=REAL) == {"editions": 1, "failed": 1}
    assert len(invited()) == 2
    assert run_task("update_agendas", now=NOW, real_now=REAL) == {"editions": 1, "failed": 0}
    assert len(invited()) == len(set(invited())) == 5


def test_nobody_waits_while_it_looks(five: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    look, others = service.Round.look, []

    def look_while_somebody_writes(self, session, *, now):
        look(self, session, now=now)
        with db.engine.connect().execution_options(portal_writes=True) as beside, beside.begin():
            others.append(beside.execute(db.update(Edition).values(preparation="")).rowcount)

    monkeypatch.setattr(service.Round, "look", look_while_somebody_writes)
    run_task("update_agendas", now=NOW, real_now=REAL)
    assert others == [1]
    assert len(invited()) == 5
