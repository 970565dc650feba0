"""Enrolling, step by step, as a person does it."""

from portal.database import transaction
from portal.registrations import service
from portal.registrations.models import Registration
from tests.builders import NOW, a_round
from tests.web.participant.conftest import World
from tests.web.participant.visitor import INVOICE, count, drafts, letters, the_registration


def test_visitor_signs_in_first_and_comes_back(world: World) -> None:
    edition = world.edition()
    page = world.visitor().get(f"/inschrijven/{edition.public_id}")
    assert page.location == f"/inloggen?next=/inschrijven/{edition.public_id}"


def test_member_enrols_alone_and_gets_a_seat(world: World) -> None:
    aisha, edition = world.person(), world.duo_edition()
    visitor, start = world.visitor(aisha), f"/inschrijven/{edition.public_id}"
    page = visitor.get(start)
    assert (page.heading, "Stap 1 van 2." in page.text) == ("Wie doet er mee?", True)
    assert "Gemeentesecretaris bij Gemeente Veldrijk" in page.text
    page = visitor.follow(visitor.post(f"{start}/mensen", party="alleen"))
    assert (page.heading, "Stap 2 van 2." in page.text) == ("Waar sturen we de factuur naartoe?", True)
    page = visitor.follow(visitor.post(f"{start}/factuur", INVOICE))
    assert (page.heading, page.button()) == ("Controleer je inschrijving", ["Inschrijven"])
    assert "€ 1.500, exclusief btw" in page.text
    assert "Je krijgt meteen een plek, als er intussen niets verandert." in page.text
    assert count(Registration) == 0
    page = visitor.follow(visitor.post(f"{start}/controleren", key=page.value("key"), consent="y"))
    assert page.heading == "Je bent ingeschreven"
    registration = the_registration()
    assert registration.reference in page.text
    assert (registration.state, registration.purchase_order, registration.invoice_email) == (
        "confirmed",
        "4500012",
        "facturen@veldrijk.example",
    )
    assert letters(aisha) == ["registration_confirmed"]
    assert drafts() == 0


def test_free_edition_asks_no_invoice_but_consent(world: World) -> None:
    edition = world.edition(price_cents=0, vat_basis="free")
    visitor = world.visitor(world.person())
    start = f"/inschrijven/{edition.public_id}"
    assert "Stap 1 van 1." in visitor.get(start).text
    summary = visitor.follow(visitor.post(f"{start}/mensen"))
    assert (summary.heading, "Gratis" in summary.text) == ("Controleer je inschrijving", True)
    page = visitor.post(f"{start}/controleren", key=summary.value("key"))
    assert page.error("consent") == "Zet een vinkje als je akkoord gaat. Zonder akkoord kun je niet verder."
    assert count(Registration) == 0


def test_full_edition_says_the_place_before_pressing(world: World) -> None:
    edition = world.edition(seats=1)
    for name in ("Els Kramer", "Farid Haddou"):
        world.visitor(world.person(name)).enrol(edition.public_id)
    visitor = world.visitor(world.person())
    start = f"/inschrijven/{edition.public_id}"
    visitor.post(f"{start}/mensen")
    visitor.post(f"{start}/factuur", INVOICE)
    summary = visitor.get(f"{start}/controleren")
    assert summary.button() == ["Op de wachtlijst"]
    assert "Je komt op de wachtlijst, op plek 2, als er intussen niets verandert." in summary.text
    page = visitor.follow(visitor.post(f"{start}/controleren", key=summary.value("key"), consent="y"))
    assert page.heading == "Je staat op plek 2 van de wachtlijst"
    assert "Komt er een plek vrij, dan krijg je een aanbod." in page.text


def test_approval_makes_the_button_a_request(world: World) -> None:
    edition = world.edition(rules=[("approval", {})])
    visitor = world.visitor(world.person())
    start = f"/inschrijven/{edition.public_id}"
    visitor.post(f"{start}/mensen")
    visitor.post(f"{start}/factuur", INVOICE)
    summary = visitor.get(f"{start}/controleren")
    assert summary.button() == ["Aanvragen"]
    page = visitor.follow(visitor.post(f"{start}/controleren", key=summary.value("key"), consent="y"))
    assert page.heading == "Je aanvraag ligt bij de organisator"


def test_pressing_twice_gives_the_same_confirmation(world: World) -> None:
    edition = world.edition()
    visitor = world.visitor(world.person())
    start = f"/inschrijven/{edition.public_id}"
    visitor.post(f"{start}/mensen")
    key = visitor.follow(visitor.post(f"{start}/factuur", INVOICE)).value("key")
    first = visitor.post(f"{start}/controleren", key=key, consent="y")
    again = visitor.post(f"{start}/controleren", key=key, consent="y")
    assert first.location == again.location
    assert (count(Registration), visitor.get(first.location).heading) == (1, "Je bent ingeschreven")


def test_two_tabs_make_one_registration(world: World) -> None:
    edition = world.edition()
    aisha = world.person()
    one, other = world.visitor(aisha), world.visitor(aisha)
    start = f"/inschrijven/{edition.public_id}"
    one.post(f"{start}/mensen")
    other.post(f"{start}/mensen")
    one.post(f"{start}/factuur", INVOICE)
    keys = {tab.get(f"{start}/controleren").value("key") for tab in (one, other)}
    assert len(keys) == 1
    pages = [tab.post(f"{start}/controleren", key=min(keys), consent="y").location for tab in (one, other)]
    assert (len(set(pages)), count(Registration)) == (1, 1)


