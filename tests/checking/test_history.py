"""The order of the waitlist and the lines of history."""

import json
from typing import Any

from sqlalchemy import text

from portal.registrations import desk, steering
from portal.registrations.models import Registration
from tests.builders import NOW
from tests.checking.support import EDITION, World


def last_event(world: World, registration: Registration, **changed: Any) -> None:
    """Changes the newest line of history of this registration."""
    columns = ", ".join(f"{name} = :{name}" for name in changed)
    world.plant(
        f"UPDATE registration_events SET {columns} WHERE id = "
        "(SELECT max(id) FROM registration_events WHERE registration_id = :id)",
        id=registration.id,
        **changed,
    )


def test_hole_in_the_order_of_requests(world: World) -> None:
    world.plant("UPDATE registrations SET queue_number = 9 WHERE id = :id", id=world.last.id)
    world.plant("UPDATE claims SET queue_number = 9 WHERE registration_id = :id", id=world.last.id)

    assert world.faults() == [
        (
            f"{EDITION}: de nummers in de rij zijn niet 1 tot en met 5: "
            "het laagste is 1, het hoogste 9 en er zijn 5 verschillende."
        )
    ]


def test_two_with_the_same_number(world: World) -> None:
    world.session.commit()
    raw = world.session.connection()
    raw.execute(text("COMMIT"))  # the schema is changed outside a transaction
    for statement in (
        "PRAGMA foreign_keys = OFF",
        "PRAGMA legacy_alter_table = ON",
        "ALTER TABLE registrations RENAME TO strict_registrations",
        "CREATE TABLE registrations AS SELECT * FROM strict_registrations",
    ):
        raw.execute(text(statement))
    raw.execute(text("BEGIN"))
    world.plant("UPDATE registrations SET queue_number = 4 WHERE id = :id", id=world.last.id)
    world.plant("UPDATE claims SET queue_number = 4 WHERE registration_id = :id", id=world.last.id)

    assert world.faults() == [
        (
            f"{EDITION}: de nummers in de rij zijn niet 1 tot en met 5: "
            "het laagste is 1, het hoogste 4 en er zijn 4 verschillende."
        )
    ]


def test_next_number_was_given_already(world: World) -> None:
    world.plant("UPDATE editions SET next_queue_number = 5")

    assert world.faults() == [f"{EDITION}: het volgende nummer in de rij is 5, bij 5 inschrijvingen."]


def test_registration_without_history(world: World) -> None:
    world.plant("DELETE FROM registration_events WHERE registration_id = :id", id=world.last.id)

    assert world.faults() == [f"{world.last.reference} ({EDITION}): er is geen geschiedenis."]


def test_history_ends_in_another_state(world: World) -> None:
    world.plant(
        "DELETE FROM registration_events WHERE registration_id = :id AND action = 'offered'",
        id=world.offered.id,
    )
    world.plant(
        "UPDATE registration_events SET from_state = 'waitlisted', to_state = 'waitlisted' "
        "WHERE registration_id = :id AND from_state = 'offered'",
        id=world.offered.id,
    )

    assert world.faults() == [
        (
            f"{world.offered.reference} ({EDITION}): volgens de geschiedenis ‘Wachtlijst’, "
            "maar de inschrijving zegt ‘Plek aangeboden’."
        )
    ]


def test_history_that_does_not_begin_at_the_start(world: World) -> None:
    last_event(world, world.last, from_state="requested")

    assert world.faults() == [
        f"{world.last.reference} ({EDITION}): de geschiedenis springt van ‘Nieuw’ naar ‘Aangevraagd’."
    ]


def test_step_that_the_table_does_not_know(world: World) -> None:
    last_event(world, world.last, to_state="lapsed")

    assert world.faults() == [
        (
            f"{world.last.reference} ({EDITION}): van ‘Nieuw’ naar ‘Aanbod verlopen’ kan niet, "
            "maar het is gebeurd."
        ),
        (
            f"{world.last.reference} ({EDITION}): volgens de geschiedenis ‘Aanbod verlopen’, "
            "maar de inschrijving zegt ‘Wachtlijst’."
        ),
    ]


def test_seat_before_one_who_waited_longer(world: World) -> None:
    steering.set_capacity(
        world.session, edition_id=world.edition.id, actor_id=world.bram.id, capacity=5, now=NOW
    )
    numbers = {world.waiting.id: 5, world.last.id: 4}
    for step in (100, 0):
        for id_, number in numbers.items():
            world.plant("UPDATE registrations SET queue_number = :n WHERE id = :id", n=number + step, id=id_)
            world.plant("UPDATE claims SET queue_number = :n WHERE registration_id = :id", n=number, id=id_)

    assert world.faults() == [
        (
            f"{world.waiting.reference} ({EDITION}) kreeg plek terwijl {world.last.reference} "
            "eerder in de rij stond, zonder dat daar een reden bij staat."
        )
    ]


def test_overtaking_by_hand_has_its_reason(world: World) -> None:
    desk.admit(
        world.session,
        edition_id=world.edition.id,
        actor_id=world.bram.id,
        name="Hanna",
        email="hanna@veldrijk.example",
        why="Spreker",
        now=NOW,
        form_key="hanna",
    )
    hanna = world.session.scalars(text("SELECT reference FROM registrations WHERE form_key = 'hanna'")).one()

    assert world.faults() == []

    world.plant("UPDATE registration_events SET why = '' WHERE action = 'admitted'")

    assert world.faults() == [
        f"{hanna} ({EDITION}) kreeg plek terwijl {other.reference} eerder in de rij stond, "
        "zonder dat daar een reden bij staat."
        for other in (world.waiting, world.last)
    ]


def test_unknown_reason_explains_nothing(world: World) -> None:
    desk.skip(
        world.session, registration_id=world.waiting.id, actor_id=world.bram.id, why="Vroeg erom", now=NOW
    )
    steering.set_capacity(
        world.session, edition_id=world.edition.id, actor_id=world.bram.id, capacity=5, now=NOW
    )
    assert world.faults() == []

    world.plant(
        "UPDATE registration_events SET details = :details "
        "WHERE registration_id = :id AND action = 'offered'",
        details=json.dumps({"overtook": [[world.waiting.id, "zomaar"]]}),
        id=world.last.id,
    )

    assert world.faults() == [
        (
            f"{world.last.reference} ({EDITION}) kreeg plek terwijl {world.waiting.reference} "
            "eerder in de rij stond, zonder dat daar een reden bij staat."
        )
    ]
