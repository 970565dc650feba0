"""The number of seats and the desk, seen before and after; two organisers at once."""

from datetime import timedelta

import pytest

from portal.database import db, transaction
from portal.eligibility.facts import RuleKind
from portal.eligibility.models import EligibilityRule
from portal.programmes.models import Edition, EditionChange
from portal.registrations import steering
from tests.builders import NOW, a_person
from tests.web.organiser.conftest import World
from tests.web.participant.visitor import Page, count, words


def bullets(page: Page) -> list[str]:
    """The sentences of the page's list."""
    return [words(item) for item in page.tree.findall(".//main//li[@class='utrecht-unordered-list__item']")]


def sure(page: Page) -> dict[str, str]:
    """The hidden fields of the confirmation."""
    return {name: page.value(name) for name in ("seats", "version", "seen")}


@pytest.fixture
def full(world: World) -> World:
    """Two inside, two wait."""
    for name in ("Aisha", "Carla", "Daan", "Esra"):
        world.enrols(name)
    return world


@pytest.mark.parametrize(
    ("seats", "effect"),
    [
        ("4", ["2 mensen van de wachtlijst krijgen een aanbod: Daan en Esra."]),
        ("3", ["1 persoon van de wachtlijst krijgt een aanbod: Daan."]),
        ("", ["2 mensen van de wachtlijst krijgen een aanbod: Daan en Esra."]),
        ("2", ["Er verandert niets voor mensen die meedoen of wachten."]),
        ("1", ["Niemand verliest een plek. De editie is overvol: 1 plek meer bezet dan er is."]),
        ("0", ["Niemand verliest een plek. De editie is overvol: 2 plekken meer bezet dan er zijn."]),
    ],
)
def test_page_says_beforehand_what_a_number_does(full: World, seats: str, effect: list[str]) -> None:
    page = full.organiser.get(f"{full.address}/plekken?seats={seats}")

    assert (page.status, bullets(page)) == (200, effect)
    assert full.fresh(full.edition).pool.capacity == 2
    assert count(EditionChange) == 0


def test_more_seats_make_offers_at_once(full: World) -> None:
    page = full.organiser.get(f"{full.address}/plekken?seats=4")

    done = full.organiser.follow(full.organiser.post(f"{full.address}/plekken", sure(page)))

    assert (
        "De editie heeft nu 4 plekken. 2 mensen van de wachtlijst krijgen een aanbod: Daan en Esra."
        in done.text
    )
    assert "De editie ging van 2 plekken naar 4 plekken." in done.text
    assert "Bram de Vries" in done.text


def test_fewer_seats_throw_nobody_out(full: World) -> None:
    page = full.organiser.get(f"{full.address}/plekken?seats=1")

    done = full.organiser.follow(full.organiser.post(f"{full.address}/plekken", sure(page)))

    assert "Overvol: 1 plek meer bezet dan er is" in done.text
    assert "van 1 plek bezet" in done.text


@pytest.mark.parametrize("seats", ["-1", "100001", "tien", "1.5", "１２"])
def test_nonsense_is_no_number_of_seats(world: World, seats: str) -> None:
    page = world.organiser.get(f"{world.address}/plekken?seats={seats}")

    assert (page.status, page.error("seats")) == (
        422,
        "Vul een aantal plekken in van 0 tot 100.000, of laat het leeg voor onbeperkt.",
    )
    assert page.value("seats") == seats
    assert world.organiser.post(f"{world.address}/plekken", seats=seats).status == 422


def test_second_organiser_sees_what_the_first_changed(full: World) -> None:
    with transaction() as session:
        dora = a_person(session, "Dora Mulder", organises_for=session.merge(full.vgs))
    page = full.organiser.get(f"{full.address}/plekken?seats=4")
    with transaction() as session:
        steering.set_capacity(session, edition_id=full.edition.id, actor_id=dora.id, capacity=3, now=NOW)

    late = full.organiser.post(f"{full.address}/plekken", sure(page))

    assert (late.status, full.fresh(full.edition).pool.capacity) == (409, 3)
    assert "Iemand anders was je voor" in late.text
    assert "De editie ging van 2 plekken naar 3 plekken. Dora Mulder" in late.text
    assert late.value("seats") == "4"
    assert full.organiser.post(f"{full.address}/plekken", sure(late)).status == 303
    assert full.fresh(full.edition).pool.capacity == 4


def test_pressing_twice_changes_once(full: World) -> None:
    fields = sure(full.organiser.get(f"{full.address}/plekken?seats=4"))

    pages = [full.organiser.follow(full.organiser.post(f"{full.address}/plekken", fields)) for _ in range(2)]

    assert ["De editie heeft nu 4 plekken." in page.text for page in pages] == [True, True]
    assert count(EditionChange) == 1


@pytest.mark.parametrize(
    ("desk", "state", "line"),
    [
        ("closed", "Gesloten", "De inschrijving is met de hand gesloten."),
        ("reopened", "Open", "De inschrijving is met de hand geopend."),
    ],
)
def test_registration_is_closed_and_opened_by_hand(world: World, desk: str, state: str, line: str) -> None:
    page = world.organiser.get(f"{world.address}/inschrijving")
    fields = {"desk": desk, "version": page.value("version"), "seen": page.value("seen")}

    done = world.organiser.follow(world.organiser.post(f"{world.address}/inschrijving", fields))

    assert (line in done.text, world.fresh(world.edition).desk) == (True, desk)
    assert words(done.tree.find(".//div[@class='lp-hero']//div[@class='lp-badges']")) == state
    assert world.organiser.get(f"{world.address}/inschrijving").value("desk") == desk


def test_unknown_choice_of_the_desk_is_refused(world: World) -> None:
    page = world.organiser.post(f"{world.address}/inschrijving", desk="altijd", version="1", seen="")

    assert (page.status, world.fresh(world.edition).desk) == (422, "by_windows")


def test_desk_changed_meanwhile_is_shown(world: World) -> None:
    page = world.organiser.get(f"{world.address}/inschrijving")
    fields = {"desk": "closed", "version": page.value("version"), "seen": page.value("seen")}
    with transaction() as session:
        steering.set_capacity(
            session, edition_id=world.edition.id, actor_id=world.bram.id, capacity=9, now=NOW
        )

    late = world.organiser.post(f"{world.address}/inschrijving", fields)

    assert (late.status, late.value("desk"), world.fresh(world.edition).desk) == (409, "closed", "by_windows")
    assert "De editie ging van 2 plekken naar 9 plekken." in late.text
    db.session.rollback()


def test_opening_by_hand_tells_who_goes_first(world: World) -> None:
    with transaction() as session:
        until = (NOW + timedelta(days=2)).isoformat()
        rule = {"kind": RuleKind.INTEREST_FIRST, "values": {"until": until}, "position": 0}
        session.add(EligibilityRule(edition_id=world.edition.id, **rule))
        session.get_one(Edition, world.edition.id).touch()
    page = world.organiser.get(f"{world.address}/inschrijving")
    (said,) = bullets(page)
    assert said.startswith("Tot donderdag 14 januari 2027, 10.00 uur kunnen alleen mensen zich inschrijven")
