"""Decisions and letters of those who have a seat, and what a job has yet to do."""

from datetime import timedelta

from portal.registrations import desk
from portal.texts import format_moment
from tests.builders import NOW
from tests.checking.support import EDITION, World

DAY = timedelta(days=1)


def test_confirmed_without_a_decision(world: World) -> None:
    world.plant("DELETE FROM decisions WHERE registration_id = :id", id=world.alone.id)

    assert world.faults() == [
        f"{world.alone.reference} ({EDITION}): bevestigd, maar er is geen besluit bewaard."
    ]


def test_admission_by_hand_needs_no_decision_of_the_rules(world: World) -> None:
    registration = desk.admit(
        world.session,
        edition_id=world.edition.id,
        actor_id=world.bram.id,
        name="Hanna",
        email="hanna@veldrijk.example",
        why="Spreker",
        now=NOW,
        form_key="hanna",
    )
    world.plant("DELETE FROM decisions WHERE registration_id = :id", id=registration.id)

    assert world.faults() == []


def test_companion_with_a_seat_but_without_a_letter(world: World) -> None:
    world.plant(
        "DELETE FROM outgoing_letters WHERE person_id = :person AND kind = 'registration_confirmed'",
        person=world.duo.participants[1].person_id,
    )

    assert world.faults() == [
        f"{world.duo.reference} ({EDITION}): Daan heeft een plek, maar geen bevestiging per mail."
    ]


def test_occasion_with_two_letters(world: World) -> None:
    world.session.commit()
    world.plant("CREATE TABLE loose AS SELECT * FROM outgoing_letters")
    world.plant("UPDATE loose SET occasion = 'twice' WHERE kind LIKE 'companion_%'")
    world.plant("DROP TABLE outgoing_letters")
    world.plant("ALTER TABLE loose RENAME TO outgoing_letters")

    assert world.faults() == ["Voor ‘twice’ zijn er 2 brieven in plaats van één."]


def test_letter_that_nobody_sends_is_a_note(world: World) -> None:
    world.plant(
        "UPDATE outgoing_letters SET state = 'sending', claimed_until = '2027-01-12 07:59:00.000000' "
        "WHERE kind = 'offer'"
    )

    assert world.faults() == []
    assert world.notes() == [
        (
            "Een brief (offer) aan esra@veldrijk.example blijft hangen: niemand verstuurt hem. "
            "Draait de scheduler?"
        )
    ]


def test_letter_claimed_within_the_hour_is_fine(world: World) -> None:
    world.plant("UPDATE outgoing_letters SET state = 'sending', claimed_until = '2027-01-12 08:01:00.000000'")

    assert world.notes() == []


def test_offer_past_its_term_is_a_note(world: World) -> None:
    assert world.notes(later=10 * DAY) == [
        (
            f"{world.offered.reference} ({EDITION}): het aanbod liep tot vrijdag 15 januari 2027, 17.00 uur "
            "en is nog niet beëindigd."
        )
    ]


def test_step_without_a_letter(world: World) -> None:
    step = next(event for event in world.waiting.events if event.to_state == "waitlisted")
    world.plant("DELETE FROM outgoing_letters WHERE registration_id = :id", id=world.waiting.id)

    name, at = f"{world.waiting.reference} ({EDITION})", format_moment(step.at)
    assert world.faults() == [f"{name}: over wat er op {at} gebeurde, is geen mail."]
