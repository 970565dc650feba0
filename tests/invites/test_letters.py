"""What the letters beside agendas say, and where they lead."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.outbox.models import OutgoingLetter
from portal.people.models import Person
from portal.registrations import substitution
from portal.registrations.sheets import sheet_of
from tests.builders import a_person
from tests.invites.world import World

LINK = "https://vergaderen.example/geheim"


@pytest.fixture
def world(session: Session) -> World:
    """An edition with one day, online."""
    made = World(session, substitution_allowed=True)
    made.meetings[0].online, made.meetings[0].online_link = True, LINK
    made.changed()
    return made


def last(world: World, person: Person) -> OutgoingLetter:
    """The last letter about a meeting to this person."""
    mine = select(OutgoingLetter).where(
        OutgoingLetter.person_id == person.id, OutgoingLetter.kind.startswith("meeting")
    )
    return world.session.scalars(mine.order_by(OutgoingLetter.id.desc()).limit(1)).one()


def test_day_that_is_off_has_no_link_to_join(world: World) -> None:
    aisha, _made = world.join()
    world.settle()
    assert LINK in world.mail[-1][2].decode().replace("\r\n ", "")
    world.drop(world.meetings[0])
    world.settle()
    letter = last(world, aisha)
    assert (letter.kind, letter.facts["join"], letter.facts["place"]) == ("meeting_called_off", "", "Online")
    assert "geheim" not in world.mail[-1][2].decode().replace("\r\n ", "")


def test_who_handed_the_place_on_is_led_to_a_page_they_can_see(world: World) -> None:
    aisha, made = world.join()
    colleague = a_person(world.session, "Bram")
    participant = made.participants[0]
    world.settle()
    substitution.ask_substitute(
        world.session,
        registration_id=made.id,
        participant_id=participant.id,
        actor_id=aisha.id,
        name="Bram",
        email=colleague.email,
        now=world.now,
    )
    substitution.take_over(world.session, participant_id=participant.id, actor_id=colleague.id, now=world.now)
    world.settle()
    edition = world.edition
    page = f"/leergangen/{edition.programme.slug}/{edition.slug}"
    assert (last(world, aisha).kind, last(world, aisha).facts["link"]) == ("meeting_not_expected", page)
    assert last(world, colleague).facts["link"] == f"/mijn/inschrijvingen/{made.public_id}"


def test_towns_come_before_online(world: World) -> None:
    world.add_day(2)
    world.place(world.meetings[1], "Hanzehuis")
    sheet = sheet_of(world.session, edition_id=world.edition.id, version=world.edition.version)
    assert sheet.place == "Zwolle, online"
