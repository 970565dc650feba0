"""What an organiser arranges of an edition as a whole, with its effect on seats and letters in the same turn.

The rooms below keep what changed; here who waits is served at once, and the opening is told when it is due.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.eligibility import rulebook
from portal.errors import Refused
from portal.programmes import kept, stating
from portal.programmes import service as programmes
from portal.programmes.facts import EditionState, Publication
from portal.programmes.interest import waiting_for
from portal.programmes.models import Edition
from portal.programmes.states import Window, phase_of
from portal.registrations.ledger import Turn, finish
from portal.registrations.models import Registration
from portal.registrations.promotion import settle
from portal.registrations.reasons import Reason
from portal.registrations.steering import edition_turn, read_anew
from portal.registrations.upkeep import announce


@dataclass(frozen=True)
class Opening:
    """Who hears that registration opens: how many of the interest list, and when (None: not known yet)."""

    readers: int
    at: datetime | None
    told_before: bool


def arrange(
    session: Session,
    *,
    edition_id: int,
    actor_id: int,
    change: Callable[[Edition], object],
    now: datetime,
    version: int | None = None,
) -> Edition:
    """Makes this change of the edition in its turn; what follows for seats and letters follows at once."""
    turn = edition_turn(session, edition_id, actor_id, now, version)
    before = turn.edition.version
    change(turn.edition)
    return _end(turn, before)


def carry_out(
    session: Session,
    *,
    verb: Callable[..., object],
    edition_id: int,
    actor_id: int,
    now: datetime,
    version: int | None = None,
    **values: Any,
) -> Edition:
    """A verb of a room below, in the edition's turn."""

    def change(edition: Edition) -> object:
        return verb(session, edition=edition, actor_id=actor_id, now=now, **values)

    return arrange(session, edition_id=edition_id, actor_id=actor_id, change=change, now=now, version=version)


def _end(turn: Turn, before: int) -> Edition:
    turn.session.flush()
    if read_anew(turn, before):
        announce(turn)
        settle(turn)
    finish(turn)
    return turn.edition


def set_windows(
    session: Session,
    *,
    edition_id: int,
    actor_id: int,
    windows: tuple[Window, ...],
    head_start_days: int,
    now: datetime,
    version: int | None = None,
) -> Edition:
    """When people may register, and how many working days the interest list goes first (0: not)."""

    def change(edition: Edition) -> None:
        first = {"interest_first": head_start_days > 0, "interest_head_start_days": head_start_days}
        stating.set_windows(session, edition=edition, windows=windows, actor_id=actor_id, now=now)
        stating.change_edition(session, edition=edition, values=first, actor_id=actor_id, now=now)
        rulebook.keep_head_start(session, edition=edition)

    return arrange(session, edition_id=edition_id, actor_id=actor_id, change=change, now=now, version=version)


def set_company(
    session: Session,
    *,
    edition_id: int,
    actor_id: int,
    rule: Mapping[str, Any] | None,
    takes_seat: bool,
    now: datetime,
    version: int | None = None,
) -> Edition:
    """Whom one may bring along (None: nobody). Once somebody registered, it stays so that it takes a seat."""

    def change(edition: Edition) -> None:
        if takes_seat != edition.companion_takes_seat and has_registrations(session, edition.id):
            raise Refused(Reason.HAS_REGISTRATIONS)
        values = {"companion_allowed": rule is not None, "companion_takes_seat": takes_seat}
        stating.change_edition(session, edition=edition, values=values, actor_id=actor_id, now=now)
        rulebook.set_company(session, edition=edition, values=rule, actor_id=actor_id, now=now)

    return arrange(session, edition_id=edition_id, actor_id=actor_id, change=change, now=now, version=version)


def publish(
    session: Session, *, edition_id: int, actor_id: int, now: datetime, version: int | None = None
) -> Edition:
    """Everyone sees the edition from now on; when registration is open, the interest list hears it now."""

    def change(edition: Edition) -> None:
        rulebook.keep_head_start(session, edition=edition)
        programmes.publish(session, edition=edition, actor_id=actor_id, now=now)

    return arrange(session, edition_id=edition_id, actor_id=actor_id, change=change, now=now, version=version)


def take_back(
    session: Session, *, edition_id: int, actor_id: int, now: datetime, version: int | None = None
) -> Edition:
    """The edition is a draft again, as long as nobody ever registered for it."""

    def change(edition: Edition) -> None:
        if has_registrations(session, edition.id):
            raise Refused(Reason.HAS_REGISTRATIONS)
        programmes.take_back(session, edition=edition, actor_id=actor_id, now=now)

    return arrange(session, edition_id=edition_id, actor_id=actor_id, change=change, now=now, version=version)


def has_registrations(session: Session, edition_id: int) -> bool:
    """Whether anybody ever registered, also who left again."""
    found = select(Registration.id).where(Registration.edition_id == edition_id)
    return session.scalar(select(found.exists())) is True


def opening_of(session: Session, edition: Edition, now: datetime) -> Opening:
    """What publishing does for the interest list."""
    copy = kept.editions(session, [(edition.id, edition.version)])[edition.id]
    phase = phase_of(replace(copy.timing, publication=Publication.PUBLISHED), now)
    at = now if phase.state is EditionState.OPEN else phase.opens_at
    readers = len(waiting_for(session, programme_id=edition.programme_id))
    return Opening(readers, at, edition.opening_announced_at is not None)
