"""The whole enrolment with keys only."""

import pytest
from playwright.sync_api import Page

from tests.journeys.enrolling import TRANSFORMING
from tests.journeys.looking import look
from tests.journeys.people import NOOR
from tests.journeys.stage import PASSWORD, Stage
from tests.journeys.variants import at_a_desk

pytestmark = pytest.mark.browser
FOCUS = """() => {
  const one = document.activeElement;
  const words = one.labels?.length ? one.labels[0].innerText : one.innerText;
  return (words || "").trim().split("\\n")[0];
}"""


class Keys:
    """Someone who uses Tab, Enter, Space and the letters, and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def tab_to(self, words: str) -> None:
        """Tabs until the focus is on what has these words."""
        for _ in range(80):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(FOCUS).startswith(words):
                return
        pytest.fail(f"Tab never comes to {words!r} on {self.page.url}", pytrace=False)

    def write(self, label: str, text: str) -> None:
        """Goes to a field and types."""
        self.tab_to(label)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def enter(self, words: str) -> None:
        """Goes to a link or a button and opens it."""
        self.tab_to(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        look(self.page)

    def lands_on(self, words: str) -> None:
        """After a step the first thing read is the heading, or what must be mended."""
        found = self.page.evaluate(
            "() => { const one = document.activeElement; return [one.tagName, one.id, one.innerText]; }"
        )
        assert found[0] == "H1" or found[1] == "fouten", f"focus is on {found[:2]} of {self.page.url}"
        assert words in found[2]


@at_a_desk
def test_member_enrols_with_keys_only(stage: Stage) -> None:
    page = stage.visitor().page
    keys = Keys(page)
    page.goto(TRANSFORMING)
    keys.enter("Log in om in te schrijven")
    keys.write("E-mailadres", NOOR)
    keys.write("Wachtwoord", PASSWORD)
    keys.enter("Inloggen")
    keys.enter("Inschrijven")
    keys.tab_to("Ik kom alleen")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    keys.enter("Verder")
    keys.enter("Naar controleren")
    keys.lands_on("Verbeter 3 punten")
    keys.write("Naam op de factuur", "Gemeente Veldrijk")
    keys.write("Factuuradres", "Postbus 1")
    keys.write("E-mailadres voor de factuur", "facturen@veldrijk.example")
    keys.enter("Naar controleren")
    keys.lands_on("Controleer je inschrijving")
    keys.tab_to("Ik ga akkoord")
    page.keyboard.press("Space")
    keys.enter("Inschrijven")
    keys.lands_on("Je bent ingeschreven")
