"""A seat comes free: who gets it, and what people can answer."""

from datetime import datetime

import pytest

from tests.journeys.clock import BEGIN
from tests.journeys.enrolling import SMALL_GROUP, TRANSFORMATION_FULL, TRANSFORMING, enrol_alone
from tests.journeys.people import FEMKE, GRACE, NOOR, RIK
from tests.journeys.stage import Stage
from tests.journeys.variants import at_a_desk, on_a_phone

pytestmark = pytest.mark.browser
WILLEM = "willem.drost@elzenbroek.example"
XANDRA = "xandra.meijerink@vogelzande.example"
CEM = "cem.aydin@blauwestein.example"


def september(day: int, hour: int) -> datetime:
    return BEGIN.replace(day=day, hour=hour)


@on_a_phone
def test_waiting_member_gets_the_seat_of_one_who_leaves(stage: Stage) -> None:
    noor = stage.visitor(NOOR, looks=False)
    enrol_alone(noor, TRANSFORMING)

    willem = stage.by_link(WILLEM)
    willem.looks = True
    enrol_alone(willem, TRANSFORMING, button="Op de wachtlijst")
    willem.sees("wachtlijst", "plek 1")
    stage.letter(WILLEM, "Op de wachtlijst")

    noor.looks = True
    noor.go("/mijn")
    noor.follow("Meld je af")
    noor.sees("Je plek gaat meteen naar de volgende op de wachtlijst.")
    noor.press("Meld me af")
    stage.letter(NOOR, "Afgemeld")

    somebody = stage.visitor()
    offer = stage.letter(WILLEM, "Plek vrij").link("/aanbod/")
    somebody.go(offer)
    somebody.press("Ja, ik doe mee")
    somebody.sees("Je hebt een plek")
    stage.letter(WILLEM, "Ingeschreven")
    somebody.go(offer)
    somebody.sees("Je hebt een plek")
    willem.go("/mijn")
    willem.sees("Ingeschreven")


@at_a_desk
def test_member_declines_an_offer_and_stays_on_the_list(stage: Stage) -> None:
    rik = stage.visitor()
    offer = stage.letter(RIK, "Plek vrij").link("/aanbod/")
    rik.go(offer)
    rik.follow("Nee", exact=True)
    rik.sees("Wil je op de wachtlijst blijven?")
    rik.press("Nee, maar ik blijf wachten")
    rik.sees("Je blijft op de wachtlijst")
    stage.letter(RIK, "Je blijft op de wachtlijst")

    rik.go(offer)
    rik.does_not_see("Ja, ik doe mee")
    rik.sign_in(RIK)
    rik.follow("Leergang De Transformerende Gemeentesecretaris")
    rik.sees("Je nam een aanbod niet aan")
    rik.press("Ik wil weer een aanbod krijgen")
    rik.does_not_see("Je nam een aanbod niet aan")


@on_a_phone
def test_member_declines_an_offer_and_leaves_the_list(stage: Stage) -> None:
    rik = stage.visitor(RIK)
    rik.follow("Nee Leergang De Transformerende")
    rik.press("Nee, haal me van de lijst")
    rik.sees("Je doet niet mee")
    rik.go("/mijn")
    rik.does_not_see("Plek aangeboden")
    rik.go(SMALL_GROUP)
    rik.sees("Op de wachtlijst")


@at_a_desk
def test_lapsed_offer_passes_the_duo_to_the_next_one(stage: Stage) -> None:
    stage.at(september(10, 10))
    reminder = stage.letter(RIK, "Nog niet gereageerd")
    stage.at(september(14, 9))
    stage.letter(RIK, "Plek vervallen")
    rik = stage.visitor()
    rik.go(reminder.link("/aanbod/"))
    rik.sees("Het aanbod is verlopen")

    femke = stage.visitor(FEMKE)
    femke.follow("Leergang De Transformerende Gemeentesecretaris")
    femke.sees("Je staat op plek 1 van de wachtlijst")
    stage.at(september(15, 16))
    stage.letter(XANDRA, "Plek vrij")


@on_a_phone
def test_next_one_moves_up_by_itself_when_someone_leaves(stage: Stage) -> None:
    stage.at(september(21, 10))
    grace = stage.visitor(GRACE)
    grace.follow("Leiderschap in digitale transformatie")
    grace.follow("Meld je af")
    grace.sees("Weet je zeker dat je je wilt afmelden?", "Afmelden kost nu €")
    grace.follow("Terug, ik doe mee")
    grace.follow("Meld je af")
    grace.press("Meld me af")
    grace.sees("afgemeld")
    stage.letter(CEM, "Ingeschreven: Leiderschap")
    cem = stage.by_link(CEM)
    cem.go("/mijn")
    cem.sees("Ingeschreven")
    cem.go(TRANSFORMATION_FULL)
    cem.sees("Je bent ingeschreven.")
