"""A machine that presses every button of an edition in any order, at any hour.

After each step the invariants of seats and the waitlist hold. It runs on any database the engine names.
"""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from portal.checking.run import violations
from portal.database import Base, transaction
from portal.errors import NotFound, Refused
from portal.outbox.models import OutgoingLetter
from portal.programmes.facts import Promotion
from portal.programmes.models import SeatPool
from portal.registrations import desk, duo, offers, service, steering, substitution, upkeep
from portal.registrations.models import Claim, Participant, Registration, RegistrationEvent
from portal.registrations.service import Application, Companion
from portal.registrations.states import ACTIVE, TAKING, ClaimState, ParticipantState
from portal.registrations.states import RegistrationState as R
from portal.registrations.wishes import Wish
from tests.builders import NOW, a_person, a_programme, a_round, an_association, an_edition

PEOPLE = 12
WAYS_TO_HOLD = st.sampled_from([0, 8, None])


class SeatMachine(RuleBasedStateMachine):
    """One edition with a few seats, two breakouts with a seat or two, and a dozen people."""

    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        self.session = Session(self.engine, expire_on_commit=False)
        self.now = NOW

    @initialize(
        seats=st.integers(1, 3),
        hold=WAYS_TO_HOLD,
        promotion=st.sampled_from(list(Promotion)),
        breakouts=st.lists(st.integers(1, 2), min_size=2, max_size=3),
        crowd=st.integers(4, 9),
        leavers=st.integers(0, 2),
    )
    def open_the_edition(
        self,
        seats: int,
        hold: int | None,
        promotion: Promotion,
        breakouts: list[int],
        crowd: int,
        leavers: int,
    ) -> None:
        """A fresh edition in an empty database, with a waitlist that moves."""
        mark = secrets.token_hex(4)
        with transaction(self.session) as session:
            for table in reversed(Base.metadata.sorted_tables):
                session.execute(table.delete())
            session.expunge_all()
            vgs = an_association(session, f"vgs-{mark}")
            self.organiser = a_person(session, f"Bram {mark}", organises_for=vgs).id
            programme = a_programme(session, vgs, title=f"Sturen {mark}")
            edition = an_edition(
                session,
                programme,
                seats=seats,
                hold_hours=hold,
                promotion=promotion,
                companion_allowed=True,
            )
            slot = a_round(session, edition, *breakouts)
            self.edition_id, self.slot_id = edition.id, slot.id
            self.breakouts = [b.id for b in slot.breakouts]
            self.people = [a_person(session, f"Persoon {mark} {n}") for n in range(PEOPLE)]
            self.ids = [person.id for person in self.people]
            self.emails = [person.email for person in self.people]
        for who in range(crowd):
            other = 11 - who if who % 3 == 2 else None
            self.register(who, other, first=who, second=who + 1 if who % 2 else None, twice=False)
        for _ in range(leavers):
            self.withdraw(1, only_me=False)

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

    @rule(
        who=st.integers(0, PEOPLE - 1),
        other=st.none() | st.integers(0, PEOPLE - 1),
        first=st.integers(0, 2),
        second=st.none() | st.integers(0, 2),
        twice=st.booleans(),
    )
    def register(self, who: int, other: int | None, first: int, second: int | None, twice: bool) -> None:
        wish = Wish(
            slot_id=self.slot_id,
            first_id=self.breakouts[first % len(self.breakouts)],
            second_id=None if second is None else self.breakouts[second % len(self.breakouts)],
        )
        application = Application(
            form_key=secrets.token_urlsafe(16),
            companion=None if other is None else Companion(f"Persoon {other}", self.emails[other]),
            wishes=(wish,),
        )
        for _ in range(2 if twice else 1):
            self.press(
                service.register,
                edition_id=self.edition_id,
                applicant=service.applicant_of(self.session, self.ids[who]),
                application=application,
            )

    @rule(number=st.integers(0, 50), only_me=st.booleans())
    def withdraw(self, number: int, only_me: bool) -> None:
        found = self.pick(number, R.CONFIRMED, R.OFFERED, R.WAITLISTED)
        if found:
            self.press(service.withdraw, registration_id=found.id, actor_id=found.person_id, only_me=only_me)

    @rule(number=st.integers(0, 50))
    def accept(self, number: int) -> None:
        found = self.pick(number, R.OFFERED)
        if found:
            self.press(offers.accept_offer, registration_id=found.id, actor_id=found.person_id)

    @rule(number=st.integers(0, 50), stay=st.booleans())
    def decline(self, number: int, stay: bool) -> None:
        found = self.pick(number, R.OFFERED)
        if found:
            self.press(offers.decline_offer, registration_id=found.id, actor_id=found.person_id, stay=stay)

    @rule(number=st.integers(0, 50))
    def wait_again(self, number: int) -> None:
        found = self.pick(number, R.WAITLISTED)
        if found:
            self.press(offers.wait_again, registration_id=found.id, actor_id=found.person_id)

    @rule(number=st.integers(0, 50), says_yes=st.booleans())
    def companion_answers(self, number: int, says_yes: bool) -> None:
        found = self.pick(number, *ACTIVE)
        companions = [p for p in found.participants if p.role == "companion"] if found else []
        if companions:
            verb = duo.confirm_companion if says_yes else duo.decline_companion
            self.press(verb, participant_id=companions[-1].id, person_id=companions[-1].person_id)

    @rule(number=st.integers(0, 50), other=st.integers(0, PEOPLE - 1))
    def choose_companion(self, number: int, other: int) -> None:
        found = self.pick(number, *ACTIVE)
        if found:
            self.press(
                duo.choose_companion,
                registration_id=found.id,
                actor_id=found.person_id,
                name=f"Persoon {other}",
                email=self.emails[other],
            )

    @rule(number=st.integers(0, 50))
    def go_alone(self, number: int) -> None:
        found = self.pick(number, *ACTIVE)
        if found:
            self.press(duo.split, registration_id=found.id, actor_id=found.person_id)

    @rule(number=st.integers(0, 50), other=st.integers(0, PEOPLE - 1))
    def hand_over(self, number: int, other: int) -> None:
        found = self.pick(number, R.CONFIRMED)
        inside = [p for p in found.participants if p.state == ParticipantState.CONFIRMED] if found else []
        if found and inside:
            self.press(
                substitution.ask_substitute,
                registration_id=found.id,
                participant_id=inside[0].id,
                actor_id=found.person_id,
                name=f"Persoon {other}",
                email=self.emails[other],
            )
            self.press(substitution.take_over, participant_id=inside[0].id, actor_id=self.ids[other])

    @rule(number=st.integers(0, 50), first=st.integers(0, 2), second=st.none() | st.integers(0, 2))
    def choose_again(self, number: int, first: int, second: int | None) -> None:
        found = self.pick(number, R.CONFIRMED, R.WAITLISTED)
        inside = [p for p in found.participants if p.state == ParticipantState.CONFIRMED] if found else []
        if found and inside:
            wish = Wish(
                slot_id=self.slot_id,
                first_id=self.breakouts[first % len(self.breakouts)],
                second_id=None if second is None else self.breakouts[second % len(self.breakouts)],
            )
            self.press(
                service.choose,
                registration_id=found.id,
                participant_id=inside[0].id,
                wishes=[wish],
                actor_id=found.person_id,
            )

    @rule(capacity=st.none() | st.integers(0, 5))
    def set_capacity(self, capacity: int | None) -> None:
        self.press(
            steering.set_capacity, edition_id=self.edition_id, actor_id=self.organiser, capacity=capacity
        )

    @rule(which=st.integers(0, 2), capacity=st.none() | st.integers(0, 3), shut=st.booleans())
    def set_breakout_seats(self, which: int, capacity: int | None, shut: bool) -> None:
        self.press(
            steering.set_breakout_seats,
            breakout_id=self.breakouts[which % len(self.breakouts)],
            actor_id=self.organiser,
            capacity=capacity,
            shut=shut,
        )

    @precondition(lambda self: len(self.breakouts) > 2)
    @rule()
    def cancel_a_breakout(self) -> None:
        self.press(steering.cancel_breakout, breakout_id=self.breakouts[-1], actor_id=self.organiser)

    @rule(
        number=st.integers(0, 50), verb=st.sampled_from([desk.skip, desk.offer_now, desk.cancel_registration])
    )
    def organiser_decides(self, number: int, verb: Callable[..., Any]) -> None:
        found = self.pick(number, R.WAITLISTED)
        if found:
            self.press(verb, registration_id=found.id, actor_id=self.organiser, why="Afgesproken")

    @rule(number=st.integers(0, 50))
    def unskip(self, number: int) -> None:
        found = self.pick(number, R.WAITLISTED)
        if found:
            self.press(desk.unskip, registration_id=found.id, actor_id=self.organiser)

    @rule(who=st.integers(0, PEOPLE - 1))
    def admit_by_hand(self, who: int) -> None:
        self.press(
            desk.admit,
            edition_id=self.edition_id,
            actor_id=self.organiser,
            name=f"Persoon {who}",
            email=self.emails[who],
            why="Te laat, maar welkom",
            form_key=secrets.token_urlsafe(16),
        )

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
            assert [(c.state, c.seats) for c in living] == [(ClaimState.CONFIRMED, registration.party)]

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
