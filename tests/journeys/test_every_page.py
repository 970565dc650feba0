"""Every page of the portal, at every width; a new page without an entry in pages.py fails."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.exceptions import HTTPException

from demo.sink import BackgroundSink
from portal.app import create_app
from portal.config import ROOT, read
from tests.journeys.clock import BEGIN, setting
from tests.journeys.conftest import POSTBUS
from tests.journeys.letters import read_all
from tests.journeys.looking import language, structure
from tests.journeys.pages import FILES, FRAMES, SIGNPOSTS, Spot, all_pages
from tests.journeys.places import places
from tests.journeys.stage import DATABASE, Visitor
from tests.support.browser import DESKTOP, PHONE, REFLOW, Trap, axe, no_sideways_scroll
from tests.support.environment import settings
from tests.support.servers import LiveServer

pytestmark = pytest.mark.browser
APP = create_app(read(settings("sqlite://", more={"MAIL_SINK_DIR": str(ROOT / POSTBUS)})))
ENDPOINTS = sorted(
    {rule.endpoint for rule in APP.url_map.iter_rules() if "GET" in (rule.methods or ())}
    - FILES - SIGNPOSTS - FRAMES
)  # fmt: skip
WORKBENCH = ("organiser.", "administrator.", "demo.")
WALKED = (
    "public.catalogue",
    "participant.change_choices",
    "participant.home",
    "participant.scan_page",
    "organiser.participants",
)


@dataclass
class Site:
    """The demo with one browser per person, and where each page is."""

    browser: Browser
    url: str
    spots: dict[str, Spot]
    contexts: dict[str, BrowserContext] = field(default_factory=dict)
    tabs: dict[str, Page] = field(default_factory=dict)
    trap: Trap = field(init=False)
    arrived: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.trap = Trap(self.url)

    def context(self, who: str) -> BrowserContext:
        """The browser of this person, signed in."""
        if who not in self.contexts:
            context = self.browser.new_context(base_url=self.url, locale="nl-NL")
            context.on("page", self.trap.set)
            self.contexts[who] = context
            if who:
                visitor = Visitor(context.new_page(), looks=False)
                visitor.sign_in(who)
                visitor.page.close()
        return self.contexts[who]

    def tab(self, who: str) -> Page:
        """The one tab of this person in which pages are weighed: every visit there is a first one."""
        if who not in self.tabs:
            page = self.context(who).new_page()
            wire = page.context.new_cdp_session(page)
            wire.send("Network.enable")
            wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
            wire.on("Network.loadingFinished", lambda event: self.arrived.append(event["encodedDataLength"]))
            self.tabs[who] = page
        return self.tabs[who]

    def open(self, endpoint: str, size: tuple[int, int] = DESKTOP, *, weigh: bool = False) -> Page:
        """This page; `weigh` notes the bytes of each answer as on a first visit."""
        spot = self.spots[endpoint]
        page = self.tab(spot.who) if weigh else self.context(spot.who).new_page()
        self.arrived.clear()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        response = page.goto(spot.path)
        assert response is not None
        assert (response.status, response.url) == (200, self.url + spot.path)
        return page


@pytest.fixture(scope="module")
def site(demo_template: Path, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("pages")
    shutil.copyfile(demo_template / DATABASE, folder / DATABASE)
    shutil.copytree(demo_template / POSTBUS, folder / POSTBUS)
    letter = sorted((folder / POSTBUS).glob("*.eml"))[0].stem
    with APP.app_context(), places(folder / DATABASE) as found:
        spots = all_pages(found, letter)
    sink = BackgroundSink(folder / POSTBUS)
    server = LiveServer(f"sqlite:///{folder / DATABASE}", folder, workers=1, sink=sink, more=setting(BEGIN))
    with server:
        opened = Site(browser, server.url, spots)
        yield opened
        for context in opened.contexts.values():
            context.close()


def test_every_page_has_an_entry_and_every_entry_a_page(site: Site) -> None:
    assert sorted(site.spots) == ENDPOINTS


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_page_is_fit_for_everyone(site: Site, endpoint: str) -> None:
    page = site.open(endpoint, weigh=True)
    workbench = endpoint.startswith(WORKBENCH)
    assert sum(site.arrived) <= (150_000 if workbench else 100_000), site.arrived
    assert len(site.arrived) <= 12
    structure(page)
    language(page)
    for details in page.locator("details").all():
        details.evaluate("one => one.open = true")
    for width, height in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        no_sideways_scroll(page)
        axe(page)
    page.set_viewport_size({"width": REFLOW[0], "height": REFLOW[1]})
    no_sideways_scroll(page)
    caught, site.trap.caught = site.trap.caught, []
    assert caught == []


def test_titles_are_unique(site: Site) -> None:
    titles = {}
    for endpoint, spot in site.spots.items():
        html = site.context(spot.who).request.get(spot.path).text()
        found = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
        titles[endpoint] = " ".join(found.group(1).split()) if found else ""
    count = Counter(titles.values())
    assert {name: title for name, title in titles.items() if count[title] > 1 and name not in TWINS} == {}


# The same page with and without signing in, or for two audiences.
TWINS = {
    "participant.offer", "participant.offer_by_link", "participant.offer_no", "participant.offer_no_by_link",
    "participant.invitation", "participant.invitation_by_link",
    "participant.takeover", "participant.takeover_by_link",
    "administrator.import_members", "organiser.import_members",
    "administrator.preview", "organiser.membership_preview",
}  # fmt: skip

STOPS = """() => {
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  const x = box.left + Math.min(box.width, 20) / 2, y = box.top + Math.min(box.height, 20) / 2;
  const top = document.elementFromPoint(x, y);
  return {
    body: one === document.body,
    name: one.outerHTML.slice(0, 90),
    seen: box.width > 0 && y >= 0 && y <= innerHeight,
    free: Boolean(top && (one.contains(top) || top.contains(one))),
    marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
}"""


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("endpoint", WALKED)
def test_every_stop_of_the_keyboard_is_seen(site: Site, endpoint: str, size: tuple[int, int]) -> None:
    page = site.open(endpoint, size)
    begins_at_heading = page.locator("h1[autofocus]").count() == 1  # reading goes on there after a step
    faults, first = [], ""
    for _ in range(200):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOPS)
        if stop["body"]:
            break
        first = first or stop["name"]
        if not (stop["seen"] and stop["free"] and stop["marked"]):
            faults.append(stop)
    else:
        pytest.fail("the keyboard never comes to the end")
    page.close()
    assert faults == []
    assert begins_at_heading or "nl-skip-link" in first


def test_menu_of_the_workbench_is_one_line_on_a_phone(site: Site) -> None:
    page = site.open("organiser.edition", PHONE)
    menu = page.locator(".lp-subnav")
    box, links = menu.bounding_box(), menu.get_by_role("link")
    assert (box and box["height"] < 60, links.count()) == (True, 0)
    menu.locator("summary").press("Enter")
    assert links.count() > 5
    menu.locator("summary").press("Enter")
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    assert (links.count() > 5, menu.locator("summary").is_visible()) == (True, False)
    page.close()


@pytest.mark.parametrize("endpoint", ["public.programme", "organiser.participants"])
def test_page_can_be_printed(site: Site, endpoint: str) -> None:
    page = site.open(endpoint)
    page.emulate_media(media="print")
    assert page.get_by_role("navigation").filter(visible=True).count() == 0
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.pdf().startswith(b"%PDF")
    page.close()


def test_every_link_in_a_letter_is_a_page(demo_template: Path) -> None:
    paths = {letter_path for letter in read_all(demo_template / POSTBUS) for letter_path in letter.links}
    assert len(paths) > 50
    assert [path for path in sorted(paths) if not _is_page(path)] == []


def test_every_path_that_letters_are_given_is_a_page() -> None:
    given = set()
    for file in (ROOT / "portal").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        given |= set(re.findall(r'token_path\(\s*"(/[^"]+)"', text))
        given |= set(re.findall(r'"\w*link": f?"(/[^"]*)"', text))
        given |= set(re.findall(r'(?:path=|_PATH = )"(/[^"]+/)"', text))
    assert len(given) >= 12
    full = {re.sub(r"\{[^}]*\}", "een", path) + ("geheim" if path.endswith("/") else "") for path in given}
    assert [path for path in sorted(full) if not _is_page(path)] == []


def _is_page(path: str) -> bool:
    plain = path.partition("?")[0].removeprefix("/en") or "/"
    try:
        APP.url_map.bind("portal").match(plain, method="GET")
    except HTTPException:
        return False
    return True


def test_planted_faults_are_found(site: Site) -> None:
    page = site.open("organiser.participants")
    page.evaluate(
        """() => {
          document.documentElement.removeAttribute("lang");
          document.querySelector("label").remove();
          document.querySelector("main").setAttribute("role", "banana");
        }"""
    )
    with pytest.raises(pytest.fail.Exception) as found:
        axe(page)
    page.close()
    assert [rule for rule in ("html-has-lang", "label", "aria-roles") if rule not in str(found.value)] == []
