"""Where signing in may lead back to."""

import pytest
from flask import Flask

from portal.web.kit.origin import safe_back

ELSEWHERE = (
    "//e.nl",
    "///e.nl",
    "/\\e.nl",
    "\\\\e.nl",
    "/\\/e.nl",
    "https:e.nl",
    "https://e.nl/profiel",
    "http:///e.nl",
    "//leren.example@e.nl/",
    "leren.example@e.nl",
    "/%5Ce.nl",
    "/%2F/e.nl",
    "/%252Fe.nl",
    "/%2e%2e//e.nl",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "/\te.nl",
    "/profiel\n//e.nl",
    "/profiel%0d%0aSet-Cookie:x=1",
    " /profiel",
    "/profiel#//e.nl",
    "data:text/html,x",
    "/bestaat-niet",
    "/en//e.nl",
    "/static/portaal.css",
    "/inloggen",
    "/inloggen?next=/profiel",
    "profiel",
    "",
    "/" + "a" * 3000,
)


@pytest.mark.parametrize("text", ELSEWHERE)
def test_signing_in_never_leads_elsewhere(app: Flask, text: str) -> None:
    with app.test_request_context("/"):
        assert safe_back(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "/profiel",
        "/profiel?q=a%20b",
        "/en/profiel",
        "/",
        "/profiel/functies/nieuw",
        "/en",
        "/profiel?x=//e.nl",
    ],
)
def test_own_page_is_kept(app: Flask, text: str) -> None:
    with app.test_request_context("/"):
        assert safe_back(text) == text


def test_no_page_at_all_is_no_page(app: Flask) -> None:
    with app.test_request_context("/"):
        assert safe_back(None) is None
