"""Seats above capacity, with and without somebody's decision."""

import pytest

from portal.registrations import steering
from tests.builders import NOW
from tests.checking.support import EDITION, World


def test_more_seats_taken_than_there_are(world: World) -> None:
    world.plant("UPDATE seat_pools SET capacity = 3 WHERE id = :id", id=world.edition.pool_id)

    assert world.faults() == [
        f"{EDITION}: er zijn 4 plekken bezet van de 3, en er staan er maar 0 vastgelegd die daarboven mogen."
    ]


def test_full_breakout_with_one_too_many(world: World) -> None:
    world.plant("UPDATE seat_pools SET capacity = 3 WHERE id = :id", id=world.round.breakouts[0].pool_id)

    assert world.faults() == [
        (
            f"Deelsessie 1.1 ({EDITION}): er zijn 4 plekken bezet van de 3, "
            "en er staan er maar 0 vastgelegd die daarboven mogen."
        )
    ]


def test_elective_with_one_too_many(world: World) -> None:
    world.plant("UPDATE seat_pools SET capacity = 3 WHERE id = :id", id=world.edition.modules[0].pool_id)

    assert world.faults() == [
        (
            f"Keuze 1 ({EDITION}): er zijn 4 plekken bezet van de 3, "
            "en er staan er maar 0 vastgelegd die daarboven mogen."
        )
    ]


def test_lower_capacity_by_an_organiser_is_no_fault(world: World) -> None:
    steering.set_capacity(
        world.session, edition_id=world.edition.id, actor_id=world.bram.id, capacity=1, now=NOW
    )

    assert (world.edition.pool.overbooked, world.faults()) == (3, [])


def test_overbooking_that_no_longer_is_one(world: World) -> None:
    world.plant("UPDATE seat_pools SET overbooked = 1 WHERE id = :id", id=world.edition.pool_id)

    assert world.faults() == [
        f"{EDITION}: er staan 1 plekken boven het aantal vastgelegd, maar het zijn er nu 0."
    ]


@pytest.mark.parametrize("part", ["edition", "breakout", "module"])
def test_overbooking_that_nobody_decided(world: World, part: str) -> None:
    pool, place = {
        "edition": (world.edition.pool_id, EDITION),
        "breakout": (world.round.breakouts[0].pool_id, f"Deelsessie 1.1 ({EDITION})"),
        "module": (world.edition.modules[0].pool_id, f"Keuze 1 ({EDITION})"),
    }[part]
    world.plant("UPDATE seat_pools SET capacity = 3, overbooked = 1 WHERE id = :id", id=pool)
    world.plant("DELETE FROM edition_changes")

    assert world.faults() == [
        (
            f"{place}: er staan 1 plekken boven het aantal vastgelegd, "
            "maar geen besluit van een organisator legt dat uit."
        )
    ]
