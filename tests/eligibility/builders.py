"""People, editions and rules with plain defaults, for questions to the gates."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from portal.eligibility.facts import Answer, EditionFacts, Moment, Outcome, Rule, RuleKind, Verdict
from portal.eligibility.gates import decide
from portal.people.facts import (
    MembershipFact,
    OrganisationKind,
    Period,
    PersonFacts,
    PositionFact,
    PositionKind,
)

TODAY = date(2027, 1, 13)
NOW = datetime(2027, 1, 13, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ALWAYS = Period()
NAMES = {"vgs": "VGS", "vng": "VNG"}
ZOETERMEER, DELFT = (1, "Gemeente Zoetermeer"), (2, "Gemeente Delft")


def a_position(
    kind: PositionKind = PositionKind.GEMEENTESECRETARIS,
    at: tuple[int, str] = ZOETERMEER,
    body: OrganisationKind = OrganisationKind.GEMEENTE,
    period: Period = ALWAYS,
) -> PositionFact:
    """A secretary of Zoetermeer, unless said otherwise."""
    return PositionFact(kind, at[0], at[1], body, period)


def a_membership(
    starts: date | None = date(2020, 1, 1),
    ends: date | None = None,
    *,
    of: str = "vgs",
    through_organisation: bool = False,
) -> MembershipFact:
    """An own membership of the VGS since 2020, unless said otherwise."""
    return MembershipFact(of, NAMES[of], Period(starts, ends), through_organisation)


def a_person(
    *positions: PositionFact, memberships: tuple[MembershipFact, ...] = (), person_id: int = 1
) -> PersonFacts:
    """A signed-in secretary of Zoetermeer without memberships, unless said otherwise."""
    return PersonFacts(person_id, "Aisha", True, positions or (a_position(),), memberships)


def a_director(*memberships: MembershipFact, at: tuple[int, str] = ZOETERMEER) -> PersonFacts:
    """The director who may come along."""
    return a_person(a_position(PositionKind.DIRECTEUR, at), memberships=memberships, person_id=2)


MEMBER = a_person(memberships=(a_membership(),))
VISITOR = PersonFacts()
INVITED = PersonFacts(person_id=3, name="Bram")


def a_rule(kind: RuleKind, **values: Any) -> Rule:
    """A rule that knows the names of the associations."""
    return Rule(kind, values, names=NAMES)


MEMBERS_ONLY = a_rule(RuleKind.MEMBERSHIP, associations=["vgs"])
SECRETARIES = a_rule(RuleKind.POSITION, positions=["gemeentesecretaris"])
DIRECTOR_ALONG = a_rule(RuleKind.COMPANION, positions=["directeur"], same_organisation=True, membership=[])


def verdict(
    *rules: Rule,
    person: PersonFacts = MEMBER,
    companion: PersonFacts | None = None,
    edition: EditionFacts | None = None,
    now: datetime = NOW,
    moment: Moment = Moment.APPLICATION,
) -> Verdict:
    """The decision at the moment of application; companions are allowed unless the edition says otherwise."""
    facts = replace(edition or EditionFacts(rules=(), companion_allowed=True), rules=rules)
    return decide(person=person, companion=companion, edition=facts, today=now.date(), now=now, moment=moment)


def only(*rules: Rule, **asked: Any) -> Answer:
    """The one answer of a decision that has one."""
    (answer,) = verdict(*rules, **asked).answers
    return answer


def said(*rules: Rule, **asked: Any) -> tuple[Outcome, list[str]]:
    """The outcome and the reasons of a decision."""
    found = verdict(*rules, **asked)
    return found.outcome, [str(answer.reason) for answer in found.answers]
