"""Claims that do not fit the state of their registration."""

from collections.abc import Callable

import pytest

from portal.registrations.models import Registration
from tests.checking.support import EDITION, World

STATE = "UPDATE registrations SET state = :state, offer_deadline = :until WHERE id = :id"
EVENT = (
    "UPDATE registration_events SET to_state = :state WHERE id = "
    "(SELECT max(id) FROM registration_events WHERE registration_id = :id)"
)
SEAT = "UPDATE claims SET {} WHERE registration_id = :id AND kind = 'edition'"
PART = "UPDATE claims SET {} WHERE registration_id = :id AND kind = 'breakout'"
SOON = "2027-01-15 16:00:00.000000"

Pick = Callable[[World], Registration]
CASES: dict[str, tuple[Pick, list[str], str]] = {
    "confirmed without a seat": (
        lambda w: w.alone,
        [SEAT.format("state = 'waiting'")],
        "bevestigd, maar zonder precies één bevestigde plek in de editie.",
    ),
    "confirmed with an offered breakout": (
        lambda w: w.alone,
        [PART.format(f"state = 'offered', deadline = '{SOON}'")],
        "is bevestigd, maar een deelsessie is nog een aanbod.",
    ),
    "offer without a seat": (
        lambda w: w.offered,
        [SEAT.format("state = 'waiting', deadline = NULL")],
        "heeft een aanbod, maar daarvoor is niet precies één keer plek.",
    ),
    "offer with a confirmed choice": (
        lambda w: w.offered,
        [PART.format("state = 'confirmed', deadline = NULL")],
        "heeft een aanbod, maar een keuze is al bevestigd.",
    ),
    "offer whose seat ends at another moment": (
        lambda w: w.offered,
        [SEAT.format(f"deadline = '{SOON[:9]}4{SOON[10:]}'")],
        "de plek en het aanbod hebben niet dezelfde termijn.",
    ),
    "seat held without a term": (
        lambda w: w.offered,
        [PART.format("deadline = NULL")],
        "een plek die vastgehouden wordt, heeft geen termijn.",
    ),
    "confirmed seat with a term": (
        lambda w: w.alone,
        [SEAT.format(f"deadline = '{SOON}'")],
        "een plek heeft een termijn, maar wordt niet vastgehouden.",
    ),
    "waits without asking a seat": (
        lambda w: w.last,
        [SEAT.format("state = 'released'")],
        "staat op de wachtlijst, maar wacht niet precies één keer op plek.",
    ),
    "duo with one seat": (
        lambda w: w.duo,
        [SEAT.format("seats = 1")],
        "is voor 2, maar vraagt 1 plekken.",
    ),
    "seat with another number": (
        lambda w: w.alone,
        [SEAT.format("queue_number = 99")],
        "een plek heeft een ander nummer in de rij dan de inschrijving.",
    ),
}


@pytest.mark.parametrize("case", CASES, ids=lambda name: name.replace(" ", "-"))
def test_planted_claim_is_named_in_one_sentence(world: World, case: str) -> None:
    pick, statements, sentence = CASES[case]
    registration = pick(world)
    for statement in statements:
        world.plant(statement, id=registration.id)

    faults = [fault for fault in world.faults() if "plek vrij" not in fault]

    assert faults == [f"{registration.reference} ({EDITION}): {sentence}"]


def add_claim(world: World, registration: Registration, **changed: object) -> None:
    """A copy of the registration's claim on the edition, with these differences."""
    columns = [
        "pool_id",
        "kind",
        "registration_id",
        "participant_id",
        "seats",
        "state",
        "queue_number",
        "since",
        "deadline",
        "module_id",
        "group_id",
        "breakout_id",
        "slot_id",
    ]
    chosen = ", ".join(f":{name}" if name in changed else name for name in columns)
    world.plant(
        f"INSERT INTO claims ({', '.join(columns)}) SELECT {chosen} FROM claims "
        "WHERE registration_id = :id AND kind = 'edition' LIMIT 1",
        id=registration.id,
        **changed,
    )


def test_seat_held_for_someone_who_does_not_wait(world: World) -> None:
    world.plant("UPDATE seat_pools SET capacity = 9 WHERE id = :id", id=world.edition.pool_id)
    world.plant("UPDATE registrations SET passed_reason = 'skip:x' WHERE state = 'waitlisted'")
    add_claim(world, world.alone, state="held", seats=1, deadline=SOON)

    assert world.faults() == [
        f"{world.alone.reference} ({EDITION}): er wordt plek vastgehouden, maar de inschrijving wacht niet."
    ]


def test_someone_who_waits_has_a_breakout_already(world: World) -> None:
    breakout = world.round.breakouts[1]
    add_claim(
        world,
        world.waiting,
        kind="breakout",
        state="confirmed",
        pool_id=breakout.pool_id,
        breakout_id=breakout.id,
        slot_id=world.round.id,
        participant_id=world.waiting.participants[0].id,
    )

    assert world.faults() == [
        f"{world.waiting.reference} ({EDITION}): wacht nog, maar heeft al een plek of plaats bij een keuze.",
        f"{world.waiting.reference} ({EDITION}): er is een plek voor iets wat niemand koos.",
    ]


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("requested", "is nog een aanvraag, maar houdt al plek bezet."),
        ("withdrawn", "is voorbij, maar houdt nog plek of een plaats op een wachtlijst."),
    ],
)
def test_seat_of_one_who_should_have_none(world: World, state: str, sentence: str) -> None:
    world.plant(STATE, state=state, until=None, id=world.last.id)
    world.plant(EVENT, state=state, id=world.last.id)
    if state == "withdrawn":
        world.plant("UPDATE participants SET state = 'left' WHERE registration_id = :id", id=world.last.id)
    name = f"{world.last.reference} ({EDITION})"

    faults = [fault for fault in world.faults() if "kan niet, maar" not in fault]

    assert faults == [f"{name}: {sentence}"]


def test_registration_that_was_never_finished(world: World) -> None:
    world.plant(STATE, state="new", until=None, id=world.last.id)

    assert world.faults() == [
        f"{world.last.reference} ({EDITION}): de inschrijving is nooit afgemaakt.",
        (
            f"{world.last.reference} ({EDITION}): volgens de geschiedenis ‘Wachtlijst’, "
            "maar de inschrijving zegt ‘Nieuw’."
        ),
    ]


def test_offer_without_a_term(world: World) -> None:
    world.plant("PRAGMA ignore_check_constraints = ON")
    world.plant(STATE, state="offered", until=None, id=world.offered.id)

    assert world.faults() == [
        (
            f"{world.offered.reference} ({EDITION}): heeft een aanbod zonder termijn, "
            "of een termijn zonder aanbod."
        ),
        *[f"{world.offered.reference} ({EDITION}): de plek en het aanbod hebben niet dezelfde termijn."] * 3,
    ]


def test_registration_for_an_edition_that_is_off(world: World) -> None:
    world.plant("UPDATE editions SET publication = 'cancelled'")

    assert world.faults() == [
        f"{r.reference} ({EDITION}): de editie gaat niet door, maar de inschrijving loopt nog."
        for r in (world.duo, world.alone, world.offered, world.waiting, world.last)
    ]
