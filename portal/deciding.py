"""Who decides about what everybody waits for goes first; the threads of a process share one processor."""

import threading
from collections.abc import MutableMapping
from typing import Any

MOMENT_SECONDS = 0.005
"""About as long as a decision takes; one in a database far away leaves time to spare meanwhile."""
_DECIDES = "portal_decides"
Notes = MutableMapping[Any, Any]
"""What a session keeps about its transaction (`Session.info`)."""


class _Deciders:
    """How many threads of this process decide something that everybody waits for."""

    def __init__(self) -> None:
        self._many = 0
        self._counting = threading.Lock()
        self._nobody = threading.Event()
        self._nobody.set()

    def enter(self) -> None:
        with self._counting:
            self._many += 1
            self._nobody.clear()

    def leave(self) -> None:
        with self._counting:
            self._many -= 1
            if not self._many:
                self._nobody.set()

    def wait(self, seconds: float) -> bool:
        return self._nobody.wait(seconds)


_deciders = _Deciders()


def begins(notes: Notes) -> None:
    """A transaction that decides nothing yet."""
    notes[_DECIDES] = False


def goes_first(notes: Notes) -> None:
    """From here to its end this transaction holds up everybody: new requests of this process let it pass."""
    if notes.get(_DECIDES) is False:
        notes[_DECIDES] = True
        _deciders.enter()


def ends(notes: Notes) -> None:
    """It is over, whatever came of it."""
    if notes.pop(_DECIDES, False):
        _deciders.leave()


def let_pass() -> bool:
    """Waits a moment for who decides. False: it took longer."""
    return _deciders.wait(MOMENT_SECONDS)
