"""The catalogue on the demo: states in words, search, filters, chips, order, pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import event

from portal.database import db, transaction
from portal.programmes import service
from portal.programmes.models import Edition
from tests.builders import NOW, a_programme, an_association, an_edition
from tests.web.public.conftest import Visitor, of_class, tree, words

DIGITAL = "Leergang Digitaal Leiderschap"
TRANSFORM = "Leergang De Transformerende Gemeentesecretaris"
LDT = "Leiderschap in digitale transformatie"
DAY = "VNG Bestuurdersdag online"


def cards(visitor: Visitor, query: str = "") -> list[tuple[str, str]]:
    """Title and badge of each card, in order."""
    page = tree(visitor.get("/leergangen" + query))
    return [
        (words(card.find(".//h3")), words(of_class(card, "nl-data-badge")[0]))
        for card in of_class(page, "lp-course")
    ]


def titles(visitor: Visitor, query: str) -> list[str]:
    return [title for title, _ in cards(visitor, query)]


def chips(visitor: Visitor, query: str) -> dict[str, str]:
    page = tree(visitor.get("/leergangen" + query))
    return {
        words(chip).removesuffix(" verwijder filter"): chip.get("href") for chip in of_class(page, "lp-chip")
    }


def counts(visitor: Visitor, name: str, query: str = "") -> dict[str, str]:
    """The options of one group with their numbers."""
    page = tree(visitor.get("/leergangen" + query))
    boxes = {box.get("id"): box for box in page.iter("input") if box.get("name") == name}
    return {
        label.text.strip(): words(of_class(label, "lp-count")[0]).strip("()")
        for label in page.iter("label")
        if label.get("for") in boxes
    }


def test_catalogue_shows_states_by_start(visitor: Visitor) -> None:
    assert cards(visitor) == [
        (LDT, "Vol, wachtlijst open"),
        (TRANSFORM, "Nog 1 plek"),
        (DAY, "Open voor inschrijving"),
        (DIGITAL, "Nog 14 plekken"),
    ]


def test_catalogue_can_be_sorted_by_name(visitor: Visitor) -> None:
    assert titles(visitor, "?sorteer=naam") == [TRANSFORM, DIGITAL, LDT, DAY]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?wie=griffier", [LDT, DAY]),
        ("?wie=griffier&wie=gemeentesecretaris", [LDT, TRANSFORM, DAY, DIGITAL]),
        ("?organisator=politieacademie", [LDT]),
        ("?thema=Gemeentelijk+bestuur", [DAY]),
        ("?vorm=online", [DAY]),
        ("?open=wachtlijst", [LDT]),
        ("?open=plek&vorm=locatie", [TRANSFORM, DIGITAL]),
        ("?q=digitale+politie", [LDT]),
        ("?q=BESTUURDERSDAG", [DAY]),
        ("?q=A%26O+fonds", [TRANSFORM, DIGITAL]),
        ("?q=secretarissen", [TRANSFORM, DAY, DIGITAL]),
        ("?q=leiderschaps", [LDT, DIGITAL]),
        ("?q=digitaal", [LDT, TRANSFORM, DIGITAL]),
        ("?q=raadsleden", [DAY]),
        ("?q=veldrijk", [TRANSFORM, DIGITAL]),
        ("?q=niets-te-vinden", []),
    ],
)
def test_filters_narrow_and_options_widen(visitor: Visitor, query: str, found: list[str]) -> None:
    assert titles(visitor, query) == found


def test_counts_say_what_an_option_would_show(visitor: Visitor) -> None:
    assert counts(visitor, "vorm") == {"Op locatie": "3", "Online": "1"}
    assert counts(visitor, "vorm", "?wie=griffier") == {"Op locatie": "1", "Online": "1"}
    assert counts(visitor, "vorm", "?vorm=online") == {"Op locatie": "3", "Online": "1"}
    assert counts(visitor, "open", "?q=politieacademie") == {"Nog plek": "0", "Wachtlijst open": "1"}


def test_each_chip_removes_one_filter(visitor: Visitor) -> None:
    found = chips(visitor, "?q=leiderschap&wie=gemeentesecretaris&vorm=locatie&sorteer=naam")
    assert found == {
        "Zoekterm: leiderschap": "/leergangen?wie=gemeentesecretaris&vorm=locatie&sorteer=naam",
        "Gemeentesecretarissen": "/leergangen?q=leiderschap&vorm=locatie&sorteer=naam",
        "Op locatie": "/leergangen?q=leiderschap&wie=gemeentesecretaris&sorteer=naam",
    }


def test_words_and_filters_are_sent_together(visitor: Visitor) -> None:
    page = tree(visitor.get("/leergangen?wie=griffier&sorteer=naam"))
    search, form = of_class(page, "lp-search")[0], of_class(page, "lp-filter")[0]
    parts = [one for one in search.iter() if one.tag in ("input", "button")]
    assert [(one.tag, one.get("form")) for one in parts] == [("input", "filters"), ("button", "filters")]
    assert form.get("id") == "filters"
    kept = {(i.get("name"), i.get("value")) for i in form.iter("input") if i.get("type") == "hidden"}
    assert kept == {("sorteer", "naam")}


def test_group_with_a_chosen_filter_is_open(visitor: Visitor) -> None:
    form = of_class(tree(visitor.get("/leergangen?vorm=online")), "lp-filter")[0]
    opened = [words(d.find("summary")) for d in form.findall("details/details") if d.get("open") is not None]
    assert opened == ["Voor wie", "Vorm (1 gekozen)"]


@pytest.mark.parametrize(
    "query",
    [
        "?pagina=-1",
        "?pagina=999999999999999",
        "?pagina=%C2%B2",
        "?pagina=abc&pagina=2",
        "?wie=bestaat-niet&vorm=&start=nooit",
        "?sorteer=kleur",
        "?onbekend=1",
    ],
)
def test_bad_parameters_show_the_whole_catalogue(visitor: Visitor, query: str) -> None:
    assert len(titles(visitor, query)) == 4


@pytest.mark.parametrize("query", ["?q=%00", "?wie=bestaat-niet&vorm=&start=%00"])
def test_hidden_nul_is_refused_with_what_to_do(visitor: Visitor, query: str) -> None:
    answer = visitor.app.test_client().get(f"/leergangen{query}")
    assert (answer.status_code, "Ga terug" in answer.text) == (400, True)


@pytest.mark.parametrize("query", ["?q=%25", "?q=_", "?q=%5C", "?q=/%25"])
def test_wildcards_are_looked_for_as_signs(visitor: Visitor, query: str) -> None:
    assert titles(visitor, query) == []


def test_wildcard_in_a_title_is_found(empty_portal: Flask) -> None:
    with transaction() as session:
        an_edition(session, a_programme(session, title="100% digitaal", slug="honderd"))
        an_edition(session, a_programme(session, title="100 dagen digitaal", slug="dagen"))
    assert titles(Visitor(empty_portal), "?q=100%25") == ["100% digitaal"]


def test_markup_in_a_search_stays_text(visitor: Visitor) -> None:
    attack = '"><script>alert(1)</script>'
    answer = visitor.get("/leergangen", query_string={"q": attack, "wie": attack})
    assert "<script>alert" not in answer.text
    assert f"Zoekterm: {attack}" in chips(visitor, "?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")


def test_very_long_search_is_cut_short(visitor: Visitor) -> None:
    page = tree(visitor.get("/leergangen?q=" + "a" * 5000))
    assert len(page.find(".//input[@id='zoek']").get("value")) == 100


def test_empty_result_gives_tips_and_a_way_on(visitor: Visitor) -> None:
    page = tree(visitor.get("/leergangen?q=niets-te-vinden"))
    links = {link.get("href") for link in of_class(page, "lp-empty")[0].iter("a")}
    assert [words(page).count(said) for said in ("Geen leergangen gevonden", "0 leergangen")] == [1, 0]
    assert links == {"/leergangen", "/leergangen/nieuw.atom"}


def test_draft_is_not_on_offer_and_cancelled_says_so(empty_portal: Flask) -> None:
    with transaction() as session:
        hidden = a_programme(session, title="Nog geheim")
        an_edition(session, hidden, publication="draft")
        off = an_edition(session, a_programme(session, title="Afgelast"))
        service.cancel_edition(session, edition=off, why="ziekte", actor_id=None, now=NOW)
    visitor = Visitor(empty_portal)
    assert cards(visitor) == [("Afgelast", "Gaat niet door")]
    assert visitor.get("/leergangen/nog-geheim").status_code == 404


def test_announced_edition_without_a_window_says_so(empty_portal: Flask) -> None:
    with transaction() as session:
        an_edition(session, a_programme(session, title="Later"), opens=None)
    assert cards(Visitor(empty_portal)) == [("Later", "Nog geen inschrijfmoment")]


def test_closing_by_hand_shows_at_once(portal: Flask, visitor: Visitor) -> None:
    assert (DAY, "Open voor inschrijving") in cards(visitor)
    with transaction() as session:
        opened = session.query(Edition).filter(Edition.loaded_as.like("voorbeeld%")).all()
        for edition in opened:
            service.set_desk(session, edition=edition, desk="closed", actor_id=None, now=NOW)  # type: ignore[arg-type]
    assert (DAY, "Inschrijving gesloten") in cards(visitor)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that go to the database meanwhile."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def many(count: int, *, already: int = 0) -> None:
    with transaction() as session:
        maker = an_association(session, f"vereniging-{count}", f"Vereniging {count}")
        for number in range(already, count):
            programme = a_programme(session, maker, title=f"Leergang {number}")
            an_edition(session, programme)
            an_edition(session, programme, opens=None)


@pytest.mark.parametrize(("path", "queries"), [("/leergangen", 6), ("/", 4), ("/leergangen/leergang-0", 5)])
def test_number_of_queries_does_not_grow(empty_portal: Flask, path: str, queries: int) -> None:
    visitor, found, before = Visitor(empty_portal), {}, 0
    for count in (1, 30, 300):
        many(count, already=before)
        before = count
        visitor.get(path)
        with counted() as statements:
            visitor.get(path)
        found[count] = len([s for s in statements if s.startswith("SELECT")])
    assert found == dict.fromkeys((1, 30, 300), queries)


def test_first_visit_reads_all_editions_together(empty_portal: Flask) -> None:
    visitor, found = Visitor(empty_portal), []
    for count, before in ((1, 0), (30, 1)):
        many(count, already=before)
        with counted() as statements:
            visitor.get("/leergangen")
        found.append(len(statements))
    assert found[0] == found[1]


def test_pages_of_ten_link_to_each_other(empty_portal: Flask) -> None:
    many(23)
    visitor = Visitor(empty_portal)
    assert [len(cards(visitor, f"?pagina={number}")) for number in (1, 2, 3, 4)] == [10, 10, 3, 3]
    pages = of_class(tree(visitor.get("/leergangen?q=leergang&pagina=2")), "lp-pages")[0]
    hrefs = [urlsplit(link.get("href")).query for link in pages.iter("a")]
    assert hrefs == [
        "q=leergang",
        "q=leergang",
        "q=leergang&pagina=2",
        "q=leergang&pagina=3",
        "q=leergang&pagina=3",
    ]


@pytest.mark.parametrize("query", ["café", "CAFE", "cafés", "CAFÉS", "ÇAFÉ"])
def test_search_sees_through_case_accents_and_endings(empty_portal: Flask, query: str) -> None:
    with transaction() as session:
        an_edition(session, a_programme(session, title="Bestuurscafé"))
        an_edition(session, a_programme(session, title="Iets anders"))
    assert titles(Visitor(empty_portal), f"?q={query}") == ["Bestuurscafé"]


def test_search_asks_as_much_for_thirty_programmes_as_for_one(empty_portal: Flask) -> None:
    visitor, found, before = Visitor(empty_portal), [], 0
    for count in (1, 30):
        many(count, already=before)
        before = count
        visitor.get("/leergangen?q=leergangen")
        with counted() as statements:
            visitor.get("/leergangen?q=leergangen")
        found.append(len([s for s in statements if s.startswith("SELECT")]))
    assert found == [9, 9]
