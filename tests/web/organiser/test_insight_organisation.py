"""What an organisation's own organisers see of its people together, and how they name its domains."""

import re

import pytest
from flask import Flask

from portal.database import transaction
from portal.insight import domains, service
from portal.people.facts import PositionKind
from portal.people.models import Organisation, Position
from portal.programmes.models import Edition
from tests.builders import NOW
from tests.insight.world import Cohort, the_version
from tests.web.organiser.conftest import World


class OwnPeople(World):
    """Eight directors in one domain and six leaders in another, at the organisation of Bram."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        with transaction() as session:
            own = session.get_one(Organisation, self.vgs.id)
            self.page = f"/werk/inzicht/{own.public_id}"
            stamp = domains.stamp(())
            names = ["Ruimte", "Sociaal", "Dienstverlening"]
            domains.keep(session, organisation_id=own.id, names={}, new=names, seen=stamp)
            _service, space, social = domains.domains_of(session, own.id)
            self.space = space.public_id
            cohort = Cohort(session, the_version(session), session.get_one(Edition, self.edition.id))
            for number in range(8):
                cohort.works(number, own, PositionKind.DIRECTEUR, space)
            for number in range(6):
                cohort.works(number, own, PositionKind.LEIDINGGEVENDE, social)
            assert service.renew_organisation(session, organisation_id=own.id, now=NOW) is not None


@pytest.fixture
def world(app: Flask) -> OwnPeople:
    return OwnPeople(app)


def test_page_shows_the_whole_and_one_group(world: OwnPeople) -> None:
    visitor = world.visitor(world.bram)
    page = visitor.get(world.page)
    assert "14 mensen vulden de zelfscan helemaal in." in page.text
    assert {"Iedereen", "Ruimte", "Sociaal", "Directeur"} <= set(page.links())
    part = visitor.get(f"{world.page}?domein={world.space}")
    assert "Ruimte: 5 tot en met 9 mensen." in part.text
    both = visitor.get(f"{world.page}?domein={world.space}&functie=directeur")
    assert "Directeur: 5 tot en met 9 mensen." in both.text
    assert "Ruimte: 5" not in both.text


def test_other_organisations_people_are_not_there(world: OwnPeople) -> None:
    stranger = world.visitor(world.chantal)
    for page in ("", "/domeinen", "/cijfers.csv", "/cijfers.xlsx"):
        with world.app.app_context():
            assert stranger.client.get(world.page + page).status_code == 404


def test_export_has_every_group(world: OwnPeople) -> None:
    with world.app.app_context():
        csv = world.visitor(world.bram).client.get(f"{world.page}/cijfers.csv").get_data(as_text=True)
    groups = list(dict.fromkeys(line.split(";")[0] for line in csv.splitlines()[1:]))
    assert sorted(groups) == sorted(
        ["Iedereen", "Directeur", "Leidinggevende", "Ruimte", "Sociaal", "Rollen in deze groep"]
    )


def shown(world: OwnPeople) -> dict[str, str]:
    """The form with the domains as it stands on the page."""
    page = world.visitor(world.bram).get(f"{world.page}/domeinen")
    names = set(re.findall(r'name="((?:domein-|nieuw-)[^"]+|seen)"', page.html))
    return {name: page.value(name) for name in names}


def test_same_domain_twice_keeps_what_was_typed(world: OwnPeople) -> None:
    answer = world.visitor(world.bram).post(f"{world.page}/domeinen", {**shown(world), "nieuw-2": "ruimte"})
    assert answer.error("nieuw-2").startswith("Ruimte staat er al.")
    assert answer.value("nieuw-2") == "ruimte"


def test_two_organisers_do_not_undo_each_other(world: OwnPeople) -> None:
    visitor, old = world.visitor(world.bram), shown(world)
    first = visitor.post(f"{world.page}/domeinen", {**old, "nieuw-1": "Bedrijfsvoering"})
    assert first.status == 303
    field = f"domein-{world.space}"
    answer = visitor.post(f"{world.page}/domeinen", {**old, field: "Fysiek"})
    assert "Iemand anders heeft de domeinen intussen veranderd." in answer.text
    assert answer.value(field) == "Fysiek"
    again = {name: answer.value(name) for name in (field, "seen")}
    assert visitor.post(f"{world.page}/domeinen", again).status == 303
    names = [shown(world)[name] for name in shown(world) if name.startswith("domein-")]
    assert sorted(names) == ["Bedrijfsvoering", "Dienstverlening", "Fysiek", "Sociaal"]


def test_person_chooses_a_domain_of_the_organisation(world: OwnPeople) -> None:
    with transaction() as session:
        held = Position(person_id=world.aisha.id, organisation_id=world.vgs.id, kind=PositionKind.DIRECTEUR)
        session.add(held)
        session.flush()
        address = f"/profiel/functies/{held.public_id}/domein"
    visitor = world.visitor(world.aisha)
    assert visitor.get("/profiel").links()["Kies je domein"] == address
    assert visitor.get(address).value("domain") == "geen"
    for _twice in range(2):
        assert visitor.post(address, {"domain": world.space}).status == 303
    assert visitor.get(address).value("domain") == world.space
    assert "Domein: Ruimte" in visitor.get("/profiel").text
    assert visitor.post(address, {"domain": "onzin"}).status == 422
    assert visitor.post(address, {"domain": "geen"}).status == 303
    assert "Domein: Ruimte" not in visitor.get("/profiel").text
