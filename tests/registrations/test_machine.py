"""The seat mechanism under any order of buttons, on SQLite and on PostgreSQL."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import create_engine

from portal.config import read
from portal.database import listen
from portal.people import tokens
from tests.builders import KEY
from tests.registrations.machine import SeatMachine
from tests.registrations.pressing import PressingMachine
from tests.registrations.wide_machine import WideMachine
from tests.support.proof import size

EXAMPLES = size(everyday=8, full=300)
STEPS = size(everyday=25, full=60)


def run_on(url: str, pressing: type[PressingMachine]) -> None:
    environ = {"PORTAL_MODE": "test", "SECRET_KEY": KEY, "DATABASE_URL": url}
    engine = create_engine(read(environ).database_url)
    listen(engine)
    tokens.configure(KEY)
    machine = type("Machine", (pressing,), {"engine": engine})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    engine.dispose()


def test_invariants_hold_after_every_step_on_sqlite(fresh_sqlite_url: str) -> None:
    run_on(fresh_sqlite_url, SeatMachine)


@pytest.mark.postgres
def test_invariants_hold_after_every_step_on_postgresql(fresh_postgres_url: str) -> None:
    run_on(fresh_postgres_url, SeatMachine)


def test_invariants_hold_under_every_rule_on_sqlite(fresh_sqlite_url: str) -> None:
    run_on(fresh_sqlite_url, WideMachine)


@pytest.mark.postgres
def test_invariants_hold_under_every_rule_on_postgresql(fresh_postgres_url: str) -> None:
    run_on(fresh_postgres_url, WideMachine)
