"""What an organiser steers of a whole edition: seats, closing and reopening, cancelling; breakouts too.

The programmes room keeps what changed; here its effect on seats and people follows in the same turn.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.eligibility.service import give_head_start
from portal.errors import NotFound, Refused
from portal.programmes import service as programmes
from portal.programmes.facts import Desk, EditionState, Publication
from portal.programmes.models import Breakout, Edition, Meeting, Module, SeatPool, Slot
from portal.registrations import called_off, returning
from portal.registrations.called_off import move_out
from portal.registrations.desk import cancel_one, needed_reason
from portal.registrations.ledger import (
    Turn,
    finish,
    note,
    release,
    seats_of,
    take_turn,
)
from portal.registrations.models import Choice, Claim, Registration
from portal.registrations.promotion import settle
from portal.registrations.reasons import Reason
from portal.registrations.seats import overbooking_needed
from portal.registrations.sheets import sheet_of
from portal.registrations.states import ACTIVE, ClaimState
from portal.registrations.upkeep import announce


def edition_turn(
    session: Session, edition_id: int, actor_id: int, now: datetime, version: int | None
) -> Turn:
    """The turn of who saw this version; nothing is steered any more of what is off or behind us."""
    turn = take_turn(session, edition_id=edition_id, now=now, actor_id=actor_id)
    state = turn.sheet.phase(now).state
    if state is EditionState.CANCELLED:
        raise Refused(Reason.CANCELLED)
    if state is EditionState.FINISHED:
        raise Refused(Reason.FINISHED)
    _check_version(turn, version)
    return turn


def _check_version(turn: Turn, version: int | None) -> None:
    if version is not None and version != turn.sheet.version:
        raise Refused(Reason.CHANGED_MEANWHILE)


def read_anew(turn: Turn, version: int) -> bool:
    """Whether the edition changed since `version`; its sheet then says what holds now."""
    if turn.edition.version == version:
        return False
    turn.sheet = sheet_of(turn.session, edition_id=turn.sheet.edition_id, version=turn.edition.version)
    return True


def _end_holds_beyond(turn: Turn, pool: SeatPool) -> None:
    """Fewer seats: what is only held goes first, the newest hold before others; a duo may get it anew."""
    held = turn.session.scalars(
        select(Claim)
        .where(Claim.pool_id == pool.id, Claim.state == ClaimState.HELD)
        .order_by(Claim.id.desc())
    ).all()
    for claim in held:
        if seats_of(turn.session, [pool.id])[pool.id].over_full:
            release(turn, claim)
            note(turn, claim.registration, "hold_ended")


def _record_overbooking(turn: Turn, pool: SeatPool) -> None:
    """Fewer seats than taken: the organiser's own decision, on record."""
    _end_holds_beyond(turn, pool)
    taken = seats_of(turn.session, [pool.id])[pool.id].taken
    pool.overbooked = overbooking_needed(capacity=pool.capacity, taken=taken)


def set_capacity(
    session: Session,
    *,
    edition_id: int,
    actor_id: int,
    capacity: int | None,
    now: datetime,
    version: int | None = None,
) -> Edition:
    """More seats promote at once; fewer throw nobody out, and the edition says it is over-full."""
    if capacity is not None and not 0 <= capacity <= 100_000:
        raise Refused(Reason.CAPACITY)
    turn = edition_turn(session, edition_id, actor_id, now, version)
    before = turn.edition.version
    programmes.set_capacity(session, edition=turn.edition, capacity=capacity, actor_id=actor_id, now=now)
    if read_anew(turn, before):
        _record_overbooking(turn, turn.edition.pool)
    settle(turn)
    finish(turn)
    return turn.edition


def set_desk(
    session: Session, *, edition_id: int, actor_id: int, desk: Desk, now: datetime, version: int | None = None
) -> Edition:
    """Closes or reopens registration by hand, or leaves it to the windows again."""
    turn = edition_turn(session, edition_id, actor_id, now, version)
    before = turn.edition.version
    programmes.set_desk(session, edition=turn.edition, desk=desk, actor_id=actor_id, now=now)
    if turn.edition.version != before:
        _head_start(turn)
        read_anew(turn, before)
        announce(turn)
    settle(turn)
    finish(turn)
    return turn.edition


def _head_start(turn: Turn) -> None:
    """Who asked to hear of it may register first, when the organiser chose so and opens by hand."""
    edition = turn.edition
    if edition.desk == Desk.REOPENED and edition.interest_first and edition.opening_announced_at is None:
        give_head_start(
            turn.session,
            edition_id=edition.id,
            opens_at=turn.now,
            working_days=edition.interest_head_start_days,
        )


def cancel_edition(
    session: Session, *, edition_id: int, actor_id: int, why: str, now: datetime, version: int | None = None
) -> Edition:
    """Ends the whole edition: everyone who is in or waits hears it with the reason. Twice is once."""
    turn = take_turn(session, edition_id=edition_id, now=now, actor_id=actor_id)
    _check_version(turn, version)
    if turn.edition.publication == Publication.CANCELLED:
        return turn.edition
    reason = needed_reason(why)
    before = turn.edition.version
    programmes.cancel_edition(session, edition=turn.edition, why=reason, actor_id=actor_id, now=now)
    read_anew(turn, before)
    active = session.scalars(
        select(Registration)
        .where(Registration.edition_id == edition_id, Registration.state.in_(ACTIVE))
        .order_by(Registration.queue_number)
    ).all()
    for registration in active:
        cancel_one(turn, registration, reason, whole_edition=True)
    turn.freed_pools.clear()
    finish(turn)
    return turn.edition


