"""The numbers of an instrument: read as people type them, within their bounds."""

import tomllib
from decimal import Decimal

import pytest

from portal.assessments.instrument_file import as_data, read_text
from portal.assessments.instrument_numbers import BOUNDS, number_from, numbers_of, with_numbers
from portal.web.organiser.instrument_number_words import GROUPS, LABELS
from tests.assessments.test_instrument_file import TEXT


@pytest.mark.parametrize(
    ("key", "text", "number"),
    [
        ("margin_z", "1,64", Decimal("1.64")),
        ("margin_z", " 1.96 ", Decimal("1.96")),
        ("margin_z", "0,9", None),
        ("margin_z", "1.2.3", None),
        ("margin_z", "", None),
        ("margin_z", "NaN", None),
        ("margin_z", ".", None),
        ("k_mean", "7", Decimal(7)),
        ("k_mean", "4", None),
        ("error_sd_prior_df", "1.000", None),
        ("error_sd_prior_df", "1e3", None),
        ("error_sd_prior_df", "\u0663\u0663", None),
    ],
)
def test_number_is_read_as_people_type_it(key: str, text: str, number: Decimal | None) -> None:
    assert number_from(key, text) == number


def test_numbers_go_in_and_come_out_the_same() -> None:
    found, _ = read_text(TEXT)
    assert found is not None
    content = as_data(found)
    assert with_numbers(content, numbers_of(content)) == content
    written = tomllib.loads(TEXT)
    assert numbers_of(content)["margin_z"] == Decimal(str(written["scoring"]["margin_z"]))


def test_every_number_has_words_and_a_place() -> None:
    placed = [key for _name, keys in GROUPS for key in keys]
    assert sorted(placed) == sorted(BOUNDS) == sorted(LABELS)
