"""The machine with everything an edition may have: rules that change by the day, electives, requests."""

import secrets
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from portal.database import transaction
from portal.eligibility.facts import Moment, RuleKind
from portal.eligibility.models import Decision
from portal.people.facts import PositionKind
from portal.people.models import Membership, Person, Position
from portal.programmes import meetings
from portal.programmes.editing import Edit
from portal.programmes.facts import Promotion
from portal.programmes.models import Meeting
from portal.registrations import desk, duo, electives, rearranging, substitution
from portal.registrations.models import Claim, Participant, PoolKind, Registration, RegistrationEvent
from portal.registrations.states import ACTIVE, IN, SEATED, ClaimState
from portal.registrations.states import RegistrationState as R
from portal.registrations.wishes import Wish
from portal.texts import local
from tests.builders import (
    FIRST_DAY,
    NOW,
    a_group,
    a_person,
    a_programme,
    a_round,
    an_association,
    an_edition,
    an_organisation,
)
from tests.registrations.machine import PEOPLE, WAYS_TO_HOLD, Buttons

TODAY = NOW.date()
ALONE = 3  # every fourth has no organisation
TERMS: dict[str, tuple[int, int | None] | None] = {
    "member": (-100, None),
    "never": None,
    "ends": (-100, 3),
    "begins": (3, None),
}
"""From and until how many days from now somebody is a member."""
DAYS = st.sampled_from([3, 12])
ORDINARY = {"person": PositionKind.GEMEENTESECRETARIS, "companion": PositionKind.DIRECTEUR}


VGS = "vgs"
MEMBERS = {"associations": [VGS]}
GROUPS = st.sampled_from([MEMBERS, {"positions": [str(ORDINARY["companion"])]}])
ASKS: dict[RuleKind, st.SearchStrategy[dict[str, Any]]] = {
    RuleKind.PER_ORGANISATION: st.integers(1, 3).map(lambda most: {"at_most": most}),
    RuleKind.SET_ASIDE: st.builds(
        lambda seats, days, group: {"seats": seats, "until": str(TODAY + timedelta(days=days)), **group},
        st.integers(1, 2),
        DAYS,
        GROUPS,
    ),
    RuleKind.APPROVAL: st.just({}),
    RuleKind.MEMBERSHIP: st.just(MEMBERS),
    RuleKind.EARLY: DAYS.map(lambda days: {"until": (NOW + timedelta(days=days)).isoformat(), **MEMBERS}),
    RuleKind.COMPANION: st.sampled_from([{"same_organisation": True}, {"membership": [VGS]}]),
    RuleKind.POSITION: st.just({"positions": [str(ORDINARY["person"])]}),
}
"""Every rule that may hold, with the values that it may have."""
RULES = st.lists(st.sampled_from(list(ASKS)), min_size=1, max_size=4, unique=True).flatmap(
    lambda kinds: st.fixed_dictionaries({kind: ASKS[kind] for kind in kinds})
)


def a_day_of(module_id: int, day: date) -> Meeting:
    """The only meeting of an elective."""
    return Meeting(public_id=secrets.token_urlsafe(16), number=1, title="", day=day, module_id=module_id)


