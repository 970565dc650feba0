"""What modules develop: filled in by Bram, confirmed by Joke, shown on the public page."""

from typing import Any

import pytest

from portal.coverage import queries
from portal.coverage.facts import Coverage
from portal.database import db, transaction
from portal.people.models import Organisation
from portal.programmes.models import Edition
from tests.builders import a_person
from tests.web.organiser.conftest import World
from tests.web.participant.visitor import Page, Visitor, words

REASON = "Daar gaat de hele dag over."


@pytest.fixture
def joke(world: World) -> Visitor:
    """A second organiser of the same association."""
    with transaction() as session:
        found = a_person(session, "Joke Vos", organises_for=session.get_one(Organisation, world.vgs.id))
    return world.visitor(found)


def slug(world: World) -> str:
    return world.fresh(world.edition).programme.slug


def module(world: World) -> str:
    return f"/werk/ontwikkelt/module/{world.fresh(world.edition).modules[0].public_id}"


def filled(page: Page, **weights: str) -> dict[str, Any]:
    """The form with these weights, and the rest as it stands."""
    values = {one.get("name"): _chosen(one) for one in page.tree.findall(".//main//select")}
    return {**values, "seen": page.value("seen"), "reason": REASON, **weights}


def _chosen(select: Any) -> str:
    return next((o.get("value") for o in select.iter("option") if o.get("selected") is not None), "0")


def proposes(visitor: Visitor, address: str, **weights: str) -> Page:
    page = visitor.get(f"{address}/wijzigen")
    return visitor.post(f"{address}/wijzigen", **filled(page, **weights))


def presses(visitor: Visitor, address: str, label: str) -> Page:
    """The form on this page whose button says so."""
    for form in visitor.get(address).tree.iter("form"):
        if words(form).endswith(label):
            return visitor.post(form.get("action"))
    raise LookupError(label)


def counted() -> list[Coverage]:
    db.session.rollback()
    return list(queries.confirmed(db.session()).values())


def test_weights_count_after_a_colleague_confirmed(world: World, joke: Visitor) -> None:
    address = module(world)
    assert proposes(world.organiser, address, aspect_houding="4", role_coach="2").status == 303
    assert counted() == []
    assert presses(joke, address, "Bevestig").status == 303
    assert counted() == [Coverage({"houding": 4}, {"coach": 2})]


def test_proposer_is_not_offered_to_confirm(world: World) -> None:
    address = module(world)
    proposes(world.organiser, address, aspect_houding="4")
    page = world.organiser.get(address)
    assert "Een andere organisator moet het bevestigen." in page.text
    with pytest.raises(LookupError):
        presses(world.organiser, address, "Bevestig")


def test_proposer_who_confirms_by_hand_hears_why_not(world: World) -> None:
    address = module(world)
    proposes(world.organiser, address, aspect_houding="4")
    waiting = queries.standings(db.session(), [world.fresh(world.edition).modules[0].key])
    version = next(iter(waiting.values())).seen
    page = world.organiser.post(f"{address}/bevestigen/{version}")
    assert (page.status, "Je hebt dit zelf voorgesteld." in page.text) == (409, True)


def test_too_many_points_are_said_with_the_numbers(world: World) -> None:
    page = proposes(
        world.organiser, module(world), aspect_houding="4", aspect_kennis="4", aspect_richting="3"
    )
    assert (page.status, page.title[:5]) == (422, "Fout:")
    assert "Je verdeelt nu 11 punten over de aspecten, en er zijn er 10." in page.text
    assert filled(page)["aspect_richting"] == "3"


def test_weights_without_an_argument_are_asked_for_one(world: World) -> None:
    page = proposes(world.organiser, module(world), aspect_houding="4", reason=" ")
    assert (page.status, "Leg in een of twee zinnen uit waarom." in page.text) == (422, True)


def test_second_organiser_at_once_sees_what_changed(world: World, joke: Visitor) -> None:
    address = module(world)
    before = joke.get(f"{address}/wijzigen")
    proposes(world.organiser, address, aspect_houding="4")
    page = joke.post(f"{address}/wijzigen", **filled(before, aspect_kennis="3"))
    assert (page.status, "Iemand anders was je voor" in page.text) == (409, True)
    assert "Voorgesteld door Bram de Vries" in page.text
    assert joke.post(f"{address}/wijzigen", **filled(page)).status == 303


def test_organiser_elsewhere_finds_nothing(world: World) -> None:
    stranger = world.visitor(world.chantal)
    paths = [
        module(world),
        f"/werk/leergangen/{slug(world)}/ontwikkelt",
        f"/werk/ontwikkelt/extern/{slug(world)}",
    ]
    assert [stranger.get(path).status for path in paths] == [404, 404, 404]


def test_list_says_where_each_part_stands(world: World) -> None:
    proposes(world.organiser, module(world), aspect_houding="4")
    page = world.organiser.get(f"/werk/leergangen/{slug(world)}/ontwikkelt")
    assert [page.text.count(words) for words in ("Wacht op bevestiging", "Nog niets ingevuld")] == [1, 2]


def test_key_stays_when_a_second_edition_is_made(world: World, joke: Visitor) -> None:
    address = module(world)
    proposes(world.organiser, address, aspect_houding="4")
    presses(joke, address, "Bevestig")
    again = world.another()
    with transaction() as session:
        old, new = session.get_one(Edition, world.edition.id), session.get_one(Edition, again.id)
        key = old.modules[0].key
        assert key not in {one.key for one in new.modules}
    assert list(queries.confirmed(db.session())) == [key]


def test_colleague_is_asked_on_the_first_page(world: World, joke: Visitor) -> None:
    proposes(world.organiser, module(world), aspect_houding="4")
    asked = [visitor.get("/werk").text for visitor in (joke, world.organiser, world.visitor(world.chantal))]
    assert ["Kijk mee wat ‘Keuze 1’ ontwikkelt" in text for text in asked] == [True, False, False]


def test_proposal_without_weights_says_what_that_means(world: World) -> None:
    address = module(world)
    proposes(world.organiser, address, tags="10.3")
    assert "Geen aspect of rol. Zo wordt dit aan niemand aanbevolen." in world.organiser.get(address).text
