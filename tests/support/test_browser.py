"""The traps and the accessibility check must be able to fail."""

import http.server
import threading
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.support.browser import PHONE, NewPage, Trap, axe, no_sideways_scroll

pytestmark = pytest.mark.browser

GOOD = "<!doctype html><html lang=nl><title>Leergangen</title><body><main><h1>Leergangen</h1>{}</main>"
FIELDS = """<form><p><label for=a>Naam</label> <input id=a autocomplete=name></p>
<p><button>Zoek</button></p></form>
<ul><li><a href=/leergang>Een leergang</a></li></ul><img src=/icon alt=Logo>
<table><caption>Data</caption><tr><th scope=col>Dag</th></tr><tr><td>Maandag</td></tr></table>
<iframe title=Mail srcdoc=x></iframe>
<p lang=en aria-label=x role=note>Hi</p><dl><dt>Prijs</dt><dd>Gratis</dd></dl>
<select aria-label=Soort><option>a</select>"""
PAGES = {
    "/": GOOD.format(FIELDS),
    "/faults": "<!doctype html><title>Leergangen</title><main><h1 role=banana>x</h1><input>",
    "/refused": GOOD.format("<p>Vul je naam in</p>"),
    "/wide": GOOD.format("<pre>" + "x" * 500),
    "/dialog": GOOD.format("<script>alert('dag')</script>"),
    "/error": GOOD.format("<script>nergens()</script>"),
    "/console": GOOD.format("<script>console.error('mis')</script>"),
    "/foreign": GOOD.format("<img src='http://127.0.0.2:9/logo.png' alt=''>"),
    "/lost": GOOD.format("<img src=/weg.png alt=''>"),
    "/broken": GOOD.format(""),
    "/icon": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "/favicon.ico": "",
}
STATUS = {"/refused": HTTPStatus.UNPROCESSABLE_ENTITY, "/broken": HTTPStatus.INTERNAL_SERVER_ERROR}


class Pages(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        known = self.path in PAGES
        self.send_response(STATUS.get(self.path, HTTPStatus.OK) if known else HTTPStatus.NOT_FOUND)
        self.send_header(
            "Content-Type", "image/svg+xml" if self.path == "/icon" else "text/html; charset=utf-8"
        )
        self.end_headers()
        self.wfile.write(PAGES.get(self.path, "").encode())

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Stays quiet."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("javascript", [True, False])
def test_good_page_passes_every_check(new_page: NewPage, site: str, javascript: bool) -> None:
    page = new_page(site, size=PHONE, javascript=javascript)
    page.goto("/")
    no_sideways_scroll(page)
    axe(page)


def test_axe_finds_planted_faults(new_page: NewPage, site: str) -> None:
    page = new_page(site)
    page.goto("/faults")
    with pytest.raises(pytest.fail.Exception) as found:
        axe(page)
    assert [rule for rule in ("html-has-lang", "label", "aria-roles") if rule not in str(found.value)] == []


def test_page_that_is_too_wide_is_found(new_page: NewPage, site: str) -> None:
    page = new_page(site, size=PHONE)
    page.goto("/wide")
    with pytest.raises(AssertionError, match="wide in a window of 390"):
        no_sideways_scroll(page)


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/dialog", "dialog: dag"),
        ("/error", "script error: nergens is not defined"),
        ("/console", "console: mis"),
        ("/foreign", "foreign request: http://127.0.0.2:9/logo.png"),
        ("/lost", "404: {site}/weg.png"),
        ("/broken", "500: {site}/broken"),
    ],
)
def test_trap_catches_what_a_page_must_not_do(browser: Browser, site: str, path: str, fault: str) -> None:
    trap = Trap(site)
    with browser.new_context(base_url=site) as context:
        context.on("page", trap.set)
        context.new_page().goto(path, wait_until="networkidle")
    assert trap.caught == [fault.format(site=site)]


def test_refused_form_is_no_fault(new_page: NewPage, site: str) -> None:
    response = new_page(site).goto("/refused")
    assert response is not None
    assert response.status == 422
