"""A database that only services wrote in is in order."""

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.people import tokens
from portal.registrations import desk, offers, service, steering
from tests.builders import KEY, NOW
from tests.checking.support import World, a_world


def walk(world: World) -> None:
    """An offer is passed, someone leaves, one comes in by hand, one is skipped, seats come and go."""
    session, bram = world.session, world.bram.id
    offers.decline_offer(
        session, registration_id=world.offered.id, actor_id=world.offered.person_id, stay=True, now=NOW
    )
    service.withdraw(session, registration_id=world.alone.id, actor_id=world.alone.person_id, now=NOW)
    desk.admit(
        session,
        edition_id=world.edition.id,
        actor_id=bram,
        name="Hanna",
        email="hanna@veldrijk.example",
        why="Spreker",
        now=NOW,
        form_key="hanna",
    )
    steering.set_capacity(session, edition_id=world.edition.id, actor_id=bram, capacity=1, now=NOW)


def test_untouched_world_has_no_faults_or_notes(world: World) -> None:
    assert (world.faults(), world.notes()) == ([], [])


def test_decisions_of_an_organiser_are_no_faults(world: World) -> None:
    walk(world)

    assert (world.faults(), world.notes()) == ([], [])


@pytest.mark.postgres
def test_postgresql_answers_the_same_questions(fresh_postgres_url: str) -> None:
    tokens.configure(KEY)
    engine = create_engine(fresh_postgres_url.replace("postgresql://", "postgresql+psycopg://"))
    with Session(engine, expire_on_commit=False) as session:
        world = a_world(session)
        walk(world)
        assert (world.faults(), world.notes()) == ([], [])
        world.plant(
            "UPDATE claims SET seats = 9 WHERE registration_id = :id AND kind = 'edition'", id=world.duo.id
        )
        assert world.faults() != []
    engine.dispose()
