"""An organiser makes next year's edition of this year's; nothing of the people comes along."""

import pytest

from tests.journeys.people import ANNELIES
from tests.journeys.stage import Stage
from tests.journeys.test_keyboard import Keys
from tests.journeys.test_mailing import EDITION, at_the_edition
from tests.journeys.variants import at_a_desk, on_a_phone

pytestmark = pytest.mark.browser
COPY = "Leergang De Transformerende Gemeentesecretaris, Najaar 2027"


@on_a_phone
def test_organiser_copies_an_edition_to_a_new_start(stage: Stage) -> None:
    annelies = at_the_edition(stage)
    annelies.follow("Nieuwe editie van deze")
    annelies.sees("Mensen gaan niet mee", "Er is nog niets gemaakt.")
    annelies.write("Eerste dag", "2026-01-06")
    annelies.press("Bekijk de nieuwe datums")
    annelies.sees("Deze dag is al geweest. Kies een dag die nog komt.")
    annelies.write("Eerste dag", "2027-09-14")
    annelies.press("Bekijk de nieuwe datums")
    annelies.sees("Je koos dinsdag 14 september 2027", "Herfstvakantie in regio Noord en regio Midden")
    annelies.write("Naam van de nieuwe editie", "")
    annelies.press("Maak de nieuwe editie")
    annelies.sees("Vul een naam in, zoals voorjaar 2028.")
    annelies.write("Naam van de nieuwe editie", "Najaar 2027")
    annelies.press("Maak de nieuwe editie")
    annelies.sees(COPY, "Concept", "Kies wie de editie begeleidt")
    assert stage.check() == "Alles klopt."


@at_a_desk
def test_edition_is_copied_with_keys_only(stage: Stage) -> None:
    keys = Keys(stage.visitor(ANNELIES).page)
    keys.page.goto("/werk")
    keys.enter(EDITION)
    keys.enter("Maak een nieuwe editie van deze")
    keys.enter("Een week later")
    keys.enter("Maak de nieuwe editie")
    assert "Concept" in keys.page.get_by_role("main").inner_text()
