"""What must not run away: an answer that comes at once, where a wrong way of working would take minutes."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import thread_time

import pytest


@contextmanager
def soon(seconds: float = 5) -> Iterator[None]:
    """Fails when this took more work than that, of this thread: how busy the machine is does not matter."""
    began = thread_time()
    yield
    if (spent := thread_time() - began) > seconds:
        pytest.fail(f"this took {spent:.0f} seconds of work", pytrace=False)
