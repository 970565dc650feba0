"""Cells that a spreadsheet could take for something else, and names of files."""

from datetime import datetime

import pytest

from portal.registrations.exporting import LONGEST, Cell, Table, as_csv, file_name, safe


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        (" \u00a0=1", "' \u00a0=1"),
        ("\ufeff=1", "'\ufeff=1"),
        ("\n=1", "'\n=1"),
        ("＝1", "'＝1"),
        ("De Wit = leuk", "De Wit = leuk"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("", ""),
        (-12.5, -12.5),
        (datetime(2027, 1, 12), datetime(2027, 1, 12)),
        ("x" * 40_000, "x" * LONGEST),
    ],
)
def test_text_is_never_a_formula_and_numbers_stay(cell: Cell, written: Cell) -> None:
    assert safe(cell) == written


def test_csv_opens_in_a_dutch_spreadsheet() -> None:
    table = Table(("Naam", "Prijs"), (('Noor; "de" Wit', 1500.5), ("Sjø\nerd", -3.0)))

    assert as_csv(table).decode() == (
        '\ufeffNaam;Prijs\r\n"Noor; ""de"" Wit";1500,50\r\n"Sjø\nerd";-3,00\r\n'
    )


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("Deelnemers", "Café ‘Z’", "../x"), "deelnemers-caf-z-x.csv"),
        (('a"b\r\nc',), "a-b-c.csv"),
        (("x" * 200,), "x" * 80 + ".csv"),
    ],
)
def test_file_name_has_plain_signs_only(words: tuple[str, ...], name: str) -> None:
    assert file_name(words, "csv") == name
