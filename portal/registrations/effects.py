"""What a decision did, or would do, to everyone in an edition: to say it before and after."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.database import WRITES
from portal.people.models import Person
from portal.programmes.models import Edition, SeatPool
from portal.registrations.desk_queries import SHOWN_NAME
from portal.registrations.ledger import seats_of
from portal.registrations.models import Choice, Claim, Participant, Registration
from portal.registrations.seats import Seats
from portal.registrations.states import ACTIVE, ENDED, IN, ClaimState, RegistrationState

T = TypeVar("T")
R = RegistrationState


@dataclass(frozen=True)
class Standing:
    """A registration at one moment: who is in it, and how many seats are held for it."""

    names: tuple[str, ...]
    state: RegistrationState
    held: int


@dataclass(frozen=True)
class Chosen:
    """What someone has in one round at one moment. `ask_again`: why there is a to-do to choose again."""

    name: str
    breakout_id: int | None
    waits: bool
    ask_again: str


@dataclass(frozen=True)
class Picture:
    """Everyone in an edition at one moment."""

    registrations: Mapping[int, Standing]
    chosen: Mapping[tuple[int, int], Chosen]
    seats: Seats


@dataclass(frozen=True)
class Effect:
    """The difference between two pictures; names of people, a duo's together."""

    offered: tuple[tuple[str, ...], ...]
    seated: tuple[tuple[str, ...], ...]
    held: tuple[tuple[str, ...], ...]
    ended: tuple[tuple[str, ...], ...]
    moved: tuple[tuple[str, int], ...]
    without: tuple[str, ...]
    over_full: int
    free: int | None
    returned: tuple[tuple[str, ...], ...] = ()


def observe(session: Session, *, edition_id: int, change: Callable[[], object]) -> Effect:
    """Makes the change and tells what it did."""
    before = picture(session, edition_id)
    change()
    session.flush()
    return difference(before, picture(session, edition_id))


def rehearse(session: Session, *, edition_id: int, change: Callable[[], object]) -> Effect:
    """Tells exactly what the change would do: makes it under the lock, and takes it back."""
    session.rollback()
    session.expire_all()
    session.connection(execution_options={WRITES: True})
    try:
        return observe(session, edition_id=edition_id, change=change)
    finally:
        session.rollback()
        session.expire_all()


def picture(session: Session, edition_id: int) -> Picture:
    """Everyone as they stand now."""
    held = (
        select(func.coalesce(func.sum(Claim.seats), 0))
        .where(Claim.registration_id == Registration.id, Claim.state == ClaimState.HELD)
        .scalar_subquery()
    )
    states = session.execute(
        select(Registration.id, Registration.state, held)
        .where(Registration.edition_id == edition_id)
        .order_by(Registration.queue_number)
    ).all()
    names: dict[int, tuple[str, ...]] = {}
    for registration_id, name in session.execute(
        select(Participant.registration_id, SHOWN_NAME)
        .join(Person, Person.id == Participant.person_id)
        .where(Participant.edition_id == edition_id, Participant.state.in_(IN))
        .order_by(Participant.id)
    ):
        names[registration_id] = (*names.get(registration_id, ()), name)
    pool_id = session.scalars(
        select(SeatPool.id).join(Edition, Edition.pool_id == SeatPool.id).where(Edition.id == edition_id)
    ).one()
    return Picture(
        {id_: Standing(names.get(id_, ()), state, int(seats)) for id_, state, seats in states},
        _chosen(session, edition_id),
        seats_of(session, [pool_id])[pool_id],
    )


def _chosen(session: Session, edition_id: int) -> dict[tuple[int, int], Chosen]:
    rows = session.execute(
        select(Participant.id, Choice.slot_id, SHOWN_NAME, Claim.breakout_id, Claim.state, Choice.ask_again)
        .join(Person, Person.id == Participant.person_id)
        .join(Choice, Choice.participant_id == Participant.id)
        .outerjoin(
            Claim,
            (Claim.participant_id == Participant.id)
            & (Claim.slot_id == Choice.slot_id)
            & (Claim.state != ClaimState.RELEASED),
        )
        .where(Participant.edition_id == edition_id, Participant.state.in_(IN), Choice.slot_id.is_not(None))
        .order_by(Participant.id, Choice.id)
    )
    return {
        (participant, slot): Chosen(name, breakout, state == ClaimState.WAITING, ask_again)
        for participant, slot, name, breakout, state, ask_again in rows
        if slot is not None
    }


def difference(before: Picture, after: Picture) -> Effect:
    """What changed between two pictures, in the order of the waitlist."""
    pairs = [(old, after.registrations[id_]) for id_, old in before.registrations.items()]

    def became(state: RegistrationState) -> tuple[tuple[str, ...], ...]:
        return tuple(new.names for old, new in pairs if new.state == state and old.state != state)

    moved, without = [], []
    for key, old in before.chosen.items():
        new = after.chosen.get(key)
        if new is None or old.breakout_id is None or old.breakout_id == new.breakout_id:
            continue
        if new.breakout_id is None:
            without.append(old.name)
        else:
            moved.append((old.name, new.breakout_id))
    return Effect(
        offered=became(R.OFFERED),
        seated=became(R.CONFIRMED),
        held=tuple(new.names for old, new in pairs if new.held > old.held),
        ended=tuple(old.names for old, new in pairs if old.state in ACTIVE and new.state in ENDED),
        moved=tuple(moved),
        without=tuple(without),
        over_full=after.seats.over_full,
        free=after.seats.free,
        returned=tuple(new.names for old, new in pairs if old.state in ENDED and new.state in ACTIVE),
    )
