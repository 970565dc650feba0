"""What every rule gets to look at, and the words it answers with (pure)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.eligibility.facts import Answer, EditionFacts, Moment, Outcome, Rule, RuleKind
from portal.eligibility.reasons import OUTCOMES, Reason
from portal.people.facts import MembershipFact, PersonFacts, PositionFact


@dataclass(frozen=True)
class Question:
    """Everything that a rule may look at."""

    person: PersonFacts
    companion: PersonFacts | None
    edition: EditionFacts
    today: date
    now: datetime
    moment: Moment


Gate = Callable[[Rule, Question], list[Answer]]


def say(rule: Rule, reason: Reason, about: str = "person", /, **values: Any) -> Answer:
    """The answer of this rule with this reason."""
    return Answer(rule.kind, OUTCOMES.get(reason, Outcome.ADMIT), reason, values, about)


def names_in(rule: Rule, key: str = "associations") -> list[str]:
    """The names of the associations that the rule mentions."""
    return [rule.names.get(slug, slug.upper()) for slug in rule.values.get(key, [])]


def until_instant(rule: Rule) -> datetime:
    """The instant of the rule's `until`; a naive one is a mistake and raises ValueError."""
    instant = datetime.fromisoformat(rule.values["until"])
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant


def current_positions(person: PersonFacts, today: date) -> list[PositionFact]:
    """The positions that hold today."""
    return [p for p in person.positions if p.period.holds_on(today)]


def membership_held(person: PersonFacts, slugs: Iterable[str], today: date) -> MembershipFact | None:
    """A membership that holds today, one's own before the organisation's."""
    wanted = set(slugs)
    held = [m for m in person.memberships if m.association in wanted and m.period.holds_on(today)]
    return min(held, key=lambda m: m.through_organisation, default=None)


def stated_position(
    *, person: PersonFacts, today: date, rules: Iterable[Rule] = (), organisation_id: int | None = None
) -> PositionFact | None:
    """The position that a person takes part with: at the chosen organisation, or at that of the first one.

    The organisation is the one that counts for "at most k per organisation". Among several positions
    there, one that the position rules accept goes first.
    """
    current = current_positions(person, today)
    chosen = [p for p in current if p.organisation_id == organisation_id]
    there = chosen or [p for p in current if p.organisation_id == current[0].organisation_id]
    wanted = [set(rule.values.get("positions", [])) for rule in rules if rule.kind is RuleKind.POSITION]
    return next((p for p in there if all(p.kind in kinds for kinds in wanted)), there[0] if there else None)
