"""Being kept informed, from the question to the seat."""

import pytest

from tests.journeys.enrolling import TRANSFORMATION_ANNOUNCED, enrol_alone
from tests.journeys.people import KARIM, MILAN
from tests.journeys.stage import Stage, Visitor
from tests.journeys.variants import at_a_desk

pytestmark = pytest.mark.browser
JURRE = "jurre.adema@veldrijk.example"


def ask_and_confirm(stage: Stage, visitor: Visitor, address: str) -> None:
    visitor.go(TRANSFORMATION_ANNOUNCED)
    visitor.follow("Houd mij op de hoogte")
    visitor.write("E-mailadres", address)
    visitor.press("Houd mij op de hoogte")
    visitor.sees("Kijk in je mail")
    visitor.go(stage.letter(address, "Bevestig: houd mij op de hoogte").link("/op-de-hoogte/bevestig/"))
    visitor.press("Ja, houd mij op de hoogte")
    visitor.sees("Een plek is nog niet zeker")


@at_a_desk
def test_interested_people_hear_first_and_enrol_or_stop(stage: Stage) -> None:
    visitor = stage.visitor()
    ask_and_confirm(stage, visitor, KARIM)
    ask_and_confirm(stage, visitor, JURRE)

    milan = stage.visitor(MILAN)
    milan.go("/werk")
    milan.follow("Leiderschap in digitale transformatie, Zomer 2027")
    milan.follow("Open of sluit de inschrijving")
    milan.tick("Nu open, tot de eerste bijeenkomst")
    milan.press("Bewaar")
    milan.sees("Open")

    karim = stage.visitor(KARIM)
    karim.go(stage.letter(KARIM, "Inschrijving open").link("/leergangen/"))
    enrol_alone(karim, karim.page.url)
    stage.letter(KARIM, "Ingeschreven: Leiderschap")

    visitor.go(stage.letter(JURRE, "Inschrijving open").link("/op-de-hoogte/stop/"))
    visitor.press("Stop de mails")
    visitor.sees("geen mail meer")
