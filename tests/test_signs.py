"""Text composed in time that does not run away, whatever was sent."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.people.addresses import clean_line
from portal.people.passwords import hashed, matches
from portal.signs import MOST_MARKS, composed
from tests.support.soon import soon

OUT_OF_ORDER = "\u0301\u0316"
"""Two marks that Unicode puts the other way round."""


@pytest.mark.parametrize("marks", [OUT_OF_ORDER, "\u0f73\u0316", "\u0344\u0316"])
def test_very_many_marks_are_soon_composed(marks: str) -> None:
    """Putting them in order costs the square of their number: 160 kB of them took a worker 13 seconds."""
    with soon():
        assert len(composed("a" + marks * 100_000)) <= 2 * MOST_MARKS + 1
        assert len(composed("a" + marks * 100_000, "NFKD")) <= 2 * MOST_MARKS + 1


def test_who_is_not_signed_in_cannot_hold_up_the_others() -> None:
    known = hashed("rustig fietsen langs de vaart")
    with soon():
        assert not matches(known, "a" + OUT_OF_ORDER * 100_000)
        clean_line("a" + OUT_OF_ORDER * 100_000)


@given(st.text(max_size=60), st.integers(1, 60), st.sampled_from(["NFC", "NFKD"]))
def test_text_of_any_script_is_composed_as_unicode_says(text: str, times: int, form: str) -> None:
    long = (text + " ") * times
    assert composed(long, form) == unicodedata.normalize(form, long)  # type: ignore[arg-type]
