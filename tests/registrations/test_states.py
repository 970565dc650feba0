"""The life of a registration, pair by pair."""

import itertools

import pytest

from portal.errors import Refused
from portal.registrations.states import ACTIVE, BACK, ENDED, TABLE, Action, RegistrationState
from portal.transitions import next_state

PAIRS = list(itertools.product(RegistrationState, Action))


@pytest.mark.parametrize(("state", "action"), [pair for pair in PAIRS if pair not in TABLE])
def test_action_outside_the_table_is_refused(state: RegistrationState, action: Action) -> None:
    with pytest.raises(Refused):
        next_state(TABLE, state, action)


@pytest.mark.parametrize("state", sorted(ENDED))
def test_nothing_follows_an_end_except_with_the_whole_edition(state: RegistrationState) -> None:
    back = BACK if state is RegistrationState.CANCELLED else frozenset()
    assert {action for action in Action if (state, action) in TABLE} == back


def test_only_what_was_cancelled_comes_back() -> None:
    assert {state for state, action in TABLE if action in BACK} == {RegistrationState.CANCELLED}


@pytest.mark.parametrize("state", sorted(ACTIVE))
def test_every_living_state_can_be_left_and_cancelled(state: RegistrationState) -> None:
    assert TABLE[state, Action.WITHDRAW] is RegistrationState.WITHDRAWN
    assert TABLE[state, Action.CANCEL] is RegistrationState.CANCELLED


def test_states_are_living_or_ended_or_new() -> None:
    assert ACTIVE | ENDED | {RegistrationState.NEW} == set(RegistrationState)
