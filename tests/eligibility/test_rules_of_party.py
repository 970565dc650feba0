"""Companions, at most k per organisation, and seats set aside."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.eligibility.facts import EditionFacts, Moment, Outcome, Rule, RuleKind
from portal.eligibility.gates import seats_set_aside, set_aside_groups, stated_position
from portal.people.facts import OrganisationKind, Period, PersonFacts, PositionKind
from tests.eligibility.builders import (
    DAY,
    DELFT,
    DIRECTOR_ALONG,
    INVITED,
    MEMBER,
    NOW,
    SECRETARIES,
    TODAY,
    VISITOR,
    a_director,
    a_membership,
    a_person,
    a_position,
    a_rule,
    only,
    said,
)

AT_MOST_TWO = a_rule(RuleKind.PER_ORGANISATION, at_most=2)
KEPT = Rule(RuleKind.SET_ASIDE, {"seats": 4, "until": TODAY.isoformat(), "associations": ["vgs"]}, id=7)


def seated(**counts: int) -> EditionFacts:
    """An edition with so many seated of Zoetermeer and Delft."""
    ids = {"zoetermeer": 1, "delft": 2}
    taken = {ids[name]: count for name, count in counts.items()}
    return EditionFacts(rules=(), companion_allowed=True, seated_per_organisation=taken)


def test_director_of_same_municipality_comes_along() -> None:
    assert said(DIRECTOR_ALONG, companion=a_director()) == (Outcome.ADMIT, ["companion.ok"])


def test_companion_rule_leaves_a_person_alone_in_peace() -> None:
    assert said(DIRECTOR_ALONG) == (Outcome.ADMIT, ["companion.alone"])


def test_edition_without_companions_refuses_one() -> None:
    alone = EditionFacts(rules=())
    for rules in ((), (DIRECTOR_ALONG,)):
        asked = said(*rules, companion=a_director(), edition=alone)
        assert asked == (Outcome.REFUSE, ["companion.not_allowed"])


def test_companion_without_a_rule_on_it_is_welcome() -> None:
    assert said(companion=a_director(at=DELFT)) == (Outcome.ADMIT, ["companion.ok"])


@pytest.mark.parametrize("rules", [(), (DIRECTOR_ALONG,)])
def test_duo_with_oneself_is_refused(rules: tuple[Rule, ...]) -> None:
    assert said(*rules, companion=MEMBER) == (Outcome.REFUSE, ["companion.oneself"])


def test_companion_of_another_organisation_is_refused() -> None:
    answer = only(DIRECTOR_ALONG, companion=a_director(at=DELFT))
    assert (answer.reason, answer.about) == ("companion.other_organisation", "companion")
    assert answer.values == {"organisations": ["Gemeente Zoetermeer"]}


def test_companion_with_another_position_is_refused() -> None:
    alderman = a_person(a_position(PositionKind.WETHOUDER), person_id=2)
    answer = only(DIRECTOR_ALONG, companion=alderman)
    assert answer.reason == "companion.other_position"
    assert answer.values == {"positions": ["directeur"], "own": ["wethouder"]}


def test_director_elsewhere_is_no_director_of_ours() -> None:
    split = a_person(
        a_position(PositionKind.DIRECTEUR, DELFT), a_position(PositionKind.RAADSLID), person_id=2
    )
    assert said(DIRECTOR_ALONG, companion=split) == (Outcome.REFUSE, ["companion.other_organisation"])


def test_signed_in_companion_without_position_is_refused() -> None:
    unknown = PersonFacts(person_id=2, signed_in=True)
    assert said(DIRECTOR_ALONG, companion=unknown) == (
        Outcome.REFUSE,
        ["companion.no_position", "companion.other_organisation"],
    )


def test_former_director_does_not_come_along() -> None:
    former = a_person(a_position(PositionKind.DIRECTEUR, period=Period(None, TODAY - DAY)), person_id=2)
    assert "companion.no_position" in said(DIRECTOR_ALONG, companion=former)[1]


def test_invited_companion_is_still_to_confirm() -> None:
    assert said(DIRECTOR_ALONG, companion=INVITED) == (Outcome.ADMIT, ["companion.to_confirm"])


def test_companion_may_need_a_membership() -> None:
    rule = a_rule(RuleKind.COMPANION, positions=["directeur"], membership=["vgs"])
    assert said(rule, companion=a_director()) == (Outcome.REFUSE, ["companion.no_membership"])
    assert said(rule, companion=a_director(a_membership())) == (Outcome.ADMIT, ["companion.ok"])
    assert said(rule, companion=a_director(a_membership(ends=TODAY - DAY)))[0] is Outcome.REFUSE


def test_everything_against_a_companion_is_told() -> None:
    rule = replace(DIRECTOR_ALONG, values={**DIRECTOR_ALONG.values, "membership": ["vgs"]})
    stranger = a_person(a_position(PositionKind.GRIFFIER, DELFT), person_id=2)
    reasons = ["companion.other_position", "companion.other_organisation", "companion.no_membership"]
    assert said(rule, companion=stranger) == (Outcome.REFUSE, reasons)


@pytest.mark.parametrize(
    ("taken", "outcome", "reason"),
    [
        (0, Outcome.ADMIT, "per_organisation.ok"),
        (1, Outcome.ADMIT, "per_organisation.ok"),
        (2, Outcome.WAIT, "per_organisation.full"),
        (3, Outcome.WAIT, "per_organisation.full"),
    ],
)
def test_third_of_one_municipality_waits(taken: int, outcome: Outcome, reason: str) -> None:
    assert said(AT_MOST_TWO, edition=seated(zoetermeer=taken, delft=9)) == (outcome, [reason])


@pytest.mark.parametrize(("taken", "outcome"), [(0, Outcome.ADMIT), (1, Outcome.WAIT), (2, Outcome.WAIT)])
def test_duo_of_one_municipality_counts_for_two(taken: int, outcome: Outcome) -> None:
    assert said(AT_MOST_TWO, companion=a_director(), edition=seated(zoetermeer=taken))[0] is outcome


def test_duo_that_can_never_fit_is_refused() -> None:
    rule = a_rule(RuleKind.PER_ORGANISATION, at_most=1)
    refused = (Outcome.REFUSE, ["per_organisation.party_too_large", "companion.ok"])
    assert said(rule, companion=a_director()) == refused


def test_duo_of_two_municipalities_counts_for_each() -> None:
    rule = a_rule(RuleKind.PER_ORGANISATION, at_most=1)
    away = a_director(at=DELFT)
    assert said(rule, companion=away, edition=seated())[0] is Outcome.ADMIT
    assert said(rule, companion=away, edition=seated(delft=1))[0] is Outcome.WAIT


def test_companion_without_position_counts_for_ones_own_organisation() -> None:
    unknown = PersonFacts(person_id=2, signed_in=True)
    assert said(AT_MOST_TWO, companion=unknown, edition=seated(zoetermeer=1))[0] is Outcome.WAIT


def test_invited_companion_counts_for_ones_own_organisation() -> None:
    assert said(AT_MOST_TWO, companion=INVITED, edition=seated(zoetermeer=1))[0] is Outcome.WAIT


def test_full_answer_tells_whose_seats_and_how_many() -> None:
    answer = only(AT_MOST_TWO, edition=seated(zoetermeer=2))
    assert answer.values == {"at_most": 2, "seated": 2, "party": 1, "organisation": "Gemeente Zoetermeer"}


def test_chosen_organisation_is_the_one_that_counts() -> None:
    both = a_person(a_position(), a_position(PositionKind.DIRECTEUR, DELFT))
    full = seated(zoetermeer=2)
    assert said(AT_MOST_TWO, person=both, edition=full)[0] is Outcome.WAIT
    assert said(AT_MOST_TWO, person=both, edition=replace(full, organisation_id=2))[0] is Outcome.ADMIT
    assert said(AT_MOST_TWO, person=both, edition=replace(full, organisation_id=99))[0] is Outcome.WAIT


def test_person_without_organisation_cannot_slip_past() -> None:
    nobody = PersonFacts(person_id=1, signed_in=True)
    assert said(AT_MOST_TWO, person=nobody) == (Outcome.REFUSE, ["per_organisation.no_organisation"])
    assert said(AT_MOST_TWO, person=VISITOR)[0] is Outcome.REFUSE


def test_visitor_only_hears_of_the_maximum() -> None:
    asked = said(AT_MOST_TWO, person=VISITOR, moment=Moment.PREVIEW)
    assert asked == (Outcome.ADMIT, ["per_organisation.visitor"])


@pytest.mark.parametrize(
    ("moment", "outcome"),
    [
        (Moment.PREVIEW, Outcome.WAIT),
        (Moment.APPLICATION, Outcome.WAIT),
        (Moment.PROMOTION, Outcome.WAIT),
        (Moment.ACCEPTANCE, Outcome.ADMIT),
        (Moment.SUBSTITUTION, Outcome.WAIT),
        (Moment.BY_HAND, Outcome.ADMIT),
    ],
)
def test_maximum_counts_when_a_seat_is_given(moment: Moment, outcome: Outcome) -> None:
    assert said(AT_MOST_TWO, edition=seated(zoetermeer=2), moment=moment)[0] is outcome


def test_seats_are_set_aside_up_to_and_with_the_last_day() -> None:
    days = [TODAY - DAY, TODAY, TODAY + DAY]
    assert [seats_set_aside(KEPT, day) for day in days] == [4, 4, 0]
    assert seats_set_aside(SECRETARIES, TODAY) == 0


def test_set_aside_tells_whose_seats_until_when() -> None:
    assert said(KEPT) == (Outcome.ADMIT, ["set_aside.ok"])
    assert said(KEPT, person=a_person()) == (Outcome.ADMIT, ["set_aside.others"])
    assert said(KEPT, now=NOW + timedelta(days=1)) == (Outcome.ADMIT, ["set_aside.past"])


def test_groups_are_the_ids_of_rules_one_belongs_to() -> None:
    water = Rule(
        RuleKind.SET_ASIDE,
        {"seats": 1, "until": "2027-03-01", "organisation_kinds": ["waterschap"]},
        id=8,
    )
    rules = (SECRETARIES, KEPT, water)
    assert set_aside_groups(rules_with_ids=rules, person=MEMBER, today=TODAY) == [7]
    assert set_aside_groups(rules_with_ids=rules, person=a_person(), today=TODAY) == []
    dike = a_person(a_position(body=OrganisationKind.WATERSCHAP), memberships=(a_membership(),))
    assert set_aside_groups(rules_with_ids=rules, person=dike, today=TODAY) == [7, 8]


def test_group_asks_for_all_that_it_names() -> None:
    rule = replace(KEPT, values={**KEPT.values, "positions": ["griffier"]})
    clerk = a_position(PositionKind.GRIFFIER)
    people = [MEMBER, a_person(clerk), a_person(clerk, memberships=(a_membership(),))]
    groups = [set_aside_groups(rules_with_ids=[rule], person=p, today=TODAY) for p in people]
    assert groups == [[], [], [7]]


def test_stated_position_prefers_what_the_rule_asks() -> None:
    council, secretary = a_position(PositionKind.RAADSLID), a_position()
    person = a_person(council, secretary, a_position(at=DELFT))
    assert stated_position(person=person, today=TODAY) == council
    assert stated_position(person=person, today=TODAY, rules=[SECRETARIES]) == secretary
    elsewhere = stated_position(person=person, today=TODAY, rules=[SECRETARIES], organisation_id=2)
    assert elsewhere == a_position(at=DELFT)
    assert stated_position(person=PersonFacts(), today=TODAY) is None