def restore_edition(
    session: Session, *, edition_id: int, actor_id: int, why: str, now: datetime, version: int | None = None
) -> Edition:
    """Holds a cancelled edition after all: who ended with it is in again, and hears so. Twice is once."""
    turn = take_turn(session, edition_id=edition_id, now=now, actor_id=actor_id)
    if turn.edition.publication != Publication.CANCELLED:
        return turn.edition
    _check_version(turn, version)
    reason = needed_reason(why)
    before = turn.edition.version
    programmes.restore_edition(session, edition=turn.edition, why=reason, actor_id=actor_id, now=now)
    read_anew(turn, before)
    if turn.sheet.phase(now).state is EditionState.FINISHED:
        raise Refused(Reason.FINISHED)
    returning.bring_back(turn, reason)
    settle(turn)
    finish(turn)
    return turn.edition


def _breakout_turn(
    session: Session, breakout_id: int, actor_id: int, now: datetime, version: int | None
) -> tuple[Turn, Breakout]:
    edition_id = session.scalar(
        select(Meeting.edition_id)
        .join(Slot, Slot.meeting_id == Meeting.id)
        .join(Breakout, Breakout.round_id == Slot.id)
        .where(Breakout.id == breakout_id)
    )
    if edition_id is None:
        raise NotFound
    turn = edition_turn(session, edition_id, actor_id, now, version)
    return turn, session.get_one(Breakout, breakout_id)


def cancel_breakout(
    session: Session, *, breakout_id: int, actor_id: int, now: datetime, version: int | None = None
) -> Breakout:
    """Cancels a breakout: its people go to their second choice, and are asked to choose again."""
    turn, breakout = _breakout_turn(session, breakout_id, actor_id, now, version)
    before = turn.edition.version
    programmes.cancel_breakout(session, edition=turn.edition, breakout=breakout, actor_id=actor_id, now=now)
    if read_anew(turn, before):
        move_out(turn, pool_id=breakout.pool_id, title=breakout.title)
    settle(turn)
    finish(turn)
    return breakout


def restore_breakout(session: Session, *, breakout_id: int, actor_id: int, now: datetime) -> int:
    """Holds a cancelled breakout after all. Who has nothing instead has the seat again; returns how many."""
    turn, breakout = _breakout_turn(session, breakout_id, actor_id, now, None)
    before = turn.edition.version
    programmes.restore_breakout(session, edition=turn.edition, breakout=breakout, actor_id=actor_id, now=now)
    back, place = 0, None
    if read_anew(turn, before):
        place = turn.sheet.round(breakout.round_id)
    sheet = place.breakout(breakout.id) if place else None
    if sheet is not None:
        back = called_off.give_back(turn, Choice.slot_id == breakout.round_id, sheet)
    settle(turn)
    finish(turn)
    return back


def set_breakout_seats(
    session: Session,
    *,
    breakout_id: int,
    actor_id: int,
    capacity: int | None,
    shut: bool,
    now: datetime,
    version: int | None = None,
) -> Breakout:
    """Other seats for a breakout, or shut by the organiser's word; more room goes to those who wait."""
    if capacity is not None and not 0 <= capacity <= 100_000:
        raise Refused(Reason.CAPACITY)
    turn, breakout = _breakout_turn(session, breakout_id, actor_id, now, version)
    if breakout.cancelled_at is not None:
        raise Refused(Reason.CHOICE_CANCELLED, title=breakout.title)
    before = turn.edition.version
    programmes.set_breakout_seats(
        session,
        edition=turn.edition,
        breakout=breakout,
        capacity=capacity,
        shut=shut,
        actor_id=actor_id,
        now=now,
    )
    if read_anew(turn, before):
        _record_overbooking(turn, breakout.pool)
        turn.freed_pools.add(breakout.pool_id)
    settle(turn)
    finish(turn)
    return breakout


def set_module_seats(
    session: Session, *, module_id: int, actor_id: int, capacity: int | None, now: datetime
) -> Module:
    """Other seats for an elective; more room goes to those who wait for it."""
    if capacity is not None and not 0 <= capacity <= 100_000:
        raise Refused(Reason.CAPACITY)
    module = session.get_one(Module, module_id)
    turn = edition_turn(session, module.edition_id, actor_id, now, None)
    if module.pool is None or module.pool.capacity == capacity:
        return module
    before = turn.edition.version
    programmes.set_module_seats(
        session, edition=turn.edition, module=module, capacity=capacity, actor_id=actor_id, now=now
    )
    read_anew(turn, before)
    _record_overbooking(turn, module.pool)
    turn.freed_pools.add(module.pool.id)
    settle(turn)
    finish(turn)
    return module
