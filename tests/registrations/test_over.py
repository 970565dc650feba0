"""An edition that has been is only to read."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.errors import Refused
from portal.registrations import duo, service
from portal.registrations.models import Registration
from portal.registrations.reasons import Reason
from portal.registrations.service import Companion
from portal.registrations.wishes import Wish
from tests.builders import NOW, a_person, a_round, an_edition, registered

AFTER = NOW + timedelta(days=120)
Verb = Callable[[Session, Registration], object]


def choose(session: Session, made: Registration) -> object:
    first, choice = made.participants[0], made.participants[0].choices[0]
    return service.choose(
        session,
        registration_id=made.id,
        participant_id=first.id,
        wishes=[Wish(slot_id=choice.slot_id, first_id=choice.second_id)],
        actor_id=made.person_id,
        now=AFTER,
    )


def go_alone(session: Session, made: Registration) -> object:
    return duo.split(session, registration_id=made.id, actor_id=made.person_id, now=AFTER)


def choose_companion(session: Session, made: Registration) -> object:
    return duo.choose_companion(
        session,
        registration_id=made.id,
        actor_id=made.person_id,
        name="Esra",
        email="esra@veldrijk.example",
        now=AFTER,
    )


def confirm(session: Session, made: Registration) -> object:
    companion = made.participants[1]
    return duo.confirm_companion(
        session, participant_id=companion.id, person_id=companion.person_id, now=AFTER
    )


def leave(session: Session, made: Registration) -> object:
    return service.withdraw(session, registration_id=made.id, actor_id=made.person_id, now=AFTER)


@pytest.mark.parametrize("verb", [choose, go_alone, choose_companion, confirm, leave])
def test_edition_that_has_been_is_only_to_read(session: Session, verb: Verb) -> None:
    edition = an_edition(session, companion_allowed=True)
    slot = a_round(session, edition, 5, 5)
    one, other = (breakout.id for breakout in slot.breakouts)
    made = registered(
        session,
        edition,
        a_person(session),
        companion=Companion("Daan", "daan@veldrijk.example"),
        wishes=(Wish(slot_id=slot.id, first_id=one, second_id=other),),
    )
    with pytest.raises(Refused) as refusal:
        verb(session, made)
    assert refusal.value.reason is Reason.FINISHED


def test_round_that_has_begun_keeps_its_choices(session: Session) -> None:
    edition = an_edition(session)
    early, late = a_round(session, edition, 5, 5), a_round(session, edition, 5, 5, number=3)
    made = registered(session, edition, a_person(session))
    person = {
        "registration_id": made.id,
        "participant_id": made.participants[0].id,
        "actor_id": made.person_id,
    }
    chosen = [Wish(slot_id=slot.id, first_id=slot.breakouts[0].id) for slot in (late, early)]
    service.choose(session, **person, wishes=chosen[:1], now=early.starts_at)
    with pytest.raises(Refused) as refusal:
        service.choose(session, **person, wishes=chosen[1:], now=early.starts_at)
    assert refusal.value.reason == Reason.CHOICE_BEGUN
    assert [claim.breakout_id for claim in made.claims if claim.slot_id] == [late.breakouts[0].id]
