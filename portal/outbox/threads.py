"""Letters of one thread, about one thing, to one address: they leave in the order in which they came."""

from collections.abc import Iterable

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session, aliased

from portal.outbox.models import LetterState, OutgoingLetter

_EARLIER = aliased(OutgoingLetter)
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


def take_back(session: Session, threads: Iterable[str]) -> set[str]:
    """Drops the letters of these threads that nobody tried to send yet; returns their occasions."""
    statement = (
        update(OutgoingLetter)
        .where(
            OutgoingLetter.thread.in_(sorted(set(threads))),
            OutgoingLetter.state == LetterState.WAITING,
            OutgoingLetter.tries == 0,
        )
        .values(state=LetterState.DROPPED)
        .returning(OutgoingLetter.occasion)
        .execution_options(synchronize_session=False)
    )
    return set(session.scalars(statement))
