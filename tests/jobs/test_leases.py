"""One process at a time, and a late one cannot write."""

import threading
from datetime import timedelta

import pytest
from flask import Flask

from portal.database import db, transaction
from portal.jobs import leases
from portal.jobs.leases import FenceLost, Held
from portal.outbox.models import Lease
from portal.people.models import Person
from tests.outbox.support import REAL, a_person

LASTS = timedelta(seconds=15)
SECOND = timedelta(seconds=1)


def take(holder: str, after: timedelta = timedelta(0)) -> Held | None:
    with transaction() as session:
        return leases.take(session, name="scheduler", holder=holder, real_now=REAL + after, lasts=LASTS)


def renew(held: Held, after: timedelta) -> bool:
    with transaction() as session:
        return leases.renew(session, held, real_now=REAL + after, lasts=LASTS)


def people() -> int:
    db.session.rollback()
    return db.session.query(Person).count()


def test_first_takes_the_lease_and_second_waits(portal: Flask) -> None:
    assert take("a") == Held("scheduler", 1)
    assert take("b", after=14 * SECOND) is None
    assert leases.holder_of(db.session, "scheduler") == "a"


def test_lease_that_ran_out_passes_on_with_a_higher_fence(portal: Flask) -> None:
    take("a")
    assert take("b", after=15 * SECOND) == Held("scheduler", 2)
    assert leases.holder_of(db.session, "scheduler") == "b"


def test_renewed_lease_keeps_others_out(portal: Flask) -> None:
    held = take("a")
    assert renew(held, after=10 * SECOND)
    assert take("b", after=24 * SECOND) is None


def test_lost_lease_cannot_be_renewed_or_released(portal: Flask) -> None:
    held = take("a")
    take("b", after=20 * SECOND)
    assert not renew(held, after=20 * SECOND)
    with transaction() as session:
        assert not leases.release(session, held, real_now=REAL)
    assert take("c", after=21 * SECOND) is None


def test_released_lease_is_free_at_once(portal: Flask) -> None:
    held = take("a")
    with transaction() as session:
        assert leases.release(session, held, real_now=REAL + SECOND)
    assert take("b", after=SECOND) == Held("scheduler", 2)


def test_clock_set_back_does_not_block_for_hours(portal: Flask) -> None:
    take("a", after=timedelta(hours=2))
    assert take("b") == Held("scheduler", 2)


def test_holder_writes_and_late_one_does_not(portal: Flask) -> None:
    late = take("a")
    with leases.fenced(late) as session:
        session.add(a_person("een@gemeente.example"))
    fresh = take("b", after=20 * SECOND)
    with pytest.raises(FenceLost), leases.fenced(late) as session:
        session.add(a_person("twee@gemeente.example"))
    with leases.fenced(fresh) as session:
        session.add(a_person("drie@gemeente.example"))
    assert people() == 2


def test_command_by_hand_needs_no_lease(portal: Flask) -> None:
    with leases.fenced(None) as session:
        session.add(a_person())
    assert people() == 1


def test_lease_that_nobody_ever_took_is_lost(portal: Flask) -> None:
    with pytest.raises(FenceLost):
        leases.fenced(Held("scheduler", 1)).__enter__()


def test_takeover_waits_until_the_holder_has_written(portal: Flask) -> None:
    held, order = take("a"), []
    began = threading.Event()

    def takeover() -> None:
        with portal.app_context():
            began.set()
            take("b", after=20 * SECOND)
            order.append("taken")

    thread = threading.Thread(target=takeover)
    with leases.fenced(held) as session:
        thread.start()
        began.wait(5)
        thread.join(0.3)
        session.add(a_person())
        session.flush()
        order.append("written")
    thread.join(10)
    assert (order, people()) == (["written", "taken"], 1)


@pytest.mark.postgres  # SQLite has one writer at a time
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_renewal_does_not_wait_for_a_long_task(portal: Flask) -> None:
    held, renewed = take("a"), []

    def heartbeat() -> None:
        with portal.app_context():
            renewed.append(renew(held, after=5 * SECOND))

    with leases.fenced(held):
        thread = threading.Thread(target=heartbeat)
        thread.start()
        thread.join(5)
        assert renewed == [True]


def test_schedulers_that_start_together_agree_on_one(portal: Flask) -> None:
    ready, taken = threading.Barrier(4), []

    def start(holder: str) -> None:
        with portal.app_context():
            ready.wait()
            taken.append(take(holder))

    threads = [threading.Thread(target=start, args=(f"s{n}",)) for n in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert taken.count(Held("scheduler", 1)) == 1
    assert taken.count(None) == 3
    db.session.rollback()
    assert db.session.query(Lease).count() == 1
