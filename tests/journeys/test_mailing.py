"""An organiser mails a group and follows it, and takes attendance on a phone."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.journeys.people import ANNELIES
from tests.journeys.stage import PATIENCE, Stage, Visitor
from tests.journeys.test_keyboard import Keys
from tests.journeys.variants import at_a_desk, on_a_phone

pytestmark = pytest.mark.browser
ELS = "els.kramer@vliethaven.example"
EDITION = "Leergang De Transformerende Gemeentesecretaris, Najaar 2026"


def at_the_edition(stage: Stage) -> Visitor:
    """Annelies, at her edition in the workbench."""
    annelies = stage.visitor(ANNELIES)
    annelies.go("/werk")
    annelies.follow(EDITION)
    return annelies


@at_a_desk
def test_organiser_mails_the_participants_and_follows_it(stage: Stage) -> None:
    annelies = at_the_edition(stage)
    annelies.follow("Mails", exact=True)
    annelies.follow("Schrijf een mail")
    annelies.write("Tekst", "Beste {{naam}},\n\nTot dinsdag.")
    annelies.press("Bewaar en bekijk")
    annelies.sees("Vul een onderwerp in.")
    annelies.write("Onderwerp", "Neem je laptop mee")
    annelies.press("Bewaar en bekijk")
    annelies.sees("Neem je laptop mee", "Concept", "Lezer 1 van 15.")
    annelies.press("Stuur een proef naar mezelf")
    assert "Tot dinsdag." in stage.letter(ANNELIES, "Neem je laptop mee").text
    annelies.follow("Naar versturen")
    annelies.sees("Je stuurt deze mail naar 15 lezers.")
    annelies.press("Verstuur naar 15 lezers")
    expect(annelies.page.get_by_role("status")).to_contain_text("15", timeout=PATIENCE)
    assert "Beste Els" in stage.letter(ELS, "Neem je laptop mee").text
    assert stage.check() == "Alles klopt."


@on_a_phone
def test_organiser_takes_attendance_and_a_participant_checks_in(stage: Stage) -> None:
    stage.at(datetime(2026, 11, 13, 9, 45, tzinfo=ZoneInfo("Europe/Amsterdam")))
    annelies = at_the_edition(stage)
    annelies.follow("Aanwezigheid", exact=True)
    annelies.follow("Bijeenkomst 1")
    annelies.press("Laat een code zien")
    shown = annelies.page.locator(".lp-code").inner_text()

    els = stage.by_link(ELS, looks=True)
    els.go("/mijn/inchecken")
    els.write("Code op het scherm", "12")
    els.press("Ik ben er")
    els.sees("Deze code werkt nu niet voor jou.")
    els.write("Code op het scherm", shown)
    els.press("Ik ben er")
    els.sees("Je bent ingecheckt")

    annelies.go(annelies.page.url.partition("#")[0])
    row = annelies.page.locator("li.lp-card", has_text="Els Kramer")
    expect(row).to_contain_text("Zelf ingecheckt")
    annelies.press("Afwezig Anouk Blokland")
    expect(annelies.page.locator("li.lp-card", has_text="Anouk Blokland")).to_contain_text("Afwezig")
    annelies.sees("1 van 15 aanwezig.")


@at_a_desk
def test_mail_is_sent_and_attendance_taken_with_keys_only(stage: Stage) -> None:
    stage.at(datetime(2026, 11, 13, 9, 45, tzinfo=ZoneInfo("Europe/Amsterdam")))
    keys = Keys(stage.visitor(ANNELIES).page)
    keys.page.goto("/werk")
    keys.enter(EDITION)
    keys.enter("Mails")
    keys.enter("Schrijf een mail")
    keys.write("Onderwerp", "Tot zo")
    keys.write("Tekst", "De koffie staat klaar.")
    keys.enter("Bewaar en bekijk")
    keys.enter("Naar versturen")
    keys.enter("Verstuur naar 15 lezers")
    expect(keys.page.get_by_role("status")).to_contain_text("15", timeout=PATIENCE)

    keys.enter("Aanwezigheid")
    keys.enter("Bijeenkomst 1")
    keys.tab_to("Afwezig")
    keys.page.keyboard.press("Shift+Tab")
    keys.page.keyboard.press("Enter")
    expect(keys.page.get_by_role("main")).to_contain_text("1 van 15 aanwezig.")
