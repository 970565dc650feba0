"""Many rows at once, and how many questions a page asks the database."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event, insert
from sqlalchemy.orm import Session

from portal.outbox.models import LetterState, OutgoingLetter
from portal.people.models import Person
from portal.programmes import kept
from portal.programmes.models import Edition
from portal.registrations import sheets
from portal.registrations.models import (
    Claim,
    Participant,
    ParticipantRole,
    PoolKind,
    Registration,
    RegistrationEvent,
)
from portal.registrations.states import ClaimState, ParticipantState, RegistrationState
from tests.builders import NOW


def forget() -> None:
    """No page may lean on what an earlier one kept."""
    kept.forget()
    sheets.forget()


@contextmanager
def queries(engine: Engine) -> Iterator[list[str]]:
    """The statements that run inside the block."""
    seen: list[str] = []

    def note(_c: object, _u: object, statement: str, _p: object, _x: object, _m: bool) -> None:
        if not statement.startswith(("BEGIN", "ROLLBACK", "COMMIT")):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def a_crowd(session: Session, edition: Edition, number: int, state: RegistrationState) -> None:
    """So many registrations in this state, written straight into the tables."""
    start = edition.next_queue_number
    rows = range(start, start + number)
    mark = secrets.token_hex(4)

    def ids(model: type[Registration] | type[Person]) -> int:
        return (session.query(model).order_by(model.id.desc()).first() or model(id=0)).id

    people, registrations = ids(Person), ids(Registration)
    claim = {"confirmed": ClaimState.CONFIRMED, "waitlisted": ClaimState.WAITING}.get(
        state.value, ClaimState.RELEASED
    )
    session.execute(
        insert(Person),
        [
            {
                "id": people + n,
                "public_id": f"p{mark}{n}",
                "email": f"mens{n}.{mark}@veldrijk.example",
                "name": f"Mens {n:03}",
                "created_at": NOW,
            }
            for n in rows
        ],
    )
    session.execute(
        insert(Registration),
        [
            {
                "id": registrations + n,
                "public_id": f"r{mark}{n}",
                "reference": f"{mark}{n}"[-12:],
                "form_key": f"k{mark}{n}",
                "edition_id": edition.id,
                "person_id": people + n,
                "state": state,
                "queue_number": n,
                "requested_at": NOW,
                "price": {"total": 150_000, "heads": [150_000], "vat_basis": "excl"},
            }
            for n in rows
        ],
    )
    session.execute(
        insert(Participant),
        [
            {
                "public_id": f"q{mark}{n}",
                "registration_id": registrations + n,
                "edition_id": edition.id,
                "person_id": people + n,
                "role": ParticipantRole.FIRST,
                "state": ParticipantState.CONFIRMED,
            }
            for n in rows
        ],
    )
    session.execute(
        insert(Claim),
        [
            {
                "pool_id": edition.pool_id,
                "kind": PoolKind.EDITION,
                "registration_id": registrations + n,
                "seats": 1,
                "state": claim,
                "queue_number": n,
                "since": NOW,
            }
            for n in rows
        ],
    )
    session.execute(
        insert(RegistrationEvent),
        [
            {
                "registration_id": registrations + n,
                "at": NOW,
                "action": "confirmed",
                "from_state": "new",
                "to_state": state.value,
            }
            for n in rows
        ],
    )
    edition.next_queue_number = start + number
    edition.touch()
    session.flush()


def many_letters(session: Session, edition: Edition, number: int) -> None:
    """So many letters about the edition that were sent."""
    session.execute(
        insert(OutgoingLetter),
        [
            {
                "public_id": secrets.token_urlsafe(16),
                "occasion": secrets.token_urlsafe(16),
                "kind": "registration_confirmed",
                "to_address": f"mens{n}@veldrijk.example",
                "edition_id": edition.id,
                "state": LetterState.SENT,
                "created_at": NOW,
                "due_at": NOW,
                "subject": f"Ingeschreven {n}",
            }
            for n in range(number)
        ],
    )
