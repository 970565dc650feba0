"""What an organiser decides about one registration."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.eligibility.facts import Moment, Outcome, RuleKind
from portal.eligibility.models import EligibilityRule
from portal.eligibility.queries import decisions_of
from portal.errors import NotFound, Refused
from portal.outbox.models import OutgoingLetter
from portal.registrations import desk, offers, service
from portal.registrations.models import Registration
from portal.registrations.reasons import NotEligible, Reason
from portal.registrations.waitlist import PASSED, SKIP
from tests.builders import NOW, a_person, an_association, an_edition, registered

LATER = NOW + timedelta(days=1)
AFTER = NOW + timedelta(days=120)


@pytest.fixture
def boss(session: Session) -> int:
    """The organiser who decides."""
    return a_person(session, "Bram de Organisator").id


def admit(session: Session, edition_id: int, boss: int, email: str) -> Registration:
    return desk.admit(
        session,
        edition_id=edition_id,
        actor_id=boss,
        name="Noor",
        email=email,
        why="Te laat",
        now=NOW,
        form_key="k",
    )


def test_form_of_the_late_desk_admits_one_person_once(session: Session, boss: int) -> None:
    edition = an_edition(session)
    first = admit(session, edition.id, boss, "noor@veldrijk.example")
    assert admit(session, edition.id, boss, "noor@veldrijk.example") is first
    with pytest.raises(NotFound):
        admit(session, edition.id, boss, "jan@veldrijk.example")


@pytest.mark.parametrize(
    ("verb", "more"),
    [
        (desk.approve, {}),
        (desk.decline_request, {"why": "Te laat"}),
        (desk.cancel_registration, {"why": "Te laat"}),
    ],
)
def test_edition_that_has_been_is_decided_on_no_more(
    session: Session, boss: int, verb: Any, more: dict[str, str]
) -> None:
    edition = an_edition(session, rules=[(RuleKind.APPROVAL, {})])
    asked = registered(session, edition, a_person(session))
    with pytest.raises(Refused) as refusal:
        verb(session, registration_id=asked.id, actor_id=boss, now=AFTER, **more)
    assert (refusal.value.reason, asked.state) == (Reason.FINISHED, "requested")


def one_who_ceased_to_qualify(session: Session) -> Registration:
    """Noor's membership ended while she waited for the seat that is free now."""
    vgs = an_association(session)
    rules = [(RuleKind.MEMBERSHIP, {"associations": ["vgs"]})]
    edition = an_edition(session, seats=1, rules=rules)
    seated = registered(session, edition, a_person(session, member_of=vgs))
    noor = a_person(session, "Noor", member_of=vgs, member_until=NOW.date())
    waits = registered(session, edition, noor)
    service.withdraw(session, registration_id=seated.id, actor_id=seated.person_id, now=LATER)
    assert waits.passed_reason == "membership.ended"
    return waits


def offered_by_hand(session: Session, boss: int) -> Registration:
    """The organiser offers her the seat all the same."""
    waits = one_who_ceased_to_qualify(session)
    return desk.offer_now(session, registration_id=waits.id, actor_id=boss, why="Verlengt", now=LATER)


def accept(session: Session, offer: Registration) -> Registration:
    return offers.accept_offer(session, registration_id=offer.id, actor_id=offer.person_id, now=LATER)


def test_offer_by_hand_to_a_former_member_can_be_accepted(session: Session, boss: int) -> None:
    offer = offered_by_hand(session, boss)
    assert accept(session, offer).state == "confirmed"
    assert [(d.moment, d.outcome) for d in decisions_of(session, offer.id)][:2] == [
        (Moment.ACCEPTANCE, Outcome.ADMIT),
        (Moment.BY_HAND, Outcome.ADMIT),
    ]


def test_what_became_untrue_after_the_offer_by_hand_refuses(session: Session, boss: int) -> None:
    offer = offered_by_hand(session, boss)
    rule = {"kinds": ["waterschap"]}
    session.add(
        EligibilityRule(edition_id=offer.edition_id, position=9, kind=RuleKind.ORGANISATION_KIND, values=rule)
    )
    offer.edition.touch()
    with pytest.raises(NotEligible):
        accept(session, offer)


def test_offer_by_hand_that_was_passed_lets_nothing_pass(session: Session, boss: int) -> None:
    offer = offered_by_hand(session, boss)
    values: Any = {"registration_id": offer.id, "actor_id": offer.person_id, "now": LATER}
    offers.decline_offer(session, **values, stay=True)
    assert offers.wait_again(session, **values).passed_reason == "membership.ended"


def test_who_waits_cannot_undo_the_organisers_skip(session: Session, boss: int) -> None:
    edition = an_edition(session, seats=0)
    waits = registered(session, edition, a_person(session))
    desk.skip(session, registration_id=waits.id, actor_id=boss, why=PASSED, now=NOW)
    offers.wait_again(session, registration_id=waits.id, actor_id=waits.person_id, now=NOW)
    assert waits.passed_reason == SKIP + PASSED


def test_who_does_not_qualify_hears_so_once(session: Session, boss: int) -> None:
    waits = one_who_ceased_to_qualify(session)
    desk.unskip(session, registration_id=waits.id, actor_id=boss, now=LATER)
    told = select(OutgoingLetter).where(OutgoingLetter.kind == "not_eligible_now")
    assert len(session.scalars(told).all()) == 1
