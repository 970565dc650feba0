"""Enrolling that does not go through: every no says what to do, and nothing typed is lost."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from portal.database import transaction
from portal.eligibility.facts import RuleKind
from portal.people.facts import PositionKind
from portal.people.models import Membership, Position
from portal.registrations import steering
from portal.registrations.models import Registration
from tests.builders import NOW, a_round, an_organisation, code_digest
from tests.web.participant.conftest import World
from tests.web.participant.visitor import INVOICE, count, drafts, the_registration

DUO = {
    "party": "samen",
    "companion_name": "Bram de Vries",
    "companion_email": "bram.de.vries@veldrijk.example",
}


def test_refused_with_every_reason_and_a_way_on(world: World) -> None:
    edition = world.duo_edition()
    visitor = world.visitor(world.person(member_of=None, position=PositionKind.WETHOUDER))
    page = visitor.get(f"/inschrijven/{edition.public_id}")
    assert (page.status, page.heading) == (200, "Je kunt je nu niet inschrijven")
    assert "Deze editie is voor leden. Je bent geen lid van VGS." in page.text
    assert "Deze editie is voor gemeentesecretarissen. In je profiel staat: wethouder." in page.text
    assert page.links()["Naar je profiel"] == "/profiel"
    assert page.links()["Houd mij op de hoogte"] == "/leergangen/sturen-op-de-opgave/op-de-hoogte"
    again = visitor.post(f"/inschrijven/{edition.public_id}/mensen", party="alleen")
    assert (again.status, drafts()) == (422, 0)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("bram@veldrijk.example\r\nBcc: iedereen@x.nl", "Dit e-mailadres bestaat uit meer dan een regel."),
        ("b" * 290 + "@veldrijk.example", "Dit e-mailadres is te lang."),
        ("bram", "Vul een e-mailadres in met een @"),
        ("", "Vul een e-mailadres in"),
    ],
)
def test_bad_address_of_the_companion_is_told_and_kept(world: World, address: str, message: str) -> None:
    edition = world.duo_edition()
    visitor = world.visitor(world.person())
    page = visitor.post(f"/inschrijven/{edition.public_id}/mensen", {**DUO, "companion_email": address})
    assert page.status == 422
    assert page.error("companion_email").startswith(message)
    assert (page.value("party"), page.value("companion_name")) == ("samen", "Bram de Vries")
    assert page.value("companion_email") == address.replace("\r\n", "\n").replace("\n", "\n")
    assert drafts() == 0


def test_name_of_five_hundred_signs_is_told(world: World) -> None:
    edition = world.duo_edition()
    name = "\u202e" + "👩‍👩‍👧" * 100
    page = world.visitor(world.person()).post(
        f"/inschrijven/{edition.public_id}/mensen", {**DUO, "companion_name": name}
    )
    assert page.error("companion_name").startswith("Maak deze naam korter")


def test_bad_companion_does_not_matter_to_who_comes_alone(world: World) -> None:
    edition = world.duo_edition()
    page = world.visitor(world.person()).post(
        f"/inschrijven/{edition.public_id}/mensen", {**DUO, "party": "alleen", "companion_email": "bram"}
    )
    assert page.status == 303


def test_duo_with_oneself_is_refused_at_the_address(world: World) -> None:
    edition, aisha = world.duo_edition(), world.person()
    page = world.visitor(aisha).post(
        f"/inschrijven/{edition.public_id}/mensen", {**DUO, "companion_email": aisha.email.upper()}
    )
    assert page.error("companion_email").startswith("Dit is je eigen e-mailadres.")


def test_companion_who_is_in_already_is_refused_at_the_address(world: World) -> None:
    edition = world.duo_edition()
    world.visitor(world.person("Els Kramer")).enrol(edition.public_id)
    page = world.visitor(world.person()).post(
        f"/inschrijven/{edition.public_id}/mensen", {**DUO, "companion_email": "els.kramer@veldrijk.example"}
    )
    assert page.error("companion_email").startswith("Deze persoon doet al mee aan deze editie.")


def test_companion_with_another_position_is_refused_at_the_address(world: World) -> None:
    edition = world.duo_edition()
    other = world.person("Els Kramer", position=PositionKind.WETHOUDER)
    page = world.visitor(world.person()).post(
        f"/inschrijven/{edition.public_id}/mensen", {**DUO, "companion_email": other.email}
    )
    assert page.error("companion_email").endswith("Kies iemand anders, of schrijf je alleen in.")


def test_companion_who_came_in_meanwhile_leads_back_to_people(world: World) -> None:
    edition = world.duo_edition(seats=5)
    visitor = world.visitor(world.person())
    start = f"/inschrijven/{edition.public_id}"
    els = world.person("Els Kramer", position=PositionKind.DIRECTEUR)
    visitor.post(f"{start}/mensen", {**DUO, "companion_email": els.email})
    key = visitor.follow(visitor.post(f"{start}/factuur", INVOICE)).value("key")
    bram = world.person("Bram de Vries")
    world.visitor(bram).enrol(
        edition.public_id, party="samen", companion_name="Els", companion_email=els.email
    )
    page = visitor.post(f"{start}/controleren", key=key, consent="y")
    assert page.heading == "Wie doet er mee?"
    assert page.error("companion_email").startswith("Deze persoon doet al mee aan deze editie.")
    assert (page.value("companion_email"), drafts(), count(Registration)) == (els.email, 1, 1)


def test_breakout_cancelled_meanwhile_leads_back_to_choices(world: World) -> None:
    with transaction() as session:
        edition = session.merge(world.edition())
        breakout = a_round(session, edition, None, None).breakouts[0]
    visitor = world.visitor(world.person())
    start = f"/inschrijven/{edition.public_id}"
    visitor.post(f"{start}/mensen")
    visitor.post(f"{start}/keuzes", {"ronde-1": breakout.public_id, "ronde-1-tweede": ""})
    key = visitor.follow(visitor.post(f"{start}/factuur", INVOICE)).value("key")
    with transaction() as session:
        steering.cancel_breakout(session, breakout_id=breakout.id, actor_id=1, now=NOW)
    page = visitor.post(f"{start}/controleren", key=key, consent="y")
    assert (page.status, page.heading) == (422, "Wat wil je volgen?")
    assert "Deelsessie 1.1 gaat niet door. Kies iets anders." in page.text


def test_form_resent_after_the_deadline_loses_nothing(world: World, at: Callable[[datetime], None]) -> None:
    edition = world.edition(closes=NOW + timedelta(hours=1))
    visitor = world.visitor(world.person())
    start = f"/inschrijven/{edition.public_id}"
    visitor.post(f"{start}/mensen")
    key = visitor.follow(visitor.post(f"{start}/factuur", INVOICE)).value("key")
    at(NOW + timedelta(hours=2))
    page = visitor.post(f"{start}/controleren", key=key, consent="y")
    assert (page.status, page.title) == (422, "Fout: Controleer je inschrijving")
    assert "De inschrijving is gesloten. Je bent niet ingeschreven." in page.text
    assert "Raadhuisplein 1" in page.text
    assert page.links()["leren@vgs.example"] == "mailto:leren@vgs.example"
    assert (page.button(), drafts(), count(Registration)) == ([], 1, 0)
    assert visitor.get(start).heading == "Inschrijven kan nu niet"


def test_membership_that_ended_meanwhile_is_told_at_the_button(world: World) -> None:
    edition, aisha = world.duo_edition(), world.person()
    visitor = world.visitor(aisha)
    start = f"/inschrijven/{edition.public_id}"
    visitor.post(f"{start}/mensen", party="alleen")
    key = visitor.follow(visitor.post(f"{start}/factuur", INVOICE)).value("key")
    with transaction() as session:
        session.query(Membership).update({"ends_on": date(2026, 12, 31)})
    page = visitor.post(f"{start}/controleren", key=key, consent="y")
    assert (page.status, page.heading) == (422, "Je kunt je nu niet inschrijven")
    assert "Je was lid van VGS tot en met 31 december 2026." in page.text
    assert count(Registration) == 0


def test_code_is_asked_told_wrong_and_kept(world: World) -> None:
    edition = world.edition(rules=[(RuleKind.CODE, {"sha256": code_digest("tulp")})])
    visitor = world.visitor(world.person())
    start = f"/inschrijven/{edition.public_id}"
    assert visitor.post(f"{start}/mensen").error("code") == "Vul de code in die in je uitnodiging staat."
    page = visitor.post(f"{start}/mensen", code="roos")
    assert page.error("code").startswith("Deze code klopt niet.")
    assert page.value("code") == "roos"
    assert visitor.enrol(edition.public_id, code="Tulp").status == 303
    assert the_registration().state == "confirmed"


def test_guessing_codes_ends_after_ten_tries(world: World) -> None:
    edition = world.edition(rules=[(RuleKind.CODE, {"sha256": code_digest("tulp")})])
    visitor = world.visitor(world.person())
    tries = [visitor.post(f"/inschrijven/{edition.public_id}/mensen", code=f"gok {n}") for n in range(11)]
    assert [page.status for page in tries] == [422] * 10 + [429]
    assert tries[-1].error("code").startswith("Je probeert dit te vaak.")


def test_who_works_at_two_organisations_chooses_one(world: World) -> None:
    aisha, edition = world.person(), world.edition()
    with transaction() as session:
        other = an_organisation(session, "Gemeente Oostwolde")
        session.add(Position(person_id=aisha.id, organisation_id=other.id, kind=PositionKind.DIRECTEUR))
    visitor = world.visitor(aisha)
    page = visitor.get(f"/inschrijven/{edition.public_id}")
    assert page.value("organisation") == str(world.municipality.id)
    wrong = visitor.post(f"/inschrijven/{edition.public_id}/mensen", organisation="999")
    assert wrong.error("organisation") == "Kies voor welke organisatie je meedoet."
    visitor.enrol(edition.public_id, organisation=str(other.id))
    assert the_registration().participants[0].stated_organisation_id == other.id


def test_draft_of_an_unknown_or_hidden_edition_is_not_found(world: World) -> None:
    hidden = world.edition(publication="draft")
    visitor = world.visitor(world.person())
    for name in ("bestaat-niet", hidden.public_id):
        assert visitor.get(f"/inschrijven/{name}").status == 404
