"""Whole numbers where anything may stand."""

import pytest

from portal.web.kit.numbers import NEVER, STAMP, whole


@pytest.mark.parametrize("text", [None, "", "-1", "+1", "1.0", "²", "٣", "9" * 10, "9" * 5000, "1 ", "een"])
def test_nonsense_is_no_number(text: str | None) -> None:
    assert (whole(text), whole(text, 1)) == (NEVER, 1)


def test_mark_of_a_version_is_longer() -> None:
    assert (whole("9" * 17, digits=STAMP), whole("9" * 18, digits=STAMP)) == (int("9" * 17), NEVER)


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("9" * 9, 999_999_999)])
def test_digits_are_a_number(text: str, number: int) -> None:
    assert whole(text) == number
