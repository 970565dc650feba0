"""May this person enter? Every rule is a small question with a reason; the worst answer wins (pure)."""

from dataclasses import replace
from datetime import date, datetime

from portal.eligibility import rules_of_asking, rules_of_party, rules_of_person
from portal.eligibility.facts import ORDER, Answer, EditionFacts, Moment, Outcome, Rule, RuleKind, Verdict
from portal.eligibility.question import Gate, Question, stated_position
from portal.eligibility.reasons import COULD_JOIN, OUTCOMES, Reason
from portal.eligibility.rules_of_asking import code_digest
from portal.eligibility.rules_of_party import may_come_along, seats_set_aside, set_aside_groups
from portal.people.facts import PersonFacts

ALWAYS = frozenset(Moment)
ASKING = frozenset({Moment.PREVIEW, Moment.APPLICATION})
SEATING = ASKING | {Moment.PROMOTION, Moment.SUBSTITUTION}

GATES: dict[RuleKind, tuple[Gate, frozenset[Moment]]] = {
    RuleKind.SIGN_IN: (rules_of_person.sign_in, ALWAYS),
    RuleKind.MEMBERSHIP: (rules_of_person.membership, ALWAYS),
    RuleKind.POSITION: (rules_of_person.position, ALWAYS),
    RuleKind.ORGANISATION_KIND: (rules_of_person.organisation_kind, ALWAYS),
    RuleKind.COMPANION: (rules_of_party.companion, ALWAYS),
    RuleKind.PER_ORGANISATION: (rules_of_party.per_organisation, SEATING),
    RuleKind.SET_ASIDE: (rules_of_party.set_aside, SEATING),
    RuleKind.EARLY: (rules_of_asking.early, ASKING),
    RuleKind.INTEREST_FIRST: (rules_of_asking.interest_first, ASKING),
    RuleKind.CODE: (rules_of_asking.code, ASKING),
    RuleKind.APPROVAL: (rules_of_asking.approval, ASKING),
    RuleKind.CONFIRM_POSITION: (rules_of_asking.confirm_position, ASKING),
}
"""What each rule asks, and at which moments it counts."""

HOST_KINDS = {RuleKind.POSITION: "positions", RuleKind.MEMBERSHIP: "open_to"}
"""Which value of a rule names the positions of who can bring somebody along."""
ABOUT_WHO = (RuleKind.POSITION, RuleKind.MEMBERSHIP, RuleKind.ORGANISATION_KIND)


def decide(
    *,
    person: PersonFacts,
    companion: PersonFacts | None,
    edition: EditionFacts,
    today: date,
    now: datetime,
    moment: Moment,
) -> Verdict:
    """The decision on this person, and on who comes along, by the rules that count at this moment.

    By hand an organiser may admit anyone: the answers keep what the rules said. A companion who is not
    signed in and states no position is still to confirm, and is to be decided on again then.
    """
    question = Question(person, companion, edition, today, now, moment)
    answers = [answer for rule in _rules(question) for answer in GATES[rule.kind][0](rule, question)]
    if moment is Moment.BY_HAND:
        return Verdict(Outcome.ADMIT, tuple(answers))
    worst = max((answer.outcome for answer in answers), key=ORDER.index, default=Outcome.ADMIT)
    return Verdict(worst, tuple(_with_way_in(answers, question)))


def _rules(q: Question) -> list[Rule]:
    """The rules that count now. Whoever comes along is asked about, also without a rule on it."""
    rules = [rule for rule in q.edition.rules if q.moment in GATES[rule.kind][1]]
    if q.companion is not None and all(rule.kind is not RuleKind.COMPANION for rule in rules):
        rules.append(Rule(RuleKind.COMPANION))
    return rules


def _with_way_in(answers: list[Answer], q: Question) -> list[Answer]:
    """Tells someone who is refused alone, but fits the companion rule by position, whom to ask: once."""
    refused = [a for a in answers if a.reason in COULD_JOIN]
    if not (refused and q.moment in ASKING and q.companion is None and q.edition.companion_allowed):
        return answers
    rules = [rule for rule in q.edition.rules if rule.kind is RuleKind.COMPANION]
    named = any(rule.values.get("positions") for rule in rules)
    if not (named and all(may_come_along(rule, q.person, q.today) for rule in rules)):
        return answers
    first = min(refused, key=lambda a: ABOUT_WHO.index(a.rule))
    hosts = [kind for rule in q.edition.rules for kind in rule.values.get(HOST_KINDS.get(rule.kind, ""), [])]
    same = any(bool(rule.values.get("same_organisation")) for rule in rules)
    told = replace(
        first,
        values={**first.values, "as_companion_of": list(dict.fromkeys(hosts)), "same_organisation": same},
    )
    return [told if a is first else a for a in answers]


__all__ = [
    "GATES",
    "OUTCOMES",
    "Reason",
    "code_digest",
    "decide",
    "seats_set_aside",
    "set_aside_groups",
    "stated_position",
]
