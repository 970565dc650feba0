"""Editions as the workbench sees them: state, seats, counts, and what asks for attention."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal import policy
from portal.people.listings import PAGE, Page
from portal.programmes import kept
from portal.programmes.checks import warnings_of
from portal.programmes.facts import EditionState, Promotion
from portal.programmes.kept import Kept
from portal.programmes.lint_facts import LintWarning
from portal.programmes.models import Edition
from portal.programmes.states import Phase, phase_of
from portal.registrations.desk_queries import Counts, counts_of
from portal.registrations.ledger import seats_of
from portal.registrations.seats import Seats
from portal.working_days import offer_deadline

PAST = frozenset({EditionState.FINISHED, EditionState.CANCELLED})


@dataclass(frozen=True)
class Sight:
    """One edition at this moment."""

    edition: Edition
    copy: Kept
    phase: Phase
    seats: Seats
    counts: Counts
    warnings: Sequence[LintWarning]
    by_hand: int

    @property
    def title(self) -> str:
        """The title of the programme."""
        return self.edition.programme.title

    @property
    def starts_on(self) -> date | None:
        """The first day, when it is known."""
        return self.copy.starts_on

    @property
    def has_rounds(self) -> bool:
        """Whether there are breakouts to choose from."""
        return any(slot.breakouts for meeting in self.copy.meetings for slot in meeting.slots)


def sight(session: Session, edition: Edition, now: datetime) -> Sight:
    """This edition."""
    return _see(session, [edition], kept.editions(session, [(edition.id, edition.version)]), now)[0]


def sights(
    session: Session, organisation_ids: frozenset[int], now: datetime, *, upcoming: bool, page: int
) -> Page[Sight]:
    """A page of the editions of these organisations: those to come, the first one first, or all of them."""
    found = session.scalars(
        policy.editions_of(organisation_ids)
        .options(joinedload(Edition.programme), joinedload(Edition.pool))
        .order_by(Edition.id)
    ).all()
    copies = kept.editions(session, [(edition.id, edition.version) for edition in found])
    states = {i: phase_of(copy.timing, now).state for i, copy in copies.items()}
    wanted = [e for e in found if not upcoming or states[e.id] not in PAST]
    wanted.sort(key=lambda e: (states[e.id] in PAST, copies[e.id].starts_on or date.max, e.id))
    number = max(1, min(page, -(-len(wanted) // PAGE)))
    shown = wanted[(number - 1) * PAGE : number * PAGE]
    return Page(_see(session, shown, copies, now), len(wanted), number)


def sights_of(session: Session, programme_id: int, now: datetime) -> list[Sight]:
    """Every edition of a programme, the latest first."""
    found = session.scalars(
        select(Edition)
        .where(Edition.programme_id == programme_id)
        .options(joinedload(Edition.programme), joinedload(Edition.pool))
        .order_by(Edition.id.desc())
    ).all()
    copies = kept.editions(session, [(edition.id, edition.version) for edition in found])
    return _see(session, found, copies, now)


def _see(
    session: Session, editions: Sequence[Edition], copies: dict[int, Kept], now: datetime
) -> list[Sight]:
    ids = [edition.id for edition in editions]
    seats = seats_of(session, [edition.pool_id for edition in editions])
    counts, warnings = counts_of(session, ids, now), warnings_of(session, ids)
    found = []
    for edition in editions:
        copy, pool = copies[edition.id], seats[edition.pool_id]
        first = pool.waiting - counts[edition.id].passed
        phase = phase_of(replace(copy.timing, free=pool.free, waiting=first), now)
        number = _by_hand(edition, phase, pool, counts[edition.id], now)
        found.append(Sight(edition, copy, phase, pool, counts[edition.id], warnings[edition.id], number))
    return found


def _by_hand(edition: Edition, phase: Phase, seats: Seats, counts: Counts, now: datetime) -> int:
    """How many free seats go to nobody by themselves while people wait: to be given by hand."""
    waiting = counts.waiting - counts.passed
    if not waiting or seats.free == 0 or not phase.promotion_by_hand:
        return 0
    too_late = edition.promotion == Promotion.OFFER and offer_deadline(now, phase.first_start) is None
    if phase.promotion_allowed and not too_late:
        return 0
    return waiting if seats.free is None else min(waiting, seats.free)
