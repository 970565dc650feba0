"""Each fault can be planted, so that `make proof` may show that the tests see it."""

from scripts.planted_faults import Fault, faults

FAULTS = faults()


def test_every_fault_can_be_planted() -> None:
    assert [problem for fault in FAULTS if (problem := fault.problem())] == []


def test_no_fault_is_listed_twice() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 15


def test_fault_that_no_longer_fits_is_told() -> None:
    gone = Fault("gone", "portal/database.py", "not in the file", "", ("tests/test_house.py",))
    assert gone.problem() == "portal/database.py has 0 times: 'not in the file'"


def test_missing_test_is_told() -> None:
    gone = Fault("gone", "portal/database.py", "class Word(", "", ("tests/test_nothing.py::test_it",))
    assert gone.problem() == "no such test: tests/test_nothing.py::test_it"
