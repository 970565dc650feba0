"""Pressed twice is once: the second time nothing changes and nobody is told again."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.outbox.models import OutgoingLetter
from portal.registrations import duo, service, substitution
from portal.registrations.models import Registration
from portal.registrations.service import Companion
from portal.registrations.wishes import Wish
from tests.builders import NOW, a_person, a_round, an_edition, registered

DAAN = {"name": "Daan", "email": "daan@veldrijk.example"}
INVOICE = service.Invoice(
    "4500012", "K-7", "Gemeente Veldrijk", "Raadhuisplein 1", "facturen@veldrijk.example"
)


def traces(session: Session, made: Registration) -> tuple[list[str], int]:
    """The lines of history, and how many letters there are."""
    session.flush()
    letters = session.scalar(select(func.count()).select_from(OutgoingLetter))
    return [event.action for event in made.events], letters or 0


def choose(session: Session, made: Registration, **who: Any) -> object:
    participant = made.participants[0]
    choice = participant.choices[0]
    wish = Wish(slot_id=choice.slot_id, first_id=choice.second_id or choice.first_id)
    return service.choose(session, participant_id=participant.id, wishes=[wish], **who)


@pytest.mark.parametrize(
    ("press", "companion"),
    [
        (choose, None),
        (lambda s, _made, **who: service.change_invoice(s, invoice=INVOICE, **who), None),
        (lambda s, _made, **who: duo.choose_companion(s, **DAAN, **who), None),
        (lambda s, _made, **who: duo.split(s, **who), Companion(**DAAN)),
        (
            lambda s, made, **who: substitution.ask_substitute(
                s, participant_id=made.participants[0].id, **DAAN, **who
            ),
            None,
        ),
    ],
    ids=["choices", "invoice", "companion", "alone", "substitute"],
)
def test_pressing_twice_changes_nothing(session: Session, press: Any, companion: Companion | None) -> None:
    edition = an_edition(session, seats=3, companion_allowed=True, substitution_allowed=True)
    slot = a_round(session, edition, 3, 3)
    first, second = slot.breakouts
    wishes = (Wish(slot_id=slot.id, first_id=first.id, second_id=second.id),)
    made = registered(session, edition, a_person(session), companion=companion, wishes=wishes)
    before, who = traces(session, made), {"registration_id": made.id, "actor_id": made.person_id, "now": NOW}

    press(session, made, **who)
    once = traces(session, made)
    press(session, made, **who)

    assert before != once == traces(session, made)
