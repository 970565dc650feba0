"""Who is in which registration, and how often."""

from portal.registrations import service
from tests.builders import NOW
from tests.checking.support import EDITION, World, automatic


def test_person_takes_part_twice(world: World) -> None:
    world.plant("DROP INDEX uq_participants_once_per_edition")
    world.plant(
        "UPDATE participants SET person_id = :person WHERE registration_id = :id",
        person=world.alone.person_id,
        id=world.last.id,
    )
    world.plant(
        "UPDATE registrations SET person_id = :p WHERE id = :id", p=world.alone.person_id, id=world.last.id
    )

    assert world.faults() == [f"Carla doet 2 keer mee aan {EDITION}."]


def test_participant_of_another_edition(world: World) -> None:
    other = automatic(world.session)
    world.plant(
        "UPDATE participants SET edition_id = :other WHERE registration_id = :id",
        other=other.id,
        id=world.last.id,
    )

    assert world.faults() == [
        f"{world.last.reference} ({EDITION}): Gijs staat bij een andere editie dan de inschrijving."
    ]


def test_two_first_people(world: World) -> None:
    world.plant("UPDATE participants SET role = 'first' WHERE registration_id = :id", id=world.duo.id)

    assert world.faults() == [
        f"{world.duo.reference} ({EDITION}): er is niet precies één eerste persoon.",
        f"{world.duo.reference} ({EDITION}): de inschrijving staat niet op naam van de eerste persoon.",
    ]


def test_companion_gone_but_party_still_two(world: World) -> None:
    world.plant(
        "UPDATE participants SET state = 'left' WHERE registration_id = :id AND role = 'companion'",
        id=world.duo.id,
    )
    world.plant("DELETE FROM claims WHERE participant_id = :id", id=world.duo.participants[1].id)

    assert world.faults() == [
        f"{world.duo.reference} ({EDITION}): de inschrijving is voor 2, maar er doen 1 mee."
    ]


def test_registration_on_the_wrong_name(world: World) -> None:
    world.plant(
        "UPDATE registrations SET person_id = :person WHERE id = :id",
        person=world.bram.id,
        id=world.alone.id,
    )

    assert world.faults() == [
        f"{world.alone.reference} ({EDITION}): de inschrijving staat niet op naam van de eerste persoon."
    ]


def test_invited_companion_without_a_term(world: World) -> None:
    world.plant(
        "UPDATE participants SET state = 'invited', confirm_by = NULL WHERE id = :id",
        id=world.duo.participants[1].id,
    )

    assert world.faults() == [
        f"{world.duo.reference} ({EDITION}): Daan moet nog bevestigen, maar zonder termijn."
    ]


def test_ended_registration_with_people_inside(world: World) -> None:
    service.withdraw(world.session, registration_id=world.last.id, actor_id=world.last.person_id, now=NOW)
    world.plant("UPDATE participants SET state = 'confirmed' WHERE registration_id = :id", id=world.last.id)

    assert world.faults() == [
        f"{world.last.reference} ({EDITION}): de inschrijving is voorbij, maar er doen nog 1 mee."
    ]
