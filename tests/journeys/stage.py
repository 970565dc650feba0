"""The demo as it runs for everyone: web server, scheduler and mail server, with people who come and go."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from demo.sink import BackgroundSink
from tests.journeys.clock import BEGIN, setting
from tests.journeys.letters import Received, letter_to
from tests.journeys.looking import look
from tests.support.browser import DESKTOP, PHONE, NewPage
from tests.support.environment import run_command
from tests.support.servers import LiveServer, SchedulerProcess

DATABASE = "portal.db"
PATIENCE = 10_000
PASSWORD = "rustig fietsen langs de vaart"


@dataclass(frozen=True)
class Variant:
    """With which window and with or without script someone comes."""

    size: tuple[int, int]
    javascript: bool

    def __str__(self) -> str:
        where = "desktop" if self.size == DESKTOP else "phone"
        return f"{where}-{'script' if self.javascript else 'no-script'}"


DESK = Variant(DESKTOP, javascript=True)
POCKET = Variant(PHONE, javascript=False)
ALL_VARIANTS = (DESK, POCKET, Variant(DESKTOP, javascript=False), Variant(PHONE, javascript=True))


@dataclass
class Visitor:
    """One person with a browser: every page that comes is looked at."""

    page: Page
    looks: bool = True

    def look(self) -> None:
        """Looks at the page, unless this visitor only prepares what another one comes for."""
        self.page.wait_for_load_state()
        if self.looks:
            look(self.page)

    def go(self, path: str) -> None:
        """Opens an address."""
        self.page.goto(path)
        self.look()

    def follow(self, name: str, *, exact: bool = False) -> None:
        """Follows the link with these words."""
        link = self.page.get_by_role("link", name=name, exact=exact)
        folded = self.page.locator(".lp-subnav details:not([open]) > summary")
        if not link.count() and folded.is_visible():
            folded.click()
        link.first.click()
        self.look()

    def press(self, name: str, *, exact: bool = False) -> None:
        """Presses the button with these words."""
        self.page.get_by_role("button", name=name, exact=exact).first.click()
        self.look()

    def write(self, label: str, text: str) -> None:
        """Fills in a field."""
        self.page.get_by_label(label).fill(text)

    def tick(self, label: str, *, exact: bool = False) -> None:
        """Chooses an option or ticks a box."""
        folded = self.page.locator(".lp-filter__all:not([open]) > summary")
        if folded.is_visible():
            folded.click()
        # A choice in a frame is pressed anywhere in the frame: its label lies over the button.
        self.page.get_by_label(label, exact=exact).check(force=True)

    def sees(self, *texts: str) -> None:
        """The page says all of this."""
        for text in texts:
            expect(self.page.get_by_role("main")).to_contain_text(text)

    def does_not_see(self, *texts: str) -> None:
        """The page says none of this."""
        for text in texts:
            expect(self.page.get_by_role("main")).not_to_contain_text(text)

    @property
    def heading(self) -> str:
        """The h1."""
        return self.page.get_by_role("heading", level=1).inner_text()

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """Signs in, on the page where one is or else on the sign-in page."""
        if "/inloggen" not in self.page.url:
            self.go("/inloggen")
        self.page.locator("#email").fill(email)
        self.page.locator("#password").fill(password)
        self.page.locator("#password").press("Enter")
        self.look()

    def sign_out(self) -> None:
        """Leaves."""
        self.press("Uitloggen")


@dataclass
class Stage:
    """The demo of one journey."""

    folder: Path
    sink: BackgroundSink
    new_page: NewPage
    variant: Variant
    moment: datetime = BEGIN
    server: LiveServer = field(init=False)
    scheduler: SchedulerProcess | None = None

    def open(self) -> None:
        """Starts everything on the database in the folder."""
        self.server = LiveServer(
            f"sqlite:///{self.folder / DATABASE}",
            self.folder,
            workers=1,
            sink=self.sink,
            more=setting(self.moment),
        )
        self._start()

    def _start(self) -> None:
        self.scheduler = SchedulerProcess(self.server.environment, self.folder).start()
        self.server.start()

    def close(self) -> None:
        """Ends everything."""
        if self.scheduler:
            self.scheduler.stop()
        self.server.kill()  # asked kindly, it would first wait for the browsers that stay connected

    def later(self, **ahead: float) -> None:
        """Moves the clock: `stage.later(days=9)`."""
        self.at(self.moment + timedelta(**ahead))

    def at(self, moment: datetime) -> None:
        """Restarts everything with the clock at this moment, on the same database and the same address."""
        self.close()
        self.moment = moment
        self.server.environment |= setting(moment)
        self._start()

    def visitor(self, email: str = "", *, looks: bool = True, **options: Any) -> Visitor:
        """Someone with a browser; signed in when an address is given."""
        chosen = {"size": self.variant.size, "javascript": self.variant.javascript, **options}
        page = self.new_page(self.server.url, **chosen)
        page.set_default_timeout(PATIENCE)
        visitor = Visitor(page, looks)
        if email:
            visitor.sign_in(email)
        return visitor

    def letter(self, address: str, subject_part: str) -> Received:
        """The newest letter to this address about this; waits for it."""
        return letter_to(self.sink, address, subject_part)

    def by_link(self, email: str, *, looks: bool = False) -> Visitor:
        """Someone without a password, who signs in with a link by mail."""
        visitor = self.visitor(looks=looks)
        visitor.go("/inloggen")
        visitor.page.locator("#email").fill(email)
        visitor.press("Mail mij een inloglink")
        visitor.go(self.letter(email, "Je link om in te loggen").link("/inloggen/link/"))
        visitor.press("Log in")
        return visitor

    def check(self) -> str:
        """What the check of the whole database says."""
        return run_command(self.server.environment, "check").strip().splitlines()[-1]
