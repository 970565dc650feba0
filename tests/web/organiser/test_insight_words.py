"""What is said of the means of a group."""

import pytest

from portal.web.organiser.insight_words import summary

FIGURES = {"aspects": [{"id": name, "nl": name.upper(), "en": name.upper()} for name in "abcd"]}


def row(id_: str, low: str, value: str, high: str) -> dict[str, str]:
    return {"id": id_, "value": value, "low": low, "high": high}


A, B = row("a", "3.6", "3.9", "4.2"), row("b", "3.5", "3.7", "3.9")
C, D = row("c", "2.4", "2.6", "2.8"), row("d", "2.1", "2.4", "2.7")
BETWEEN = row("d", "2.7", "3.2", "3.7")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([A, C], "Gemiddeld scoort deze groep het hoogst op A. De meeste ontwikkelruimte is er bij C."),
        (
            [A, B, C, D],
            "Gemiddeld scoort deze groep het hoogst op A en B. De meeste ontwikkelruimte is er bij C en D.",
        ),
        ([A, B], "De gemiddelden zijn vergelijkbaar: de verschillen vallen binnen de marges."),
        (
            [A, BETWEEN, C],
            "Gemiddeld scoort deze groep het hoogst op A. De meeste ontwikkelruimte is er bij C.",
        ),
        ([A, {**A, "id": "b"}], "Alle onderdelen hebben gemiddeld dezelfde score."),
    ],
)
def test_only_means_that_differ_are_called_high_and_low(rows: list[dict[str, str]], sentence: str) -> None:
    assert summary(FIGURES, rows) == sentence
