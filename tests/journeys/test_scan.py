"""A whole scan with keys only."""

import pytest

from tests.journeys.people import TOM
from tests.journeys.stage import Stage
from tests.journeys.test_keyboard import Keys
from tests.journeys.variants import at_a_desk

pytestmark = pytest.mark.browser
PAGES = 7


@at_a_desk
def test_short_scan_is_done_with_keys_only(stage: Stage) -> None:
    visitor = stage.visitor(TOM)
    page, keys = visitor.page, Keys(visitor.page)
    page.goto("/mijn/zelfscan")
    keys.tab_to("Ik geef leiding")
    page.keyboard.press("ArrowDown")
    keys.enter("Begin")
    for number in range(PAGES):
        for _statement in range(3):
            keys.tab_to("Helemaal niet")
            for _step in range(2 + number % 2):
                page.keyboard.press("ArrowRight")
        keys.enter("Bewaar en ga verder")
    keys.enter("Bewaar en ga verder")
    assert "2 vragen zijn nog open" in page.inner_text("main")
    keys.enter("Verstuur je scan")
    assert page.locator("svg[role=img]").first.is_visible()
    assert "Je scores zijn vergelijkbaar" in page.inner_text("main")
