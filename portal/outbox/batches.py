"""Letters that belong together, named by their occasions: held, let go, dropped, tried again.

`occasions` is a query of one column, so that ten thousand of them are no longer a question than one.
"""

from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Select, Update, update
from sqlalchemy.orm import Session

from portal.outbox.letter import one_line
from portal.outbox.models import LetterState, OutgoingLetter

HELD = datetime(9000, 1, 1, tzinfo=UTC)
"""When letters that are held are due."""
Occasions = Select[str]


def hold(session: Session, occasions: Occasions) -> int:
    """None of them leaves until `let_go`; what a worker has in its hands still does."""
    return _change(session, _in(occasions, LetterState.WAITING).values(due_at=HELD))


def let_go(session: Session, occasions: Occasions, *, real_now: datetime) -> int:
    """What was held goes on, behind everything that is due already."""
    held = _in(occasions, LetterState.WAITING).where(OutgoingLetter.due_at == HELD)
    return _change(session, held.values(due_at=real_now))


def drop_waiting(session: Session, occasions: Occasions, *, why: str) -> int:
    """Those that wait never leave; those that failed stay for people to see."""
    waiting = _in(occasions, LetterState.WAITING)
    return _change(session, waiting.values(state=LetterState.DROPPED, last_error=one_line(why, 500)))


def retry_failed(session: Session, occasions: Occasions, *, real_now: datetime) -> int:
    """Those that failed get a new series of tries; returns how many."""
    failed = _in(occasions, LetterState.FAILED)
    return _change(session, failed.values(state=LetterState.WAITING, due_at=real_now, tries=0))


def _in(occasions: Occasions, state: LetterState) -> Update:
    return update(OutgoingLetter).where(OutgoingLetter.state == state, OutgoingLetter.occasion.in_(occasions))


def _change(session: Session, statement: Update) -> int:
    session.flush()
    result = session.execute(statement.execution_options(synchronize_session=False))
    return cast(CursorResult[Any], result).rowcount
