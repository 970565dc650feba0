"""Charts: the same bytes for the same numbers, every mark in its place, and text that stays text."""

from xml.etree import ElementTree

from portal.assessments.charts import Row, Words, dot_plot, radar

WORDS = Words("proef", "Scores <b>", "Alles is vergelijkbaar & goed.", "te weinig beantwoord")
ROWS = [
    Row("Richting", 3.0, 0.5, 4.0, 2.0, "Hard"),
    Row("Overzicht", None, 0.0, 4.0, None, "Hard"),
    Row("Houding", 4.9, 0.5, None, None, "Zacht"),
]
SVG = "{http://www.w3.org/2000/svg}"


def marks(svg: str, tag: str, look: str) -> list[dict[str, str]]:
    tree = ElementTree.fromstring(svg)
    return [dict(one.attrib) for one in tree.iter(f"{SVG}{tag}") if one.get("class") == look]


def test_same_numbers_give_the_same_bytes() -> None:
    assert dot_plot(WORDS, ROWS) == dot_plot(WORDS, list(ROWS))
    assert radar(WORDS, ROWS) == radar(WORDS, list(ROWS))


def test_chart_says_what_it_is_and_its_message() -> None:
    tree = ElementTree.fromstring(dot_plot(WORDS, ROWS))
    assert (tree.get("role"), tree.get("aria-labelledby")) == ("img", "proef-titel proef-zin")
    assert [tree.findtext(f"{SVG}{tag}") for tag in ("title", "desc")] == [WORDS.title, WORDS.summary]


def test_dot_stands_in_the_middle_of_its_margin() -> None:
    svg = dot_plot(WORDS, ROWS)
    dots, margins = marks(svg, "circle", "lp-dots__dot"), marks(svg, "rect", "lp-dots__margin")
    assert [dot["cx"] for dot in dots] == ["180", "337.7"]
    assert float(margins[0]["x"]) + float(margins[0]["width"]) / 2 == 180
    assert float(margins[1]["x"]) + float(margins[1]["width"]) == 346  # not beyond the scale
    assert [
        len(marks(svg, *mark)) for mark in (("line", "lp-dots__target"), ("polygon", "lp-dots__second"))
    ] == [1, 1]


def test_missing_score_is_told_and_leaves_a_gap() -> None:
    assert dot_plot(WORDS, ROWS).count(WORDS.missing) == 1
    path = marks(radar(WORDS, ROWS), "path", "lp-radar__score")[0]["d"]
    assert path.count("M") == 1  # of three sides the one between two scores


def test_radar_needs_three_axes() -> None:
    assert radar(WORDS, ROWS[:2]) == ""
