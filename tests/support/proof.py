"""How much of a proof runs: a little in `make test`, everything in `make proof`."""

import os

FULL = os.environ.get("PROOF") == "full"


def size(everyday: int, full: int) -> int:
    """The number for this run: `kills = size(5, 50)`."""
    return full if FULL else everyday
