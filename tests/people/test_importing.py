"""A CSV file with memberships, as people make them."""

from datetime import date

import pytest

from portal.errors import Refused
from portal.people.importing import (
    LARGEST,
    Column,
    ImportReason,
    Line,
    decode,
    parse,
)

HEAD = "e-mail;naam;lidnummer;vanaf;tot\n"
NOOR = Line(2, date(2026, 1, 1), date(2026, 12, 31), "noor@veldrijk.example", "Noor Été", "17")
ROW = "noor@veldrijk.example;Noor Été;17;01-01-2026;31-12-2026\n"


def problems(text: str) -> list[tuple[int, str, str]]:
    return [(found.number, found.column, found.refusal.reason) for found in parse(text).problems]


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        parse(decode(content))
    return caught.value.reason


@pytest.mark.parametrize(
    "content",
    [
        (HEAD + ROW).encode("cp1252"),
        b"\xef\xbb\xbf" + (HEAD + ROW).encode("cp1252"),
        (HEAD + ROW).encode(),
        (HEAD + ROW).encode("utf-8-sig"),
        (HEAD + ROW).encode("utf-16"),
        (HEAD + ROW).replace("\n", "\r\n").encode("cp1252"),
        (HEAD + ROW).replace(";", ",").encode(),
        (HEAD + ROW).replace(";", "\t").encode(),
        (HEAD + ROW).replace("01-01-2026", "2026-01-01").replace("31-12-2026", "31/12/2026").encode(),
        (HEAD + ROW).replace("01-01-2026", "1-1-2026 00:00:00").encode(),
        ("E-Mail Address,Full name,Membership number,From,Until\n" + ROW.replace(";", ",")).encode(),
        (
            "lidnummer;tot;vanaf;naam;e-mail\n17;31-12-2026;01-01-2026;Noor Été;Noor@Veldrijk.example\n"
        ).encode(),
        (HEAD + ROW.replace("Noor Été", '"Noor Été"')).encode(),
    ],
    ids=lambda content: content[:24].hex(),
)
def test_member_is_read_however_excel_saved_it(content: bytes) -> None:
    assert parse(decode(content)).lines == (NOOR,)


def test_line_numbers_are_those_of_the_file() -> None:
    text = "sep=;\n\n" + HEAD + "\n" + ROW + '"fout\nfout";Noor;1;01-01-2026;\nook fout;Noor;1;01-01-2026;\n'
    found = parse(text)
    assert [line.number for line in found.lines] == [5]
    assert [problem.number for problem in found.problems] == [6, 8]


def test_every_problem_of_a_line_is_told() -> None:
    text = HEAD + "fout;;" + "9" * 41 + ";32-01-2026;morgen\n;;;01-01-2026;\n"
    assert problems(text) == [
        (2, "e-mail", "address_not_valid"),
        (2, "naam", "name_empty"),
        (2, "vanaf", "import_not_a_date"),
        (2, "tot", "import_not_a_date"),
        (2, "lidnummer", "import_number_too_long"),
        (3, "e-mail", "import_no_member"),
    ]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("a@x.example;A;1;;\n", (2, "vanaf", "import_no_start")),
        ("a@x.example;A;1;02-01-2026;01-01-2026\n", (2, "tot", "import_ends_before_start")),
        ("a@x.example;A;1;01-01-26;\n", (2, "vanaf", "import_not_a_date")),
        ("a@x.example;A;1;29-02-2026;\n", (2, "vanaf", "import_not_a_date")),
        ("a@x.example;A;1;01-01-2026;;meer\n", (2, "", "import_too_many_cells")),
        ("a@x.example;A;1;01-01-2026;\nA@x.example;B;2;01-01-2026;\n", (3, "", "import_twice")),
        ('a@x.example;"A;1;01-01-2026;\n', (2, "", "import_quotes")),
    ],
)
def test_bad_line_says_what_to_mend(row: str, problem: tuple[int, str, str]) -> None:
    assert problems(HEAD + row) == [problem]


def test_organisation_without_address_is_the_member() -> None:
    found = parse("organisatie,vanaf,kleur\n Gemeente  Veldrijk ,2026-01-01,rood\n")
    assert found.lines == (Line(2, date(2026, 1, 1), None, organisation="Gemeente Veldrijk"),)
    assert (found.columns, found.ignored) == ({Column.ORGANISATION, Column.STARTS}, ("kleur",))


def test_formula_stays_a_plain_text() -> None:
    found = parse(HEAD + "a@x.example;=HYPERLINK(1);-2;01-01-2026;\n")
    assert [(line.name, line.member_number) for line in found.lines] == [("=HYPERLINK(1)", "-2")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", ImportReason.EMPTY),
        (HEAD.encode(), ImportReason.EMPTY),
        (b"x" * (LARGEST + 1), ImportReason.TOO_LARGE),
        (b"PK\x03\x04rest of a spreadsheet", ImportReason.NOT_CSV),
        (b"e-mail;vanaf\n\x00\x01", ImportReason.UNREADABLE),
        (b"naam;vanaf\nNoor;01-01-2026\n", ImportReason.NO_MEMBER_COLUMN),
        (b"e-mail;naam\na@x.example;Noor\n", ImportReason.NO_START_COLUMN),
        (b"e-mail;mail;vanaf\n", ImportReason.COLUMN_TWICE),
        (b'"e-mail;vanaf\n', ImportReason.UNREADABLE),
    ],
)
def test_file_that_is_no_list_is_refused_whole(content: bytes, reason: ImportReason) -> None:
    assert refusal(content) is reason


def test_more_than_5000_lines_are_too_many() -> None:
    rows = "".join(f"a{number}@x.example;A;1;01-01-2026;\n" for number in range(5001))
    assert refusal((HEAD + rows).encode()) is ImportReason.TOO_MANY_LINES
