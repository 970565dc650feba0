"""What somebody who registers must know of the edition, in one question.

Everybody who wants a seat waits for the answer: four questions take four times as long.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, bindparam, select

from portal.registrations.endings import SOMETHING_OVER
from portal.registrations.ledger import COUNT, Turn, counted
from portal.registrations.models import Registration
from portal.registrations.party import INSIDE
from portal.registrations.seats import Seats

_REGISTRATIONS = cast(Table, Registration.__table__)
_SENT = select(_REGISTRATIONS.c.id).where(_REGISTRATIONS.c.form_key == bindparam("form_key"))
_GLANCE = COUNT.add_columns(_SENT.scalar_subquery(), INSIDE.exists(), SOMETHING_OVER.scalar_subquery())


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
    """The edition as it stands, for a form: its `form_key` and the `person_id` who sends it."""
    turn.session.flush()  # nobody flushes for statements about the tables
    values = {
        "pool": turn.sheet.pool_id,
        "edition": turn.sheet.edition_id,
        "person": form["person_id"],
        "form_key": form["form_key"],
        "now": turn.now,
    }
    row = turn.session.connection().execute(_GLANCE, values).one()
    seats, (sent, inside, over) = counted(row), row[6:]
    return Glance(seats, sent, bool(inside), bool(over) or (seats.free != 0 and seats.waiting > 0))
