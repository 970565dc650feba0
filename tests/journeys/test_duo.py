"""Coming with a director: invited by mail, answered with an account of one's own."""

import pytest

from tests.journeys.enrolling import TRANSFORMING, write_invoice
from tests.journeys.people import NOOR, YARA
from tests.journeys.stage import Stage, Visitor
from tests.journeys.variants import at_a_desk, on_a_phone

pytestmark = pytest.mark.browser
BOUCHRA = "bouchra.tahiri@kanaalstede.example"
NEWCOMER = "jurre.adema@veldrijk.example"


def enrol_with(visitor: Visitor, name: str, email: str) -> None:
    visitor.go(TRANSFORMING)
    visitor.follow("Inschrijven", exact=True)
    visitor.tick("Ik neem iemand mee")
    visitor.write("Naam van degene die je meeneemt", name)
    visitor.write("Zakelijk e-mailadres van degene die je meeneemt", email)
    visitor.press("Verder")
    write_invoice(visitor)
    visitor.press("Naar controleren")
    visitor.tick("Ik ga akkoord")


def give_a_second_seat(stage: Stage) -> None:
    """Someone leaves, so that there is room for two."""
    bouchra = stage.by_link(BOUCHRA)
    bouchra.go("/mijn")
    bouchra.follow("Leergang De Transformerende Gemeentesecretaris")
    bouchra.follow("Meld je af")
    bouchra.press("Meld me af")


@at_a_desk
def test_director_confirms_and_both_have_a_seat(stage: Stage) -> None:
    give_a_second_seat(stage)
    noor = stage.visitor(NOOR)
    enrol_with(noor, "Jurre Adema", NEWCOMER)
    noor.sees("Jullie krijgen meteen een plek", "Jurre Adema")
    noor.press("Inschrijven")
    noor.sees("We hebben Jurre Adema gemaild.")
    stage.letter(NOOR, "Ingeschreven")

    jurre = stage.visitor()
    jurre.go(stage.letter(NEWCOMER, "Ga je mee?").link("/uitnodiging/"))
    assert jurre.heading == "Ga je mee met Noor el Amrani?"
    jurre.press("Ja, ik ga mee")
    jurre.sees("Kies je functie.")
    jurre.page.get_by_label("Je functie").select_option("Directeur")
    jurre.tick("Gemeente Veldrijk")
    jurre.press("Ja, ik ga mee")
    jurre.sees("Je gaat mee.")
    confirmed = stage.letter(NEWCOMER, "Ingeschreven")
    stage.letter(NOOR, "Je duogenoot gaat mee")

    jurre.go(confirmed.link("/mijn/inschrijvingen/"))
    jurre.sees("Je bent ingeschreven", "Noor el Amrani")
    noor.go("/mijn")
    noor.follow("Leergang De Transformerende Gemeentesecretaris")
    noor.sees("Jurre Adema")


@on_a_phone
def test_director_declines_and_the_member_goes_alone(stage: Stage) -> None:
    noor = stage.visitor(NOOR)
    enrol_with(noor, "Yara van Dalen", YARA)
    noor.sees("Jullie komen op de wachtlijst, op plek 1", "Er is wel plek voor één.")
    noor.press("Op de wachtlijst")
    noor.sees("plek 1")

    yara = stage.visitor()
    invitation = stage.letter(YARA, "Ga je mee?").link("/uitnodiging/")
    yara.go(invitation)
    yara.press("Nee, ik doe niet mee")
    yara.sees("Je gaat niet mee")
    yara.go(invitation)
    yara.sees("Je gaat niet mee")

    answer = stage.letter(NOOR, "Je duogenoot gaat niet mee")
    noor.go(answer.link("/mijn/inschrijvingen/"))
    noor.sees("Er is een plek vrij voor je")
    noor.follow("Antwoord op je aanbod")
    noor.press("Ja, ik doe mee")
    noor.sees("Je doet mee")
