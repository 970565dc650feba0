"""Letters of one thread, about one thing, to one address: they leave in the order in which they came."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, case, or_, select, update
from sqlalchemy.orm import Session, aliased

from portal.outbox.models import LetterState, OutgoingLetter

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIER, _LATER = aliased(OutgoingLetter), aliased(OutgoingLetter)
# A cancellation must not overtake its invitation, not even while that waits for another try.
NOTHING_BEFORE_IT = or_(
    OutgoingLetter.thread == "",
    ~select(_EARLIER.id)
    .where(
        _EARLIER.thread == OutgoingLetter.thread,
        _EARLIER.id < OutgoingLetter.id,
        _EARLIER.state.in_((LetterState.WAITING, LetterState.SENDING)),
    )
    .exists(),
)

# Each says all there is to say, so that only the last one is worth sending: an agenda that never heard of the
# meeting ignores its cancellation, and would take in the invitation that comes after it.
SOMETHING_AFTER_IT = and_(
    OutgoingLetter.thread != "",
    select(_LATER.id)
    .where(
        _LATER.thread == OutgoingLetter.thread,
        _LATER.id > OutgoingLetter.id,
        _LATER.state != LetterState.DROPPED,
    )
    .exists(),
)
TRIED = case((OutgoingLetter.thread == "", 0), else_=1)
"""How often a letter that starts anew counts as tried: one of a thread may have arrived, and stays."""


def take_back(session: Session, threads: Iterable[str]) -> set[str]:
    """Drops the letters of these threads that nobody tried to send yet; returns their occasions."""
    statement = (
        update(OutgoingLetter)
        .where(*_untried(threads))
        .values(state=LetterState.DROPPED)
        .returning(OutgoingLetter.occasion)
        .execution_options(synchronize_session=False)
    )
    return set(session.scalars(statement))


def untried(session: Session, threads: Iterable[str]) -> set[str]:
    """The occasions that `take_back` would take back."""
    return set(session.scalars(select(OutgoingLetter.occasion).where(*_untried(threads))))


def try_now(session: Session, *, letter_id: int) -> None:
    """A letter that waits or has failed is tried at once. It counts as tried: it may have arrived."""
    tries = case((OutgoingLetter.state == LetterState.FAILED, 1), else_=OutgoingLetter.tries)
    session.execute(
        update(OutgoingLetter)
        .where(
            OutgoingLetter.id == letter_id,
            OutgoingLetter.state.in_((LetterState.WAITING, LetterState.FAILED)),
        )
        .values(state=LetterState.WAITING, due_at=LONG_AGO, tries=tries)
        .execution_options(synchronize_session=False)
    )


def _untried(threads: Iterable[str]) -> tuple[ColumnElement[bool], ...]:
    return (
        OutgoingLetter.thread.in_(sorted(set(threads))),
        OutgoingLetter.state == LetterState.WAITING,
        OutgoingLetter.tries == 0,
    )
