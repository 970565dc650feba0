"""Addresses as they come out of a mail program."""

import pytest

from portal.people.pasted import LONGEST, MOST_PROBLEMS, Found, Pasted, parse, written
from tests.support.soon import soon

PIET, ELS = Pasted("Piet Jansen", "piet@x.example"), Pasted("", "els@y.example")


@pytest.mark.parametrize(
    "text",
    [
        "Jansen, Piet <piet@x.example>; els@y.example",
        "Jansen, Piet <piet@x.example>, els@y.example",
        '"Jansen, Piet" <PIET@x.example>;\r\n\r\nels@y.example;',
        "Piet Jansen\tpiet@x.example\nels@y.example",
        "Jansen, Piet (VNG) <mailto:piet@x.example>\n'els@y.example' <els@y.example>",
        "Piet Jansen, piet@x.example\nels@y.example,",
        "Jansen, Piet, piet@x.example\nels@y.example",
        "Piet Jansen;piet@x.example;\r\n  els@y.example;;",
        " ; Piet Jansen <piet@x.example> ;; els@y.example , ",
    ],
)
def test_list_from_a_mail_program_is_read(text: str) -> None:
    assert parse(text) == Found([PIET, ELS])


def test_address_that_comes_twice_counts_once() -> None:
    found = parse("piet@x.example; Els <els@y.example>\nPIET@X.example; els@y.example")

    assert ([one.address for one in found.people], found.doubles) == (["piet@x.example", "els@y.example"], 2)


def test_what_is_no_address_is_named_with_its_line() -> None:
    found = parse("piet@x.example; Piet\n\nzoë@x.example")

    assert [(one.line, one.text, str(one.refusal.reason)) for one in found.problems] == [
        (1, "Piet", "address_not_valid"),
        (3, "zoë@x.example", "address_accent"),
    ]


def test_what_was_read_can_be_edited_again() -> None:
    assert parse(written([PIET, ELS])).people == [PIET, ELS]


def test_nothing_pasted_is_nobody() -> None:
    assert parse(" \n;;\n") == Found()


@pytest.mark.parametrize("sign", ["@", "x;@", "x; ", "a@b.example,", '"', "(", "\n;"])
def test_nonsense_of_any_length_is_soon_read(sign: str) -> None:
    """A line of @ signs once cost the square of its length: this one twenty seconds."""
    with soon():
        found = parse("naam;" + (sign * 30_000)[:30_000] + "<")
    assert (len(found.people) <= 1, 0 < len(found.problems) <= MOST_PROBLEMS) == (True, True)


def test_more_than_can_be_pasted_is_not_read() -> None:
    assert parse("a@b.example\n" * LONGEST) == Found()
