"""People as they are pasted from a mail or a sheet."""

import pytest

from portal.people.pasted import Pasted
from portal.web.organiser.pasting import MOST, parse

NOOR = Pasted("Noor de Wit", "noor@veldrijk.example")


@pytest.mark.parametrize(
    "line",
    [
        "Noor de Wit <noor@veldrijk.example>",
        '"Noor de Wit" <Noor@Veldrijk.example>;',
        "Noor de Wit, noor@veldrijk.example",
        "Noor de Wit;noor@veldrijk.example;",
        "Noor de Wit\tnoor@veldrijk.example",
    ],
)
def test_name_and_address_are_told_apart(line: str) -> None:
    assert parse(line) == ([NOOR], [])


def test_address_alone_gives_a_name_to_greet_with() -> None:
    assert parse("jan.de-wit@veldrijk.example") == ([Pasted("Jan de Wit", "jan.de-wit@veldrijk.example")], [])


def test_line_without_an_address_is_named_by_its_number() -> None:
    people, problems = parse("Noor de Wit <noor@veldrijk.example>\n\nPiet, zonder adres")
    assert (people, [p.split(":")[0] for p in problems]) == ([NOOR], ["Regel 3 (Piet, zonder adres)"])


def test_people_in_one_line_from_a_mail_program_come_in_once_each() -> None:
    text = 'Noor de Wit <noor@veldrijk.example>; "Kramer, Els" <els@zandmeer.example>; noor@veldrijk.example'
    assert parse(text) == ([NOOR, Pasted("Els Kramer", "els@zandmeer.example")], [])


def test_more_people_than_a_desk_can_check_are_too_many() -> None:
    lines = "\n".join(f"mens.{one}@veldrijk.example" for one in range(MOST + 1))
    assert parse(lines)[1] == ["Plak hooguit 50 mensen tegelijk."]