class WideMachine(Buttons):
    """One edition with rules and electives; a dozen people of three municipalities, members or not."""

    @initialize(
        seats=st.integers(1, 4),
        hold=WAYS_TO_HOLD,
        promotion=st.sampled_from(list(Promotion)),
        rules=RULES,
        modules=st.lists(st.integers(1, 2), min_size=2, max_size=3),
        choose=st.integers(1, 2),
        terms=st.lists(st.sampled_from(list(TERMS)), min_size=PEOPLE, max_size=PEOPLE),
        first_day=st.sampled_from([FIRST_DAY, TODAY + timedelta(days=16)]),
        companion_takes_seat=st.booleans(),
        crowd=st.integers(4, 9),
        approved=st.integers(0, 9),
        leavers=st.integers(0, 2),
    )
    def open_the_edition(
        self,
        seats: int,
        hold: int | None,
        promotion: Promotion,
        rules: dict[RuleKind, dict[str, Any]],
        modules: list[int],
        choose: int,
        terms: list[str],
        first_day: date,
        companion_takes_seat: bool,
        crowd: int,
        approved: int,
        leavers: int,
    ) -> None:
        """A fresh edition in an empty database, with people who ask for a seat."""
        mark = secrets.token_hex(4)
        self.rules, self.companion_takes_seat = rules, companion_takes_seat
        with transaction(self.session) as session:
            self.empty(session)
            vgs = an_association(session, VGS)
            self.association = vgs.id
            self.organiser = a_person(session, f"Bram {mark}", organises_for=vgs).id
            edition = an_edition(
                session,
                a_programme(session, vgs, title=f"Sturen {mark}"),
                seats=seats,
                hold_hours=hold,
                promotion=promotion,
                rules=list(rules.items()),
                first_day=first_day,
                companion_allowed=True,
                companion_takes_seat=companion_takes_seat,
                member_price_cents=100_000,
            )
            slot, group = a_round(session, edition, 1, 2), a_group(session, edition, *modules)
            group.choose = choose
            self.edition_id, self.slot_id, self.group_id, self.choose = edition.id, slot.id, group.id, choose
            self.breakouts = [b.id for b in slot.breakouts]
            self.modules = [m.id for m in edition.modules if m.group_id == group.id]
            edition.meetings += [a_day_of(module_id, first_day) for module_id in self.modules]
            session.flush()
            self.days = [m.id for m in edition.meetings if m.module_id is not None]
            self.know(self.townspeople(session, mark))
        for who, term in enumerate(terms):
            self.membership_changes(who, term)
        self.crowd_registers(crowd)
        for _ in range(approved if RuleKind.APPROVAL in rules else 0):
            self.organiser_answers_request(1, says_yes=True)
        for _ in range(leavers):
            self.withdraw(1, only_me=False)

    def townspeople(self, session: Session, mark: str) -> list[Person]:
        """A dozen people: of three municipalities, every fourth of none."""
        towns = [an_organisation(session, f"Gemeente {mark} {n}") for n in range(ALONE)] + [None]
        self.towns = [town.id for town in towns if town]
        kinds = list(ORDINARY.values())
        return [
            a_person(
                session,
                f"Persoon {mark} {n}",
                organisation=towns[n % len(towns)],
                position=kinds[n // len(towns) % len(kinds)],
            )
            for n in range(PEOPLE)
        ]

    def wishes(self, first: int, second: int | None) -> tuple[Wish, ...]:
        found, options = super().wishes(first, second), self.modules
        for rank in range(1, self.choose + 1):
            other = None if second is None else options[(second + rank) % len(options)]
            one = options[(first + rank) % len(options)]
            found += (Wish(group_id=self.group_id, rank=rank, first_id=one, second_id=other),)
        return found

    @rule(who=st.integers(0, PEOPLE - 1), term=st.sampled_from(list(TERMS)))
    def membership_changes(self, who: int, term: str) -> None:
        """The list of members is imported anew; no edition hears of it."""
        today, days = local(self.now).date(), TERMS[term]
        with transaction(self.session) as session:
            session.execute(delete(Membership).where(Membership.person_id == self.ids[who]))
            if days is not None:
                starts, ends = today + timedelta(days=days[0]), days[1] and today + timedelta(days=days[1])
                session.add(
                    Membership(
                        association_id=self.association,
                        person_id=self.ids[who],
                        starts_on=starts,
                        ends_on=ends,
                    )
                )

    @rule(who=st.integers(0, PEOPLE - 1), town=st.integers(0, ALONE - 1))
    def works_elsewhere(self, who: int, town: int) -> None:
        move = update(Position).where(Position.person_id == self.ids[who])
        with transaction(self.session) as session:
            session.execute(move.values(organisation_id=self.towns[town]))

    @precondition(lambda self: RuleKind.APPROVAL in self.rules)
    @rule(number=st.integers(0, 50), says_yes=st.booleans())
    def organiser_answers_request(self, number: int, says_yes: bool) -> None:
        found = self.pick(number, R.REQUESTED)
        if found and says_yes:
            self.press(desk.approve, registration_id=found.id, actor_id=self.organiser)
        elif found:
            self.press(
                desk.decline_request, registration_id=found.id, actor_id=self.organiser, why="Een andere keer"
            )

    @rule(number=st.integers(0, 50), stays=st.booleans())
    def a_seat_goes_on(self, number: int, stays: bool) -> None:
        """Somebody leaves, and who gets the offer answers it at once."""
        self.withdraw(4 * number + 1, only_me=False)
        if stays:
            self.decline(number, stay=True)
        else:
            self.accept(number)

    @rule(number=st.integers(0, 50), accept=st.booleans())
    def answer_elective(self, number: int, accept: bool) -> None:
        offered = self.session.scalars(
            select(Claim)
            .where(Claim.kind == PoolKind.MODULE, Claim.state == ClaimState.OFFERED)
            .order_by(Claim.id)
        ).all()
        if offered:
            claim = offered[number % len(offered)]
            self.press(
                electives.answer_offered_elective,
                registration_id=claim.registration_id,
                participant_id=claim.participant_id,
                module_id=claim.module_id,
                accept=accept,
                actor_id=claim.registration.person_id,
            )

    @rule(number=st.integers(0, 2), goes_on=st.booleans())
    def elective_is_called_off(self, number: int, goes_on: bool) -> None:
        """Or is held after all."""
        day = self.days[number % len(self.days)]

        def change(edit: Edit) -> None:
            if goes_on:
                meetings.restore_meeting(edit, meeting_id=day)
            else:
                meetings.cancel_meetings(edit, meeting_ids=[day], why="Ziekte")

        self.press(rearranging.rearrange, edition_id=self.edition_id, actor_id=self.organiser, change=change)

    @rule(number=st.integers(0, 50), other=st.integers(0, PEOPLE - 1))
    def ask_colleague(self, number: int, other: int) -> None:
        found = self.pick(number, R.CONFIRMED)
        inside = self.inside(found)
        if found and inside:
            self.press(
                substitution.ask_substitute,
                registration_id=found.id,
                participant_id=inside[number % len(inside)].id,
                actor_id=found.person_id,
                name=f"Persoon {other}",
                email=self.emails[other],
            )

    @rule(number=st.integers(0, 50), answer=st.sampled_from(["yes", "no", "taken back"]))
    def colleague_answers(self, number: int, answer: str) -> None:
        asked = self.session.scalars(
            select(Participant).where(Participant.substitute_id.is_not(None)).order_by(Participant.id)
        ).all()
        if not asked:
            return
        one = asked[number % len(asked)]
        if answer == "yes":
            self.press(substitution.take_over, participant_id=one.id, actor_id=one.substitute_id)
        else:
            self.press(
                substitution.drop_substitute,
                registration_id=one.registration_id,
                participant_id=one.id,
                actor_id=one.substitute_id if answer == "no" else one.person_id,
            )

    @rule(number=st.integers(0, 50))
    def invite_again(self, number: int) -> None:
        found = self.pick(number, *ACTIVE)
        if found:
            self.press(duo.resend_invitation, registration_id=found.id, actor_id=found.person_id)

    @invariant()
    def no_organisation_has_more_than_its_limit(self) -> None:
        """Who was let in by hand is beside the limit: an organiser may go over it."""
        if RuleKind.PER_ORGANISATION not in self.rules:
            return
        by_hand = select(Decision.id).where(
            Decision.registration_id == Registration.id, Decision.moment == Moment.BY_HAND
        )
        counts = self.session.execute(
            select(Participant.stated_organisation_id, func.count())
            .join(Registration, Registration.id == Participant.registration_id)
            .where(
                Registration.state.in_(SEATED),
                Registration.admitted_by_id.is_(None),
                ~by_hand.exists(),
                Participant.state.in_(IN),
                Participant.stated_organisation_id.is_not(None),
            )
            .group_by(Participant.stated_organisation_id)
        ).all()
        most = self.rules[RuleKind.PER_ORGANISATION]["at_most"]
        assert [row for row in counts if row[1] > most] == []

    @invariant()
    def nobody_gets_in_line_without_a_yes(self) -> None:
        if RuleKind.APPROVAL not in self.rules:
            return
        said_yes = select(RegistrationEvent.id).where(
            RegistrationEvent.registration_id == Registration.id,
            RegistrationEvent.action.in_(("approved", "admitted")),
        )
        silent = select(Registration.reference).where(
            Registration.state.in_(ACTIVE - {R.REQUESTED}), ~said_yes.exists()
        )
        assert self.session.scalars(silent).all() == []
