"""Every component on sample pages, in a real browser."""

from collections.abc import Callable
from mimetypes import guess_type
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route

from tests.components.rendering import ROOT, context, environment, person
from tests.components.samples import EVERYTHING, refused_form
from tests.support.browser import DESKTOP, PHONE, REFLOW, axe, no_sideways_scroll

pytestmark = pytest.mark.browser

ORIGIN = "http://leergang.test"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'"
VISITOR: dict[str, Any] = {"nav": "catalogue"}
MEMBER: dict[str, Any] = {
    "viewer": person(),
    "nav": "home",
    "flashes": [("success", "Je gegevens zijn bewaard.")],
}
ORGANISER: dict[str, Any] = {
    "viewer": person(is_organiser=True, is_administrator=True),
    "nav": "workbench",
    "theme": "theme-meander",
    "demo": True,
}
SAMPLES: dict[str, dict[str, Any]] = {
    "catalogue": VISITOR,
    "programme": VISITOR | {"theme": "theme-griffier"},
    "enrol": {"viewer": person()},
    "overview": MEMBER,
    "participants": ORGANISER,
}


def rendered(name: str) -> str:
    """One sample page as HTML."""
    values = context(**SAMPLES[name]) | EVERYTHING
    template = environment().get_template(f"{name}.html")
    return template.render(**values, form=refused_form(), page_url=lambda number: f"?p={number}")


def answer(route: Route) -> None:
    """Serves sample pages and static files under the policy of the portal, without a server."""
    path = urlsplit(route.request.url).path
    headers = {"Content-Security-Policy": POLICY}
    if path.startswith("/static/"):
        kind = guess_type(path)[0] or "application/octet-stream"
        route.fulfill(body=(ROOT / path[1:]).read_bytes(), content_type=kind, headers=headers)
    else:
        route.fulfill(body=rendered(path[1:]), content_type="text/html; charset=utf-8", headers=headers)


@pytest.fixture
def sample(new_page: Callable[..., Page]) -> Callable[[str, tuple[int, int]], Page]:
    """Opens a sample page in a window of some size."""

    def show(name: str, size: tuple[int, int]) -> Page:
        page = new_page(ORIGIN, size=size)
        page.route("**/*", answer)
        page.goto(f"/{name}")
        return page

    return show


@pytest.mark.parametrize("size", [DESKTOP, PHONE, REFLOW])
@pytest.mark.parametrize("name", SAMPLES)
def test_sample_page_is_accessible_and_fits(
    sample: Callable[..., Page], name: str, size: tuple[int, int]
) -> None:
    page = sample(name, size)
    axe(page)
    no_sideways_scroll(page)
