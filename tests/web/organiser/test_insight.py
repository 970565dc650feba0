"""What organisers see of the scans of a cohort: groups, never a person; the export equals the page."""

import pytest
from flask import Flask

from portal.config import ROOT
from portal.coverage.models import ModuleCoverage
from portal.database import transaction
from portal.frameworks import service as frameworks
from portal.insight import service
from portal.programmes.models import Edition, Programme
from tests.builders import NOW
from tests.insight.world import Cohort, the_version
from tests.web.organiser.conftest import World


class Groups(World):
    """Eight directors and six leaders of one cohort, and one clerk, who filled in the scan."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self.edition = self.another(seats=30, slug="najaar")
        with transaction() as session:
            self.cohort = Cohort(session, the_version(session), session.get_one(Edition, self.edition.id))
            for number in range(8):
                self.cohort.joins(number, "directeur")
            for number in range(6):
                self.cohort.joins(number, "leidinggevende")

    def publishes(self) -> None:
        with transaction() as session:
            assert service.renew(session, edition_id=self.edition.id, now=NOW) is not None


@pytest.fixture
def world(app: Flask) -> Groups:
    return Groups(app)


def test_no_figures_yet_says_when_they_come(world: Groups) -> None:
    page = world.visitor(world.bram).get(f"{world.address}/inzicht")
    assert "minstens vijf deelnemers" in page.text


def test_page_shows_everybody_and_one_group(world: Groups) -> None:
    world.publishes()
    visitor = world.visitor(world.bram)
    page = visitor.get(f"{world.address}/inzicht")
    assert "14 van 14 deelnemers vulden de zelfscan helemaal in." in page.text
    assert {"Iedereen", "Directeur", "Leidinggevende"} <= set(page.links())
    part = visitor.get(f"{world.address}/inzicht?functie=directeur")
    assert "Directeur: 5 tot en met 9 mensen." in part.text
    assert visitor.get(f"{world.address}/inzicht?functie=onzin").text == page.text


def test_hidden_group_tells_why(world: Groups) -> None:
    with transaction() as session:
        world.cohort.session = session
        world.cohort.joins(3, "griffier")
    world.publishes()
    page = world.visitor(world.bram).get(f"{world.address}/inzicht")
    assert "Griffier: Minder dan vijf mensen. Dan laten we niets zien." in page.text
    assert "Griffier" not in page.links()


def test_export_equals_the_page(world: Groups) -> None:
    world.publishes()
    visitor = world.visitor(world.bram)
    page = visitor.get(f"{world.address}/inzicht")
    with world.app.app_context():
        lines = visitor.client.get(f"{world.address}/inzicht.csv").get_data(as_text=True).splitlines()
        book = visitor.client.get(f"{world.address}/inzicht.xlsx")
    assert len(lines) == 1 + 7 + 2 * 7
    rows = [line.split(";") for line in lines[1:8]]
    for _group, people, name, mean, interval in rows:
        assert people == "14"
        assert f"{name} {mean} {interval}" in page.text
    assert book.get_data()[:2] == b"PK"


def test_trace_leads_from_finding_to_participation(world: Groups) -> None:
    with transaction() as session:
        study = ROOT / "seeds" / "frameworks" / "zoetermeer.toml"
        frameworks.load(session, text=study.read_text(encoding="utf-8"), where=study.name, now=NOW)
        slug = session.get_one(Programme, world.edition.programme_id).slug
        session.add(
            ModuleCoverage(
                key=slug,
                aspects={"kennis": 4},
                roles={},
                tags=["11", "11.6"],
                needs=[],
                stated_by_id=world.bram.id,
                stated_at=NOW,
                confirmed_by_id=world.aisha.id,
                confirmed_at=NOW,
            )
        )
    page = world.visitor(world.bram).get(f"{world.address}/inzicht")
    assert "Van bevinding naar deelname" in page.text
    assert "11.6 " in page.text
    assert "10 tot en met 19" in page.text
