"""Empty fields, wrong addresses, going back, and pressing twice."""

import re

import pytest
from playwright.sync_api import expect

from portal.files.kinds import MOST_BYTES
from tests.journeys.enrolling import TRANSFORMING, write_invoice
from tests.journeys.people import ANNELIES, NOOR
from tests.journeys.stage import DESK, Stage
from tests.journeys.variants import at_a_desk, on_a_phone

pytestmark = pytest.mark.browser
FORM = """() => {
  const form = document.querySelector("main form");
  return [new URLSearchParams(new FormData(form)).toString(), form.getAttribute("action")];
}"""


@on_a_phone
def test_nothing_is_lost_on_errors_and_on_going_back(stage: Stage) -> None:
    noor = stage.visitor(NOOR)
    noor.go(TRANSFORMING)
    noor.follow("Inschrijven", exact=True)
    noor.tick("Ik neem iemand mee")
    noor.write("Naam van degene die je meeneemt", "Jurre Adema")
    noor.write("Zakelijk e-mailadres van degene die je meeneemt", "jurre.adema")
    noor.press("Verder")
    noor.sees("Vul een e-mailadres in met een @")
    assert noor.page.get_by_label("Naam van degene die je meeneemt").input_value() == "Jurre Adema"
    noor.write("Zakelijk e-mailadres van degene die je meeneemt", NOOR)
    noor.press("Verder")
    noor.sees("Dit is je eigen e-mailadres.")
    noor.tick("Ik kom alleen")
    noor.press("Verder")

    noor.press("Naar controleren")
    noor.sees("Verbeter 3 punten")
    write_invoice(noor)
    noor.write("Inkoopnummer", "4500 \N{GRINNING FACE}")
    noor.press("Naar controleren")
    noor.follow("Vorige stap")
    assert noor.page.get_by_label("Factuuradres").input_value() == "Postbus 1\n1234 AB Veldrijk"
    noor.follow("Vorige stap")
    noor.press("Verder")
    noor.press("Naar controleren")
    noor.sees("Postbus 1", "4500 \N{GRINNING FACE}")
    noor.press("Inschrijven")
    noor.sees("Zet een vinkje als je akkoord gaat.")
    noor.tick("Ik ga akkoord")

    sent, path = noor.page.evaluate(FORM)
    noor.page.get_by_role("button", name="Inschrijven").dblclick()
    expect(noor.page).to_have_url(re.compile("/bevestiging$"))  # the second click breaks off the first
    noor.look()
    confirmation = noor.page.url
    again = noor.page.request.post(
        path,
        data=sent,
        headers={
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": stage.server.url,
            "Referer": stage.server.url + path,
        },
    )
    assert (again.status, again.url) == (200, confirmation)
    noor.go("/mijn")
    assert noor.page.get_by_role("main").get_by_text("Ingeschreven", exact=True).count() == 1


@at_a_desk
def test_file_that_is_too_large_is_said_before_it_is_sent(stage: Stage) -> None:
    annelies = stage.visitor(ANNELIES)
    annelies.go("/werk")
    annelies.follow("Leergang De Transformerende Gemeentesecretaris, Najaar 2026")
    annelies.follow("Materiaal", exact=True)
    annelies.follow("Voeg materiaal toe")
    annelies.write("Titel", "Wat ik typte")
    address, file = annelies.page.url, annelies.page.get_by_label("Bestand")
    file.set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": bytes(MOST_BYTES + 1)})
    annelies.press("Voeg toe")

    annelies.sees("Dit bestand is groter dan 10 MB.")
    assert (annelies.page.url, annelies.page.get_by_label("Titel").input_value()) == (address, "Wat ik typte")
    if stage.variant == DESK:
        expect(file).to_be_focused()
        file.set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"})
        annelies.does_not_see("Dit bestand is groter dan 10 MB.")


@at_a_desk
def test_going_back_after_a_mended_mistake_opens_the_form(stage: Stage) -> None:
    noor = stage.visitor(NOOR)
    noor.go(TRANSFORMING)
    noor.follow("Inschrijven", exact=True)
    noor.press("Verder")
    noor.press("Naar controleren")
    noor.sees("Verbeter 3 punten")
    write_invoice(noor)
    noor.press("Naar controleren")
    noor.sees("Controleer je inschrijving")
    if stage.variant.javascript:
        noor.page.go_back()
        noor.sees("Waar sturen we de factuur naartoe?")
        assert noor.page.get_by_label("Factuuradres").input_value() == "Postbus 1\n1234 AB Veldrijk"
