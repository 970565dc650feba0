"""Breakouts that are full, and breakouts that are called off."""

import pytest

from tests.journeys.enrolling import ONLINE_DAY
from tests.journeys.people import MILAN, NOOR
from tests.journeys.stage import Stage, Visitor
from tests.journeys.variants import on_a_phone

pytestmark = pytest.mark.browser
FULL = "Focus op Uitvoeringskracht: werven, binden en boeien van medewerkers"
SECOND = "Aanbod aan Kabinet: Wonen"
CANCELLED = "Maatschappelijke opgaven en de Omgevingswet"


def let_it_be_full(milan: Visitor) -> None:
    """As many seats as people in it."""
    milan.follow(f"Wijzig {FULL}")
    milan.page.locator("#seats").fill("6")
    milan.press("Bewaar")
    milan.sees("is gewijzigd")


def call_off(milan: Visitor) -> None:
    milan.follow(f"Wijzig {CANCELLED}")
    milan.follow("Annuleer deze deelsessie")
    milan.sees("Zij krijgen daarover een mail.")
    milan.press("Annuleer de deelsessie")
    milan.sees("is geannuleerd")


@on_a_phone
def test_full_breakout_gives_the_second_choice_and_a_cancelled_one_asks_again(stage: Stage) -> None:
    milan = stage.visitor(MILAN)
    milan.go("/werk")
    milan.follow("VNG Bestuurdersdag online")
    milan.follow("Deelsessies")
    let_it_be_full(milan)

    noor = stage.visitor(NOOR)
    noor.go(ONLINE_DAY)
    noor.follow("Inschrijven", exact=True)
    noor.press("Verder")
    noor.sees("Vol")
    noor.tick(FULL)
    noor.page.locator("select").first.select_option(SECOND)
    noor.tick(CANCELLED)
    noor.press("Verder")
    noor.sees(f"is vol. Je krijgt je tweede keuze: {SECOND}", CANCELLED)
    noor.tick("Ik ga akkoord")
    noor.press("Inschrijven")
    confirmed = stage.letter(NOOR, "Ingeschreven: VNG")
    assert f"‘{FULL}’ is vol." in " ".join(confirmed.text.split())
    assert f"Je tweede keuze is het geworden: ‘{SECOND}’." in " ".join(confirmed.text.split())
    noor.follow("Bekijk je inschrijving")
    noor.sees(SECOND, CANCELLED)
    noor.does_not_see(FULL)

    call_off(milan)
    letter = stage.letter(NOOR, "Kies opnieuw, een onderdeel vervalt")
    noor.go(letter.link("/mijn/inschrijvingen/"))
    noor.follow("Wijzig je keuzes")
    noor.sees("gaat niet door. Kies iets anders.")
    noor.tick("Toeslagen en stelselherziening")
    noor.press("Sla op")
    noor.go("/mijn")
    noor.does_not_see("Kies opnieuw")
