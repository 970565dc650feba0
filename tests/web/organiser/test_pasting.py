"""People as they are pasted from a mail or a sheet."""

import pytest

from portal.web.organiser.pasting import Pasted, parse

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
