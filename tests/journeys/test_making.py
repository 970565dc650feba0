"""An edition from nothing, with a preset, until everyone sees it on the site."""

import pytest

from tests.journeys.people import ANNELIES
from tests.journeys.stage import Stage, Visitor
from tests.journeys.test_keyboard import Keys
from tests.journeys.variants import at_a_desk, on_a_phone

pytestmark = pytest.mark.browser
TITLE = "Leren van data"
DAY = "2027-04-13"


def makes_the_programme(annelies: Visitor) -> None:
    annelies.go("/werk")
    annelies.follow("Nieuwe leergang")
    annelies.press("Maak de leergang")
    annelies.sees("Vul een titel in.")
    annelies.write("Titel", TITLE)
    annelies.tick("Leergang", exact=True)
    annelies.write("Samenvatting", "Sturen met cijfers, met je eigen vragen.")
    annelies.press("Maak de leergang")
    annelies.sees("De leergang is gemaakt.")


def drafts_the_edition(annelies: Visitor) -> None:
    annelies.write("Naam van de editie", "Voorjaar 2027")
    annelies.write("Eerste dag", DAY)
    annelies.press("Maak de editie")
    annelies.sees("Wat nog moet", "Kies de datum van 3 bijeenkomsten", "Vul de prijs in")


def sets_the_price(annelies: Visitor) -> None:
    annelies.follow("Vul de prijs in")
    annelies.tick("Ja", exact=True)
    annelies.write("Prijs per persoon", "duizend")
    annelies.tick("Nee, de btw komt er nog bij")
    annelies.press("Bewaar")
    annelies.sees("Vul een bedrag in")
    annelies.write("Prijs per persoon", "€ 1.500,00")
    annelies.press("Bewaar")
    annelies.sees("De prijs is gewijzigd.", "nu ‘€ 1.500’", "nu ‘exclusief btw’")


def opens_for_members(annelies: Visitor) -> None:
    annelies.follow("Inrichten", exact=True)
    annelies.follow("Inschrijfperiodes")
    annelies.write("Opent op", "2026-06-01")
    annelies.press("Bewaar")
    annelies.follow("Inrichten", exact=True)
    annelies.sees("1 periode")
    annelies.follow("Wie mag meedoen")
    annelies.follow("Lid van een vereniging")
    annelies.page.get_by_role("group", name="Van welke vereniging?").get_by_label("VGS").check()
    annelies.press("Lees hoe het op de pagina staat")
    annelies.sees("Alleen voor leden van VGS.")
    annelies.press("Voeg de regel toe")
    annelies.sees("De regel is toegevoegd.")


@on_a_phone
def test_edition_from_nothing_is_on_the_site(stage: Stage) -> None:
    annelies = stage.visitor(ANNELIES)
    makes_the_programme(annelies)
    drafts_the_edition(annelies)
    sets_the_price(annelies)
    opens_for_members(annelies)

    annelies.follow("Overzicht", exact=True)
    annelies.follow("Naar publiceren")
    annelies.sees("Wat er gebeurt", "De inschrijving is meteen open.")
    annelies.press("Publiceer de editie")
    annelies.sees("De editie staat op de site.")

    visitor = stage.visitor()
    visitor.go("/leergangen/leren-van-data")
    visitor.sees(TITLE, "€ 1.500, exclusief btw", "Alleen voor leden van VGS.", "13 april 2027")


@at_a_desk
def test_draft_is_made_with_keys_only(stage: Stage) -> None:
    keys = Keys(stage.visitor(ANNELIES).page)
    keys.page.goto("/werk/leergangen/nieuw")
    keys.enter("Maak de leergang")
    keys.lands_on("Verbeter 2 punten")
    keys.write("Titel", TITLE)
    keys.tab_to("Leergang")
    keys.page.keyboard.press("Space")
    keys.enter("Maak de leergang")
    keys.write("Naam van de editie", "Voorjaar 2027")
    keys.enter("Maak de editie")
    assert "Wat nog moet" in keys.page.get_by_role("main").inner_text()
