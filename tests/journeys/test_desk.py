"""The organiser's desk: late registration and requests."""

import pytest

from tests.journeys.enrolling import CLOSED_GROUP, write_invoice
from tests.journeys.people import ANNELIES, NOOR
from tests.journeys.stage import Stage
from tests.journeys.variants import at_a_desk, on_a_phone

pytestmark = pytest.mark.browser
LATE = "jurre.adema@veldrijk.example"
WILLEM = "willem.drost@elzenbroek.example"


@on_a_phone
def test_latecomer_comes_in_with_a_link_that_works_once(stage: Stage) -> None:
    annelies = stage.visitor(ANNELIES)
    annelies.go("/werk")
    annelies.follow("Leergang De Transformerende Gemeentesecretaris, Najaar 2026")
    annelies.follow("Toelaten")
    annelies.press("Bekijk wat er gebeurt")
    annelies.sees("Vul minstens één e-mailadres in.")
    annelies.write("Wie laat je toe?", f"Jurre Adema <{LATE}>")
    annelies.write("Reden", "Belde vrijdag; zijn voorganger stond ingeschreven.")
    annelies.press("Bekijk wat er gebeurt")
    annelies.sees("Weet je het zeker?", "Jurre Adema")
    annelies.press("Laat 1 persoon toe")
    annelies.follow("Deelnemers")
    annelies.sees("Jurre Adema")

    link = stage.letter(LATE, "Ingeschreven").link("/inloggen/link/")
    jurre = stage.visitor()
    jurre.go(link)
    jurre.sees("Jurre Adema")
    jurre.press("Log in")
    jurre.sees("Je bent ingeschreven")
    again = stage.visitor()
    again.go(link)
    again.sees("Deze link werkt niet meer")


@at_a_desk
def test_organiser_approves_one_request_and_declines_another(stage: Stage) -> None:
    noor = stage.visitor(NOOR)
    noor.go(CLOSED_GROUP)
    noor.does_not_see("Je hoeft nu niets te doen.")
    noor.follow("Inschrijven", exact=True)
    noor.write("Code uit je uitnodiging", "verkeerd")
    noor.press("Verder")
    noor.sees("code")
    noor.write("Code uit je uitnodiging", "proeftuin")
    noor.press("Verder")
    noor.tick("Keuze: sturen met data")
    noor.press("Verder")
    write_invoice(noor)
    noor.press("Naar controleren")
    noor.sees("De organisator beslist over je aanvraag.")
    noor.tick("Ik ga akkoord")
    noor.press("Aanvragen")
    stage.letter(NOOR, "Aanvraag ontvangen")

    annelies = stage.visitor(ANNELIES)
    annelies.go("/werk")
    annelies.follow("Leergang Digitaal Leiderschap, Voorjaar 2027, besloten groep")
    annelies.follow("Aanvragen")
    annelies.press("Keur goed Noor el Amrani")
    annelies.sees("De aanvraag van Noor el Amrani is goedgekeurd. Er is een plek.")
    annelies.follow("Wijs af Willem Drost")
    annelies.press("Wijs de aanvraag af")
    annelies.sees("Vul in waarom")
    annelies.write("Reden", "Deze groep is voor wie al een jaar werkt.")
    annelies.press("Wijs de aanvraag af")
    annelies.sees("De aanvraag van Willem Drost is afgewezen.")

    noor.go(stage.letter(NOOR, "Ingeschreven").link("/mijn/inschrijvingen/"))
    noor.sees("Je bent ingeschreven")
    declined = stage.letter(WILLEM, "Niet toegelaten")
    assert "Deze groep is voor wie al een jaar werkt." in declined.text