def test_old_form_still_finds_its_registration_after_leaving(world: World) -> None:
    edition, aisha = world.edition(), world.person()
    visitor = world.visitor(aisha)
    start = f"/inschrijven/{edition.public_id}"
    visitor.post(f"{start}/mensen")
    key = visitor.follow(visitor.post(f"{start}/factuur", INVOICE)).value("key")
    visitor.post(f"{start}/controleren", key=key, consent="y")
    with transaction() as session:
        service.withdraw(session, registration_id=1, actor_id=aisha.id, now=NOW)
    page = visitor.follow(visitor.post(f"{start}/controleren", key=key, consent="y"))
    assert page.status == 303
    assert (visitor.get(page.location).heading, count(Registration)) == ("Sturen op de opgave", 1)


def test_going_back_keeps_everything_and_changes_one_thing(world: World) -> None:
    edition = world.duo_edition()
    visitor = world.visitor(world.person())
    start = f"/inschrijven/{edition.public_id}"
    companion = {"companion_name": "Bram de Vries", "companion_email": "Bram@Veldrijk.example"}
    visitor.post(f"{start}/mensen", {"party": "samen", **companion})
    visitor.post(f"{start}/factuur", INVOICE)
    page = visitor.get(f"{start}/mensen")
    assert (page.value("party"), page.value("companion_name"), page.value("companion_email")) == (
        "samen",
        "Bram de Vries",
        "bram@veldrijk.example",
    )
    visitor.post(f"{start}/mensen", {"party": "alleen", **companion})
    assert visitor.get(f"{start}/factuur").value("address") == "Raadhuisplein 1\n1234 AB Veldrijk"
    assert "Niemand, je komt alleen" in visitor.get(f"{start}/controleren").text


def test_duo_before_one_seat_hears_that_alone_is_possible(world: World) -> None:
    edition = world.duo_edition(seats=1)
    visitor = world.visitor(world.person())
    start = f"/inschrijven/{edition.public_id}"
    companion = {"companion_name": "Bram de Vries", "companion_email": "bram@veldrijk.example"}
    visitor.post(f"{start}/mensen", {"party": "samen", **companion})
    summary = visitor.follow(visitor.post(f"{start}/factuur", INVOICE))
    assert summary.button() == ["Op de wachtlijst"]
    assert "€ 3.000 voor jullie samen, exclusief btw" in summary.text
    assert "Er is wel plek voor één. Kom je alleen, dan krijg je die meteen." in summary.text


def test_looking_at_steps_writes_nothing(world: World) -> None:
    edition = world.edition()
    visitor = world.visitor(world.person())
    for path in ("", "/mensen", "/keuzes", "/factuur", "/controleren"):
        visitor.get(f"/inschrijven/{edition.public_id}{path}")
    assert drafts() == 0


def test_summary_before_the_first_step_leads_to_it(world: World) -> None:
    edition = world.edition()
    page = world.visitor(world.person()).get(f"/inschrijven/{edition.public_id}/controleren")
    assert page.location == f"/inschrijven/{edition.public_id}/mensen"


def test_second_time_leads_to_the_own_registration(world: World) -> None:
    edition, aisha = world.edition(), world.person()
    visitor = world.visitor(aisha)
    visitor.enrol(edition.public_id)
    page = visitor.get(f"/inschrijven/{edition.public_id}")
    assert page.location == f"/mijn/inschrijvingen/{the_registration().public_id}"


def test_invoice_is_filled_in_from_the_last_time(world: World) -> None:
    visitor = world.visitor(world.person())
    visitor.enrol(world.edition().public_id)
    other = world.edition()
    visitor.post(f"/inschrijven/{other.public_id}/mensen")
    page = visitor.get(f"/inschrijven/{other.public_id}/factuur")
    assert (page.value("name"), page.value("email"), page.value("purchase_order")) == (
        "Gemeente Veldrijk",
        "facturen@veldrijk.example",
        "",
    )


def test_choices_are_a_step_of_their_own(world: World) -> None:
    with transaction() as session:
        edition = session.merge(world.edition())
        slot = a_round(session, edition, 1, None)
    one, two = slot.breakouts
    first = world.visitor(world.person("Els Kramer"))
    chosen = {"ronde-1": one.public_id, "ronde-1-tweede": ""}
    first.enrol(edition.public_id, choices=chosen)
    visitor = world.visitor(world.person())
    start = f"/inschrijven/{edition.public_id}"
    page = visitor.follow(visitor.post(f"{start}/mensen"))
    assert "Stap 2 van 3." in page.text
    assert "Deelsessie 1.1 Vol" in page.text
    page = visitor.post(f"{start}/keuzes")
    assert page.error("ronde-1").startswith("Maak een keuze bij Ronde 1.")
    page = visitor.post(f"{start}/keuzes", {"ronde-1": two.public_id, "ronde-1-tweede": two.public_id})
    assert page.error("ronde-1-tweede").endswith(
        "is je eerste keuze al. Kies een andere tweede keuze, of geen."
    )
    visitor.post(f"{start}/keuzes", {"ronde-1": one.public_id, "ronde-1-tweede": two.public_id})
    summary = visitor.follow(visitor.post(f"{start}/factuur", INVOICE))
    assert "Deelsessie 1.1 is vol. Je krijgt je tweede keuze: Deelsessie 1.2" in summary.text
    visitor.enrol(edition.public_id, choices={"ronde-1": one.public_id, "ronde-1-tweede": two.public_id})
    page = visitor.get(f"/mijn/inschrijvingen/{the_registration().public_id}/bevestiging")
    assert "Ronde 1 Deelsessie 1.2" in page.text
    registration = the_registration()
    held = [claim.breakout_id for claim in registration.claims if claim.breakout_id]
    assert held == [two.id]
