"""Signed in, member, position and kind of organisation."""

import pytest

from portal.eligibility.facts import Answer, EditionFacts, Outcome, RuleKind
from portal.eligibility.reasons import Reason
from portal.people.facts import OrganisationKind, Period, PersonFacts, PositionKind
from tests.eligibility.builders import (
    DAY,
    DELFT,
    MEMBER,
    MEMBERS_ONLY,
    SECRETARIES,
    TODAY,
    VISITOR,
    a_membership,
    a_person,
    a_position,
    a_rule,
    only,
    said,
)

SIGN_IN = a_rule(RuleKind.SIGN_IN)
MUNICIPALITIES = a_rule(RuleKind.ORGANISATION_KIND, kinds=["gemeente"])


def member(*memberships: object) -> PersonFacts:
    """A secretary with these memberships."""
    return a_person(memberships=memberships)  # type: ignore[arg-type]


def test_visitor_is_asked_to_sign_in() -> None:
    assert said(SIGN_IN, person=VISITOR) == (Outcome.REFUSE, ["sign_in.visitor"])


def test_signed_in_person_passes_the_sign_in_rule() -> None:
    assert said(SIGN_IN) == (Outcome.ADMIT, ["sign_in.ok"])


def test_member_is_admitted_with_proof() -> None:
    assert only(MEMBERS_ONLY) == Answer(
        RuleKind.MEMBERSHIP, Outcome.ADMIT, Reason.MEMBERSHIP_OK, {"associations": ["VGS"]}
    )


def test_visitor_of_members_edition_is_not_known_as_member() -> None:
    assert only(MEMBERS_ONLY, person=VISITOR) == Answer(
        RuleKind.MEMBERSHIP, Outcome.REFUSE, Reason.MEMBERSHIP_VISITOR, {"associations": ["VGS"]}
    )


def test_non_member_hears_of_which_associations() -> None:
    rule = a_rule(RuleKind.MEMBERSHIP, associations=["vgs", "vng"])
    answer = only(rule, person=a_person(), edition=EditionFacts(rules=()))
    assert answer == Answer(
        RuleKind.MEMBERSHIP, Outcome.REFUSE, Reason.MEMBERSHIP_NONE, {"associations": ["VGS", "VNG"]}
    )


def test_membership_of_another_association_does_not_count() -> None:
    outcome, reasons = said(MEMBERS_ONLY, person=member(a_membership(of="vng")))
    assert (outcome, reasons) == (Outcome.REFUSE, ["membership.none"])


@pytest.mark.parametrize("ends", [TODAY, TODAY + DAY, None])
def test_membership_holds_up_to_and_with_its_last_day(ends: object) -> None:
    assert said(MEMBERS_ONLY, person=member(a_membership(ends=ends))) == (  # type: ignore[arg-type]
        Outcome.ADMIT,
        ["membership.ok"],
    )


def test_membership_that_ended_yesterday_is_refused() -> None:
    answer = only(MEMBERS_ONLY, person=member(a_membership(ends=TODAY - DAY)))
    assert (answer.reason, answer.values["ended"]) == (Reason.MEMBERSHIP_ENDED, TODAY - DAY)
    assert answer.outcome is Outcome.REFUSE


def test_membership_that_starts_tomorrow_is_not_yet() -> None:
    answer = only(MEMBERS_ONLY, person=member(a_membership(starts=TODAY + DAY)))
    assert (answer.reason, answer.values["starts"]) == (Reason.MEMBERSHIP_NOT_YET, TODAY + DAY)


def test_membership_that_starts_today_counts() -> None:
    assert said(MEMBERS_ONLY, person=member(a_membership(starts=TODAY)))[0] is Outcome.ADMIT


def test_last_end_and_first_start_are_told() -> None:
    ended = a_membership(ends=TODAY - 9 * DAY), a_membership(ends=TODAY - 2 * DAY)
    coming = a_membership(TODAY + 9 * DAY), a_membership(TODAY + 2 * DAY)
    assert only(MEMBERS_ONLY, person=member(*ended)).values["ended"] == TODAY - 2 * DAY
    assert only(MEMBERS_ONLY, person=member(*ended, *coming)).values["starts"] == TODAY + 2 * DAY


def test_membership_of_the_organisation_counts() -> None:
    person = member(a_membership(through_organisation=True))
    assert said(MEMBERS_ONLY, person=person) == (Outcome.ADMIT, ["membership.through_organisation"])


def test_own_membership_is_named_before_the_organisations() -> None:
    person = member(a_membership(through_organisation=True), a_membership())
    assert said(MEMBERS_ONLY, person=person) == (Outcome.ADMIT, ["membership.ok"])


def test_fitting_position_is_admitted_with_proof() -> None:
    values = {"positions": ["gemeentesecretaris"], "organisation": "Gemeente Zoetermeer"}
    assert only(SECRETARIES) == Answer(RuleKind.POSITION, Outcome.ADMIT, Reason.POSITION_OK, values)


def test_other_position_hears_which_ones_fit() -> None:
    council = a_person(a_position(PositionKind.RAADSLID))
    answer = only(SECRETARIES, person=council)
    assert (answer.outcome, answer.reason) == (Outcome.REFUSE, Reason.POSITION_OTHER)
    assert (answer.values["positions"], answer.values["own"]) == (["gemeentesecretaris"], ["raadslid"])


def test_one_of_several_positions_is_enough() -> None:
    both = a_person(a_position(PositionKind.RAADSLID), a_position(at=DELFT))
    assert only(SECRETARIES, person=both).values["organisation"] == "Gemeente Delft"


def test_person_without_positions_is_asked_for_one() -> None:
    nobody = PersonFacts(person_id=1, signed_in=True)
    assert said(SECRETARIES, person=nobody) == (Outcome.REFUSE, ["position.none"])


@pytest.mark.parametrize("period", [Period(None, TODAY - DAY), Period(TODAY + DAY, None)])
def test_former_and_future_positions_do_not_count(period: Period) -> None:
    person = a_person(a_position(period=period))
    assert said(SECRETARIES, MUNICIPALITIES, person=person) == (
        Outcome.REFUSE,
        ["position.none", "organisation_kind.none"],
    )


def test_position_counts_on_its_last_day() -> None:
    assert said(SECRETARIES, person=a_person(a_position(period=Period(TODAY, TODAY))))[0] is Outcome.ADMIT


def test_visitor_is_asked_to_sign_in_for_position_rules() -> None:
    assert said(SECRETARIES, MUNICIPALITIES, person=VISITOR) == (
        Outcome.REFUSE,
        ["position.visitor", "organisation_kind.visitor"],
    )


def test_kind_of_organisation_admits_or_refuses() -> None:
    water = a_person(a_position(body=OrganisationKind.WATERSCHAP))
    assert said(MUNICIPALITIES, person=MEMBER) == (Outcome.ADMIT, ["organisation_kind.ok"])
    assert said(MUNICIPALITIES, person=water) == (Outcome.REFUSE, ["organisation_kind.other"])


def test_rule_without_values_lets_nobody_in() -> None:
    empty = [a_rule(kind) for kind in (RuleKind.MEMBERSHIP, RuleKind.POSITION, RuleKind.ORGANISATION_KIND)]
    assert [said(rule)[0] for rule in empty] == [Outcome.REFUSE] * 3
