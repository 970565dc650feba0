"""What becomes of choices when the day they are for is called off, and held after all."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.checking.run import violations
from portal.programmes import meetings
from portal.programmes.models import Edition
from portal.registrations import steering
from portal.registrations.models import Registration
from portal.registrations.overview import overview
from portal.registrations.service import withdraw
from portal.registrations.states import ClaimState, RegistrationState
from portal.registrations.wishes import Wish
from tests.builders import NOW, a_person, a_round, an_edition, registered
from tests.programmes.scheduling import a_meeting, bram, edits


def with_a_choice(session: Session) -> tuple[Edition, Registration]:
    """An edition of two days; Aisha has a seat in a breakout of the first one."""
    edition = an_edition(session)
    slot = a_round(session, edition, 1, 1)
    a_meeting(session, edition)
    wish = Wish(slot_id=slot.id, first_id=slot.breakouts[0].id)
    return edition, registered(session, edition, a_person(session), wishes=(wish,))


def call_off(session: Session, edition: Edition) -> None:
    """The first day does not happen."""
    ids = [edition.meetings[0].id]
    meetings.cancel_meetings(edits(session, edition), meeting_ids=ids, why="Ziekte")


def test_choice_waits_for_the_day_to_come_back(session: Session) -> None:
    edition, registration = with_a_choice(session)
    call_off(session, edition)
    assert violations(session, now=NOW) == []

    meetings.restore_meeting(edits(session, edition), meeting_id=edition.meetings[0].id)

    assert [c.state for c in registration.claims if c.breakout_id] == [ClaimState.CONFIRMED]
    assert violations(session, now=NOW) == []


def test_who_leaves_meanwhile_gives_the_choice_back(session: Session) -> None:
    edition, registration = with_a_choice(session)
    call_off(session, edition)

    withdraw(session, registration_id=registration.id, actor_id=registration.person_id, now=NOW)

    assert registration.state == RegistrationState.WITHDRAWN
    assert {c.state for c in registration.claims} == {ClaimState.RELEASED}
    assert violations(session, now=NOW) == []


def test_newcomer_has_nothing_to_choose_on_a_day_that_is_off(session: Session) -> None:
    edition, _registration = with_a_choice(session)
    call_off(session, edition)
    late = registered(session, edition, a_person(session, "Bas"))
    assert (late.state, late.participants[0].choices) == (RegistrationState.CONFIRMED, [])
    assert violations(session, now=NOW) == []


def test_nobody_is_asked_to_choose_on_a_day_that_is_off_or_began(session: Session) -> None:
    edition, registration = with_a_choice(session)
    slot = edition.meetings[0].slots[0]
    chosen, bram_id = slot.breakouts[0].id, bram(session).id
    steering.cancel_breakout(session, breakout_id=chosen, actor_id=bram_id, now=NOW)

    def asked(now: datetime = NOW) -> list[tuple[int, str]]:
        return overview(session, person_id=registration.person_id, now=now).ask_again

    assert (asked(), asked(slot.starts_at)) == ([(registration.id, "cancelled")], [])
    call_off(session, edition)
    assert asked() == []
