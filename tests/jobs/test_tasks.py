"""The tasks and how one is run."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.database import db, transaction
from portal.errors import NotFound
from portal.jobs.leases import FenceLost, Held
from portal.jobs.tasks import TASKS, run_task
from portal.people import tokens
from portal.people.models import Person, Token, TokenPurpose
from portal.registrations import upkeep
from tests.outbox.support import NOW, REAL, a_person


def test_unknown_task_is_told_with_the_known_ones(quiet_portal: Flask) -> None:
    with pytest.raises(NotFound, match=r"no task 'nonsense'; there are .*deliver_letters.*, purge"):
        run_task("nonsense", now=NOW, real_now=REAL)


def test_purge_may_run_twice(quiet_portal: Flask) -> None:
    with transaction() as session:
        tokens.issue(session, purpose=TokenPurpose.SIGN_IN, now=NOW, valid_for=timedelta(hours=1))
    later = NOW + timedelta(days=40)
    assert run_task("purge", now=later, real_now=REAL) == {"tokens": 1, "counts": 0}
    assert run_task("purge", now=later, real_now=REAL) == {"tokens": 0, "counts": 0}
    assert db.session.query(Token).count() == 0


@pytest.mark.parametrize("name", TASKS)
def test_every_task_runs_on_an_empty_portal(quiet_portal: Flask, name: str) -> None:
    assert not any(run_task(name, now=NOW, real_now=REAL).values())


@pytest.mark.parametrize(
    ("name", "which", "verb"),
    [
        ("settle", "editions_to_settle", "settle_edition"),
        ("remind", "editions_to_remind", "remind_edition"),
        ("announce", "editions_to_announce", "announce_edition"),
    ],
)
def test_fault_in_one_edition_does_not_stop_the_others(
    quiet_portal: Flask, monkeypatch: pytest.MonkeyPatch, name: str, which: str, verb: str
) -> None:
    done = []

    def work(session: Session, *, edition_id: int, now: datetime) -> None:
        session.add(a_person(f"p{edition_id}@gemeente.example"))
        session.flush()
        done.append(edition_id)
        if edition_id == 2:
            raise ZeroDivisionError

    monkeypatch.setattr(upkeep, which, lambda session, now: [1, 2, 3])
    monkeypatch.setattr(upkeep, verb, work)
    monkeypatch.setitem(TASKS, name, TASKS[name])
    assert run_task(name, now=NOW, real_now=REAL) == {"editions": 3, "failed": 1}
    assert done == [1, 2, 3]
    db.session.rollback()
    assert [person.email for person in db.session.query(Person)] == [
        "p1@gemeente.example",
        "p3@gemeente.example",
    ]


def test_editions_are_left_when_another_process_took_over(
    quiet_portal: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "editions_to_settle", lambda session, now: [1])
    with pytest.raises(FenceLost):
        run_task("settle", now=NOW, real_now=REAL, held=Held("scheduler", 1))


def test_letters_leave_within_seconds_of_their_change() -> None:
    assert TASKS["deliver_letters"].every == timedelta(seconds=2)
