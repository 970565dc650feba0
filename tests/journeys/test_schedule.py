"""An organiser arranges the days of an edition that people take part in."""

import re

import pytest

from tests.journeys.people import ANNELIES
from tests.journeys.stage import DESK, PASSWORD, Stage, Visitor
from tests.journeys.test_keyboard import Keys
from tests.journeys.variants import at_a_desk, on_a_phone

pytestmark = pytest.mark.browser
EDITION = "Leergang De Transformerende Gemeentesecretaris, Najaar 2026"


def at_the_schedule(stage: Stage) -> Visitor:
    """Annelies, where the days of the edition are."""
    annelies = stage.visitor(ANNELIES)
    annelies.go("/werk")
    annelies.follow(EDITION)
    annelies.follow("Programma", exact=True)
    return annelies


def fill(visitor: Visitor, **typed: str) -> None:
    """Fills in the fields of a meeting."""
    labels = {"day": "Dag", "starts": "Begint om", "ends": "Eindigt om", "title": "Titel (niet verplicht)"}
    for name, text in typed.items():
        visitor.page.get_by_label(labels[name], exact=True).fill(text)


@at_a_desk
def test_organiser_adds_a_module_of_two_days(stage: Stage) -> None:
    annelies = at_the_schedule(stage)
    annelies.follow("Voeg een module toe")
    annelies.press("Bewaar")
    annelies.sees("Vul een titel in.")
    annelies.write("Titel", "Leren van elkaar")
    annelies.press("Bewaar")
    annelies.sees("De module is toegevoegd.")
    fill(annelies, day="2026-12-08", starts="09:30", ends="17:00", title="Eerste dag")
    annelies.press("Bewaar en voeg nog een dag toe")
    annelies.sees("Weet je het zeker?", "krijgen een uitnodiging", "dinsdag 8 december 2026")
    annelies.press("Over 10 minuten")
    fill(annelies, day="2026-12-09", starts="09:30", ends="09:00", title="Tweede dag")
    annelies.press("Bewaar", exact=True)
    annelies.sees("Het einde ligt niet na het begin.")
    fill(annelies, ends="17:00")
    annelies.press("Bewaar", exact=True)
    annelies.press("Over 10 minuten")
    annelies.sees("De bijeenkomst is toegevoegd.", "woensdag 9 december 2026, 09.30 tot 17.00 uur")

    annelies.press("Omhoog Tweede dag")  # nobody is told: days are counted by their dates
    annelies.follow("Toon als tabel")
    annelies.sees("dinsdag 8 december 2026, 09.30 tot 17.00 uur")
    annelies.follow("Toon als tijdlijn")
    days = annelies.page.locator(".lp-card", has_text=re.compile("(Eerste|Tweede) dag")).all_inner_texts()
    assert ["Tweede dag" in day for day in days] == [True, False]


@at_a_desk
def test_dragging_a_day_fills_it_in_and_saves_nothing(stage: Stage) -> None:
    annelies = at_the_schedule(stage)
    annelies.follow("Toon als kalender")
    page, pulls = annelies.page, stage.variant == DESK
    entry = page.locator("[data-drag-to]").first
    there = page.locator(".lp-days td:not(.lp-days__full)").nth(8)
    day = there.get_attribute("data-drop-day")
    if pulls:
        there.scroll_into_view_if_needed()
        entry.hover(position={"x": 4, "y": 8})
        page.mouse.down()
        there.hover()
        there.hover()
        page.mouse.up()
        page.wait_for_url(f"**?dag={day}")
    else:
        page.goto(f"{entry.get_attribute('data-drag-to')}?dag={day}")
    annelies.look()
    annelies.sees("Nog niet bewaard", "Bijeenkomst wijzigen")
    assert page.get_by_label("Dag", exact=True).input_value() == day
    annelies.press("Bewaar")
    annelies.sees("Weet je het zeker?")
    annelies.follow("Programma", exact=True)
    annelies.follow("Toon als kalender")
    annelies.sees("Kies een bijeenkomst om die te wijzigen.")
    assert page.locator(f"[data-drop-day='{day}'] [data-drag-to]").count() == 0


@on_a_phone
def test_calendar_has_links_to_the_days_where_nothing_is_dragged_too(stage: Stage) -> None:
    annelies = at_the_schedule(stage)
    annelies.follow("Toon als kalender")
    assert annelies.page.get_by_text("Of sleep een bijeenkomst").is_visible() == (stage.variant == DESK)
    annelies.page.locator(".lp-days a").first.click()
    annelies.look()
    annelies.sees("Bijeenkomst wijzigen")


@on_a_phone
def test_organiser_moves_a_day_twice_and_calls_it_off(stage: Stage) -> None:
    annelies = at_the_schedule(stage)
    for day, shown in (
        ("2026-11-10", "dinsdag 10 november 2026"),
        ("2026-11-11", "woensdag 11 november 2026"),
    ):
        annelies.follow("Wijzig Bijeenkomst 1")
        fill(annelies, day=day)
        annelies.press("Bewaar")
        annelies.sees("Weet je het zeker?", shown)
        annelies.write("Toelichting", "De zaal was bezet.")
        annelies.press("Over 10 minuten")
        annelies.sees("De bijeenkomst is gewijzigd.", shown)
    annelies.follow("Annuleer Bijeenkomst 1")
    annelies.press("Annuleer de bijeenkomst")
    annelies.sees("Vul in waarom dit niet doorgaat.")
    annelies.write("Reden", "De spreker is ziek.")
    annelies.press("Annuleer de bijeenkomst")
    annelies.press("Nu versturen")
    annelies.sees("De bijeenkomst is geannuleerd. De mails gaan nu weg.", "Reden: De spreker is ziek.")

    visitor = stage.visitor()
    visitor.go("/leergangen/de-transformerende-gemeentesecretaris/najaar-2026")
    visitor.sees("woensdag 11 november 2026", "gaat niet door")

    annelies.press("Laat weer doorgaan")
    annelies.press("Nu versturen")
    annelies.sees("De bijeenkomst gaat weer door.")


@at_a_desk
def test_day_is_called_off_with_keys_only(stage: Stage) -> None:
    page = stage.visitor().page
    keys = Keys(page)
    page.goto("/inloggen")
    keys.write("E-mailadres", ANNELIES)
    keys.write("Wachtwoord", PASSWORD)
    keys.enter("Inloggen")
    page.goto("/werk")
    keys.enter(EDITION)
    keys.enter("Programma")
    keys.enter("Annuleer")
    keys.write("Reden", "De spreker is ziek.")
    keys.enter("Annuleer de bijeenkomst")
    keys.enter("Over 10 minuten")
    assert page.get_by_role("status").inner_text().startswith("De bijeenkomst is geannuleerd.")
