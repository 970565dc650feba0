"""State machines as tables: what may follow what, and nothing else."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from portal.errors import Refused

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


class TransitionRefused(StrEnum):
    """The reason when an action does not fit the state."""

    NOT_IN_THIS_STATE = "not_in_this_state"


def next_state(table: Mapping[tuple[S, A], S], state: S, action: A) -> S:
    """The state after `action`; raises `Refused(NOT_IN_THIS_STATE)` when the table does not allow it."""
    try:
        return table[state, action]
    except KeyError:
        raise Refused(TransitionRefused.NOT_IN_THIS_STATE, state=state, action=action) from None
