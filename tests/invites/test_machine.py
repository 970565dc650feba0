"""Agendas are right after any history."""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import create_engine

from portal.database import listen
from portal.people import tokens
from tests.builders import KEY
from tests.invites.machine import HistoryMachine
from tests.support.proof import size


def test_agendas_are_right_after_any_history(fresh_sqlite_url: str) -> None:
    engine = create_engine(fresh_sqlite_url)
    listen(engine)
    tokens.configure(KEY)
    run_state_machine_as_test(
        type("Machine", (HistoryMachine,), {"engine": engine}),
        settings=settings(
            max_examples=size(everyday=15, full=400),
            stateful_step_count=size(everyday=25, full=60),
            deadline=None,
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
        ),
    )
    engine.dispose()
