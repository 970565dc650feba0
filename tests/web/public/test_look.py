"""The public pages in a real browser: no violations, no console messages, nothing wider than the window."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOW
from tests.support.browser import DESKTOP, PHONE, REFLOW, NewPage, axe, no_sideways_scroll
from tests.support.servers import LiveServer

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/leergangen?wie=gemeentesecretaris&vorm=locatie",
    "/leergangen?q=niets-te-vinden",
    "/leergangen/de-transformerende-gemeentesecretaris",
    "/leergangen/leiderschap-in-digitale-transformatie",
    "/leergangen/vng-bestuurdersdag-online/november-2020",
    "/leergangen/vng-bestuurdersdag-online/op-de-hoogte",
    "/en/leergangen/leergang-digitaal-leiderschap",
    "/privacy",
    "/kwetsbaarheid-melden",
)


@pytest.fixture(scope="module")
def site(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo, served, at the moment that it was loaded."""
    folder = tmp_path_factory.mktemp("site")
    copy = folder / "portal.db"
    copy.write_bytes(demo_file.read_bytes())
    more = {"PORTAL_CLOCK": NOW.isoformat()}
    with LiveServer(f"sqlite:///{copy}", folder, workers=1, more=more) as server:
        yield server.url


def test_filters_are_one_line_on_a_phone(site: str, new_page: NewPage) -> None:
    page = new_page(site, size=PHONE, javascript=False)
    page.goto("/leergangen?wie=gemeentesecretaris")
    box, found = page.get_by_label("Gemeentesecretarissen"), page.locator("#resultaten").bounding_box()
    assert (box.is_visible(), bool(found and found["y"] < PHONE[1])) == (False, True)
    page.get_by_text("Leergangen filteren (1 gekozen)").click()
    assert box.is_visible()
    wide = new_page(site)
    wide.goto("/leergangen?wie=gemeentesecretaris")
    assert wide.get_by_label("Gemeentesecretarissen").is_visible()
    assert not wide.get_by_text("Leergangen filteren").is_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("path", PAGES)
def test_page_has_no_violations(site: str, new_page: NewPage, path: str, size: tuple[int, int]) -> None:
    page = new_page(site, size=size)
    page.goto(path)
    for details in page.locator("details").all():
        details.evaluate("one => one.open = true")
    axe(page)
    no_sideways_scroll(page)


@pytest.mark.parametrize("path", PAGES)
def test_page_fits_at_four_times_its_size(site: str, new_page: NewPage, path: str) -> None:
    page = new_page(site, size=REFLOW)
    page.goto(path)
    no_sideways_scroll(page)


def test_visitor_finds_a_leergang_without_script(site: str, new_page: NewPage) -> None:
    page = new_page(site, javascript=False)
    page.goto("/")
    page.get_by_role("searchbox").fill("transformerende")
    page.get_by_role("button", name="Zoeken").click()
    page.get_by_role("link", name="Leergang De Transformerende Gemeentesecretaris").click()
    assert (
        page.get_by_role("heading", level=1).inner_text() == "Leergang De Transformerende Gemeentesecretaris"
    )
    page.get_by_role("link", name="Log in om in te schrijven").click()
    assert page.url.startswith(site + "/inloggen?next=")


def test_public_page_stays_light(site: str, new_page: NewPage) -> None:
    page = new_page(site)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto("/leergangen/vng-bestuurdersdag-online/november-2020", wait_until="networkidle")
    assert len(requests) <= 12
