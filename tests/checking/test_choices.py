"""Breakouts and electives: how many, and whose."""

import pytest

from portal.registrations.models import Registration
from tests.checking.support import EDITION, World
from tests.checking.test_claims import add_claim


def not_chosen(registration: Registration) -> str:
    return f"{registration.reference} ({EDITION}): er is een plek voor iets wat niemand koos."


def test_two_breakouts_in_one_round(world: World) -> None:
    world.plant("DROP INDEX uq_claims_breakout_per_round")
    breakout, carla = world.round.breakouts[1], world.alone.participants[0]
    add_claim(
        world,
        world.alone,
        kind="breakout",
        pool_id=breakout.pool_id,
        breakout_id=breakout.id,
        slot_id=world.round.id,
        participant_id=carla.id,
    )

    assert world.faults() == [
        f"{world.alone.reference}: Carla heeft 2 deelsessies in de ronde ‘Ronde 1’.",
        not_chosen(world.alone),
    ]


@pytest.mark.parametrize("same", [False, True])
def test_more_electives_than_the_group_allows(world: World, same: bool) -> None:
    module, carla = world.edition.modules[0 if same else 1], world.alone.participants[0]
    add_claim(
        world,
        world.alone,
        kind="module",
        pool_id=module.pool_id,
        module_id=module.id,
        group_id=world.group.id,
        participant_id=carla.id,
    )
    too_many = f"{world.alone.reference}: Carla heeft 2 keuzemodules in ‘Keuzemodule’, terwijl er 1 mag."
    twice = f"{world.alone.reference}: Carla heeft de keuzemodule ‘Keuze 1’ 2 keer."

    assert world.faults() == [too_many, twice if same else not_chosen(world.alone)]


def test_seat_that_stays_when_the_choice_is_gone(world: World) -> None:
    world.plant(
        "UPDATE choices SET first_id = NULL WHERE slot_id IS NOT NULL AND participant_id = :id",
        id=world.alone.participants[0].id,
    )

    assert world.faults() == [not_chosen(world.alone)]


@pytest.mark.parametrize("kind", ["edition", "module", "breakout"])
def test_seat_in_a_pool_of_something_else(world: World, kind: str) -> None:
    world.plant(
        "INSERT INTO seat_pools (id, capacity, shut, overbooked) VALUES (900, NULL, :no, 0)", no=False
    )
    world.plant(
        "UPDATE claims SET pool_id = 900 WHERE registration_id = :id AND kind = :kind",
        id=world.alone.id,
        kind=kind,
    )
    faults = [fault for fault in world.faults() if "plek vrij" not in fault]

    assert faults == [
        f"{world.alone.reference} ({EDITION}): een plek hoort niet bij deze editie of bij deze keuze."
    ]


def test_choice_of_someone_who_left(world: World) -> None:
    world.plant("UPDATE participants SET state = 'left' WHERE id = :id", id=world.duo.participants[1].id)
    world.plant("UPDATE registrations SET party = 1 WHERE id = :id", id=world.duo.id)
    world.plant(
        "UPDATE claims SET seats = 1 WHERE registration_id = :id AND kind = 'edition'", id=world.duo.id
    )
    world.plant("UPDATE seat_pools SET capacity = 3 WHERE id = :id", id=world.edition.pool_id)

    assert (
        world.faults()
        == [f"{world.duo.reference} ({EDITION}): een keuze staat op naam van iemand die niet meedoet."] * 2
    )


def test_seats_in_a_cancelled_breakout(world: World) -> None:
    world.plant(
        "UPDATE breakouts SET cancelled_at = '2027-01-12 09:00:00.000000' WHERE id = :id",
        id=world.round.breakouts[0].id,
    )

    assert world.faults() == [
        f"{r.reference} ({EDITION}): er is plek bezet in ‘Deelsessie 1.1’, maar die deelsessie vervalt."
        for r in (world.duo, world.duo, world.alone, world.offered)
    ]


def test_seats_in_an_elective_that_is_off(world: World) -> None:
    world.plant(
        "UPDATE meetings SET module_id = :id, cancelled_at = '2027-01-12 09:00:00.000000'",
        id=world.edition.modules[0].id,
    )

    assert world.faults() == [
        f"{r.reference} ({EDITION}): er is plek bezet in ‘Keuze 1’, maar die keuzemodule vervalt."
        for r in (world.duo, world.duo, world.alone, world.offered)
    ]


def test_seat_of_a_breakout_that_passed_somebody_over(world: World) -> None:
    world.plant(
        "UPDATE claims SET state = 'waiting' WHERE kind = 'breakout' AND registration_id = :id",
        id=world.alone.id,
    )
    world.plant("UPDATE seat_pools SET capacity = 3 WHERE id = :id", id=world.round.breakouts[0].pool_id)

    assert world.faults() == [
        f"{world.alone.reference} ({EDITION}): wacht op een keuze waar iemand later wel een plek kreeg."
    ]
