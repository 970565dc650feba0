"""From a result to a goal, a check-in, sharing and taking back, with keys only."""

import pytest

from tests.journeys.scan_pages import ARJAN
from tests.journeys.stage import Stage
from tests.journeys.test_keyboard import Keys
from tests.journeys.variants import at_a_desk

pytestmark = pytest.mark.browser


def on_a_scan(stage: Stage) -> Keys:
    """Arjan, at the result of his newest scan."""
    keys = Keys(stage.by_link(ARJAN).page)
    keys.page.goto("/mijn/zelfscan")
    keys.enter("Scan van")
    return keys


@at_a_desk
def test_goal_is_made_and_followed_with_keys_only(stage: Stage) -> None:
    keys = on_a_scan(stage)
    main = keys.page.get_by_role("main")
    keys.enter("Bekijk wat bij je past")
    keys.enter("Maak er een leerdoel van")
    keys.write("Wat wil je leren?", "Doorvragen op cijfers")
    keys.enter("Bewaar het leerdoel")
    assert "Doorvragen op cijfers" in main.inner_text()
    keys.write("Wat deed je, en wat merkte je?", "Vandaag twee keer doorgevraagd.")
    keys.enter("Bewaar hoe het gaat")
    assert "Vandaag twee keer doorgevraagd." in main.inner_text()


@at_a_desk
def test_result_is_shared_and_taken_back_with_keys_only(stage: Stage) -> None:
    keys = on_a_scan(stage)
    main = keys.page.get_by_role("main")
    keys.enter("Deel met een begeleider")
    keys.tab_to("Sanne Terpstra")
    keys.page.keyboard.press("Space")
    keys.enter("Deel je resultaat")
    assert "Sanne Terpstra ziet dit resultaat" in main.inner_text()
    keys.enter("Stop met delen")
    assert "Je scan is niet meer gedeeld" in main.inner_text()
