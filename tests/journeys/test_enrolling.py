"""From finding a leergang to a seat in it."""

import pytest

from tests.journeys.people import NOOR, TOM
from tests.journeys.stage import Stage
from tests.journeys.variants import at_a_desk

pytestmark = pytest.mark.browser
PROGRAMME = "Leergang De Transformerende Gemeentesecretaris"


@at_a_desk
def test_member_finds_and_takes_the_last_seat(stage: Stage) -> None:
    visitor = stage.visitor()
    visitor.go("/")
    visitor.follow("Leergangen", exact=True)
    visitor.tick("Gemeentesecretarissen")
    visitor.press("Filters toepassen")
    visitor.follow(PROGRAMME)
    visitor.sees("Nog 1 van de 16 plekken")
    visitor.follow("Log in om in te schrijven")
    visitor.sign_in(TOM)
    visitor.sees("Deze editie is voor leden. Je bent geen lid van VGS.")
    visitor.sign_out()

    visitor.go("/leergangen/de-transformerende-gemeentesecretaris")
    visitor.follow("Log in om in te schrijven")
    visitor.sign_in(NOOR)
    visitor.follow("Inschrijven", exact=True)
    assert visitor.heading == "Wie doet er mee?"
    visitor.sees("Gemeentesecretaris bij Gemeente Veldrijk")
    visitor.press("Verder")
    visitor.write("Naam op de factuur", "Gemeente Veldrijk")
    visitor.write("Factuuradres", "Postbus 1\n1234 AB Veldrijk")
    visitor.write("E-mailadres voor de factuur", "facturen@veldrijk.example")
    visitor.press("Naar controleren")
    visitor.sees(
        "€\N{NO-BREAK SPACE}1.500, exclusief btw", "Niemand, je komt alleen", "Je krijgt meteen een plek"
    )
    visitor.tick("Ik ga akkoord")
    visitor.press("Inschrijven")
    visitor.sees(PROGRAMME, "Je kenmerk is LG-")

    letter = stage.letter(NOOR, "Ingeschreven")
    visitor.go(letter.link("/mijn/inschrijvingen/"))
    visitor.go("/mijn")
    visitor.sees(PROGRAMME)
    visitor.go("/leergangen/de-transformerende-gemeentesecretaris")
    visitor.sees("Je bent ingeschreven.")
