"""The facts that the gates reason with, as the database holds them."""

from datetime import date, timedelta

import pytest

from portal.eligibility.facts import Rule, RuleKind
from portal.eligibility.models import EligibilityRule
from portal.eligibility.queries import (
    decisions_of,
    edition_rules,
    on_interest_list,
    people_facts,
    person_facts,
)
from portal.errors import NotFound
from portal.people.facts import (
    MembershipFact,
    OrganisationKind,
    Period,
    PersonFacts,
    PositionFact,
    PositionKind,
)
from portal.people.models import Membership, Person, Position
from portal.programmes.models import Interest
from tests.eligibility.builders import MEMBERS_ONLY, NOW, TODAY, said
from tests.eligibility.conftest import Small
from tests.eligibility.editions import an_edition

SECRETARY = PositionKind.GEMEENTESECRETARIS


def works(small: Small, at: object = None, starts: date | None = None, ends: date | None = None) -> Position:
    """A position of Aisha at Zoetermeer, unless said otherwise."""
    return Position(
        person_id=small.aisha.id,
        organisation_id=getattr(at or small.zoetermeer, "id", None),
        kind=SECRETARY,
        starts_on=starts,
        ends_on=ends,
    )


def of_zoetermeer(small: Small, ends: date | None = None) -> Membership:
    """The municipality's membership of the VGS since 2020."""
    return Membership(
        association_id=small.vgs.id,
        organisation_id=small.zoetermeer.id,
        starts_on=date(2020, 1, 1),
        ends_on=ends,
    )


def test_person_with_nothing_has_only_a_name(small: Small) -> None:
    assert person_facts(small.session, small.aisha.id) == PersonFacts(small.aisha.id, "Aisha", True)


def test_invited_person_is_not_signed_in(small: Small) -> None:
    assert person_facts(small.session, small.aisha.id, signed_in=False).signed_in is False


def test_many_people_take_the_two_queries_of_one(small: Small) -> None:
    bram = Person(public_id="bram", email="bram@voorbeeld.example", name="Bram", created_at=NOW)
    small.add(bram)
    his = Membership(association_id=small.vng.id, person_id=bram.id, starts_on=date(2026, 1, 1))
    small.add(works(small, starts=date(2021, 5, 1)), of_zoetermeer(small, ends=TODAY), his)
    each = {person.id: person_facts(small.session, person.id) for person in (small.aisha, bram)}
    assert [len(facts.memberships) for facts in each.values()] == [1, 1]
    small.statements.clear()
    assert people_facts(small.session, each) == each
    assert len(small.statements) == 2


def test_unknown_person_is_not_found(small: Small) -> None:
    with pytest.raises(NotFound):
        person_facts(small.session, 999)


def test_positions_and_memberships_come_in_two_queries(small: Small) -> None:
    own = Membership(association_id=small.vng.id, person_id=small.aisha.id, starts_on=date(2026, 1, 1))
    other = Membership(
        association_id=small.vgs.id, organisation_id=small.delft.id, starts_on=date(2020, 1, 1)
    )
    small.add(works(small, starts=date(2021, 5, 1)), own, other, of_zoetermeer(small, ends=TODAY))
    small.statements.clear()
    assert person_facts(small.session, small.aisha.id) == PersonFacts(
        small.aisha.id,
        "Aisha",
        True,
        (
            PositionFact(
                SECRETARY,
                small.zoetermeer.id,
                "Gemeente Zoetermeer",
                OrganisationKind.GEMEENTE,
                Period(date(2021, 5, 1), None),
            ),
        ),
        (
            MembershipFact("vng", "VNG", Period(date(2026, 1, 1), None)),
            MembershipFact("vgs", "VGS", Period(date(2021, 5, 1), TODAY), through_organisation=True),
        ),
    )
    assert len(small.statements) == 2


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        (1, "membership.through_organisation"),
        (0, "membership.through_organisation"),
        (-1, "membership.ended"),
    ],
)
def test_membership_through_a_position_ends_with_it(small: Small, days: int, reason: str) -> None:
    small.add(works(small, ends=TODAY + timedelta(days=days)), of_zoetermeer(small))
    assert said(MEMBERS_ONLY, person=person_facts(small.session, small.aisha.id))[1] == [reason]


def test_membership_through_a_coming_position_waits_for_it(small: Small) -> None:
    small.add(works(small, starts=TODAY + timedelta(days=1)), of_zoetermeer(small))
    asked = said(MEMBERS_ONLY, person=person_facts(small.session, small.aisha.id))
    assert asked[1] == ["membership.not_yet"]


def test_membership_from_before_the_position_is_left_out(small: Small) -> None:
    small.add(works(small, starts=date(2025, 1, 1)), of_zoetermeer(small, ends=date(2024, 12, 31)))
    assert person_facts(small.session, small.aisha.id).memberships == ()


def test_one_day_in_common_is_a_period(small: Small) -> None:
    small.add(works(small, starts=TODAY), of_zoetermeer(small, ends=TODAY))
    asked = said(MEMBERS_ONLY, person=person_facts(small.session, small.aisha.id))
    assert asked[1] == ["membership.through_organisation"]


def test_membership_of_a_former_employer_does_not_count(small: Small) -> None:
    small.add(
        works(small, ends=date(2024, 12, 31)),
        works(small, at=small.delft, starts=date(2025, 1, 1)),
        of_zoetermeer(small),
    )
    asked = said(MEMBERS_ONLY, person=person_facts(small.session, small.aisha.id))
    assert asked[1] == ["membership.ended"]


def test_membership_of_another_organisation_does_not_count(small: Small) -> None:
    small.add(Membership(association_id=small.vgs.id, organisation_id=small.delft.id, starts_on=TODAY))
    assert person_facts(small.session, small.aisha.id).memberships == ()


def test_rules_come_in_order_with_ids_and_names(small: Small) -> None:
    edition = an_edition(small)
    values = {"associations": ["vgs", "vng", "weg"]}
    first = EligibilityRule(edition_id=edition.id, position=1, kind=RuleKind.SIGN_IN, values={})
    second = EligibilityRule(edition_id=edition.id, position=2, kind=RuleKind.MEMBERSHIP, values=values)
    small.add(second)
    small.add(first)
    assert edition_rules(small.session, edition.id) == (
        Rule(RuleKind.SIGN_IN, {}, first.id, public_id=first.public_id),
        Rule(RuleKind.MEMBERSHIP, values, second.id, {"vgs": "VGS", "vng": "VNG"}, second.public_id),
    )
    assert edition_rules(small.session, edition.id + 1) == ()


@pytest.mark.parametrize(
    ("confirmed", "removed", "listed"), [(True, False, True), (False, False, False), (True, True, False)]
)
def test_interest_counts_confirmed_and_not_removed(
    small: Small, confirmed: bool, removed: bool, listed: bool
) -> None:
    programme = an_edition(small).programme_id
    small.add(
        Interest(
            programme_id=programme,
            email="aisha@voorbeeld.example",
            entered_at=NOW,
            confirmed_at=NOW if confirmed else None,
            removed_at=NOW if removed else None,
        )
    )
    assert on_interest_list(small.session, programme, " Aisha@Voorbeeld.example") is listed
    assert on_interest_list(small.session, programme, "bram@voorbeeld.example") is False
    assert on_interest_list(small.session, programme + 1, "aisha@voorbeeld.example") is False


def test_registration_without_decisions_has_none(small: Small) -> None:
    assert list(decisions_of(small.session, 1)) == []
