"""Invariant 4: no seat stays free while the first who fits waits for it."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from portal.checking.findings import Finding
from portal.checking.seats import places
from portal.programmes.facts import Promotion
from portal.programmes.models import Edition, SeatPool
from portal.registrations.ledger import Turn
from portal.registrations.models import Claim, PoolKind, Registration, RegistrationEvent
from portal.registrations.promotion import next_for, waiting_registrations
from portal.registrations.sheets import EditionSheet, sheet_of
from portal.registrations.states import TAKING, ClaimState, RegistrationState
from portal.registrations.waitlist import Why
from portal.texts import gettext as _
from portal.working_days import offer_deadline

_taken = func.coalesce(func.sum(case((Claim.state.in_(TAKING), Claim.seats))), 0)
_waits = func.count(
    case(
        (
            (Claim.state == ClaimState.WAITING)
            & (
                (Claim.kind == PoolKind.EDITION)
                | (Registration.state.in_((RegistrationState.CONFIRMED, RegistrationState.OFFERED)))
            ),
            1,
        )
    )
)
_candidates = (
    select(places.c.edition_id, places.c.kind, places.c.place, (SeatPool.capacity - _taken).label("free"))
    .join(SeatPool, SeatPool.id == places.c.pool_id)
    .join(Claim, (Claim.pool_id == SeatPool.id) & (Claim.state != ClaimState.RELEASED))
    .join(Registration, Registration.id == Claim.registration_id)
    .where(~SeatPool.shut)
    .group_by(SeatPool.id, SeatPool.capacity, places.c.edition_id, places.c.kind, places.c.place)
    .having(_waits > 0, or_(SeatPool.capacity.is_(None), SeatPool.capacity > _taken))
    .order_by(SeatPool.id)
)


def findings(session: Session, now: datetime) -> Iterator[Finding]:
    """Seats of editions, electives and breakouts that somebody should have had."""
    for row in session.execute(_candidates).all():
        edition = session.get_one(Edition, row.edition_id)
        sheet = sheet_of(session, edition_id=edition.id, version=edition.version)
        if row.kind == PoolKind.EDITION:
            yield from _edition(session, sheet, now)
        elif _elective_can_wait(sheet, row.kind, now):
            continue
        else:
            yield Finding(_("%(place)s: er is plek vrij, terwijl er iemand op wacht.", place=row.place))


def _elective_can_wait(sheet: EditionSheet, kind: str, now: datetime) -> bool:
    """Whether it is too late to offer an elective."""
    return (
        kind == PoolKind.MODULE
        and sheet.promotion is Promotion.OFFER
        and offer_deadline(now, sheet.first_start) is None
    )


def _edition(session: Session, sheet: EditionSheet, now: datetime) -> Iterator[Finding]:
    """A fault when the seat could have gone by itself at the last change already; else a job is due."""
    due = _first_who_fits(session, sheet, now)
    if due is None:
        return
    last = session.scalar(
        select(func.max(RegistrationEvent.at))
        .join(Registration, Registration.id == RegistrationEvent.registration_id)
        .where(Registration.edition_id == sheet.edition_id)
    )
    then = _first_who_fits(session, sheet, last) if last is not None else None
    yield Finding(
        _(
            "%(edition)s: er is plek vrij, maar %(reference)s wacht nog, als eerste die past.",
            edition=f"{sheet.programme_title}, {sheet.label}",
            reference=due.reference,
        ),
        note=then is None,
    )


def _first_who_fits(session: Session, sheet: EditionSheet, at: datetime) -> Registration | None:
    """Whom the waitlist's own rules would give (or hold) the free seats at that moment, if they may now."""
    phase = sheet.phase(at)
    if not phase.promotion_allowed:
        return None
    if sheet.promotion is Promotion.OFFER and offer_deadline(at, phase.first_start) is None:
        return None
    turn = Turn(session, sheet, at)  # only to read: nothing is locked or written
    passed = {r.id: Why.NOT_ELIGIBLE for r in waiting_registrations(turn) if r.passed_reason}
    step, waiting = next_for(turn, turn.edition_seats, passed=passed)
    return None if step is None else waiting[step.party.id]
