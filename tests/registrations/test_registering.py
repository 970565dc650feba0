"""Pressing the button: a seat, a place on the waitlist, or a no with what would help."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.eligibility.facts import RuleKind
from portal.errors import NotFound, Refused
from portal.outbox.models import OutgoingLetter
from portal.registrations import desk, duo
from portal.registrations.models import Registration
from portal.registrations.reasons import NotEligible, Reason
from portal.registrations.service import Companion, place_in_line, withdraw
from portal.registrations.states import RegistrationState as R
from portal.registrations.wishes import Wish
from tests.builders import (
    NOW,
    a_person,
    a_round,
    an_association,
    an_edition,
    an_organisation,
    people,
    registered,
)


def letters(session: Session) -> list[str]:
    return list(session.scalars(select(OutgoingLetter.kind).order_by(OutgoingLetter.id)))


def lines(registration: Registration) -> list[tuple[str, str, str]]:
    return [(e.action, str(e.from_state), str(e.to_state)) for e in registration.events]


def test_first_comers_get_the_seats_in_order(session: Session) -> None:
    edition = an_edition(session, seats=2)
    made = [registered(session, edition, person) for person in people(session, 4)]
    assert [r.state for r in made] == [R.CONFIRMED, R.CONFIRMED, R.WAITLISTED, R.WAITLISTED]
    assert [r.queue_number for r in made] == [1, 2, 3, 4]
    assert [place_in_line(session, r) for r in made[2:]] == [1, 2]
    assert letters(session) == ["registration_confirmed"] * 2 + ["registration_waitlisted"] * 2


def test_seat_leaves_a_line_of_history(session: Session) -> None:
    registration = registered(session, an_edition(session), a_person(session))
    assert lines(registration) == [("confirmed", "new", "confirmed")]


def test_same_form_key_changes_nothing_the_second_time(session: Session) -> None:
    edition, person = an_edition(session), a_person(session)
    first = registered(session, edition, person, form_key="k" * 22)
    again = registered(session, edition, person, form_key="k" * 22)
    assert first is again
    assert letters(session) == ["registration_confirmed"]


def test_form_key_of_somebody_else_is_not_found(session: Session) -> None:
    edition = an_edition(session)
    aisha, bram = people(session, 2)
    registered(session, edition, aisha, form_key="k" * 22)
    with pytest.raises(NotFound):
        registered(session, edition, bram, form_key="k" * 22)


def test_nobody_registers_twice_for_one_edition(session: Session) -> None:
    edition, person = an_edition(session), a_person(session)
    registered(session, edition, person)
    with pytest.raises(Refused) as refusal:
        registered(session, edition, person)
    assert refusal.value.reason is Reason.ALREADY_IN


def test_after_withdrawing_one_may_register_anew(session: Session) -> None:
    edition, person = an_edition(session), a_person(session)
    first = registered(session, edition, person)
    withdraw(session, registration_id=first.id, actor_id=person.id, now=NOW)
    assert registered(session, edition, person).state == R.CONFIRMED


def test_form_sent_after_the_deadline_is_refused(session: Session) -> None:
    edition = an_edition(session, closes=NOW)
    with pytest.raises(Refused) as refusal:
        registered(session, edition, a_person(session))
    assert refusal.value.reason is Reason.NOT_OPEN


def test_non_member_hears_why_and_nothing_is_written(session: Session) -> None:
    vgs = an_association(session)
    edition = an_edition(session, rules=[(RuleKind.MEMBERSHIP, {"associations": [vgs.slug]})])
    with pytest.raises(NotEligible) as refusal:
        registered(session, edition, a_person(session))
    assert [a.reason for a in refusal.value.verdict.refusals] == ["membership.none"]
    assert session.scalars(select(Registration)).all() == []


def test_membership_that_ends_today_still_counts(session: Session) -> None:
    vgs = an_association(session)
    edition = an_edition(session, rules=[(RuleKind.MEMBERSHIP, {"associations": [vgs.slug]})])
    person = a_person(session, member_of=vgs, member_until=NOW.date())
    assert registered(session, edition, person).state == R.CONFIRMED


def test_third_person_of_one_municipality_waits(session: Session) -> None:
    veldrijk = an_organisation(session)
    edition = an_edition(session, seats=10, rules=[(RuleKind.PER_ORGANISATION, {"at_most": 2})])
    made = [
        registered(session, edition, a_person(session, f"Persoon {n}", organisation=veldrijk))
        for n in range(3)
    ]
    assert [r.state for r in made] == [R.CONFIRMED, R.CONFIRMED, R.WAITLISTED]


def test_one_who_waits_for_a_colleague_is_no_obstacle_to_others(session: Session) -> None:
    veldrijk = an_organisation(session)
    oostwolde = an_organisation(session, "Gemeente Oostwolde")
    edition = an_edition(session, seats=3, rules=[(RuleKind.PER_ORGANISATION, {"at_most": 1})])
    one, two = (registered(session, edition, a_person(session, n, organisation=veldrijk)) for n in "AB")
    other = registered(session, edition, a_person(session, "Carla", organisation=oostwolde))
    assert [one.state, two.state, other.state] == [R.CONFIRMED, R.WAITLISTED, R.CONFIRMED]
    withdraw(session, registration_id=one.id, actor_id=one.person_id, now=NOW)
    assert two.state == R.OFFERED


def test_request_waits_for_the_organiser_without_a_seat(session: Session) -> None:
    edition = an_edition(session, seats=1, rules=[(RuleKind.APPROVAL, {})])
    asked = registered(session, edition, a_person(session))
    assert asked.state == R.REQUESTED
    assert [str(c.state) for c in asked.claims] == ["released"]


def test_duo_takes_two_seats_or_waits_as_one(session: Session) -> None:
    edition = an_edition(session, seats=3, companion_allowed=True)
    aisha, bram = people(session, 2)
    first = registered(
        session, edition, aisha, companion=Companion(name="Chantal", email="chantal@veldrijk.example")
    )
    second = registered(
        session, edition, bram, companion=Companion(name="Daan", email="daan@veldrijk.example")
    )
    assert [first.state, second.state] == [R.CONFIRMED, R.WAITLISTED]
    assert [c.seats for c in second.claims] == [2, 1]
    assert [str(c.state) for c in second.claims] == ["waiting", "held"]
    assert "companion_invited" in letters(session)


def test_duo_never_takes_one_seat_of_a_breakout_twice(session: Session) -> None:
    edition = an_edition(session, seats=4, companion_allowed=True)
    slot = a_round(session, edition, 1, None)
    small, large = slot.breakouts
    made = registered(
        session,
        edition,
        a_person(session),
        companion=Companion("Bram Bos", "bram@veldrijk.example"),
        wishes=(Wish(slot_id=slot.id, first_id=small.id, second_id=large.id),),
    )
    assert [c.breakout_id for c in made.claims if c.breakout_id] == [small.id, large.id]


def test_duo_with_oneself_is_refused(session: Session) -> None:
    edition, person = an_edition(session, companion_allowed=True), a_person(session)
    with pytest.raises(Refused) as refusal:
        registered(session, edition, person, companion=Companion(name="Ik", email=person.email))
    assert refusal.value.reason is Reason.COMPANION_ONESELF


def test_companion_who_takes_part_already_is_refused(session: Session) -> None:
    edition = an_edition(session, companion_allowed=True)
    aisha, bram = people(session, 2)
    registered(session, edition, bram)
    with pytest.raises(Refused) as refusal:
        registered(session, edition, aisha, companion=Companion(name="Bram", email=bram.email))
    assert refusal.value.reason is Reason.COMPANION_ALREADY_IN


def test_offer_past_its_deadline_makes_room_before_a_newcomer_is_seated(session: Session) -> None:
    edition = an_edition(session, seats=1)
    one, two, three, four = people(session, 4)
    seated = registered(session, edition, one)
    offered, waiting = registered(session, edition, two), registered(session, edition, three)
    withdraw(session, registration_id=seated.id, actor_id=one.id, now=NOW)
    assert offered.state == R.OFFERED
    late = registered(session, edition, four, now=NOW + timedelta(days=9))
    assert [offered.state, waiting.state, late.state] == [R.LAPSED, R.OFFERED, R.WAITLISTED]


def test_who_needs_approval_and_must_wait_is_asked_for_first(session: Session) -> None:
    veldrijk = an_organisation(session)
    rules = [(RuleKind.PER_ORGANISATION, {"at_most": 1}), (RuleKind.APPROVAL, {})]
    edition = an_edition(session, seats=5, rules=rules)
    organiser = a_person(session, "Bram de Organisator")
    one, two = (registered(session, edition, a_person(session, n, organisation=veldrijk)) for n in "AB")
    assert [one.state, two.state] == [R.REQUESTED, R.REQUESTED]
    for registration in (one, two):
        desk.approve(session, registration_id=registration.id, actor_id=organiser.id, now=NOW)
    assert [one.state, two.state] == [R.CONFIRMED, R.WAITLISTED]


def test_approval_gives_the_place_of_the_request(session: Session) -> None:
    edition = an_edition(session, seats=1, rules=[(RuleKind.APPROVAL, {})])
    organiser = a_person(session, "Bram de Organisator")
    one, two, three = (registered(session, edition, person) for person in people(session, 3))
    for registration in (one, three, two):
        desk.approve(session, registration_id=registration.id, actor_id=organiser.id, now=NOW)
    assert [one.state, two.state, three.state] == [R.CONFIRMED, R.WAITLISTED, R.WAITLISTED]
    assert [place_in_line(session, r) for r in (two, three)] == [1, 2]


def test_inviter_sees_the_name_as_typed_until_the_companion_confirms(session: Session) -> None:
    edition = an_edition(session, companion_allowed=True)
    aisha, other = a_person(session), a_person(session, "Echte Naam")
    made = registered(session, edition, aisha, companion=Companion("Getypt", other.email))
    companion = made.participants[1]
    assert (companion.shown_name, [e.details.get("companion") for e in made.events][-1]) == ("Getypt",) * 2
    duo.confirm_companion(session, participant_id=companion.id, person_id=other.id, now=NOW)
    assert companion.shown_name == "Echte Naam"


def test_what_is_over_ends_before_the_newcomer_is_judged(session: Session) -> None:
    """Two offers are over though no job came by; the seat of one goes to a colleague of the newcomer."""
    edition = an_edition(session, seats=2, rules=[(RuleKind.PER_ORGANISATION, {"at_most": 1})])
    seated, offered = [], []
    for number, made in enumerate((seated, seated, offered, offered)):
        person = a_person(
            session, f"Mens {number}", organisation=an_organisation(session, f"Gemeente {number}")
        )
        made.append(registered(session, edition, person))
    for registration in seated:
        withdraw(session, registration_id=registration.id, actor_id=registration.person_id, now=NOW)
    assert [r.state for r in offered] == [R.OFFERED, R.OFFERED]
    home = an_organisation(session, "Gemeente Thuis")
    colleague = registered(session, edition, a_person(session, "Collega", organisation=home))

    newcomer = registered(
        session, edition, a_person(session, "Nieuwe", organisation=home), now=NOW + timedelta(days=9)
    )

    states = [r.state for r in (*offered, colleague, newcomer)]
    assert states == [R.LAPSED, R.LAPSED, R.OFFERED, R.WAITLISTED]


def test_lapsed_offer_does_not_keep_one_from_enrolling_anew(session: Session) -> None:
    edition = an_edition(session, seats=1)
    has, waits = (registered(session, edition, person) for person in people(session, 2))
    withdraw(session, registration_id=has.id, actor_id=has.person_id, now=NOW)

    again = registered(session, edition, waits.person, now=NOW + timedelta(days=9))

    assert (waits.state, again.state) == (R.LAPSED, R.CONFIRMED)


def test_no_seat_is_held_for_a_duo_that_may_not_take_part(session: Session) -> None:
    vgs = an_association(session)
    rules = [(RuleKind.MEMBERSHIP, {"associations": [vgs.slug]})]
    edition = an_edition(session, seats=1, companion_allowed=True, hold_hours=8, rules=rules)
    has = registered(session, edition, a_person(session, "Heeft", member_of=vgs))
    ends_today = a_person(session, "Duo", member_of=vgs, member_until=NOW.date())
    duo_waits = registered(session, edition, ends_today, companion=Companion("E", "e@veldrijk.example"))
    next_one = registered(session, edition, a_person(session, "Volgende", member_of=vgs))

    withdraw(session, registration_id=has.id, actor_id=has.person_id, now=NOW + timedelta(days=1))

    assert (duo_waits.state, next_one.state) == (R.WAITLISTED, R.OFFERED)


def test_nobody_overtakes_on_the_last_day_for_a_reason_of_the_past(session: Session) -> None:
    veldrijk, rules = an_organisation(session), [(RuleKind.PER_ORGANISATION, {"at_most": 1})]
    edition = an_edition(session, first_day=NOW.date() + timedelta(days=1), rules=rules)
    first, waits = (
        registered(session, edition, a_person(session, name, organisation=veldrijk)) for name in ("A", "B")
    )
    withdraw(session, registration_id=first.id, actor_id=first.person_id, now=NOW)
    newcomer = registered(
        session,
        edition,
        a_person(session, "Els", organisation=an_organisation(session, "Gemeente Oostwolde")),
    )
    assert [waits.state, waits.passed_reason, newcomer.state] == ["waitlisted", "", "waitlisted"]
