"""A real browser, with a trap on every page and the accessibility check."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, Response, sync_playwright

from tests.support.need import missing

DESKTOP = (1280, 900)
PHONE = (390, 844)
REFLOW = (320, 256)  # 1280 wide at 400 %
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FEWEST_PASSES = 30
# Answers in short: axe would else describe every element that is right, which takes longer than looking.
AXE_RUN = """options => axe.run(document, options).then(found => ({
  passes: found.passes.length,
  violations: found.violations.flatMap(
    fault => fault.nodes.map(node => `${fault.id}: ${node.target} ${node.failureSummary}`)),
}))"""


def program() -> str | None:
    """Where the browser is; CHROMIUM chooses another."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    own = os.environ.get("CHROMIUM", "")
    return next((path for name in (own, *names) if name and (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, one per test worker."""
    path = program()
    if path is None:
        missing("Chromium", "apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@dataclass
class Trap:
    """What a page must never do: dialogs, console errors, foreign requests, broken parts, server errors."""

    origin: str
    caught: list[str] = field(default_factory=list)

    def set(self, page: Page) -> None:
        """Listens to everything the page does."""
        page.on("console", self._console)
        page.on("dialog", self._dialog)
        page.on("pageerror", lambda error: self.caught.append(f"script error: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # A failed load is judged at its response, where a refused form (422) can be told from a lost picture.
        serious = message.type == "error" or "Content Security Policy" in message.text
        if serious and not message.text.startswith("Failed to load resource"):
            self.caught.append(f"console: {message.text}")

    def _dialog(self, dialog: Dialog) -> None:
        self.caught.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if (
            parts.scheme in ("http", "https", "ws", "wss")
            and f"{parts.scheme}://{parts.netloc}" != self.origin
        ):
            self.caught.append(f"foreign request: {request.url}")

    def _response(self, response: Response) -> None:
        page_itself = response.request.is_navigation_request()
        if response.status >= (500 if page_itself else 400):
            self.caught.append(f"{response.status}: {response.url}")


NewPage = Callable[..., Page]


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Opens pages as one visitor each: `new_page(server.url, size=PHONE, javascript=False)`.

    Paths are enough afterwards: `page.goto("/leergangen")`. At the end the traps must be empty.
    """
    traps: list[Trap] = []
    contexts = []

    def open_page(
        origin: str, *, size: tuple[int, int] = DESKTOP, javascript: bool = True, **options: Any
    ) -> Page:
        context = browser.new_context(
            base_url=origin,
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=javascript,
            **{"locale": "nl-NL", "timezone_id": "Europe/Amsterdam", **options},
        )
        contexts.append(context)
        trap = Trap(origin)
        traps.append(trap)
        context.on("page", trap.set)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    caught = [fault for trap in traps for fault in trap.caught]
    if caught:
        pytest.fail("\n".join(["a page did what it must not do:", *caught]), pytrace=False)


@contextmanager
def with_script(page: Page) -> Iterator[Page]:
    """The page itself, or, where script is off, the same document in a window where axe can run at all."""
    if not page.evaluate("matchMedia('(scripting: none)').matches"):
        yield page
        return
    browser, document = page.context.browser, page.content()
    assert browser is not None
    with browser.new_context(viewport=page.viewport_size) as context:
        context.route("**/*.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
        context.route(
            page.url, lambda route: route.fulfill(body=document, content_type="text/html; charset=utf-8")
        )
        twin = context.new_page()
        twin.goto(page.url)
        yield twin


def axe(page: Page, *, but: tuple[str, ...] = ()) -> None:
    """Fails on every violation of WCAG 2.2 A and AA and of good practice; `but` names rules to leave out."""
    options = {
        "runOnly": {"type": "tag", "values": AXE_RULES},
        "resultTypes": ["violations"],
        "rules": {rule: {"enabled": False} for rule in but},
    }
    with with_script(page) as readable:
        if not readable.evaluate("'axe' in window"):  # a page that is looked at in two sizes knows it already
            readable.evaluate(AXE_SCRIPT)
        found = readable.evaluate(AXE_RUN, options)
    if found["violations"]:
        pytest.fail("\n".join([f"axe on {page.url}:", *found["violations"]]), pytrace=False)
    assert found["passes"] >= FEWEST_PASSES, f"axe hardly looked at {page.url}"


def no_sideways_scroll(page: Page) -> None:
    """Fails when the page is wider than the window."""
    width = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width[0] <= width[1], f"{page.url} is {width[0]} wide in a window of {width[1]}"
