"""What machines that press the buttons of an edition share: the pressing, the picking, the invariants.

After each step the invariants of seats and the waitlist hold. It runs on any database the engine names.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from portal.checking.run import violations
from portal.database import Base, transaction
from portal.errors import NotFound, Refused
from portal.outbox.models import OutgoingLetter
from portal.programmes.models import SeatPool
from portal.registrations import upkeep
from portal.registrations.models import Claim, Participant, Registration, RegistrationEvent
from portal.registrations.states import TAKING, ClaimState, ParticipantState
from portal.registrations.states import RegistrationState as R
from tests.builders import NOW


class PressingMachine(RuleBasedStateMachine):
    """One edition in a database of its own, a clock, and what must hold after every step."""

    engine: Engine
    edition_id: int
    companion_takes_seat = True

    def __init__(self) -> None:
        super().__init__()
        self.session = Session(self.engine, expire_on_commit=False)
        self.now: datetime = NOW

    def empty(self, session: Session) -> None:
        """Nothing is left of who came before."""
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(table.delete())
        session.expunge_all()

    def press(self, verb: Callable[..., Any], **values: Any) -> None:
        """One button, in its own transaction; a refusal is a fine answer."""
        try:
            with transaction(self.session) as session:
                verb(session, now=self.now, **values)
        except (Refused, NotFound):
            pass

    def pick(self, number: int, *states: R) -> Registration | None:
        """One of the registrations; mostly one in such a state, for whom the button does something."""
        rows = self.session.scalars(
            select(Registration).where(Registration.edition_id == self.edition_id).order_by(Registration.id)
        ).all()
        fitting = [row for row in rows if row.state in states]
        if fitting and number % 5:
            rows = fitting
        return rows[number % len(rows)] if rows else None

    def inside(self, found: Registration | None) -> list[Participant]:
        """Who takes part in it and said so."""
        people = found.participants if found else []
        return [person for person in people if person.state == ParticipantState.CONFIRMED]

    @rule(hours=st.sampled_from([1, 9, 24, 72, 24 * 8]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def the_job_comes_by(self) -> None:
        self.press(upkeep.settle_edition, edition_id=self.edition_id)
        self.press(upkeep.remind_edition, edition_id=self.edition_id)

    @invariant()
    def nothing_is_violated(self) -> None:
        self.session.rollback()
        self.session.expire_all()
        found = violations(self.session, now=self.now)
        assert not found, "\n".join(str(one) for one in found)

    @invariant()
    def seats_taken_never_exceed_what_there_is(self) -> None:
        rows = self.session.execute(
            select(SeatPool.id, SeatPool.capacity, SeatPool.overbooked, func.sum(Claim.seats))
            .join(Claim, Claim.pool_id == SeatPool.id)
            .where(Claim.state.in_(TAKING), SeatPool.capacity.is_not(None))
            .group_by(SeatPool.id, SeatPool.capacity, SeatPool.overbooked)
        ).all()
        assert [row for row in rows if row[3] > row[1] + row[2]] == []

    @invariant()
    def a_duo_is_never_split_over_states(self) -> None:
        for registration in self.session.scalars(
            select(Registration).where(Registration.state == R.CONFIRMED)
        ):
            living = [
                c for c in registration.claims if c.participant_id is None and c.state != ClaimState.RELEASED
            ]
            seats = registration.party if self.companion_takes_seat else 1
            assert [(c.state, c.seats) for c in living] == [(ClaimState.CONFIRMED, seats)]

    @invariant()
    def everyone_with_a_seat_has_history_and_a_letter(self) -> None:
        kinds = ("registration_confirmed", "admitted_by_hand", "substitute_done")
        told = set(
            self.session.execute(
                select(OutgoingLetter.registration_id, OutgoingLetter.person_id).where(
                    OutgoingLetter.kind.in_(kinds)
                )
            )
        )
        seated = self.session.execute(
            select(Registration.id, Participant.person_id)
            .join(Participant, Participant.registration_id == Registration.id)
            .where(
                Registration.state == R.CONFIRMED,
                Participant.state == ParticipantState.CONFIRMED,
            )
        )
        assert [row for row in seated if row not in told] == []
        silent = select(Registration.id).where(
            ~select(RegistrationEvent.id).where(RegistrationEvent.registration_id == Registration.id).exists()
        )
        assert self.session.scalars(silent).all() == []

    def teardown(self) -> None:
        self.session.close()
