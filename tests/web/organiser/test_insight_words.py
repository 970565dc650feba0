"""What is said of the means of a group."""

import pytest

from portal.web.organiser.insight_words import all_took_part, at, changed, interval, mean, number, summary

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


def test_a_margin_of_nothing_tells_of_everybody_only_when_nobody_is_missing() -> None:
    missing, complete = {"people": 11, "population": 12}, {"people": 12, "population": 12}
    unknown = {"people": 12, "population": None}
    said = [
        interval(row("a", "2.9", "2.9", "2.9"), all_of_them=all_took_part(one))
        for one in (missing, complete, unknown)
    ]
    assert said == ["2,9 tot 2,9", "iedereen deed mee", "2,9 tot 2,9"]


def test_a_number_below_nought_has_a_minus() -> None:
    assert number("-0.37") == "−0,37"


@pytest.mark.parametrize(
    ("after", "said"),
    [("3.6", "Duidelijk hoger."), ("3.5", "Binnen de meetmarge."), ("3.4", "Duidelijk lager.")],
)
def test_change_that_no_number_shows_has_no_direction(after: str, said: str) -> None:
    assert changed({"before": "3.5", "after": after, "differs": True}) == said


def test_first_and_last_time_near_an_end_say_no_more() -> None:
    """Who all scored 1.0 did not score 1.2."""
    row = {"before": "1.2", "after": "4.8", "differs": True}
    assert [mean(at(row, when)) for when in ("before", "after")] == ["1,2 of lager", "4,8 of hoger"]
    assert mean(at({"before": "1.3", "after": "4.7"}, "after")) == "4,7"
