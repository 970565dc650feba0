"""Tables, filters, pages, timelines and timetables."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.components.rendering import NASTY, words

Render = Callable[..., Any]

COLUMNS = [
    {"key": "box", "label": "Kies", "hidden": True, "select_all": NASTY, "screen": True},
    {"key": "name", "label": "Naam", "head": True, "sort": "?op=naam&hoe=af", "order": "ascending"},
    {"key": "org", "label": NASTY, "sort": "?op=org"},
    {"key": "n", "label": "Aanwezig", "num": True, "print": True},
]
CELL = "{% if key == 'name' %}{{ row }}{% else %}{{ key }}{% endif %}"


def table(render: Render) -> Any:
    return render("table", "table(nasty, columns, [nasty])", body=CELL, args="(row, key)", columns=COLUMNS)


def test_table_keeps_its_meaning_when_it_stacks(render: Render) -> None:
    tree = table(render)
    assert tree.find("table").get("role") == "table"
    assert {head.get("role") for head in tree.findall(".//thead//th")} == {"columnheader"}
    assert {row.get("role") for row in tree.findall(".//tr")} == {"row"}
    assert [(cell.tag, cell.get("role"), cell.get("data-label")) for cell in tree.find(".//tbody/tr")] == [
        ("td", "cell", "Kies"),
        ("th", "rowheader", None),
        ("td", "cell", NASTY),
        ("td", "cell", "Aanwezig"),
    ]


def test_table_cells_hold_typed_text_as_text(render: Render) -> None:
    tree = table(render)
    assert [words(cell) for cell in tree.find(".//tbody/tr")] == ["box", NASTY, "org", "n"]
    assert words(tree.find(".//caption")) == NASTY


def test_sorting_is_told_and_can_be_changed(render: Render) -> None:
    heads = table(render).findall(".//thead//th")
    assert [head.get("aria-sort") for head in heads] == [None, "ascending", "none", None]
    assert words(heads[1]) == "Naam, oplopend gesorteerd ▲"
    assert heads[1].find("a").get("href") == "?op=naam&hoe=af"


def test_descending_order_is_told_too(render: Render) -> None:
    columns = [{"key": "a", "label": "A", "sort": "#", "order": "descending"}]
    tree = render("table", "table('T', columns, [])", body="x", args="(row, key)", columns=columns)
    assert words(tree.find(".//th")) == "A, aflopend gesorteerd ▼"


def test_first_column_heads_the_row_by_default(render: Render) -> None:
    columns = [{"key": "a", "label": "A"}, {"key": "b", "label": "B"}]
    tree = render("table", "table('T', columns, [1])", body="x", args="(row, key)", columns=columns)
    assert [cell.tag for cell in tree.find(".//tbody/tr")] == ["th", "td"]


def test_columns_may_be_numbers_or_for_paper(render: Render) -> None:
    heads = table(render).findall(".//thead//th")
    assert [head.get("class") for head in heads] == ["lp-noprint", None, None, "lp-num lp-printonly"]
    assert heads[0].get("data-select-all") == NASTY


def test_each_box_says_whom_it_chooses(render: Render) -> None:
    box = render("table", "select_box('kies', nasty, nasty, checked=true)").find("input")
    assert (box.get("aria-label"), box.get("value"), box.get("checked")) == (NASTY, NASTY, "")


def test_bulk_bar_is_a_labelled_choice(render: Render) -> None:
    tree = render("table", "bulk_bar(nasty, [('mail', nasty)])", body="<i>Kies alle 13</i>")
    assert tree.find(".//label").get("for") == tree.find(".//select").get("id")
    assert [words(option) for option in tree.findall(".//option")] == ["Kies een actie", NASTY]


def test_wide_table_scrolls_in_a_named_region(render: Render) -> None:
    box = render("table", "scroll_region(nasty)", body="x").find("div")
    assert (box.get("role"), box.get("tabindex"), box.get("aria-label")) == ("region", "0", NASTY)


@pytest.mark.parametrize(
    ("page", "pages", "shown"),
    [
        (1, 1, []),
        (1, 3, ["1", "2", "3", "Volgende"]),
        (3, 3, ["Vorige", "1", "2", "3"]),
        (5, 9, ["Vorige", "1", "…", "4", "5", "6", "…", "9", "Volgende"]),
    ],
)
def test_pager_shows_the_ends_and_the_neighbours(
    render: Render, page: int, pages: int, shown: list[str]
) -> None:
    tree = render("table", "pager(page, pages, url)", page=page, pages=pages, url=lambda n: f"?p={n}")
    assert [words(item) for item in tree.findall(".//li")] == shown


def test_pager_marks_the_page_you_read(render: Render) -> None:
    tree = render("table", "pager(2, 3, url)", url=lambda n: f"?p={n}")
    here = tree.findall(".//a[@aria-current='page']")
    assert [(link.get("href"), link.get("aria-label")) for link in here] == [("?p=2", "Pagina 2")]


def test_search_is_a_form_of_its_own_or_part_of_the_filters(render: Render) -> None:
    alone = render("filter", "search('/l', 'Zoek', nasty)")
    assert alone.find(".//label").get("for") == "zoek"
    assert [(field.get("name"), field.get("value")) for field in alone.findall(".//form//input")] == [
        ("q", NASTY)
    ]
    beside = render("filter", "search('/l', 'Zoek', nasty, filters='f')")
    assert beside.findall(".//form") == []
    parts = beside.findall(".//div[@role='search']//input") + beside.findall(".//div[@role='search']//button")
    assert [one.get("form") for one in parts] == ["f", "f"]
    filters = render("filter", "filter_form('/l', [], 'Filter', id='f')")
    assert filters.find(".//form").get("id") == "f"


def test_filter_group_in_use_stands_open(render: Render) -> None:
    groups = [
        {"name": "wie", "label": NASTY, "options": [("a", NASTY, 3, True), ("b", "B", None, False)]},
        {"name": "vorm", "label": "Vorm", "kind": "radio", "options": [("o", "Online", 0, False)]},
    ]
    tree = render("filter", "filter_form('/l', groups, 'Filter')", groups=groups)
    assert [box.get("open") is not None for box in tree.findall(".//details//details")] == [True, False]
    assert words(tree.find(".//summary")) == "Filter (1 gekozen)"
    assert [words(label) for label in tree.findall(".//label")] == [f"{NASTY} (3)", "B", "Online (0)"]
    assert [field.get("type") for field in tree.findall(".//input")] == ["checkbox", "checkbox", "radio"]
    assert [f.get("id") for f in tree.findall(".//input")] == [e.get("for") for e in tree.findall(".//label")]


def test_filter_bar_names_its_search(render: Render) -> None:
    tree = render("filter", "filter_bar('/w', nasty, clear_url='/w')", body="x")
    assert (tree.find("form").get("role"), tree.find("form").get("aria-label")) == ("search", NASTY)


def test_bar_fields_have_labels_and_values(render: Render) -> None:
    text = render("filter", "bar_text('q', 'Naam', nasty)")
    choice = render("filter", "bar_select('s', 'Status', [(1, nasty), (2, 'B')], '1')")
    assert (text.find(".//label").get("for"), text.find(".//input").get("value")) == ("b-q", NASTY)
    assert [words(option) for option in choice.findall(".//option[@selected]")] == [NASTY]


def test_timeline_reads_out_number_and_state(render: Render) -> None:
    items = [
        {"number": 1, "title": NASTY, "moments": ["ma", "di"], "place": "Utrecht", "state": "done"},
        {"number": 2, "title": "B", "name": "Dag 2", "state": "next"},
    ]
    tree = render(
        "timeline", "timeline(items, text_lang='nl')", body="{{ item.number }}", args="(item)", items=items
    )
    assert [words(head) for head in tree.findall(".//h3")] == [
        f"Module 1: {NASTY} (gevolgd)",
        "Dag 2: B (volgende)",
    ]
    assert tree.find(".//h3/span[@lang='nl']").text == NASTY


def test_timetable_tells_full_and_cancelled_breakouts(render: Render) -> None:
    breakouts = [
        {"code": "1.", "title": NASTY, "url": "/b", "status": [("Vol", "warn")], "speakers": "Anouk"},
        {"title": "Vervalt", "cancelled": True},
    ]
    slots = [{"time": "13.30 uur", "title": "Ronde 1", "note": "Kies één", "breakouts": breakouts}]
    tree = render("timetable", "timetable(slots)", slots=slots)
    assert [words(item) for item in tree.findall(".//li/div/ul/li")] == [
        f"1. {NASTY} VolAnouk",
        "Vervalt Vervallen",
    ]
    assert [words(gone) for gone in tree.findall(".//s")] == ["Vervalt"]
