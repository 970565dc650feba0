"""What somebody who registers must know of the edition, in one question.

Everybody who wants a seat waits for the answer: four questions take four times as long.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, bindparam, func, select
from sqlalchemy.dialects.postgresql import array

from portal.database import constant
from portal.registrations.endings import SOMETHING_OVER
from portal.registrations.ledger import COUNT, Turn, counted
from portal.registrations.models import Registration
from portal.registrations.party import INSIDE
from portal.registrations.seats import Seats
from portal.registrations.writing import PARTS, Ids

_REGISTRATIONS = cast(Table, Registration.__table__)
_SENT = select(_REGISTRATIONS.c.id).where(_REGISTRATIONS.c.form_key == bindparam("form_key"))
_GLANCE = COUNT.add_columns(_SENT.scalar_subquery(), INSIDE.exists(), SOMETHING_OVER.scalar_subquery())


# PostgreSQL gives the ids of what will be written along, so that all of it can be written in one trip.
_TABLES = [part.__tablename__ for part in PARTS]
_NEW_IDS = func.array_agg(array([func.nextval(constant(f"{table}_id_seq")) for table in _TABLES]))
_GLANCE_AND_IDS = _GLANCE.add_columns(
    select(_NEW_IDS).select_from(func.generate_series(constant(1), bindparam("rows"))).scalar_subquery()
)


@dataclass(frozen=True)
class Glance:
    """The edition as it stands: its seats, whether something is due, and what this person has there.

    `sent` is the registration that this form became before, `inside` whether the person takes part already,
    `due` whether something must end or move first.
    """

    seats: Seats
    sent: int | None
    inside: bool
    due: bool


def glance(turn: Turn, form: Mapping[str, Any]) -> Glance:
    """The edition as it stands, for a form: its `form_key`, the `person_id` who sends it, how many `rows`.

    The turn then has ids for that many rows, where the database gives them beforehand.
    """
    turn.session.flush()  # nobody flushes for statements about the tables
    connection = turn.session.connection()
    values = {
        "pool": turn.sheet.pool_id,
        "edition": turn.sheet.edition_id,
        "person": form["person_id"],
        "form_key": form["form_key"],
        "now": turn.now,
        "rows": form["rows"],
    }
    gives_ids = connection.dialect.name == "postgresql"
    row = connection.execute(_GLANCE_AND_IDS if gives_ids else _GLANCE, values).one()
    seats, (sent, inside, over) = counted(row), row[6:9]
    due = bool(over) or (seats.free != 0 and seats.waiting > 0)
    turn.ids = _by_table(row[9]) if gives_ids else {}
    return Glance(seats, sent, bool(inside), due)


def _by_table(rows: Iterable[Sequence[int]]) -> Ids:
    columns = zip(*rows, strict=True)
    return {table: list(ids) for table, ids in zip(_TABLES, columns, strict=True)}
