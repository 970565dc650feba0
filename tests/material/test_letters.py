"""Participants are told of material when it is out: who is in then, once, in one letter per meeting."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.material import letters, service
from portal.material.letters import QUIET, announce_edition, editions_to_announce
from portal.material.models import Material
from portal.material.release import AT_ONCE, Release, Rule
from portal.outbox import rendering
from portal.outbox.letter import Letter
from portal.outbox.models import OutgoingLetter
from portal.people.models import Person
from portal.programmes.facts import Publication
from portal.programmes.models import Edition, EditionFacilitator, Meeting
from portal.registrations import service as registrations
from portal.registrations.wishes import Wish
from tests.builders import NOW, a_group, a_person, an_edition, people, registered

LATER = NOW + QUIET
DAY = timedelta(days=1)


class Room:
    """An edition of two seats: Een and Twee are in, Drie waits."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.edition = an_edition(session)
        self.bram = a_person(session, "Bram de Vries")
        self.number = 0
        self.inside: list[Person] = people(session, 3)
        self.registrations = [registered(session, self.edition, person) for person in self.inside]

    def adds(self, title: str = "Lezen", rule: Rule = AT_ONCE, **more: Any) -> Material:
        self.number += 1
        now = more.pop("now", NOW)
        return service.add(
            self.session,
            edition_id=self.edition.id,
            stated=service.Stated(title, rule, link="https://vng.nl/a", **more),
            form_key=f"form-{self.number}",
            actor_id=self.bram.id,
            now=now,
        )

    def told(self, now: datetime = LATER) -> list[tuple[str, list[str]]]:
        """Runs the task, and says who got which titles by now."""
        for edition_id in editions_to_announce(self.session, now):
            announce_edition(self.session, edition_id=edition_id, now=now)
        sent = select(OutgoingLetter).where(OutgoingLetter.kind == "material_released")
        return [
            (one.to_name, one.facts["pieces"])
            for one in self.session.scalars(sent.order_by(OutgoingLetter.id))
        ]


@pytest.fixture
def room(session: Session) -> Room:
    return Room(session)


def test_who_is_in_gets_one_letter_for_all_of_a_meeting(room: Room) -> None:
    room.adds("Lezen")
    room.adds("Werkblad")

    assert room.told() == [("Persoon 1", ["Lezen", "Werkblad"]), ("Persoon 2", ["Lezen", "Werkblad"])]


def test_telling_twice_is_telling_once(room: Room) -> None:
    room.adds()

    assert room.told() == room.told(LATER + DAY)
    assert editions_to_announce(room.session, LATER + DAY) == []


def test_nobody_is_told_while_an_organiser_still_adds(room: Room) -> None:
    room.adds("Lezen")
    room.adds("Werkblad", now=NOW + timedelta(minutes=9))

    assert room.told(NOW + timedelta(minutes=18)) == []
    assert [titles for _, titles in room.told(NOW + timedelta(minutes=19))] == [["Lezen", "Werkblad"]] * 2


def test_material_is_told_at_the_very_second_of_its_release(room: Room) -> None:
    release = NOW + 3 * DAY
    room.adds(rule=Rule(Release.MOMENT, None, release))

    assert room.told(release - timedelta(microseconds=1)) == []
    assert len(room.told(release)) == 2


def test_who_left_before_the_release_hears_nothing(room: Room) -> None:
    release = NOW + 3 * DAY
    room.adds(rule=Rule(Release.MOMENT, None, release))
    registrations.withdraw(
        room.session,
        registration_id=room.registrations[0].id,
        actor_id=room.inside[0].id,
        now=NOW + DAY,
    )

    assert [name for name, _ in room.told(release)] == ["Persoon 2"]


def test_letter_to_who_left_meanwhile_does_not_leave(room: Room) -> None:
    room.adds()
    room.told()

    def wanted() -> list[bool]:
        rows = room.session.scalars(select(OutgoingLetter).where(OutgoingLetter.kind == "material_released"))
        return [
            letters.is_wanted(
                room.session,
                Letter(
                    kind=row.kind,
                    occasion=row.occasion,
                    to_address=row.to_address,
                    facts=row.facts,
                    person_id=row.person_id,
                    edition_id=row.edition_id,
                ),
            )
            for row in rows
        ]

    assert wanted() == [True, True]
    registrations.withdraw(
        room.session, registration_id=room.registrations[0].id, actor_id=room.inside[0].id, now=LATER
    )
    assert wanted() == [False, True]


