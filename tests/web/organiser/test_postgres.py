"""The workbench asks PostgreSQL the same questions."""

from collections.abc import Iterator

import pytest
from flask import Flask

from portal import clock, config
from portal.app import create_app
from portal.database import db
from tests.builders import KEY, NOW
from tests.web.organiser.conftest import World
from tests.web.organiser.crowds import forget
from tests.web.organiser.test_mailings import confirmed, draft, feed, names
from tests.web.organiser.test_rescheduling import MOVED, address, answers, people
from tests.web.organiser.test_schedule import sends

pytestmark = pytest.mark.postgres

PAGES = [
    "",
    "/plekken?seats=5",
    "/inschrijving",
    "/annuleren",
    "/deelsessies",
    "/deelnemers?q=aisha&op=organisatie",
    "/wachtlijst",
    "/aanvragen",
    "/toelaten",
    "/berichten?stand=waiting",
    "/inrichten",
    "/gegevens",
    "/prijs",
    "/verdeling",
    "/meenemen",
    "/inschrijfperiodes",
    "/inschrijfregels",
    "/inzicht",
    "/inzicht/wie",
    "/publiceren",
    "/programma",
    "/programma?toon=tabel",
    "/programma?toon=kalender",
    "/voorbeelden",
    "/mail/nieuw",
    "/programma/bijeenkomsten/nieuw",
    "/begeleiders",
]


@pytest.fixture
def app(fresh_postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The portal on PostgreSQL, at NOW."""
    environ = {
        "PORTAL_MODE": "test",
        "SECRET_KEY": KEY,
        "SITE_URL": "http://localhost",
        "DATABASE_URL": fresh_postgres_url,
    }
    monkeypatch.setattr(clock, "now", lambda: NOW)
    forget()
    made = create_app(config.read(environ))
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()
    forget()


def test_group_mail_is_written_down_and_posted(world: World) -> None:
    world.enrols("Daan")
    address = confirmed(world, extra="Gast <gast@x.example>; DAAN@veldrijk.example")
    assert "We zetten nog 2 lezers klaar." in world.organiser.get(address).text
    feed()

    assert names() == ["Daan", "Gast"]
    assert world.organiser.get(f"{draft(world, audience='firsts')}/versturen").status == 200


def test_every_page_opens_and_files_are_written(world: World) -> None:
    found = world.enrols(world.aisha)
    waiting = [world.enrols(name) for name in ("Carla", "Daan")][1]
    pages = [
        "/werk",
        "/werk?toon=alle",
        *(world.address + page for page in PAGES),
        world.registration(found),
        world.registration(found) + "/annuleren",
        world.registration(waiting) + "/overslaan",
    ]

    statuses = [world.organiser.get(page).status for page in pages]
    files = [
        world.organiser.client.get(f"{world.address}/export.{kind}").status_code for kind in ("csv", "xlsx")
    ]

    assert (statuses, files) == ([200] * len(pages), [200, 200])


def test_decisions_are_made_on_postgresql_too(world: World) -> None:
    found = world.enrols(world.aisha)
    for name in ("Carla", "Daan"):
        world.enrols(name)

    world.organiser.post(world.registration(found) + "/annuleren", why="Dubbel")

    assert "Daan" in world.organiser.get(world.address + "/deelnemers?status=offered").text
    assert world.fresh(found).state == "cancelled"


def test_edition_is_made_and_published_on_postgresql_too(world: World) -> None:
    new = {"title": "Leren van data", "kind": "leergang", "organisation": world.vgs.public_id}
    form = world.organiser.post("/werk/leergangen/nieuw", new).location
    draft = {"label": "Najaar 2027", "parts": "3", "seats": "16", "first_day": "2027-09-14"}
    edition = world.organiser.post(form, draft).location

    def send(part: str, **typed: str) -> None:
        page = world.organiser.get(f"{edition}/{part}")
        stamps = {name: page.value(name) for name in ("version", "seen")}
        assert world.organiser.post(f"{edition}/{part}", {**stamps, **typed}).status == 303

    send("prijs", paid="paid", price="1.500", vat_basis="excl")
    send("inschrijfperiodes", **{"windows-0-opens_on": "2027-01-04"}, head_start="2")
    send("inschrijfregels/nieuw/per_organisation", at_most="2")
    send("meenemen", allowed="yes", positions="directeur", takes_seat="yes")
    send("publiceren")

    public = world.visitor().get("/leergangen/leren-van-data").text
    assert "Je mag een directeur meenemen." in public
    assert "€ 1.500, exclusief btw" in public


def test_draft_and_its_programme_are_removed_on_postgresql_too(world: World) -> None:
    new = {"title": "Leren van data", "kind": "bijeenkomst", "organisation": world.vgs.public_id}
    form = world.organiser.post("/werk/leergangen/nieuw", new).location
    draft = {"label": "Najaar 2027", "parts": "2", "seats": "90", "first_day": "2027-09-14"}
    edition = world.organiser.post(form, draft).location
    version = world.organiser.get(f"{edition}/verwijderen").value("version")

    gone = world.organiser.post(f"{edition}/verwijderen", {"version": version})
    done = world.organiser.post("/werk/leergangen/leren-van-data/verwijderen", {})

    assert (gone.location, done.location) == ("/werk/leergangen/leren-van-data", "/werk/leergangen")


def test_schedule_changes_and_keeps_what_people_chose(world: World) -> None:
    people(world)
    meeting = world.edition.meetings[0]

    asked = sends(world, address(world), **MOVED)
    done = answers(world, asked, send="now")
    fields = {"version": world.organiser.get(address(world)).value("version")}
    sure = world.organiser.post(address(world) + "/verwijderen", fields)
    kept = world.organiser.follow(answers(world, sure, sure="1"))

    assert "krijgen een gewijzigde uitnodiging" in asked.text
    assert (done.status, world.fresh(meeting).day.day) == (303, 20)
    assert "Dit kun je niet verwijderen" in kept.html
