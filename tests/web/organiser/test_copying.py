"""A new edition from an old one, as an organiser does it."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.database import db, transaction
from portal.eligibility.facts import RuleKind
from portal.eligibility.models import EligibilityRule
from portal.material import service
from portal.material.models import Material
from portal.material.release import Rule
from portal.people.models import new_public_id
from portal.programmes.models import Edition, EditionFacilitator, Meeting, Module
from portal.registrations import steering
from tests.builders import NOW
from tests.web.organiser.conftest import World
from tests.web.participant.visitor import Page, count, words

HIDDEN = ("version", "seen", "weeks", "key", "label")


def fields(page: Page, **more: str) -> dict[str, str]:
    """What the form of the page would send."""
    return {name: page.value(name) for name in HIDDEN} | more


def table(page: Page) -> list[list[str]]:
    """The cells of the preview."""
    return [[words(cell) for cell in row] for row in page.tree.findall(".//main//tbody/tr")]


def newest() -> Edition:
    db.session.rollback()
    found = db.session.scalars(select(Edition).order_by(Edition.id.desc())).first()
    assert found is not None
    return found


@pytest.fixture
def address(world: World) -> str:
    return f"{world.address}/kopieren"


def test_preview_proposes_the_same_time_next_year_and_makes_nothing(world: World, address: str) -> None:
    page = world.organiser.get(address)

    assert (page.status, page.value("start"), page.value("label")) == (200, "2028-04-11", "Voorjaar 2028")
    assert table(page) == [
        ["Eerste dag", "dinsdag 13 april 2027", "dinsdag 11 april 2028", "Niets bijzonders"],
        [
            "Inschrijving open",
            "zondag 13 december 2026, 10.00 uur",
            "zondag 12 december 2027, 10.00 uur",
            "Niets bijzonders",
        ],
    ]
    assert count(Edition) == 2


def test_another_weekday_is_said_to_be_rounded(world: World, address: str) -> None:
    page = world.organiser.get(f"{address}?start=2028-02-24")

    assert "Je koos donderdag 24 februari 2028." in page.text
    assert (page.value("start"), page.value("label")) == ("2028-02-22", "Winter 2028")
    assert table(page)[0][2:] == ["dinsdag 22 februari 2028", "Voorjaarsvakantie in regio Noord"]


def test_proposed_name_is_free(world: World, address: str) -> None:
    page = world.organiser.get(f"{address}?start=2027-05-04")

    assert page.value("label") == "Voorjaar 2027, groep 2"


@pytest.mark.parametrize(
    ("start", "message"),
    [
        ("2026-12-01", "Deze dag is al geweest. Kies een dag die nog komt."),
        ("2060-01-05", "Deze dag is te ver weg. Kies een dag binnen tien jaar na de oude editie."),
        ("morgen", "Vul een datum in als dag, maand en jaar, zoals 3-2-2027."),
        ("", "Vul de eerste dag in, zoals 13-4-2028."),
    ],
)
def test_day_that_cannot_be_is_said_beside_the_field(
    world: World, address: str, start: str, message: str
) -> None:
    page = world.organiser.get(f"{address}?start={start}")

    assert (page.status, page.error("start")) == (422, message)


def test_copy_has_rules_and_material_and_is_shown_with_what_to_do(world: World, address: str) -> None:
    with transaction() as session:
        session.add(
            EligibilityRule(edition_id=world.edition.id, position=0, kind=RuleKind.SIGN_IN, values={})
        )
        service.add(
            session,
            edition_id=world.edition.id,
            stated=service.Stated("Vooraf lezen", Rule(), link="https://vng.nl/a"),
            form_key="een",
            actor_id=world.bram.id,
            now=NOW,
        )
    page = world.organiser.get(address)

    done = world.organiser.follow(world.organiser.post(address, fields(page)))

    new = newest()
    assert "De nieuwe editie is een concept." in done.text
    assert "De editie is gemaakt naar het voorbeeld van Voorjaar 2027." in done.text
    assert (new.label, new.publication) == ("Voorjaar 2028", "draft")
    for words_of_a_task in (
        "Kies wie de editie begeleidt",
        "Vul in wie de 2 deelsessies geven",
        "Kijk 1 stuk materiaal na",
    ):
        assert words_of_a_task in done.text
    for model in (EligibilityRule, Material):
        assert len(db.session.scalars(select(model).where(model.edition_id == new.id)).all()) == 1


def test_pressing_twice_makes_one_copy(world: World, address: str) -> None:
    sent = fields(world.organiser.get(address))

    answers = [world.organiser.post(address, sent) for _ in range(2)]

    assert answers[0].location == answers[1].location
    assert count(Edition) == 3


def test_name_that_is_taken_stands_beside_the_field(world: World, address: str) -> None:
    page = world.organiser.get(f"{address}?start=2028-06-06")

    late = world.organiser.post(address, fields(page, label="Voorjaar 2027"))

    assert (late.status, late.value("label"), late.value("weeks")) == (422, "Voorjaar 2027", "60")
    assert late.error("label") == "Deze leergang heeft al een editie met deze naam. Kies een andere naam."
    assert count(Edition) == 2


def test_no_name_is_no_copy(world: World, address: str) -> None:
    late = world.organiser.post(address, fields(world.organiser.get(address), label=" "))

    assert (late.status, late.error("label")) == (422, "Vul een naam in, zoals voorjaar 2028.")


def test_second_organiser_sees_what_the_first_changed(world: World, address: str) -> None:
    sent = fields(world.organiser.get(address))
    with transaction() as session:
        steering.set_capacity(
            session, edition_id=world.edition.id, actor_id=world.bram.id, capacity=9, now=NOW
        )

    late = world.organiser.post(address, sent)

    assert (late.status, count(Edition)) == (409, 2)
    assert "De editie ging van 2 plekken naar 9 plekken." in late.text
    assert world.organiser.post(address, fields(late)).status == 303
    assert newest().pool.capacity == 9


@pytest.mark.parametrize("weeks", ["", "x", "9999", "-", "1.5"])
def test_nonsense_leads_back_to_the_preview(world: World, address: str, weeks: str) -> None:
    sent = fields(world.organiser.get(address), weeks=weeks)

    assert world.organiser.post(address, sent).location.endswith("/kopieren")
    assert count(Edition) == 2


def test_edition_that_was_cancelled_can_be_copied(world: World, address: str) -> None:
    with transaction() as session:
        steering.cancel_edition(
            session, edition_id=world.edition.id, actor_id=world.bram.id, why="Te weinig", now=NOW
        )

    assert world.organiser.post(address, fields(world.organiser.get(address))).status == 303


def test_list_of_what_to_do_gets_shorter_by_doing(world: World, address: str) -> None:
    page = world.organiser.get(f"{address}?start=2028-02-22")
    done = world.organiser.follow(world.organiser.post(address, fields(page)))
    new = newest()
    school = "dinsdag 22 februari 2028: Voorjaarsvakantie in regio Noord"
    assert ("Kies wie de editie begeleidt" in done.text, school in done.text) == (True, True)

    with transaction() as session:
        session.add(EditionFacilitator(edition_id=new.id, person_id=world.bram.id))
        session.get_one(Edition, new.id).meetings[0].day = date(2028, 3, 14)
        session.get_one(Edition, new.id).touch()

    later = world.organiser.get(f"/werk/edities/{new.public_id}")
    assert ("Kies wie de editie begeleidt" in later.text, school in later.text) == (False, False)


def test_module_whose_day_was_called_off_asks_for_a_new_one(world: World, address: str) -> None:
    with transaction() as session:
        edition = session.get_one(Edition, world.edition.id)
        edition.modules.append(Module(public_id=new_public_id(), number=9, title="Verdieping"))
        session.flush()
        off = Meeting(public_id=new_public_id(), number=9, module_id=edition.modules[-1].id, slots=[])
        off.cancelled_at, off.cancelled_reason = NOW, "Zaal bezet"
        edition.meetings.append(off)
        edition.touch()
    page = world.organiser.get(f"{address}?start=2028-02-22")
    done = world.organiser.follow(world.organiser.post(address, fields(page)))
    assert "Nog zonder bijeenkomst: " in done.text
    assert "Verdieping" in done.text
