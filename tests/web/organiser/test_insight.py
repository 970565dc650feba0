"""What organisers see of the scans of a cohort: groups, never a person; the export equals the page."""

import io
import re
from csv import reader
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from openpyxl import load_workbook

from portal.assessments.facts import Form
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


def test_cohort_of_four_shows_no_figure_on_any_page(app: Flask) -> None:
    world = World(app)
    edition = world.another(seats=30, slug="klein")
    with transaction() as session:
        cohort = Cohort(session, the_version(session), session.get_one(Edition, edition.id))
        for number in range(4):
            cohort.joins(number, "directeur")
    with transaction() as session:
        assert service.renew(session, edition_id=edition.id, now=NOW) is None
    address = f"{world.address.rpartition('/')[0]}/{edition.public_id}/inzicht"
    visitor = world.visitor(world.bram)
    page = visitor.get(address)
    assert "minstens vijf deelnemers" in page.text
    assert page.html.count("<table") == 0
    assert visitor.get(f"{address}?functie=directeur").text == page.text


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
    why = (
        "Te weinig mensen, of met andere cijfers te herleiden tot te weinig mensen. Dan laten we niets zien."
    )
    assert f"{why} Griffier" in page.text
    assert "Griffier" not in page.links()


def cells(html: str) -> list[list[str]]:
    """Of every row of every table on a page its cells, as somebody reads them."""
    rows = re.findall(r"<tr\b.*?</tr>", html, re.DOTALL)
    found = [re.findall(r"<(?:td|th)\b[^>]*>(.*?)</(?:td|th)>", row, re.DOTALL) for row in rows]
    plain = [[unescape(re.sub(r"<[^>]+>", " ", cell)).split() for cell in row] for row in found]
    return [[" ".join(cell) for cell in row] for row in plain]


def test_picture_and_table_have_the_aspects_in_the_same_order(world: Groups) -> None:
    world.publishes()
    page = world.visitor(world.bram).get(f"{world.address}/inzicht")
    drawn = [unescape(name) for name in re.findall(r'"lp-dots__name"[^>]*>([^<]+)<', page.html)]
    groups = [unescape(name) for name in re.findall(r'"lp-dots__group"[^>]*>([^<]+)<', page.html)]
    written = [row[0] for row in cells(page.html) if len(row) == 3 and row[0] != "Onderdeel"]
    assert len(drawn) == 7
    assert written == [*drawn, *(f"Samen: {group}" for group in groups)]


def test_export_equals_the_page(world: Groups) -> None:
    with transaction() as session:
        world.cohort.session = session
        for number in range(5):
            world.cohort.joins(number, "ondersteuner", Form.SUPPORTER)
        for number in range(14):
            world.cohort.scans_again(world.cohort.people[number], number + 1, at=NOW + timedelta(days=9))
    world.publishes()
    visitor = world.visitor(world.bram)
    address = f"{world.address}/inzicht"
    parts = {"Directeur": "?functie=directeur", "Leidinggevende": "?functie=leidinggevende"}
    tables = {name: visitor.get(address + query) for name, query in {"Iedereen": "", **parts}.items()}
    with world.app.app_context():
        csv = visitor.client.get(f"{address}.csv").get_data(as_text=True)
        book = visitor.client.get(f"{address}.xlsx")
    exported = [line.split(";") for line in csv.splitlines()[1:]]
    on_screen: dict[str, list[list[str]]] = {name: [] for name in (*tables, "Ondersteuners over leiders")}
    for name, page in tables.items():
        for row in cells(page.html):
            if len(row) == 3:
                where = "Ondersteuners over leiders" if row[2].endswith("beeld.") else name
                on_screen[where].append(row)
    for name, rows in on_screen.items():
        shown = [row for row in rows if row[0] != "Onderdeel"]
        assert [row[2:] for row in exported if row[0] == name] == shown, name
    later = [row for row in cells(tables["Iedereen"].html) if len(row) == 4 and row[0] != "Onderdeel"]
    first = [row[2:4] for row in exported if row[0] == "Eerste keer"]
    last = [row[2:] for row in exported if row[0] == "Laatste keer"]
    assert [[*a, *b[1:]] for a, b in zip(first, last, strict=True)] == later
    assert len(later) == 10
    sheet = load_workbook(io.BytesIO(book.get_data())).active
    counted = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert all(isinstance(row[3], float) for row in counted if row[0] == "Iedereen")
    in_words = [["" if one is None else str(one).replace(".", ",") for one in row[:4]] for row in counted]
    assert in_words == [row[:4] for row in exported]
    assert {cell.number_format for cell in sheet["D"][1:8]} == {"0.0"}


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
    assert {"/kader/zoetermeer/adviezen/11", "/kader/zoetermeer/acties/11.6"} <= set(page.links().values())
    world.publishes()
    visitor = world.visitor(world.bram)
    with world.app.app_context():
        csv = visitor.client.get(f"{world.address}/inzicht.csv").get_data(as_text=True)
    exported = [row for row in reader(csv.splitlines(), delimiter=";") if row[0].startswith("Van bevinding")]
    on_page = [row for row in cells(page.html) if row[0].startswith("11")]
    assert [[what, *read(remark), people] for _, people, what, _, remark in exported] == on_page


def read(remark: str) -> list[str]:
    """What stands behind each colon of a remark in a file."""
    return [part.partition(": ")[2] for part in remark.split("; ")]
