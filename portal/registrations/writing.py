"""Writes a new registration with all that hangs on it, row by row.

A flush would find out by itself what to write in which order. For these rows, which are always the same,
that takes three times as long as writing them, and everybody who wants a seat waits meanwhile.
"""

from collections.abc import Callable
from contextlib import nullcontext
from functools import cache, partial
from typing import Any, cast

from sqlalchemy import Connection, Insert, Table, inspect
from sqlalchemy.orm import Session, make_transient_to_detached

from portal.database import Base, one_trip
from portal.registrations.models import Choice, Claim, Participant, Registration, RegistrationEvent

Ids = dict[str, list[int]]
"""For each table, enough ids that nothing has yet; without any, the database gives each row its own."""
PARTS: tuple[type[Base], ...] = (Registration, Participant, Choice, Claim, RegistrationEvent)


def write(session: Session, registration: Registration, ids: Ids) -> None:
    """Writes the registration: a new one row by row, a known one by a flush."""
    if not inspect(registration).transient:
        session.flush()
        return
    with one_trip(session) if ids else nullcontext():
        _write(partial(_insert, session.connection(), ids), registration)
    session.add(registration)


def _write(insert: Callable[[Base], None], registration: Registration) -> None:
    registration.person_id = registration.person.id
    insert(registration)
    for participant in registration.participants:
        participant.registration_id, participant.person_id = registration.id, participant.person.id
        insert(participant)
        for choice in participant.choices:
            choice.participant_id = participant.id
            insert(choice)
    for claim in registration.claims:
        claim.registration_id = registration.id
        claim.participant_id = claim.participant.id if claim.participant else None
        insert(claim)
    for event in registration.events:
        event.registration_id = registration.id
        insert(event)


def _insert(connection: Connection, ids: Ids, thing: Base) -> None:
    """Inserts one object, which is then as if it had been read; its parts come along when it is added."""
    statement, columns = _shape(type(thing))
    row = thing.__dict__
    for name, default in columns.items():
        row.setdefault(name, default())
    values = {name: row[name] for name in columns}
    if ids:  # with an id of its own there is no answer to wait for
        row["id"] = values["id"] = ids[thing.__tablename__].pop(0)
        connection.execute(statement, values)
    else:
        (row["id"],) = connection.execute(statement, values).inserted_primary_key or (None,)
    make_transient_to_detached(thing)


@cache
def _shape(model: type[Base]) -> tuple[Insert, dict[str, Callable[[], Any]]]:
    """The statement of a model, and what each column is when nothing was said."""
    table = cast(Table, model.__table__)
    return table.insert(), {column.key: _default(column.default) for column in table.c if column.key != "id"}


def _default(default: Any) -> Callable[[], Any]:
    if default is None:
        return lambda: None
    if default.is_callable:
        return lambda: default.arg(None)
    return lambda: default.arg
