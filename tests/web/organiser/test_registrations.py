"""One registration with all that an organiser may know, and nothing that runs."""

from datetime import timedelta

import pytest

from portal import clock
from portal.database import transaction
from portal.eligibility.facts import RuleKind
from portal.people.models import Person
from portal.programmes.models import Edition
from portal.registrations import service
from portal.registrations.service import Invoice
from tests.builders import NOW, an_edition
from tests.web.organiser.conftest import World
from tests.web.participant.visitor import Page, words


def facts(page: Page) -> dict[str, str]:
    """The names and values of the lists on the page."""
    return {
        words(line.find("dt")): words(line.find("dd"))
        for line in page.tree.findall(".//dl[@class='lp-summary']/div")
    }


def test_page_shows_people_choices_and_invoice(world: World) -> None:
    invoice = Invoice("4500012", "K-7", "Gemeente Veldrijk", "Raadhuisplein 1", "facturen@veldrijk.example")
    found = world.enrols(world.aisha, invoice=invoice)

    page = world.organiser.get(world.registration(found))

    assert facts(page) == {
        "Kenmerk": found.reference,
        "Aangemeld op": "dinsdag 12 januari 2027, 10.00 uur",
        "Prijs": "€ 1.500, exclusief btw",
        "Stand": "Aangemeld",
        "E-mailadres": "aisha.bakker@veldrijk.example",
        "Functie (eigen opgave)": "Gemeentesecretaris",
        "Organisatie (eigen opgave)": "Gemeente Veldrijk",
        "Ronde 1": "Deelsessie 1.1 (plek)",
        "Inkoopnummer": "4500012",
        "Kostenplaats": "K-7",
        "Naam op de factuur": "Gemeente Veldrijk",
        "Factuuradres": "Raadhuisplein 1",
        "E-mailadres voor de factuur": "facturen@veldrijk.example",
    }
    assert "Ingeschreven, met een plek. Aisha Bakker" in page.text


def test_edition_that_has_been_offers_no_decisions(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    seated, _other, waits = [world.enrols(name) for name in ("Carla", "Daan", "Esra")]
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=120))
    bram = world.visitor(world.bram)
    decisions = ("Annuleer de inschrijving", "Geef een plek", "Sla")

    pages = [bram.get(world.registration(found)) for found in (seated, waits)]
    pages.append(bram.get(world.address + "/wachtlijst"))

    assert [link for page in pages for link in page.links() if link.startswith(decisions)] == []
    assert bram.get(world.registration(seated) + "/annuleren").status == 303


def test_page_of_one_who_waits_shows_place_and_wishes(world: World) -> None:
    for name in ("Carla", "Daan", "Esra"):
        world.enrols(name)
    found = world.enrols(world.aisha)

    shown = facts(world.organiser.get(world.registration(found)))

    assert (shown["Plaats op de wachtlijst"], shown["Ronde 1"]) == ("2", "Wens: Deelsessie 1.1")


def test_decision_is_shown_in_sentences_with_its_facts(world: World) -> None:
    with transaction() as session:
        programme = session.get_one(Edition, world.edition.id).programme
        rules = [(RuleKind.POSITION, {"positions": ["gemeentesecretaris"]})]
        world.edition = an_edition(session, programme, rules=rules)
    found = world.enrols(world.aisha, edition=world.edition)

    page = world.organiser.get(world.registration(found))

    assert "Mag meedoen Bij het inschrijven" in page.text
    assert "Je functie past bij deze editie: gemeentesecretaris bij Gemeente Veldrijk." in page.text


def test_actions_follow_from_the_state(world: World) -> None:
    inside, _carla, waiting = (world.enrols(name) for name in ("Aisha", "Carla", "Daan"))
    gone = world.enrols("Esra")
    with transaction() as session:
        service.withdraw(session, registration_id=gone.id, actor_id=gone.person_id, now=NOW)
    actions = ("Geef een plek", "Sla voorlopig over", "Annuleer de inschrijving", "Wijs af")

    shown = [
        [label for label in actions if label in world.organiser.get(world.registration(r)).links()]
        for r in (inside, waiting, gone)
    ]

    assert shown == [
        ["Annuleer de inschrijving"],
        ["Geef een plek", "Sla voorlopig over", "Annuleer de inschrijving"],
        [],
    ]


def test_what_people_type_is_shown_as_typed(world: World) -> None:
    nasty = "<script>alert(1)</script>\"'{{7*7}}{% raw %}"
    found = world.enrols(world.aisha, invoice=Invoice(name=nasty, address=nasty))
    with transaction() as session:
        session.get_one(Person, world.aisha.id).name = nasty

    pages = [
        world.organiser.get(path)
        for path in (
            world.registration(found),
            world.registration(found) + "/annuleren",
            world.address + "/deelnemers",
            world.address + "/annuleren",
            world.address + "/berichten",
        )
    ]

    assert ["<script>alert" in page.html for page in pages] == [False] * 5
    assert words(pages[2].tree.find(".//tbody//th")) == nasty
