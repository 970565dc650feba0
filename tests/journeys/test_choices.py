"""Breakouts that are full, and breakouts that are called off."""

import pytest

from tests.journeys.enrolling import ONLINE_DAY
from tests.journeys.people import MILAN, NOOR
from tests.journeys.stage import Stage
from tests.journeys.variants import on_a_phone

pytestmark = pytest.mark.browser
FULL = "Sturing in het sociaal domein: Wat als het Rijk niet over de brug komt?"
FIRST_ROUND, SECOND_ROUND = "ronde-1", "ronde-2"
CANCELLED = "Maatschappelijke opgaven en de Omgevingswet"


@on_a_phone
def test_full_breakout_gives_the_second_choice_and_a_cancelled_one_asks_again(stage: Stage) -> None:
    noor = stage.visitor(NOOR)
    noor.go(ONLINE_DAY)
    noor.follow("Inschrijven", exact=True)
    noor.press("Verder")
    noor.tick(FULL)
    seconds = noor.page.locator("select")
    titles = seconds.first.locator("option").all_inner_texts()
    second = next(title for title in titles[1:] if "Sturing" not in title)
    seconds.first.select_option(second)
    noor.tick(CANCELLED)
    noor.press("Verder")
    noor.sees(f"Tweede keuze: {second}", CANCELLED)
    noor.tick("Ik ga akkoord")
    noor.press("Inschrijven")
    confirmed = stage.letter(NOOR, "Ingeschreven: VNG")
    assert (second in confirmed.text, FULL in confirmed.text) == (True, False)
    noor.follow("Bekijk je inschrijving")
    noor.sees(second, CANCELLED)
    noor.does_not_see(FULL)

    milan = stage.visitor(MILAN)
    milan.go("/werk")
    milan.follow("VNG Bestuurdersdag online")
    milan.follow("Deelsessies")
    milan.follow(f"Wijzig {CANCELLED}")
    milan.follow("Annuleer deze deelsessie")
    milan.sees("Zij krijgen daarover een mail.")
    milan.press("Annuleer de deelsessie")
    milan.sees("is geannuleerd")

    letter = stage.letter(NOOR, "Kies opnieuw, een onderdeel vervalt")
    noor.go(letter.link("/mijn/inschrijvingen/"))
    noor.follow("Wijzig je keuzes")
    noor.sees("gaat niet door. Kies iets anders.")
    chosen = noor.page.get_by_role("radiogroup").nth(1).get_by_role("radio", disabled=False).first
    chosen.check()
    noor.press("Sla op")
    noor.go("/mijn")
    noor.does_not_see("Kies opnieuw")
