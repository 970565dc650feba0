"""English pages: whoever walks through them reads no Dutch, but for organisers' own text, marked as such."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from werkzeug.exceptions import HTTPException

from portal.config import ROOT
from tests.web.public.conftest import SITE, Visitor, tree

# The name of the portal, and what an organiser of the demo calls a choice.
OWN_WORDS = {"Leergang", "Keuzemodule"}
PASSWORD = "rustig fietsen langs de vaart"
SPOKEN = ("title", "alt", "aria-label", "placeholder")
CHROME = re.compile(
    r"\b(aanvragen|afmelden|bekijk|beschikbaar|deelnemers?|gratis|inloggen|inschrijven|inschrijving|kies|"
    r"nog niet bekend|plekken|uitloggen|uur|vol|volgende|voorbeeld|vorige|wachtlijst|werkdag(en)?|wijzig|"
    r"zoek(en)?)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def dutch() -> set[str]:
    """Every Dutch text that differs in English."""
    with (ROOT / "translations" / "en" / "LC_MESSAGES" / "messages.po").open("rb") as opened:
        found = [m for m in read_po(opened, locale="en") if m.id and isinstance(m.id, str)]
    return {str(m.id).strip() for m in found if m.id != m.string and str(m.id) not in OWN_WORDS}


def said(node: Any) -> Iterator[str]:
    """What a page says in the language of the page; parts marked as Dutch are left out."""
    if not isinstance(node.tag, str) or node.get("lang") == "nl" or node.tag in ("script", "style"):
        return
    yield node.text or ""
    yield from (node.get(name, "") for name in SPOKEN)
    for child in node:
        yield from said(child)
        yield child.tail or ""


def places(app: Flask, page: Any) -> Iterator[tuple[str, str]]:
    """The English pages that this one leads to, with the route of each."""
    routes = app.url_map.bind("leren.example")
    for link in page.iter("a"):
        address = str(link.get("href", "")).removeprefix(SITE).partition("#")[0]
        path, asked, _query = address.partition("?")
        if not path.startswith("/en/") or asked:
            continue
        try:
            route = routes.match(path.removeprefix("/en"))[0]
        except HTTPException:
            continue
        yield route, address


def walk(visitor: Visitor, *starts: str) -> dict[str, list[str]]:
    """One page of every route within reach, with what it says."""
    seen: dict[str, list[str]] = {}
    todo = [("", start) for start in starts]
    while todo:
        route, address = todo.pop(0)
        if (route or address) in seen:
            continue
        answer = visitor.get(address)
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        page = tree(answer)
        seen[route or address] = [text for text in (" ".join(one.split()) for one in said(page)) if text]
        todo += [place for place in places(visitor.app, page) if place[0] not in seen]
    return seen


def signed_in(portal: Flask, email: str) -> Visitor:
    visitor = Visitor(portal)
    assert visitor.post("/en/inloggen", email=email, password=PASSWORD).status_code == 303
    return visitor


@pytest.mark.parametrize(
    ("email", "start", "routes"),
    [
        ("", "/en/", 12),
        ("femke.postma@zandmeer.example", "/en/mijn", 20),
        ("rik.oosterhof@heuvelrade.example", "/en/mijn", 20),
        ("annelies.kok@vgs.example", "/en/werk", 25),
        ("ingrid.bakema@portaal.example", "/en/beheer", 20),
    ],
    ids=["visitor", "waiting", "offered", "organiser", "administrator"],
)
def test_english_pages_say_no_dutch_text(
    portal: Flask, dutch: set[str], email: str, start: str, routes: int
) -> None:
    visitor = signed_in(portal, email) if email else Visitor(portal)
    pages = walk(visitor, start)
    assert len(pages) >= routes
    assert [(route, text) for route, words in pages.items() for text in words if text in dutch] == []


@pytest.mark.parametrize("email", ["", "rik.oosterhof@heuvelrade.example"], ids=["visitor", "member"])
def test_english_pages_have_no_dutch_word_in_their_chrome(portal: Flask, email: str) -> None:
    visitor = signed_in(portal, email) if email else Visitor(portal)
    pages = walk(visitor, "/en/", *(("/en/mijn", "/en/profiel") if email else ("/en/aanmelden",)))
    assert [(route, text) for route, words in pages.items() for text in words if CHROME.search(text)] == []
