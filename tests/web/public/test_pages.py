"""Every public page is a page: valid, with a title and one heading, without a cookie."""

import itertools

import pytest

from tests.web.public.conftest import Visitor, tree, words

PAGES = (
    "/",
    "/leergangen",
    "/leergangen?q=leiderschap&wie=gemeentesecretaris",
    "/leergangen?q=niets-te-vinden",
    "/leergangen/de-transformerende-gemeentesecretaris",
    "/leergangen/de-transformerende-gemeentesecretaris/najaar-2024",
    "/leergangen/leergang-digitaal-leiderschap",
    "/leergangen/leergang-digitaal-leiderschap/tot-maart-2022",
    "/leergangen/leiderschap-in-digitale-transformatie",
    "/leergangen/leiderschap-in-digitale-transformatie/2025-2026",
    "/leergangen/vng-bestuurdersdag-online",
    "/leergangen/vng-bestuurdersdag-online/november-2020",
    "/leergangen/vng-bestuurdersdag-online/op-de-hoogte/verstuurd",
    "/op-de-hoogte/gelukt",
    "/op-de-hoogte/gestopt",
    "/over-ons",
    "/contact",
    "/toegankelijkheid",
    "/privacy",
    "/kwetsbaarheid-melden",
)
MACHINE = ("/leergangen/nieuw.atom", "/sitemap.xml", "/robots.txt", "/.well-known/security.txt", "/gezond")


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", PAGES)
def test_page_is_valid_with_one_heading(visitor: Visitor, path: str, language: str) -> None:
    answer = visitor.get(language + path)
    page = tree(answer)
    assert (answer.status_code, len(page.findall(".//h1"))) == (200, 1)
    assert words(page.find(".//title")).endswith("- Leergang")
    assert page.get("lang") == (language.strip("/") or "nl")


@pytest.mark.parametrize("path", [*PAGES, *MACHINE, "/leergangen/bestaat-niet"])
def test_looking_around_sets_no_cookie(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", PAGES)
def test_page_has_no_inline_script_or_style(visitor: Visitor, path: str) -> None:
    page = tree(visitor.get(path))
    scripts = [s for s in page.iter("script") if s.get("type") != "application/ld+json" and not s.get("src")]
    attributes = {name for node in page.iter() for name in node.attrib if isinstance(name, str)}
    assert (scripts, list(page.iter("style"))) == ([], [])
    assert [name for name in attributes if name == "style" or name.startswith("on")] == []


def test_headings_skip_no_level(visitor: Visitor) -> None:
    for path in PAGES:
        tags = [
            n.tag for n in tree(visitor.get(path)).find(".//main").iter() if n.tag in ("h1", "h2", "h3", "h4")
        ]
        levels = [int(tag[1]) for tag in tags]
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), path


@pytest.mark.parametrize(
    "path",
    [
        "/leergangen/bestaat-niet",
        "/leergangen/vng-bestuurdersdag-online/bestaat-niet",
        "/leergangen/bestaat-niet/op-de-hoogte",
        "/leergangen/bestaat-niet/op-de-hoogte/verstuurd",
    ],
)
def test_unknown_address_is_not_found(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_pages_say_je_and_never_u(visitor: Visitor) -> None:
    for path in PAGES:
        main = tree(visitor.get(path)).find(".//main")
        found = {"u", "uw"} & set(words(main).lower().replace(".", " ").replace(",", " ").split())
        assert found <= ({"uw"} if "bestuurdersdag" in path else set()), path  # a published title


def test_english_page_marks_what_organisers_wrote(visitor: Visitor) -> None:
    page = tree(visitor.get("/en/leergangen/vng-bestuurdersdag-online"))
    assert page.find(".//h1").get("lang") == "nl"
    assert page.find(".//main//h4").get("lang") == "nl"
