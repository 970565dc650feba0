"""The same road in English, under /en."""

import pytest

from tests.journeys.people import NOOR
from tests.journeys.stage import Stage
from tests.journeys.variants import at_a_desk

pytestmark = pytest.mark.browser


@at_a_desk
def test_member_enrols_in_english(stage: Stage) -> None:
    noor = stage.visitor(locale="en-GB")
    noor.go("/")
    noor.follow("English")
    noor.follow("Programmes", exact=True)
    noor.follow("Leergang De Transformerende Gemeentesecretaris")
    noor.follow("Sign in to enrol")
    noor.sign_in(NOOR)
    noor.follow("Enrol", exact=True)
    noor.press("Continue")
    noor.press("Check")
    noor.page.locator("#name").fill("Gemeente Veldrijk")
    noor.page.locator("#address").fill("Postbus 1\n1234 AB Veldrijk")
    noor.page.locator("#email").fill("facturen@veldrijk.example")
    noor.press("Check")
    noor.page.get_by_role("checkbox").check()
    noor.press("Enrol")
    assert "/en/mijn/inschrijvingen/" in noor.page.url
    stage.letter(NOOR, "Ingeschreven")  # in the language of her profile
    noor.go("/en/mijn")
    noor.sees("Enrolled")
