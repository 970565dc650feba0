"""What a goal comes to on a day."""

from datetime import date

import pytest

from portal.goals.facts import Ending, Progress, State, Stated, state_of, tenths, too_low

TODAY = date(2027, 1, 12)


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (Progress(None, None, 0, 0, 0), State.NEW),
        (Progress(None, None, 1, 0, 0), State.BUSY),
        (Progress(None, None, 0, 3, 1), State.BUSY),
        (Progress(None, None, 2, 3, 3), State.STEPS_DONE),
        (Progress(None, date(2027, 1, 26), 0, 0, 0), State.SOON),
        (Progress(None, date(2027, 1, 27), 0, 0, 0), State.NEW),
        (Progress(None, TODAY, 0, 0, 0), State.SOON),
        (Progress(None, date(2027, 1, 11), 4, 2, 2), State.OVERDUE),
        (Progress(Ending.REACHED, date(2027, 1, 11), 4, 2, 2), State.REACHED),
        (Progress(Ending.LET_GO, None, 0, 0, 0), State.LET_GO),
    ],
)
def test_state_follows_from_steps_and_dates(found: Progress, state: State) -> None:
    assert state_of(found, TODAY) is state


def test_target_must_go_beyond_the_score() -> None:
    scores = {"kennis": 3.86, "coach": 2.0}
    asked = [("kennis", None, 39), ("kennis", None, 40), ("houding", None, 10), (None, "coach", 15)]
    found = [too_low(Stated("x", aspect=a, role=r, target=t), scores) for a, r, t in asked]
    assert found == [3.86, None, None, 2.0]
    assert too_low(Stated("x", aspect="kennis"), scores) is None


def test_half_a_tenth_goes_up_as_results_show_it() -> None:
    assert [tenths(score) for score in (4.25, 3.75, 3.86, 2.0)] == [43, 38, 39, 20]
    assert too_low(Stated("x", role="coach", target=43), {"coach": 4.25}) == 4.25
