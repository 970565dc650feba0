"""The books: the lock of an edition, claims on seats, the state of a registration, its history.

Every seat decision is a `Turn` at one edition's lock. Lock order: edition row first, then anything
below it. This is the only file that assigns a registration's state.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, cast

from sqlalchemy import Table, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from portal import deciding
from portal.database import constant, one_trip
from portal.eligibility.facts import Moment, Verdict
from portal.eligibility.service import Row, row, store
from portal.errors import NotFound
from portal.outbox.letter import Letter
from portal.outbox.service import put_many
from portal.programmes.models import Edition, SeatPool
from portal.registrations import sheets
from portal.registrations.models import Claim, PoolKind, Registration, RegistrationEvent
from portal.registrations.seats import Seats, overbooking_after
from portal.registrations.states import ENDED, TABLE, TAKING, Action, ClaimState, RegistrationState
from portal.transitions import next_state

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
# Made once: making a statement costs more than running it, and the lock is held meanwhile.
_EDITIONS = cast(Table, Edition.__table__)
_LOCK = (
    select(_EDITIONS.c.version, _EDITIONS.c.next_queue_number)
    .where(_EDITIONS.c.id == bindparam("edition"))
    .with_for_update(of=_EDITIONS)
)
_MINE = update(_EDITIONS).where(_EDITIONS.c.id == bindparam("edition"))
_NUMBER = _MINE.values(next_queue_number=bindparam("following"))
_BEHIND = _MINE.values(agenda_version=None)
_BOTH = _MINE.values(agenda_version=None, next_queue_number=bindparam("following"))
_CLAIMS, _POOLS = cast(Table, Claim.__table__), cast(Table, SeatPool.__table__)
_OF_POOL = _CLAIMS.c.pool_id == _POOLS.c.id
# Apart: who waits is counted in the index alone, however many they are.
_TAKES = or_(*(_CLAIMS.c.state == constant(state) for state in TAKING))
_TAKEN = select(func.coalesce(func.sum(_CLAIMS.c.seats), constant(0))).where(_OF_POOL, _TAKES)
_WAITS = _CLAIMS.c.state == constant(ClaimState.WAITING)
_WAITING = select(func.count()).select_from(_CLAIMS).where(_OF_POOL, _WAITS)
_EVERY_COUNT = select(
    _POOLS.c.id,
    _POOLS.c.capacity,
    _POOLS.c.shut,
    _POOLS.c.overbooked,
    _TAKEN.correlate(_POOLS).scalar_subquery(),
    _WAITING.correlate(_POOLS).scalar_subquery(),
)
COUNT = _EVERY_COUNT.where(_POOLS.c.id == bindparam("pool"))
_COUNTS = _EVERY_COUNT.where(_POOLS.c.id.in_(bindparam("pools", expanding=True)))


@dataclass
class Turn:
    """One holder of the edition's lock, with what it needs; `actor_id` None is the portal itself."""

    session: Session
    sheet: sheets.EditionSheet
    now: datetime
    actor_id: int | None = None
    next_number: int = 0
    numbers_given: bool = False
    ids: dict[str, list[int]] = field(default_factory=dict)
    decisions: list[Row] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    freed_pools: set[int] = field(default_factory=set)
    agendas_change: bool = False

    @cached_property
    def edition(self) -> Edition:
        """The edition itself, as it is under the lock: for who changes it; to read, the sheet will do."""
        return self.session.get_one(Edition, self.sheet.edition_id, populate_existing=True)

    @property
    def edition_seats(self) -> Seats:
        """The count of the edition's own seats, now."""
        return seats_of(self.session, [self.edition.pool_id])[self.edition.pool_id]


def take_turn(session: Session, *, edition_id: int, now: datetime, actor_id: int | None = None) -> Turn:
    """Takes the lock of the edition; raises NotFound when there is none."""
    session.flush()  # nobody flushes for statements about the tables
    locked = session.connection().execute(_LOCK, {"edition": edition_id}).one_or_none()
    if locked is None:
        raise NotFound
    deciding.goes_first(session.info)
    sheet = sheets.sheet_of(session, edition_id=edition_id, version=locked.version)
    return Turn(session, sheet, now, actor_id, locked.next_queue_number)


def finish(turn: Turn) -> None:
    """Writes what is left, in one go: the next number, whether an agenda is behind, decisions and letters."""
    turn.session.flush()
    with one_trip(turn.session):
        _write_edition(turn)
        if turn.decisions:
            store(turn.session, turn.decisions)
            turn.decisions.clear()
        if turn.letters:
            put_many(turn.session, turn.letters, now=turn.now)
            turn.letters.clear()


def _write_edition(turn: Turn) -> None:
    if not (turn.numbers_given or turn.agendas_change):
        return
    statement = _BEHIND if not turn.numbers_given else _BOTH if turn.agendas_change else _NUMBER
    values = {"edition": turn.sheet.edition_id, "following": turn.next_number}
    turn.session.connection().execute(statement, values)
    turn.numbers_given = turn.agendas_change = False


def public_id() -> str:
    """A name for addresses that nobody can guess."""
    return secrets.token_urlsafe(16)


def reference() -> str:
    """A reference that people can read over the telephone, like LG-7K3QF2."""
    return "LG-" + "".join(secrets.choice(ALPHABET) for _ in range(7))


