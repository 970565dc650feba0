"""A try to send a letter: begun, and what came of it. Only who has the letter claimed may say so.

Claims and pauses are real time (the machine's); `sent_at` is the portal's time.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Table, Update, bindparam, select, update
from sqlalchemy.orm import Session

from portal.outbox.letter import one_line
from portal.outbox.models import LetterState, OutgoingLetter
from portal.outbox.service import Claimed

PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60))
MAX_TRIES = len(PAUSES) + 1
# About the table: the ways of objects cost as much again, for every letter that leaves.
_TABLE = cast(Table, OutgoingLetter.__table__)
_BEGIN = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("letter_id"))
    .values({name: bindparam(name) for name in ("tries", "claimed_until", "message_id")})
    .values({name: bindparam(name) for name in ("subject", "text", "html", "calendar")})
)


def begin(
    session: Session, claims: Sequence[Claimed], *, real_now: datetime, lease_seconds: float
) -> list[Claimed]:
    """Counts a try of each, stores what will be sent and renews the claims.

    They have their `rendered` and `message_id`. What another worker has now is not among what comes back.
    """
    held = (
        select(_TABLE.c.id, _TABLE.c.claimed_until)
        .where(_TABLE.c.id.in_([one.id for one in claims]), _TABLE.c.state == LetterState.SENDING)
        .with_for_update()
    )
    mine = {row.id: row.claimed_until for row in session.execute(held)}
    until = real_now + timedelta(seconds=lease_seconds)
    begun = [
        replace(one, tries=one.tries + 1, until=until) for one in claims if mine.get(one.id) == one.until
    ]
    if begun:
        session.connection().execute(_BEGIN, [_row(one) for one in begun])
    return begun


def _row(claimed: Claimed) -> dict[str, Any]:
    assert claimed.rendered is not None
    return {
        "letter_id": claimed.id,
        "tries": claimed.tries,
        "claimed_until": claimed.until,
        "message_id": claimed.message_id,
        **vars(claimed.rendered),
    }


def mark_sent(session: Session, claims: Sequence[Claimed], *, now: datetime) -> int:
    """The mail server took these letters. Holds even when a claim ran out meanwhile: it did leave."""
    statement = update(_TABLE).where(
        _TABLE.c.id.in_([one.id for one in claims]), _TABLE.c.state == LetterState.SENDING
    )
    sent = {"state": LetterState.SENT, "sent_at": now, "claimed_until": None, "last_error": ""}
    return _change(session, statement.values(sent))


def mark_later(session: Session, claimed: Claimed, *, error: str, real_now: datetime) -> LetterState:
    """This try failed; the letter waits for the next one, or has failed when it was the last."""
    if claimed.tries >= MAX_TRIES:
        return mark_failed(session, claimed, error=error)
    due_at = real_now + pause_after(claimed.tries, random.random())  # noqa: S311 - spreads, hides nothing
    _change(
        session,
        _mine(claimed).values(
            state=LetterState.WAITING, due_at=due_at, claimed_until=None, last_error=one_line(error, 500)
        ),
    )
    return LetterState.WAITING


def mark_failed(session: Session, claimed: Claimed, *, error: str) -> LetterState:
    """This letter cannot leave; people see it, with the reason."""
    _change(
        session,
        _mine(claimed).values(state=LetterState.FAILED, claimed_until=None, last_error=one_line(error, 500)),
    )
    return LetterState.FAILED


def mark_dropped(session: Session, claimed: Claimed, *, why: str) -> None:
    """This letter is not wanted any more."""
    _change(
        session,
        _mine(claimed).values(state=LetterState.DROPPED, claimed_until=None, last_error=one_line(why, 500)),
    )


def give_back(session: Session, claims: Sequence[Claimed]) -> None:
    """Letters whose try was begun and not made: they wait again, and it does not count."""
    for claimed in claims:
        _change(
            session,
            _mine(claimed).values(state=LetterState.WAITING, claimed_until=None, tries=claimed.tries - 1),
        )


def pause_after(tries: int, spread: float) -> timedelta:
    """How long to wait after so many tries: growing, plus up to a tenth (`spread` is 0 to 1)."""
    return PAUSES[min(max(tries, 1), len(PAUSES)) - 1] * (1 + spread / 10)


def _mine(claimed: Claimed) -> Update:
    return update(_TABLE).where(
        _TABLE.c.id == claimed.id,
        _TABLE.c.state == LetterState.SENDING,
        _TABLE.c.claimed_until == claimed.until,
    )


def _change(session: Session, statement: Update) -> int:
    result = session.execute(statement.execution_options(synchronize_session=False))
    return cast(CursorResult[Any], result).rowcount
