"""The environment of a portal in test mode, and its commands as an operator runs them."""

import os
import subprocess
from collections.abc import Callable, Mapping
from functools import cache
from tempfile import TemporaryFile
from typing import Any

from demo.programs import HOST, ROOT, flask
from demo.sink import BackgroundSink
from tests.support.nursery import Nursery

WARM = "TESTS_START_WARM"
TEST_KEY = "only-for-tests-only-for-tests-only-for-tests"


def settings(
    database_url: str,
    *,
    port: int = 8000,
    sink: BackgroundSink | None = None,
    more: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """The environment of a portal in test mode; the sink's mailbox page comes along with the sink."""
    chosen = {
        "DATABASE_URL": database_url,
        "PORTAL_MODE": "test",
        "SECRET_KEY": TEST_KEY,
        "SITE_URL": f"http://{HOST}:{port}",
    }
    if sink:
        chosen |= {"MAIL_SERVER": HOST, "MAIL_PORT": str(sink.port), "MAIL_SINK_DIR": str(sink.folder)}
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "MAIL_"))}
    return {**outside, **chosen, **(more or {})}


def run_command(environment: Mapping[str, str], *words: str) -> str:
    """Runs `flask --app wsgi …` to its end and returns what it printed; a failure shows its words."""
    with TemporaryFile() as said, TemporaryFile() as complaints:
        program = starter()(flask(*words), cwd=ROOT, env=dict(environment), stdout=said, stderr=complaints)
        code = program.wait(300)
        said.seek(0)
        complaints.seek(0)
        printed, wrong = said.read().decode(), complaints.read().decode()
    if code:
        raise RuntimeError(f"flask {' '.join(words)} ended with {code}:\n{printed}{wrong}")
    return printed


@cache
def _nursery() -> Nursery:
    return Nursery(str(ROOT))


def starter() -> Callable[..., Any]:
    """What starts processes: in everyday tests the nursery; else, and in the full proof, the system."""
    return _nursery().start if WARM in os.environ else subprocess.Popen
