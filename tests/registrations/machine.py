"""A machine that presses every button of an edition in any order, at any hour."""

import secrets
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule
from sqlalchemy import select

from portal.database import transaction
from portal.people.models import Person
from portal.programmes.facts import Promotion
from portal.registrations import desk, duo, offers, service, steering, substitution
from portal.registrations.models import Participant, ParticipantRole
from portal.registrations.service import Application, Companion
from portal.registrations.states import ACTIVE, ParticipantState
from portal.registrations.states import RegistrationState as R
from portal.registrations.wishes import Wish
from tests.builders import a_person, a_programme, a_round, an_association, an_edition
from tests.registrations.pressing import PressingMachine

PEOPLE = 12
WAYS_TO_HOLD = st.sampled_from([0, 8, None])


class Buttons(PressingMachine):
    """What participants and the organiser may press; a machine that opens an edition gives them something."""

    slot_id: int
    organiser: int
    breakouts: list[int]
    ids: list[int]
    emails: list[str]

    def know(self, people: Sequence[Person]) -> None:
        """These are the people, by number."""
        self.ids = [person.id for person in people]
        self.emails = [person.email for person in people]

    def crowd_registers(self, crowd: int) -> None:
        """The first so many register, every third with somebody from the end."""
        for who in range(crowd):
            other = PEOPLE - 1 - who if who % 3 == 2 else None
            self.register(who, other, first=who, second=who + 1 if who % 2 else None, twice=False)

    def wishes(self, first: int, second: int | None) -> tuple[Wish, ...]:
        """What someone wishes, by number, wherever there is something to choose."""
        options = self.breakouts
        other = None if second is None else options[second % len(options)]
        return (Wish(slot_id=self.slot_id, first_id=options[first % len(options)], second_id=other),)

    @rule(
        who=st.integers(0, PEOPLE - 1),
        other=st.none() | st.integers(0, PEOPLE - 1),
        first=st.integers(0, 2),
        second=st.none() | st.integers(0, 2),
        twice=st.booleans(),
    )
    def register(self, who: int, other: int | None, first: int, second: int | None, twice: bool) -> None:
        application = Application(
            form_key=secrets.token_urlsafe(16),
            companion=None if other is None else Companion(f"Persoon {other}", self.emails[other]),
            wishes=self.wishes(first, second),
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
        companions = self.session.scalars(
            select(Participant).where(Participant.role == ParticipantRole.COMPANION).order_by(Participant.id)
        ).all()
        asked = [one for one in companions if one.state == ParticipantState.INVITED]
        if asked and number % 5:
            companions = asked
        if companions:
            one = companions[number % len(companions)]
            verb = duo.confirm_companion if says_yes else duo.decline_companion
            self.press(verb, participant_id=one.id, person_id=one.person_id)

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
        inside = self.inside(found)
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
        inside = self.inside(found)
        if found and inside:
            self.press(
                service.choose,
                registration_id=found.id,
                participant_id=inside[number % len(inside)].id,
                wishes=self.wishes(first, second),
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

    @rule(number=st.integers(0, 50))
    def off_and_on_again(self, number: int) -> None:
        organiser = {"edition_id": self.edition_id, "actor_id": self.organiser}
        self.press(steering.cancel_edition, **organiser, why="Te weinig mensen")
        self.withdraw(number, only_me=False)  # nobody is in any more: whatever is pressed changes nothing
        self.press(steering.restore_edition, **organiser, why="Toch genoeg mensen")

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


class SeatMachine(Buttons):
    """One edition with a few seats, two breakouts with a seat or two, and a dozen people."""

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
            self.empty(session)
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
            self.know([a_person(session, f"Persoon {mark} {n}") for n in range(PEOPLE)])
        self.crowd_registers(crowd)
        for _ in range(leavers):
            self.withdraw(1, only_me=False)
