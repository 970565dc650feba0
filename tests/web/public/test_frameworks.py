"""Findings, advice and actions as pages, with what on offer serves them, on the demo."""

import pytest

from tests.web.public.conftest import Visitor, element, of_class, tree, words

STUDY = "/kader/zoetermeer"


def text(visitor: Visitor, path: str) -> str:
    return words(element(visitor.get(path), ".//main"))


def links(visitor: Visitor, path: str, part: str) -> list[str]:
    """The links in the section with this heading."""
    for section in tree(visitor.get(path)).iter("section"):
        if section.get("aria-labelledby") == part:
            return [words(link) for link in section.iter("a")]
    return []


def test_study_shows_all_findings_and_advice(visitor: Visitor) -> None:
    hrefs = [str(link.get("href")) for link in tree(visitor.get(STUDY)).iter("a")]
    counts = [len({h for h in hrefs if f"{STUDY}/{part}/" in h}) for part in ("bevindingen", "adviezen")]
    assert counts == [9, 11]


def test_every_page_of_the_study_opens_in_both_languages(visitor: Visitor) -> None:
    pages = ["/kader", STUDY, f"{STUDY}/bevindingen/9", f"{STUDY}/adviezen/11", f"{STUDY}/acties/11.6"]
    assert [visitor.get(prefix + page).status_code for prefix in ("", "/en") for page in pages] == [200] * 10


def test_action_names_the_programmes_that_serve_it(visitor: Visitor) -> None:
    assert links(visitor, f"{STUDY}/acties/11.6", "aanbod") == [
        "Leergang Digitaal Leiderschap",
        "Leiderschap in digitale transformatie",
        "Leergang van de gemeente Almere",
    ]


def test_advice_names_the_modules_that_serve_it(visitor: Visitor) -> None:
    assert "Vooral in: (Politiek-)bestuurlijk adviseren" in text(visitor, f"{STUDY}/adviezen/10")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("acties/10.3", "Dit is onze lezing, het onderzoek zegt het niet."),
        ("acties/1.2", "In de samenvatting van het onderzoek heet deze actie 1.3"),
        ("bevindingen/5", "afgeleid: het onderzoek legt dit verband niet met zoveel woorden"),
        ("adviezen/10", "Wij houden beide aan."),
    ],
)
def test_page_says_what_the_source_leaves_open(visitor: Visitor, path: str, said: str) -> None:
    assert said in text(visitor, f"{STUDY}/{path}")


@pytest.mark.parametrize(
    "path", ["elders", "zoetermeer/adviezen/12", "zoetermeer/acties/11", "zoetermeer/bevindingen/x"]
)
def test_what_is_not_in_a_study_does_not_exist(visitor: Visitor, path: str) -> None:
    assert visitor.get(f"/kader/{path}").status_code == 404


def test_programme_says_what_it_develops(visitor: Visitor) -> None:
    path = "/leergangen/leiderschap-in-digitale-transformatie"
    pairs = [tuple(words(one) for one in row) for row in tree(visitor.get(path)).iter("div") if len(row) == 2]
    assert ("Hoofddoel", "Kennis & competenties") in pairs
    assert links(visitor, path, "ontwikkelt") == [
        "Advies 11: Voortdurend aandacht voor digitalisering en digitaal leiderschap",
        "Actie 11.1: Blijvende aandacht voor persoonlijk leiderschap",
        "Actie 11.6: Leergang digitaal leiderschap aanbieden",
    ]


def shown(visitor: Visitor, query: str) -> list[str]:
    """The titles in the catalogue, also of others."""
    return [
        words(card.find(".//h3"))
        for card in of_class(tree(visitor.get("/leergangen" + query)), "lp-card--link")
    ]


def test_catalogue_narrows_to_an_aspect(visitor: Visitor) -> None:
    assert shown(visitor, "?ontwikkelt=richting") == [
        "Leiderschap in digitale transformatie",
        "Leergang De Transformerende Gemeentesecretaris",
        "Leergang Digitaal Leiderschap",
    ]


def test_catalogue_narrows_to_an_advice_with_others(visitor: Visitor) -> None:
    assert shown(visitor, "?advies=8") == ["VNG Bestuurdersdag online", "Leergang Digitaal Leiderschap"]
    assert shown(visitor, "?advies=11&ontwikkelt=houding")[-1] == "Leergang van de gemeente Almere"


def test_catalogue_narrows_to_an_action_and_says_so_once(visitor: Visitor) -> None:
    (path,) = [
        link.get("href")
        for link in tree(visitor.get("/kader/zoetermeer/acties/11.1")).iter("a")
        if "/leergangen?" in str(link.get("href"))
    ]
    page = tree(visitor.get(path))
    chips = [words(one) for one in of_class(page, "lp-chip")]
    boxes = [box.get("value") for box in page.iter("input") if box.get("name") == "advies"]
    assert path == "/leergangen?advies=11.1"
    assert [
        chip for chip in chips if "11.1. Blijvende aandacht voor persoonlijk leiderschap" in chip
    ] == chips
    assert (len(chips), [box for box in boxes if "." in str(box)]) == (1, ["11.1"])
    assert set(shown(visitor, "?advies=11.1")) < set(shown(visitor, "?advies=11"))


def test_catalogue_of_an_action_has_the_programmes_of_others(visitor: Visitor) -> None:
    assert "Leergang van de gemeente Almere" in shown(visitor, "?advies=11.6")


def test_programme_of_others_leads_out_and_never_enrols(visitor: Visitor) -> None:
    page = tree(visitor.get("/extern/leergang-gemeente-almere"))
    assert [link.get("href") for link in of_class(page, "nl-button")] == ["https://www.almere.nl"]
    assert list(page.iter("form")) == []


def test_filter_on_seats_leaves_others_out(visitor: Visitor) -> None:
    assert "Leergang van de gemeente Almere" not in shown(visitor, "?open=plek")
