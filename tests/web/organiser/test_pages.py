"""Every page of the workbench opens, says what it must, and is a good page."""

import pytest

from tests.web.organiser.conftest import World

PAGES = [
    "",
    "/plekken",
    "/plekken?seats=5",
    "/inschrijving",
    "/annuleren",
    "/deelsessies",
    "/deelnemers",
    "/wachtlijst",
    "/aanvragen",
    "/toelaten",
    "/berichten",
    "/inrichten",
    "/gegevens",
    "/prijs",
    "/verdeling",
    "/meenemen",
    "/inschrijfperiodes",
    "/inschrijfregels",
    "/publiceren",
]


@pytest.fixture
def busy(world: World) -> World:
    """Two inside, one with a companion who waits, one more who waits."""
    world.enrols(world.aisha)
    world.enrols("Carla Visser")
    world.enrols("Esra Koster", companion="Daan")
    world.enrols("Fatima Idrissi")
    return world


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_an_edition_opens(busy: World, page: str) -> None:
    found = busy.organiser.get(busy.address + page)

    assert (found.status, found.heading) == (200, "Sturen op de opgave, Voorjaar 2027")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_an_empty_edition_opens(world: World, page: str) -> None:
    assert world.organiser.get(world.address + page).status == 200


def test_every_page_of_a_registration_opens(busy: World) -> None:
    found = [busy.fresh(r) for r in (busy.enrols("Gijs"), busy.enrols("Hanna"))]

    pages = ("", "/annuleren", "/aanbieden", "/overslaan")
    statuses = [busy.organiser.get(busy.registration(r) + page).status for r in found for page in pages]

    assert statuses == [200] * 8
