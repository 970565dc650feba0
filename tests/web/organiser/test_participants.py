"""The list of participants: searched, filtered, sorted, a page at a time."""

from urllib.parse import quote

import pytest

from portal.database import db, transaction
from portal.programmes.models import Edition
from portal.registrations import desk, duo
from portal.registrations.states import RegistrationState
from tests.builders import NOW
from tests.web.organiser.conftest import World
from tests.web.organiser.crowds import a_crowd, forget, many_letters, queries
from tests.web.participant.visitor import Page, words


def names(page: Page) -> list[str]:
    """The row headers of the table."""
    return [words(cell) for cell in page.tree.findall(".//tbody//th")]


@pytest.fixture
def full(world: World) -> World:
    """Aisha and Carla inside, Esra with Daan waiting, Fatima cancelled."""
    world.enrols(world.aisha)
    world.enrols("Carla Visser")
    world.enrols("Esra Koster", companion="Daan")
    fatima = world.enrols("Fatima Idrissi")
    with transaction() as session:
        desk.cancel_registration(
            session, registration_id=fatima.id, actor_id=world.bram.id, why="Dubbel", now=NOW
        )
    return world


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["Aisha Bakker", "Carla Visser", "Daan", "Esra Koster", "Fatima Idrissi"]),
        ("?q=visser", ["Carla Visser"]),
        ("?q=carla.visser@veldrijk", ["Carla Visser"]),
        ("?q=veldrijk+aisha", ["Aisha Bakker"]),
        ("?status=waitlisted", ["Daan", "Esra Koster"]),
        ("?status=cancelled", ["Fatima Idrissi"]),
        ("?status=nonsense&op=nonsense&pagina=-4", None),
        ("?op=naam&af=1", ["Fatima Idrissi", "Esra Koster", "Daan", "Carla Visser", "Aisha Bakker"]),
        ("?q=%25", []),
        ("?q=_", []),
        ("?q=%27+OR+1%3D1--", []),
    ],
)
def test_search_filter_and_order(full: World, asked: str, found: list[str] | None) -> None:
    everyone = ["Aisha Bakker", "Carla Visser", "Daan", "Esra Koster", "Fatima Idrissi"]

    assert names(full.organiser.get(f"{full.address}/deelnemers{asked}")) == (
        everyone if found is None else found
    )


@pytest.mark.parametrize("asked", ["özlem", "ÖZLEM", "Özlem"])
def test_name_with_an_accent_is_found(world: World, asked: str) -> None:
    world.enrols("Özlem Çelik")

    assert names(world.organiser.get(f"{world.address}/deelnemers?q={quote(asked)}")) == ["Özlem Çelik"]


def test_filter_on_a_breakout_shows_who_has_it(full: World) -> None:
    one, other = full.edition.meetings[0].slots[0].breakouts

    chosen = [
        names(full.organiser.get(f"{full.address}/deelnemers?keuze={b.public_id}")) for b in (one, other)
    ]

    assert chosen == [["Aisha Bakker", "Carla Visser"], []]


def test_filter_on_an_organisation(full: World) -> None:
    page = full.organiser.get(f"{full.address}/deelnemers?organisatie={full.municipality.public_id}")

    assert names(page) == ["Aisha Bakker", "Carla Visser", "Daan", "Esra Koster", "Fatima Idrissi"]
    assert names(full.organiser.get(f"{full.address}/deelnemers?organisatie={full.vng.public_id}")) == []


def test_row_says_state_and_own_statement(full: World) -> None:
    page = full.organiser.get(f"{full.address}/deelnemers?q=aisha")

    cells = [words(cell) for cell in page.tree.findall(".//tbody/tr/*")]
    assert cells == ["Aisha Bakker", "Gemeente Veldrijk", "Gemeentesecretaris", "Ingeschreven", "12 jan 2027"]


def test_companion_who_must_confirm_is_marked(full: World) -> None:
    assert "Moet nog bevestigen" in full.organiser.get(f"{full.address}/deelnemers?q=daan").text


def test_nobody_found_says_what_to_do(full: World) -> None:
    page = full.organiser.get(f"{full.address}/deelnemers?q=zzz")

    assert "Niemand gevonden" in page.text
    assert page.links()["Wis filters"] == f"{full.address}/deelnemers"


def test_pages_keep_the_search(world: World) -> None:
    with transaction() as session:
        a_crowd(session, session.get_one(Edition, world.edition.id), 60, RegistrationState.CONFIRMED)

    page = world.organiser.get(f"{world.address}/deelnemers?q=mens&pagina=2&op=naam&af=1")

    assert (len(names(page)), names(page)[0], page.links()["3"]) == (
        25,
        "Mens 035",
        f"{world.address}/deelnemers?pagina=3&q=mens&op=naam&af=1",
    )
    assert "60 mensen" in page.text


LISTS = {
    "/deelnemers": RegistrationState.CONFIRMED,
    "/wachtlijst": RegistrationState.WAITLISTED,
    "/aanvragen": RegistrationState.REQUESTED,
    "/berichten": RegistrationState.CONFIRMED,
    "": RegistrationState.CONFIRMED,
}


@pytest.mark.parametrize("page", LISTS)
def test_lists_ask_the_same_for_any_number_of_rows(world: World, page: str) -> None:
    counted, before = [], 0
    for total in (1, 30, 300):
        with transaction() as session:
            edition = session.get_one(Edition, world.edition.id)
            a_crowd(session, edition, total - before, LISTS[page])
            many_letters(session, edition, total - before)
        before = total
        world.organiser.get(world.address + page)
        forget()
        db.session.rollback()
        with queries(db.engine) as seen:
            assert world.organiser.get(world.address + page).status == 200
        counted.append(len(seen))

    assert counted == [counted[0]] * 3


def test_companion_bears_the_typed_name_until_confirming(world: World) -> None:
    dora = world.person("Dora Geheim")
    found = world.enrols(world.aisha, companion="Dora.geheim")
    companion = world.fresh(found).participants[1]
    shown = []
    for _ in range(2):
        shown.append(
            (
                names(world.organiser.get(f"{world.address}/deelnemers?q=dora")),
                names(world.organiser.get(f"{world.address}/deelnemers?q=geheim")),
                "Dora Geheim" in world.organiser.get(world.registration(found)).text,
            )
        )
        with transaction() as session:
            duo.confirm_companion(session, participant_id=companion.id, person_id=dora.id, now=NOW)

    typed = ["Dora.geheim"]
    assert shown == [(typed, typed, False), (["Dora Geheim"], ["Dora Geheim"], True)]
