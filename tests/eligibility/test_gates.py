"""The decision as a whole: worst answer wins, which moments, and who may come along instead."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.eligibility.facts import ORDER, EditionFacts, Moment, Outcome, Rule, RuleKind
from portal.eligibility.gates import GATES, code_digest, decide
from portal.people.facts import OrganisationKind, Period, PersonFacts, PositionKind
from tests.eligibility.builders import (
    DAY,
    DELFT,
    DIRECTOR_ALONG,
    MEMBERS_ONLY,
    NAMES,
    NOW,
    SECRETARIES,
    TODAY,
    VISITOR,
    ZOETERMEER,
    a_director,
    a_membership,
    a_person,
    a_position,
    a_rule,
    said,
    verdict,
)

APPROVAL = a_rule(RuleKind.APPROVAL)
FULL = EditionFacts(rules=(), companion_allowed=True, seated_per_organisation={1: 2})
AT_MOST_TWO = a_rule(RuleKind.PER_ORGANISATION, at_most=2)


def test_every_kind_of_rule_has_a_gate() -> None:
    assert set(GATES) == set(RuleKind)


def test_edition_without_rules_admits_everyone() -> None:
    assert said(person=VISITOR) == (Outcome.ADMIT, [])


def test_worst_answer_wins_and_all_are_kept() -> None:
    assert said(SECRETARIES, APPROVAL) == (Outcome.APPROVE, ["position.ok", "approval.needed"])
    assert said(APPROVAL, AT_MOST_TWO, edition=FULL)[0] is Outcome.WAIT
    reasons = ["membership.none", "approval.needed", "per_organisation.full"]
    assert said(MEMBERS_ONLY, APPROVAL, AT_MOST_TWO, person=a_person(), edition=FULL) == (
        Outcome.REFUSE,
        reasons,
    )


def test_who_waits_may_need_approval_too() -> None:
    assert verdict(APPROVAL, AT_MOST_TWO, edition=FULL).needs_approval
    assert not verdict(AT_MOST_TWO, edition=FULL).needs_approval


def test_refusals_are_the_answers_that_say_no() -> None:
    found = verdict(MEMBERS_ONLY, SECRETARIES, APPROVAL, person=a_person())
    assert [a.reason for a in found.refusals] == ["membership.none"]


@pytest.mark.parametrize("moment", [m for m in Moment if m is not Moment.BY_HAND])
def test_who_someone_is_counts_at_every_moment(moment: Moment) -> None:
    rules = (a_rule(RuleKind.SIGN_IN), MEMBERS_ONLY, SECRETARIES, DIRECTOR_ALONG)
    assert said(*rules, person=VISITOR, companion=a_director(at=DELFT), moment=moment) == (
        Outcome.REFUSE,
        ["sign_in.visitor", "membership.visitor", "position.visitor", "companion.other_organisation"],
    )


def test_by_hand_admits_and_keeps_what_rules_said() -> None:
    found = verdict(MEMBERS_ONLY, SECRETARIES, APPROVAL, person=a_person(), moment=Moment.BY_HAND)
    assert found.outcome is Outcome.ADMIT
    assert [(a.reason, a.outcome) for a in found.answers] == [
        ("membership.none", Outcome.REFUSE),
        ("position.ok", Outcome.ADMIT),
    ]


def test_director_refused_alone_hears_with_whom() -> None:
    found = verdict(MEMBERS_ONLY, SECRETARIES, DIRECTOR_ALONG, person=a_director())
    told = [a.values.get("as_companion_of") for a in found.answers]
    assert (found.outcome, told) == (Outcome.REFUSE, [None, ["gemeentesecretaris"], None])


def test_without_named_positions_renewing_comes_first() -> None:
    anyone = a_rule(RuleKind.COMPANION, positions=[])
    assert "as_companion_of" not in verdict(MEMBERS_ONLY, anyone, person=a_person()).answers[0].values


def test_members_edition_tells_who_may_come_along() -> None:
    found = verdict(MEMBERS_ONLY, DIRECTOR_ALONG, person=a_director())
    assert found.answers[0].values == {
        "associations": ["VGS"],
        "as_companion_of": [],
        "same_organisation": True,
    }


@pytest.mark.parametrize(
    "asked",
    [
        {"person": a_person(a_position(PositionKind.RAADSLID))},
        {"person": VISITOR},
        {"person": a_director(), "edition": EditionFacts(rules=())},
        {"person": a_director(), "companion": a_person()},
        {"person": a_director(), "moment": Moment.PROMOTION},
    ],
    ids=["other position", "visitor", "no companions", "brings someone", "later moment"],
)
def test_others_do_not_hear_of_coming_along(asked: dict[str, object]) -> None:
    found = verdict(SECRETARIES, DIRECTOR_ALONG, **asked)  # type: ignore[arg-type]
    assert found.outcome is Outcome.REFUSE
    assert not any("as_companion_of" in answer.values for answer in found.answers)


DATES = st.sampled_from([None, TODAY - DAY, TODAY, TODAY + DAY])
PERIODS = st.builds(Period, DATES, DATES)
POSITIONS = st.builds(
    a_position,
    st.sampled_from([PositionKind.GEMEENTESECRETARIS, PositionKind.DIRECTEUR, PositionKind.RAADSLID]),
    st.sampled_from([ZOETERMEER, DELFT]),
    st.sampled_from([OrganisationKind.GEMEENTE, OrganisationKind.WATERSCHAP]),
    PERIODS,
)
MEMBERSHIPS = st.builds(
    a_membership, DATES, DATES, of=st.sampled_from(["vgs", "vng"]), through_organisation=st.booleans()
)
PEOPLE = st.builds(
    PersonFacts,
    st.integers(1, 3),
    st.just("Aisha"),
    st.booleans(),
    st.lists(POSITIONS, max_size=3).map(tuple),
    st.lists(MEMBERSHIPS, max_size=3).map(tuple),
)
SLUGS = st.lists(st.sampled_from(["vgs", "vng"]), max_size=2, unique=True)
KINDS = st.lists(st.sampled_from(["gemeentesecretaris", "directeur"]), max_size=2, unique=True)
BODIES = st.lists(st.sampled_from(["gemeente", "waterschap"]), max_size=2, unique=True)
UNTIL = st.sampled_from([NOW - DAY, NOW, NOW + DAY]).map(lambda instant: instant.isoformat())
LAST = st.sampled_from([TODAY - DAY, TODAY]).map(lambda day: day.isoformat())
RULES = st.one_of(
    st.builds(dict).map(lambda v: (RuleKind.SIGN_IN, v)),
    st.fixed_dictionaries({"associations": SLUGS}).map(lambda v: (RuleKind.MEMBERSHIP, v)),
    st.fixed_dictionaries({"positions": KINDS}).map(lambda v: (RuleKind.POSITION, v)),
    st.fixed_dictionaries({"kinds": BODIES}).map(lambda v: (RuleKind.ORGANISATION_KIND, v)),
    st.fixed_dictionaries({"positions": KINDS, "same_organisation": st.booleans(), "membership": SLUGS}).map(
        lambda v: (RuleKind.COMPANION, v)
    ),
    st.fixed_dictionaries({"at_most": st.integers(1, 3)}).map(lambda v: (RuleKind.PER_ORGANISATION, v)),
    st.fixed_dictionaries({"seats": st.just(2), "until": LAST}, optional={"associations": SLUGS}).map(
        lambda v: (RuleKind.SET_ASIDE, v)
    ),
    st.fixed_dictionaries({"until": UNTIL, "associations": SLUGS}).map(lambda v: (RuleKind.EARLY, v)),
    st.fixed_dictionaries({"until": UNTIL}).map(lambda v: (RuleKind.INTEREST_FIRST, v)),
    st.just((RuleKind.CODE, {"sha256": code_digest("zomer")})),
    st.just((RuleKind.APPROVAL, {})),
    st.just((RuleKind.CONFIRM_POSITION, {})),
).map(lambda pair: Rule(pair[0], pair[1], names=NAMES))
EDITIONS = st.builds(
    EditionFacts,
    rules=st.lists(RULES, max_size=5).map(tuple),
    companion_allowed=st.booleans(),
    seated_per_organisation=st.dictionaries(st.sampled_from([1, 2]), st.integers(0, 3)),
    on_interest_list=st.booleans(),
    code=st.sampled_from(["", "zomer", "winter"]),
    organisation_id=st.sampled_from([None, 1, 2]),
)
COMPANIONS = st.none() | PEOPLE
MOMENTS = st.sampled_from(Moment)


def outcome(person: PersonFacts, companion: PersonFacts | None, edition: EditionFacts, moment: Moment) -> int:
    """How bad the decision is."""
    found = decide(person=person, companion=companion, edition=edition, today=TODAY, now=NOW, moment=moment)
    return ORDER.index(found.outcome)


@given(PEOPLE, COMPANIONS, EDITIONS, MOMENTS, RULES, st.integers(0, 5))
def test_one_more_rule_never_makes_it_milder(
    person: PersonFacts,
    companion: PersonFacts | None,
    edition: EditionFacts,
    moment: Moment,
    rule: Rule,
    place: int,
) -> None:
    more = replace(edition, rules=(*edition.rules[:place], rule, *edition.rules[place:]))
    assert outcome(person, companion, more, moment) >= outcome(person, companion, edition, moment)


@given(PEOPLE.filter(lambda p: bool(p.memberships)), COMPANIONS, EDITIONS, MOMENTS, st.data())
def test_one_membership_less_never_makes_it_milder(
    person: PersonFacts,
    companion: PersonFacts | None,
    edition: EditionFacts,
    moment: Moment,
    data: st.DataObject,
) -> None:
    gone = data.draw(st.integers(0, len(person.memberships) - 1))
    less = replace(person, memberships=person.memberships[:gone] + person.memberships[gone + 1 :])
    assert outcome(less, companion, edition, moment) >= outcome(person, companion, edition, moment)


@given(PEOPLE, COMPANIONS, EDITIONS, MOMENTS, st.data())
def test_order_of_rules_does_not_matter(
    person: PersonFacts,
    companion: PersonFacts | None,
    edition: EditionFacts,
    moment: Moment,
    data: st.DataObject,
) -> None:
    mixed = replace(edition, rules=tuple(data.draw(st.permutations(edition.rules))))
    assert outcome(person, companion, mixed, moment) == outcome(person, companion, edition, moment)


@given(PEOPLE, COMPANIONS, EDITIONS, MOMENTS)
def test_same_question_gets_the_same_answer(
    person: PersonFacts, companion: PersonFacts | None, edition: EditionFacts, moment: Moment
) -> None:
    asked = [
        decide(person=person, companion=companion, edition=edition, today=TODAY, now=NOW, moment=moment)
        for _ in range(2)
    ]
    assert asked[0] == asked[1]


@given(PEOPLE, COMPANIONS, EDITIONS, MOMENTS)
def test_every_rule_that_counts_answers(
    person: PersonFacts, companion: PersonFacts | None, edition: EditionFacts, moment: Moment
) -> None:
    found = decide(person=person, companion=companion, edition=edition, today=TODAY, now=NOW, moment=moment)
    counting = {rule.kind for rule in edition.rules if moment in GATES[rule.kind][1]}
    extra = {RuleKind.COMPANION} if companion else set()
    assert {answer.rule for answer in found.answers} == counting | extra
