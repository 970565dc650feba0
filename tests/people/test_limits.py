"""How often something may happen."""

import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from portal.database import Base, listen, transaction
from portal.errors import Refused
from portal.people import limits
from portal.people.limits import Limit, LimitReason
from portal.people.models import RateCount

NOW = datetime(2026, 11, 20, 9, 7, 30, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


def tries(session: Session, times: int, *, limit: int = 3, now: datetime = NOW, key: str = "k") -> int:
    passed = 0
    for _ in range(times):
        try:
            limits.hit(session, key=key, limit=limit, window=QUARTER, now=now)
            passed += 1
        except Refused:
            pass
    return passed


def test_windows_stand_still() -> None:
    starts = [limits.window_start(NOW + timedelta(minutes=minute), QUARTER).minute for minute in (0, 7, 8)]
    assert starts == [0, 0, 15]


def test_only_so_many_pass_in_one_window(session: Session) -> None:
    assert tries(session, 5) == 3


def test_next_window_starts_from_nothing(session: Session) -> None:
    tries(session, 5)
    assert tries(session, 5, now=NOW + QUARTER) == 3


def test_keys_do_not_count_for_each_other(session: Session) -> None:
    tries(session, 5)
    assert tries(session, 2, key="other") == 2


def test_refusal_says_how_long_to_wait(session: Session) -> None:
    tries(session, 3)
    with pytest.raises(Refused) as caught:
        limits.hit(session, key="k", limit=3, window=QUARTER, now=NOW)
    assert (caught.value.reason, caught.value.values) == (LimitReason.TOO_OFTEN, {"minutes": 8})


def test_count_stays_when_the_action_fails(session: Session) -> None:
    for _ in range(3):
        limits.hit(session, key="k", limit=3, window=QUARTER, now=NOW)
        with pytest.raises(ValueError), transaction(session):
            raise ValueError
    assert tries(session, 1) == 0


def test_counting_inside_the_action_is_a_mistake(session: Session) -> None:
    with pytest.raises(RuntimeError), transaction(session) as inside:
        limits.hit(inside, key="k", limit=3, window=QUARTER, now=NOW)


def test_every_limit_counts_though_the_first_is_passed(session: Session) -> None:
    both = [Limit("account", 1, QUARTER), Limit("network", 2, QUARTER)]
    for _ in range(3):
        with suppress(Refused):
            limits.enforce(session, limits=both, now=NOW)
    assert session.scalars(select(RateCount.count).order_by(RateCount.key)).all() == [3, 3]


def test_given_back_try_does_not_count(session: Session) -> None:
    limit = Limit("k", 1, QUARTER)
    limits.enforce(session, limits=[limit], now=NOW)
    with transaction(session) as action:
        limits.give_back(action, limits=[limit], now=NOW)
    assert tries(session, 2, limit=1) == 1


def test_whole_room_on_one_network_checks_in(session: Session) -> None:
    for person_id in range(200):
        limits.enforce(session, limits=limits.check_in_limits(person_id), now=NOW)
    for _guess in range(9):
        limits.enforce(session, limits=limits.check_in_limits(1), now=NOW)
    with pytest.raises(Refused):
        limits.enforce(session, limits=limits.check_in_limits(1), now=NOW)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        (None, "unknown"),
        ("x" * 500, "unknown"),
    ],
)
def test_network_is_the_address_or_its_64(address: str | None, network: str) -> None:
    assert limits.network_of(address) == network


def test_key_tells_nobody_whose_it_is() -> None:
    key = limits.key_of("mail", "aisha@veldrijk.example")
    assert ("aisha" in key, len(key) <= 120, key.startswith("mail:")) == (False, True, True)


def test_processes_share_one_count(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'shared.db'}"
    engines = [create_engine(url) for _ in range(4)]
    for engine in engines:
        listen(engine)
    Base.metadata.create_all(engines[0])
    passed: list[int] = []

    def work(number: int) -> None:
        with Session(engines[number]) as session:
            passed.append(tries(session, 10, limit=15))

    workers = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with Session(engines[0]) as session:
        total = session.scalar(select(func.sum(RateCount.count)))
    for engine in engines:
        engine.dispose()
    assert (sum(passed), total) == (15, 40)


def test_counts_of_long_ago_are_forgotten(session: Session) -> None:
    tries(session, 1)
    tries(session, 1, now=NOW + timedelta(days=3))
    with transaction(session) as action:
        assert limits.forget(action, now=NOW + timedelta(days=3)) == 1
