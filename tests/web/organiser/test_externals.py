"""Programmes of others: added, changed and taken out by Bram; visitors are led out."""

from portal.coverage import queries
from portal.coverage.models import ExternalProgramme
from portal.database import db
from tests.web.organiser.conftest import World
from tests.web.participant.visitor import Page, count

FIELDS = {
    "title": "Leiden in Almere",
    "provider": "Gemeente Almere",
    "link": "https://leren.almere.example/",
    "hours": "40",
    "language": "nl",
}


def added(world: World, **more: str) -> Page:
    page = world.organiser.get("/werk/extern/nieuw")
    hidden = {name: page.value(name) for name in ("key", "organisation")}
    return world.organiser.post("/werk/extern/nieuw", **{**FIELDS, **hidden, **more})


def test_added_programme_leads_on_to_what_it_develops(world: World) -> None:
    page = added(world)
    assert (page.status, page.location) == (303, "/werk/ontwikkelt/extern/leiden-in-almere/wijzigen")
    assert [one.title for one in queries.externals(db.session())] == ["Leiden in Almere"]
    assert "Leiden in Almere" in world.visitor().get("/leergangen").text
    shown = world.visitor().get("/extern/leiden-in-almere")
    assert "Naar leren.almere.example" in shown.text


def test_form_sent_twice_makes_one(world: World) -> None:
    page = world.organiser.get("/werk/extern/nieuw")
    hidden = {name: page.value(name) for name in ("key", "organisation")}
    for _press in range(2):
        assert world.organiser.post("/werk/extern/nieuw", **{**FIELDS, **hidden}).status == 303
    assert count(ExternalProgramme) == 1


def test_address_without_https_is_said_next_to_it(world: World) -> None:
    page = added(world, link="www.almere.example")
    assert (page.status, "Vul het hele adres in, met https:// ervoor." in page.text) == (422, True)
    assert page.value("title") == FIELDS["title"]


def test_change_of_an_older_page_shows_what_stands_there(world: World) -> None:
    added(world)
    address = "/werk/extern/leiden-in-almere"
    page = world.organiser.get(address)
    hidden = {name: page.value(name) for name in ("version", "organisation")}
    first = world.organiser.post(address, **{**FIELDS, **hidden, "title": "Leiden"})
    second = world.organiser.post(address, **{**FIELDS, **hidden, "title": "Sturen"})
    assert (first.status, second.status) == (303, 409)
    assert ("Iemand anders was je voor" in second.text, second.value("title")) == (True, "Sturen")


def test_what_is_taken_out_is_gone_and_can_come_back(world: World) -> None:
    added(world)
    for verb, status in (("weg", 404), ("terug", 200)):
        world.organiser.get("/werk/extern")
        assert world.organiser.post(f"/werk/extern/leiden-in-almere/{verb}").status == 303
        assert world.visitor().get("/extern/leiden-in-almere").status == status


def test_organiser_elsewhere_does_not_find_it(world: World) -> None:
    added(world)
    assert world.visitor(world.chantal).get("/werk/extern/leiden-in-almere").status == 404
