"""A seat is free while somebody waits for it."""

from datetime import date, timedelta

from portal.eligibility.facts import RuleKind
from portal.people.facts import PositionKind
from portal.registrations.wishes import Wish
from tests.builders import a_person, a_round, registered
from tests.checking.support import EDITION, World, automatic

FREE = "UPDATE seat_pools SET capacity = :seats WHERE id = :id"


def test_free_seat_of_the_edition_while_one_waits(world: World) -> None:
    world.plant(FREE, seats=5, id=world.edition.pool_id)

    assert world.faults() == [
        f"{EDITION}: er is plek vrij, maar {world.waiting.reference} wacht nog, als eerste die past."
    ]


def test_unlimited_edition_while_one_waits(world: World) -> None:
    world.plant(FREE, seats=None, id=world.edition.pool_id)

    assert world.faults() == [
        f"{EDITION}: er is plek vrij, maar {world.waiting.reference} wacht nog, als eerste die past."
    ]


def test_passed_over_person_is_not_the_first(world: World) -> None:
    world.plant(FREE, seats=5, id=world.edition.pool_id)
    world.plant("UPDATE registrations SET passed_reason = 'skip:x' WHERE id = :id", id=world.waiting.id)

    assert world.faults() == [
        f"{EDITION}: er is plek vrij, maar {world.last.reference} wacht nog, als eerste die past."
    ]


def test_shut_edition_has_no_free_seat(world: World) -> None:
    world.plant(
        "UPDATE seat_pools SET capacity = 5, shut = :yes WHERE id = :id", yes=True, id=world.edition.pool_id
    )

    assert world.faults() == []


def test_less_than_a_day_before_the_start_no_offer_is_due(world: World) -> None:
    world.plant(FREE, seats=5, id=world.edition.pool_id)
    world.plant(
        "UPDATE meetings SET starts_at = :soon, day = '2027-01-13'", soon="2027-01-13 08:00:00.000000"
    )
    world.edition.touch()

    assert world.faults() == []


def test_seats_set_aside_until_yesterday_are_a_note(world: World) -> None:
    session = world.session
    group = {"positions": [PositionKind.WETHOUDER.value], "seats": 1, "until": "2027-01-13"}
    edition = automatic(session, seats=2, rules=[(RuleKind.SET_ASIDE, group)], first_day=date(2027, 5, 11))
    registered(session, edition, a_person(session, "Ilse"))
    waiting = registered(session, edition, a_person(session, "Jos"))

    assert (waiting.state, world.faults(), world.notes()) == ("waitlisted", [], [])
    assert (
        f"Leren van elkaar, Voorjaar 2027: er is plek vrij, maar {waiting.reference} wacht nog, "
        "als eerste die past." in world.notes(later=timedelta(days=2))
    )


def test_free_breakout_while_a_participant_waits(world: World) -> None:
    session = world.session
    edition = automatic(session, seats=5)
    slot = a_round(session, edition, 1)
    wish = Wish(slot_id=slot.id, first_id=slot.breakouts[0].id)
    for name in ("Ilse", "Jos"):
        registered(session, edition, a_person(session, name), wishes=(wish,))
    assert world.faults() == []

    world.plant(FREE, seats=2, id=slot.breakouts[0].pool_id)

    assert world.faults() == [
        "Deelsessie 1.1 (Leren van elkaar, Voorjaar 2027): er is plek vrij, terwijl er iemand op wacht."
    ]


def test_free_elective_while_a_participant_waits(world: World) -> None:
    world.plant(
        "UPDATE claims SET state = 'waiting', deadline = NULL "
        "WHERE registration_id = :id AND kind = 'module'",
        id=world.offered.id,
    )

    assert world.faults() == [f"Keuze 1 ({EDITION}): er is plek vrij, terwijl er iemand op wacht."]
    assert world.notes() == []
