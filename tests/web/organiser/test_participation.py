"""An organiser announces that it is seen who sends a scan; participants read it beforehand."""

from flask import Flask

from portal.assessments import versions
from portal.database import transaction
from portal.programmes.models import Edition
from tests.assessments.test_instrument_file import TEXT
from tests.builders import NOW, registered
from tests.web.organiser.conftest import World

TOLD = "ziet dat je een scan verstuurt, niet wat je invult."


def test_participants_read_it_and_the_list_follows(app: Flask) -> None:
    world = World(app)
    with transaction() as session:
        versions.load(session, text=TEXT, where="zelfscan.toml", now=NOW)
        edition = session.get_one(Edition, world.edition.id)
        registered(session, edition, session.merge(world.aisha))
        address = f"/werk/edities/{edition.public_id}/inzicht"
    bram, aisha = world.visitor(world.bram), world.visitor(world.aisha)
    assert bram.get(address).links()["Wie deed de zelfscan?"] == f"{address}/wie"
    assert world.aisha.name not in bram.get(f"{address}/wie").text
    assert TOLD not in aisha.get("/mijn/zelfscan").text
    for _twice in range(2):
        assert bram.post(f"{address}/wie", {}).status == 303
    assert f"{world.aisha.name} nog niet" in bram.get(f"{address}/wie").text
    assert TOLD in aisha.get("/mijn/zelfscan").text
    begun = aisha.post("/mijn/zelfscan", {"form": "long"}).location.rpartition("/vragen/")[0]
    assert TOLD in aisha.get(f"{begun}/nakijken").text
    for _twice in range(2):
        assert bram.post(f"{address}/wie/stoppen", {}).status == 303
    assert world.aisha.name not in bram.get(f"{address}/wie").text
    assert TOLD not in aisha.get("/mijn/zelfscan").text
