"""Material as participants read it: who is in, from the very moment of its release."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest

from portal import clock
from portal.database import transaction
from portal.material import service
from portal.material.models import Material
from portal.material.release import AT_ONCE, Release, Rule
from portal.people.models import Person
from portal.programmes.models import Edition, EditionFacilitator, Meeting
from portal.registrations import service as registrations
from portal.registrations.models import Registration
from portal.registrations.wishes import Wish
from tests.builders import NOW, a_person
from tests.files.made import PDF
from tests.web.organiser.conftest import World

RELEASE = NOW + timedelta(days=2)
Clock = Callable[[datetime], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Sets the clock of the portal."""
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture
def world(app: Any) -> World:
    """Aisha and Carla are in, Daan waits."""
    made = World(app)
    made.first = made.enrols(made.aisha)
    for name in ("Carla", "Daan"):
        made.daan = made.enrols(name)
    return made


def adds(world: World, rule: Rule = AT_ONCE, edition: Edition | None = None, **more: Any) -> Material:
    values = {"upload": service.Upload(BytesIO(PDF), "Werkblad.pdf")} if "link" not in more else {}
    with transaction() as session:
        return service.add(
            session,
            edition_id=(edition or world.edition).id,
            stated=service.Stated(more.pop("title", "Werkblad"), rule, **values, **more),
            form_key=f"form-{len(session.query(Material).all())}",
            actor_id=world.bram.id,
            now=NOW,
        )


def status(world: World, person: Person | None, piece: Material) -> int:
    """What somebody gets who asks for the file."""
    with world.app.app_context():
        return world.visitor(person).client.get(f"/mijn/materiaal/{piece.public_id}").status_code


def own_page(world: World, registration: Registration, person: Person) -> str:
    return world.visitor(person).get(f"/mijn/inschrijvingen/{registration.public_id}").text


def guide(world: World) -> Person:
    with transaction() as session:
        found = a_person(session, "Gids Gans")
        session.add(EditionFacilitator(edition_id=world.edition.id, person_id=found.id))
        return found


def test_material_is_seen_from_the_very_moment_of_its_release(world: World, at: Clock) -> None:
    piece = adds(world, Rule(Release.MOMENT, None, RELEASE))

    at(RELEASE - timedelta(microseconds=1))
    before = status(world, world.aisha, piece), "Werkblad" in own_page(world, world.first, world.aisha)
    at(RELEASE)
    after = status(world, world.aisha, piece), "Werkblad" in own_page(world, world.first, world.aisha)

    assert (before, after) == ((404, False), (200, True))


def test_page_shows_material_beside_its_meeting(world: World) -> None:
    meeting = world.fresh(world.edition).meetings[0]
    adds(world, meeting_id=meeting.id)
    adds(world, title="De agenda", link="https://www.vng.nl/agenda")

    page = world.visitor(world.aisha).get(f"/mijn/inschrijvingen/{world.first.public_id}")

    beside = page.tree.find(".//ol[@class='lp-timeline']")
    assert "Werkblad (pdf, 1 kB)" in " ".join("".join(beside.itertext()).split())
    assert "Materiaal voor de hele leergang De agenda (vng.nl)" in page.text


def test_who_may_read_it_before_and_after_its_release(world: World, at: Clock) -> None:
    piece = adds(world, Rule(Release.MOMENT, None, RELEASE))
    outsider = world.person("Olga")
    other = world.person("Otto")
    world.enrols(other, edition=world.elsewhere)
    people = {
        "participant": world.aisha,
        "waits": world.daan.person,
        "elsewhere": other,
        "nobody": outsider,
        "facilitator": guide(world),
        "organiser": world.bram,
        "organiser elsewhere": world.chantal,
        "visitor": None,
    }

    before = {name: status(world, person, piece) for name, person in people.items()}
    at(RELEASE)
    after = {name: status(world, person, piece) for name, person in people.items()}

    always = {"facilitator": 200, "organiser": 200}
    never = {"waits": 404, "elsewhere": 404, "nobody": 404, "organiser elsewhere": 404, "visitor": 302}
    assert before == {"participant": 404, **always, **never}
    assert after == {"participant": 200, **always, **never}


def test_who_withdraws_sees_nothing_any_more(world: World) -> None:
    piece = adds(world)
    assert status(world, world.aisha, piece) == 200
    with transaction() as session:
        registrations.withdraw(
            session, registration_id=world.first.id, actor_id=world.aisha.id, now=NOW + timedelta(hours=1)
        )

    assert status(world, world.aisha, piece) == 404
    assert "Werkblad" not in own_page(world, world.first, world.aisha)


def test_elective_material_is_for_who_has_a_seat_in_it(world: World) -> None:
    with transaction() as session:
        edition = session.get_one(Edition, world.edition.id)
        edition.pool.capacity = 9
        module = edition.modules[0]
        meeting = Meeting(public_id="keuze", number=2, module_id=module.id, day=edition.starts_on)
        edition.meetings.append(meeting)
        edition.touch()
        session.flush()
        wish = Wish(group_id=module.group_id, first_id=module.id)
        meeting_id = meeting.id
    chose = world.person("Esra")
    world.enrols(chose, wishes=(wish,))
    piece = adds(world, meeting_id=meeting_id)

    assert (status(world, chose, piece), status(world, world.aisha, piece)) == (200, 404)


def test_link_has_no_file(world: World) -> None:
    piece = adds(world, link="https://vng.nl/a")

    assert status(world, world.aisha, piece) == 404


def test_removed_material_is_gone_at_once(world: World) -> None:
    piece = adds(world)
    with transaction() as session:
        service.remove(session, material_id=piece.id, actor_id=world.bram.id, now=NOW)

    assert [status(world, person, piece) for person in (world.aisha, world.bram)] == [404, 404]


def test_head_says_how_large_without_the_content(world: World) -> None:
    piece = adds(world)

    answer = world.visitor(world.aisha).client.head(f"/mijn/materiaal/{piece.public_id}")

    assert (answer.status_code, answer.headers["Content-Length"], answer.data) == (200, str(len(PDF)), b"")


def test_facilitator_finds_all_material_on_one_page(world: World) -> None:
    adds(world, Rule(Release.MOMENT, None, RELEASE))
    gids = world.visitor(guide(world))

    page = gids.get(f"/mijn/begeleiding/{world.edition.public_id}/materiaal")

    assert "Werkblad (pdf, 1 kB) De hele editie Deelnemers zien dit vanaf" in page.text
    assert "Je begeleidt" in gids.get("/mijn").text
    assert (
        world.visitor(world.aisha).get(f"/mijn/begeleiding/{world.edition.public_id}/materiaal").status == 404
    )
