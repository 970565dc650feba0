"""Figures of an organisation and of a cohort: looking, one group at a time, refusals, the file, on paper."""

import csv
import io

import pytest

from tests.journeys.people import ANNELIES
from tests.journeys.scan_pages import ARJAN
from tests.journeys.stage import Stage, Visitor
from tests.journeys.variants import at_a_desk, on_a_phone
from tests.support.browser import REFLOW, no_sideways_scroll
from tests.support.environment import run_command

pytestmark = pytest.mark.browser
REFUSED = "Te weinig mensen, of met andere cijfers te herleiden tot te weinig mensen."
LOTTE = "lotte.brandsma@duinwijk.example"


def publish(stage: Stage) -> None:
    run_command(stage.server.environment, "job", "publish_figures")


def on_screen(visitor: Visitor) -> list[list[str]]:
    """The rows of the first table: what and its mean."""
    rows = visitor.page.locator("table").first.locator("tbody tr").all()
    return [[cell.inner_text().strip() for cell in row.locator("th, td").all()][:2] for row in rows]


def in_file(visitor: Visitor) -> dict[str, list[list[str]]]:
    """The rows of the file by group: what and its mean."""
    address = visitor.page.get_by_role("link", name="Download als csv").get_attribute("href")
    text = visitor.page.request.get(address).body().decode("utf-8-sig")
    found: dict[str, list[list[str]]] = {}
    for group, _people, what, mean, _remark in list(csv.reader(io.StringIO(text), delimiter=";"))[1:]:
        found.setdefault(group, []).append([what, mean])
    return found


def prints_whole(visitor: Visitor) -> None:
    """On paper the figures stand there, and nothing to press."""
    page = visitor.page
    page.emulate_media(media="print")
    assert page.locator("main table").first.is_visible()
    assert page.locator("main svg[role=img]").first.is_visible()
    assert not page.get_by_role("navigation", name="Kies een groep").is_visible()
    page.emulate_media(media="screen")


def fits_the_narrowest(visitor: Visitor) -> None:
    """Nobody has to scroll sideways at 400 %."""
    page, size = visitor.page, visitor.page.viewport_size
    page.set_viewport_size({"width": REFLOW[0], "height": REFLOW[1]})
    no_sideways_scroll(page)
    if size is not None:
        page.set_viewport_size(size)


@at_a_desk
def test_municipality_looks_at_its_people_and_aims(stage: Stage) -> None:
    publish(stage)
    lotte = stage.visitor(LOTTE)
    lotte.go("/werk/inzicht")
    lotte.sees("Inzicht in Gemeente Duinwijk")
    lotte.sees("10 mensen vulden de zelfscan helemaal in", REFUSED, "Directeur")
    everybody, file = on_screen(lotte), in_file(lotte)
    assert everybody == file["Iedereen"][: len(everybody)]
    lotte.sees(
        "Leiders en ondersteuners", "Eerste en laatste keer", "Verschillend beeld, goed voor een gesprek."
    )
    prints_whole(lotte)
    fits_the_narrowest(lotte)
    lotte.follow("Leidinggevende")
    lotte.sees("5 tot en met 9 mensen")
    assert on_screen(lotte) == file["Leidinggevende"]
    assert on_screen(lotte) != everybody
    lotte.follow("Iedereen", exact=True)
    lotte.follow("Doelen van je organisatie")
    lotte.page.locator("#doel-houding").fill("zes")
    lotte.press("Bewaar", exact=True)
    lotte.sees("Vul een score in van 1 tot 5, zoals 4 of 3,5.")
    lotte.page.locator("#doel-houding").fill("4,7")
    lotte.press("Bewaar", exact=True)
    lotte.sees("De doelen zijn bewaard")
    arjan = stage.visitor(ARJAN)
    arjan.go("/mijn/zelfscan")
    arjan.follow("Scan van")
    arjan.sees("4,7")


@on_a_phone
def test_organiser_looks_at_a_cohort_and_who_took_part(stage: Stage) -> None:
    publish(stage)
    annelies = stage.visitor(ANNELIES)
    annelies.go("/werk")
    annelies.follow("Leergang De Transformerende Gemeentesecretaris, Najaar 2026")
    annelies.follow("Inzicht", exact=True)
    annelies.sees("13 van 15 deelnemers", REFUSED)
    everybody = on_screen(annelies)
    assert in_file(annelies)["Iedereen"][: len(everybody)] == everybody
    prints_whole(annelies)
    annelies.follow("Wie deed de zelfscan?")
    annelies.sees("Arjan Veenstra", "verstuurd", "nog niet")
    annelies.press("Stop hiermee")
    annelies.does_not_see("Arjan Veenstra")
    annelies.press("Kondig het aan")
    assert {cells[1] for cells in on_screen(annelies)} == {"nog niet"}
