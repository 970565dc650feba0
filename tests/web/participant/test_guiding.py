"""The feed of what somebody guides: at a secret address that can be renewed and stopped."""

import re

from portal.database import transaction
from portal.people.models import Person
from portal.programmes.models import EditionFacilitator
from tests.builders import a_person
from tests.web.organiser.conftest import World
from tests.web.organiser.conftest import world as world
from tests.web.participant.visitor import Visitor

PAGE = "/mijn/begeleiding/agenda"


def guide(world: World) -> Visitor:
    with transaction() as session:
        found: Person = a_person(session, "Femke Gids")
        session.add(EditionFacilitator(edition_id=world.edition.id, person_id=found.id))
    return world.visitor(found)


def address(visitor: Visitor) -> str:
    found = re.search(r"/agenda/begeleider/[\w-]+\.ics", visitor.get(PAGE).html)
    return found[0] if found else ""


def days(world: World, path: str) -> tuple[int, int]:
    """The status of the feed, and how many days are in it."""
    answer = world.app.test_client().get(path)
    return answer.status_code, answer.text.count("BEGIN:VEVENT")


def test_feed_has_the_days_that_one_guides(world: World) -> None:
    femke = guide(world)
    assert address(femke) == ""
    assert femke.post(PAGE).status == 303
    assert days(world, address(femke)) == (200, 1)


def test_old_address_stops_at_once(world: World) -> None:
    femke = guide(world)
    femke.get(PAGE)
    femke.post(PAGE)
    old = address(femke)
    femke.post(PAGE)
    assert (days(world, old)[0], days(world, address(femke))[0]) == (404, 200)
    last = address(femke)
    femke.post(f"{PAGE}/stop")
    assert (days(world, last)[0], address(femke)) == (404, "")


def test_who_guides_nothing_has_an_empty_feed(world: World) -> None:
    aisha = world.visitor(world.aisha)
    aisha.get(PAGE)
    aisha.post(PAGE)
    assert days(world, address(aisha)) == (200, 0)