def test_only_who_chose_an_elective_hears_of_its_material(session: Session) -> None:
    room = Room(session)
    group = a_group(session, room.edition, 5, 5)
    module = next(m for m in room.edition.modules if m.group_id == group.id)
    meeting = Meeting(public_id="keuze", number=2, module_id=module.id, day=room.edition.starts_on)
    room.edition.meetings.append(meeting)
    room.edition.pool.capacity = 9
    room.edition.touch()
    session.flush()
    four = a_person(session, "Persoon 4")
    registered(session, room.edition, four, wishes=(Wish(group_id=group.id, first_id=module.id),))
    room.adds(meeting_id=meeting.id)

    assert [name for name, _ in room.told()] == ["Persoon 4"]


def test_drafts_and_facilitators_get_no_letters(room: Room) -> None:
    guide = a_person(room.session, "Gids Gans")
    room.session.add(EditionFacilitator(edition_id=room.edition.id, person_id=guide.id))
    room.adds()
    room.edition.publication = Publication.DRAFT
    room.edition.touch()

    assert room.told() == []
    room.edition.publication = Publication.PUBLISHED
    room.edition.touch()
    assert [name for name, _ in room.told()] == ["Persoon 1", "Persoon 2"]


def test_meeting_that_is_off_needs_no_preparation(room: Room) -> None:
    meeting = room.edition.meetings[0]
    room.adds(meeting_id=meeting.id)
    meeting.cancelled_at = NOW
    room.edition.touch()
    room.session.flush()

    assert room.told() == []


def test_meeting_that_moves_takes_its_material_along(room: Room) -> None:
    meeting = room.edition.meetings[0]
    room.adds(rule=Rule(), meeting_id=meeting.id)
    before = datetime.fromisoformat("2027-04-06T07:00:00+00:00")
    assert meeting.day is not None
    meeting.day += 7 * DAY
    meeting.starts_at = meeting.ends_at = None
    room.edition.touch()
    room.session.flush()

    assert room.told(before) == []
    assert len(room.told(before + 7 * DAY)) == 2


def test_material_that_is_put_off_is_told_again(room: Room) -> None:
    made = room.adds()
    room.told()
    service.change(
        room.session,
        material_id=made.id,
        stated=service.Stated("Lezen", Rule(Release.MOMENT, None, LATER + DAY)),
        form_key="anders",
        actor_id=room.bram.id,
        now=LATER,
    )

    assert len(room.told(LATER + DAY)) == 4


def test_another_title_is_no_news(room: Room) -> None:
    made = room.adds()
    room.told()
    service.change(
        room.session,
        material_id=made.id,
        stated=service.Stated("Anders", AT_ONCE),
        form_key="anders",
        actor_id=room.bram.id,
        now=LATER,
    )

    assert len(room.told(LATER + DAY)) == 2


def test_removed_material_is_not_announced(room: Room) -> None:
    made = room.adds()
    service.remove(room.session, material_id=made.id, actor_id=room.bram.id, now=NOW)

    assert room.told() == []


def test_letter_names_the_meeting_and_what_there_is(room: Room) -> None:
    rendering.configure(site_url="https://leren.example", site_name="Leergang", contact="hulp@leren.example")
    room.adds("Lezen", meeting_id=room.edition.meetings[0].id)
    room.told()
    row = room.session.scalars(
        select(OutgoingLetter).where(OutgoingLetter.kind == "material_released")
    ).first()
    assert row is not None

    text = rendering.render(
        Letter(kind=row.kind, occasion="x", to_address=row.to_address, facts=row.facts), "abc"
    )

    assert text.subject == "Materiaal voor Sturen op de opgave"
    assert "Er is materiaal voor Eerste dag, dinsdag 13 april 2027.\n\n- Lezen\n" in text.text
    assert f"https://leren.example/mijn/inschrijvingen/{room.registrations[0].public_id}" in text.text


def test_number_of_queries_does_not_grow_with_editions(room: Room) -> None:
    others: list[Edition] = [an_edition(room.session, room.edition.programme) for _ in range(3)]
    for edition in (room.edition, *others):
        room.edition = edition
        room.adds()

    assert len(editions_to_announce(room.session, LATER)) == 4
