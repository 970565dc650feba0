"""A programme or a draft made by mistake is removed, as long as nobody saw it or is in it."""

import pytest
from sqlalchemy import func, select

from portal.coverage.models import ModuleCoverage
from portal.database import Base, db, transaction
from portal.eligibility.facts import RuleKind
from portal.eligibility.models import EligibilityRule
from portal.material.models import Material
from portal.material.release import Release
from portal.people.models import new_public_id
from portal.programmes.facts import Publication
from portal.programmes.models import Edition, Interest, Programme
from tests.builders import NOW
from tests.web.organiser.conftest import World
from tests.web.organiser.test_making import SLUG, make
from tests.web.participant.visitor import Page, count

PROGRAMME = f"/werk/leergangen/{SLUG}"


@pytest.fixture
def draft(world: World) -> str:
    """The address of a draft with modules, meetings, a rule and material, in a programme of its own."""
    make(world)
    fields = {"label": "Najaar 2027", "first_day": "2027-09-14", "parts": "3", "seats": "16"}
    address = world.organiser.post(f"{PROGRAMME}/edities/nieuw/bijeenkomst", fields).location
    with transaction() as session:
        edition = session.scalars(select(Edition).order_by(Edition.id.desc())).first()
        assert edition is not None
        rule = EligibilityRule(edition_id=edition.id, kind=RuleKind.SIGN_IN, position=0)
        stated = {"title": "Lees dit", "link": "https://lees.example/dit", "release": Release.AT_ONCE}
        piece = Material(edition_id=edition.id, public_id=new_public_id(), changed_at=NOW, **stated)
        session.add_all([rule, piece])
    return address


def presses(world: World, address: str) -> Page:
    """Says yes on the page that asks."""
    page = world.organiser.get(f"{address}/verwijderen")
    version = page.value("version") if "version" in page.html else ""
    return world.organiser.post(f"{address}/verwijderen", {"version": version})


def rows() -> dict[str, int]:
    """How many rows every table has."""
    db.session.rollback()
    tables = Base.metadata.sorted_tables
    return {table.name: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_draft_goes_with_everything_in_it(world: World) -> None:
    make(world)
    before = rows()
    fields = {"label": "Najaar 2027", "first_day": "2027-09-14", "parts": "3", "seats": "16"}
    address = world.organiser.post(f"{PROGRAMME}/edities/nieuw/bijeenkomst", fields).location

    links = world.organiser.get(address).links()
    done = world.organiser.follow(presses(world, address))

    assert (links["Verwijder dit concept"], "Annuleer de editie" in links) == (
        f"{address}/verwijderen",
        False,
    )
    assert "Het concept ‘Najaar 2027’ is verwijderd." in done.text
    assert rows() == before
    assert world.organiser.get(address).status == 404


def test_rules_and_material_of_a_draft_go_along(world: World, draft: str) -> None:
    presses(world, draft)
    assert (count(EligibilityRule), count(Material)) == (0, 0)


def test_sibling_tells_that_a_draft_went(world: World) -> None:
    fields = {"label": "Najaar 2027", "parts": "3", "seats": "16"}
    slug = world.edition.programme.slug
    address = world.organiser.post(f"/werk/leergangen/{slug}/edities/nieuw/leergang", fields).location
    presses(world, address)
    history = world.organiser.get(world.address).text
    assert "Het concept ‘Najaar 2027’ van deze leergang is verwijderd." in history


def test_edition_that_was_on_the_site_stays(world: World) -> None:
    page = world.organiser.get(f"{world.address}/verwijderen")
    pressed = presses(world, world.address)
    assert "Deze editie heeft op de site gestaan." in page.text
    assert (pressed.status, "Deze editie heeft op de site gestaan." in pressed.text) == (409, True)
    assert "Verwijder dit concept" not in world.organiser.get(world.address).links()


def test_draft_with_people_stays(world: World) -> None:
    world.enrols("Carla")
    with transaction() as session:
        edition = session.get_one(Edition, world.edition.id)
        edition.publication, edition.published_at = Publication.DRAFT, None
        edition.touch()
    pressed = presses(world, world.address)
    assert (pressed.status, "Er zijn mensen ingeschreven" in pressed.text) == (409, True)


def test_second_organiser_sees_what_was_changed(world: World, draft: str) -> None:
    shown = world.organiser.get(f"{draft}/verwijderen")
    fields = {"label": "Voorjaar 2028", "version": world.organiser.get(f"{draft}/gegevens").value("version")}
    world.organiser.post(f"{draft}/gegevens", fields)
    page = world.organiser.post(f"{draft}/verwijderen", {"version": shown.value("version")})
    assert (page.status, "Voorjaar 2028" in page.text, world.organiser.get(draft).status) == (409, True, 200)


def test_programme_goes_once_it_has_no_editions(world: World, draft: str) -> None:
    with transaction() as session:
        session.add(ModuleCoverage(key=SLUG, stated_by_id=world.bram.id, stated_at=NOW))
    early = presses(world, PROGRAMME)
    presses(world, draft)
    done = world.organiser.follow(presses(world, PROGRAMME))

    assert (early.status, "Er zijn nog edities." in early.text) == (409, True)
    assert "De leergang ‘Leren van data’ is verwijderd." in done.text
    assert (count(Programme), count(ModuleCoverage)) == (2, 0)


def test_programme_that_people_wait_for_stays(world: World) -> None:
    make(world)
    with transaction() as session:
        found = session.scalars(select(Programme).where(Programme.slug == SLUG)).one()
        session.add(Interest(programme_id=found.id, email="noor@veldrijk.example", entered_at=NOW))
    page = presses(world, PROGRAMME)
    assert (page.status, "Er zijn mensen die bericht willen" in page.text) == (409, True)


def test_somebody_elses_programme_is_not_there(world: World, draft: str) -> None:
    chantal = world.visitor(world.chantal)
    found = [chantal.get(f"{address}/verwijderen").status for address in (draft, PROGRAMME)]
    assert found == [404, 404]


def test_second_press_says_that_it_is_gone(world: World, draft: str) -> None:
    page = world.organiser.get(f"{draft}/verwijderen")
    world.organiser.post(f"{draft}/verwijderen", {"version": page.value("version")})
    again = world.organiser.post(f"{draft}/verwijderen", {"version": page.value("version")})
    assert (again.status, again.heading) == (404, "Dit is er niet meer")
    assert "Misschien is het al verwijderd" in again.text