def next_queue_number(turn: Turn) -> int:
    """The next place in the order of requests; without gaps, because the lock is ours."""
    number, turn.next_number = turn.next_number, turn.next_number + 1
    turn.numbers_given = True
    return number


def seats_of(session: Session, pool_ids: Iterable[int]) -> dict[int, Seats]:
    """The counts of these pools, in one query."""
    wanted = sorted(set(pool_ids))
    if not wanted:
        return {}
    session.flush()  # nobody flushes for statements about the tables
    connection = session.connection()
    if len(wanted) == 1:
        rows = connection.execute(COUNT, {"pool": wanted[0]})
    else:
        rows = connection.execute(_COUNTS, {"pools": wanted})
    return {row[0]: counted(row) for row in rows}


def counted(row: Sequence[Any]) -> Seats:
    """The count in a row that begins with what `COUNT` asks."""
    _pool_id, capacity, shut, overbooked, taken, waits = row[:6]
    return Seats(capacity, int(taken), int(waits), shut, overbooked)


def edition_claim(registration: Registration) -> Claim:
    """The claim of this registration on seats of the edition itself (a hold is a second one)."""
    asked = registration.state == RegistrationState.REQUESTED  # its claim does not count yet
    out = (ClaimState.HELD,) if asked else (ClaimState.HELD, ClaimState.RELEASED)
    found = [c for c in registration.claims if c.kind == PoolKind.EDITION and c.state not in out]
    if len(found) != 1:
        raise LookupError(f"registration {registration.id} has {len(found)} claims on its edition")
    return found[0]


def held_claims(registration: Registration) -> list[Claim]:
    """The seats that are held for this registration while it waits."""
    return [c for c in registration.claims if c.kind == PoolKind.EDITION and c.state == ClaimState.HELD]


def add_claim(
    turn: Turn, registration: Registration, *, state: ClaimState, pool_id: int, kind: PoolKind, **more: Any
) -> Claim:
    """A new claim on a pool of seats."""
    claim = Claim(
        pool_id=pool_id,
        kind=kind,
        state=state,
        queue_number=registration.queue_number,
        since=turn.now,
        **{"seats": 1, **more},
    )
    registration.claims.append(claim)
    return claim


def release(turn: Turn, claim: Claim) -> None:
    """Gives the seats of a claim back; the recorded overbooking shrinks with it."""
    if claim.state == ClaimState.RELEASED:
        return
    took = claim.state in TAKING
    claim.state, claim.deadline = ClaimState.RELEASED, None
    if took:
        turn.freed_pools.add(claim.pool_id)
        turn.session.flush()
        trim_overbooking(turn, claim.pool_id)


def step_back(turn: Turn, claim: Claim) -> None:
    """From seats that were offered back to waiting for them."""
    claim.state, claim.deadline = ClaimState.WAITING, None
    turn.freed_pools.add(claim.pool_id)
    turn.session.flush()
    trim_overbooking(turn, claim.pool_id)


def shrink(turn: Turn, claim: Claim, seats: int) -> None:
    """Makes a claim smaller."""
    if seats >= claim.seats:
        return
    claim.seats = seats
    if claim.state in TAKING:
        turn.freed_pools.add(claim.pool_id)
        turn.session.flush()
        trim_overbooking(turn, claim.pool_id)


def trim_overbooking(turn: Turn, pool_id: int) -> None:
    """Lowers the recorded overbooking to what is still taken above capacity."""
    pool = turn.session.get_one(SeatPool, pool_id)
    if pool.overbooked:
        taken = seats_of(turn.session, [pool_id])[pool_id].taken
        pool.overbooked = overbooking_after(capacity=pool.capacity, taken=taken, overbooked=pool.overbooked)


def move(
    turn: Turn,
    registration: Registration,
    action: Action,
    *,
    why: str = "",
    deadline: datetime | None = None,
    line: str = "",
    **details: Any,
) -> RegistrationEvent:
    """Brings the registration into its next state, with its line of history."""
    before = RegistrationState(registration.state)
    after = next_state(TABLE, before, action)
    registration.state = after
    registration.offer_deadline = deadline if after is RegistrationState.OFFERED else None
    if after is RegistrationState.OFFERED:
        registration.offer_reminded_at = None
    if after is RegistrationState.CONFIRMED and registration.seated_at is None:
        registration.seated_at = turn.now
    if after in ENDED:
        registration.ended_at = turn.now
    return note(
        turn, registration, line or action.value, why=why, before=before.value, after=after.value, **details
    )


def note(
    turn: Turn,
    registration: Registration,
    line: str,
    *,
    why: str = "",
    before: str = "",
    after: str = "",
    **details: Any,
) -> RegistrationEvent:
    """One line of history that a person can read. What happens beside a seat may change an agenda."""
    seated = RegistrationState.CONFIRMED
    turn.agendas_change |= seated in (before, after, registration.state)
    event = RegistrationEvent(
        at=turn.now,
        actor_id=turn.actor_id,
        action=line,
        from_state=before or str(registration.state),
        to_state=after or str(registration.state),
        why=why,
        details=details,
    )
    registration.events.append(event)
    return event


def decide(turn: Turn, registration: Registration, verdict: Verdict, moment: Moment) -> None:
    """Stores the decision of the gates with the registration."""
    turn.decisions.append(row(registration_id=registration.id, verdict=verdict, moment=moment, at=turn.now))
