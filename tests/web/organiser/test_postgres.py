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
