"""Tests that need something of the system skip without it; where nobody reads along, that is a failure."""

import os
from typing import NoReturn

import pytest


def missing(what: str, remedy: str) -> NoReturn:
    """Skips the test loudly, or fails it when CI=true."""
    message = f"{what} is missing, so this proof did not run: {remedy}"
    if os.environ.get("CI") == "true":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)
