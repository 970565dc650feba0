"""Rules about who comes along and about how many seats a group has (pure)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from portal.eligibility.facts import ORDER, Answer, Moment, Rule, RuleKind
from portal.eligibility.question import (
    Question,
    current_positions,
    membership_held,
    names_in,
    say,
    stated_position,
)
from portal.eligibility.reasons import Reason
from portal.people.facts import PersonFacts, PositionFact


def to_confirm(companion: PersonFacts) -> bool:
    """Someone who is invited along and has not answered yet: nothing is known of them."""
    return not companion.signed_in and not companion.positions


def fitting_positions(rule: Rule, companion: PersonFacts, today: date) -> list[PositionFact]:
    """The current positions that the companion rule accepts; without positions in it, all of them."""
    kinds = rule.values.get("positions") or []
    return [p for p in current_positions(companion, today) if not kinds or p.kind in kinds]


def may_come_along(rule: Rule, person: PersonFacts, today: date) -> bool:
    """Whether someone meets the companion rule, apart from with whom."""
    slugs, kinds = rule.values.get("membership") or [], rule.values.get("positions") or []
    return (not kinds or bool(fitting_positions(rule, person, today))) and (
        not slugs or membership_held(person, slugs, today) is not None
    )


def companion(rule: Rule, q: Question) -> list[Answer]:
    """Whether the person may bring this companion: everything that stands in the way."""
    other = q.companion
    if other is None:
        return [say(rule, Reason.COMPANION_ALONE)]
    if not q.edition.companion_allowed:
        return [say(rule, Reason.COMPANION_NOT_ALLOWED, "companion")]
    if other.person_id is not None and other.person_id == q.person.person_id:
        return [say(rule, Reason.COMPANION_ONESELF, "companion")]
    if to_confirm(other):
        kinds = list(rule.values.get("positions") or [])
        return [say(rule, Reason.COMPANION_TO_CONFIRM, "companion", positions=kinds)]
    return _against(rule, other, q) or [say(rule, Reason.COMPANION_OK, "companion")]


def _against(rule: Rule, other: PersonFacts, q: Question) -> list[Answer]:
    kinds, slugs = list(rule.values.get("positions") or []), rule.values.get("membership") or []
    current, fitting = current_positions(other, q.today), fitting_positions(rule, other, q.today)
    answers = []
    if kinds and not current:
        answers.append(say(rule, Reason.COMPANION_NO_POSITION, "companion", positions=kinds))
    elif kinds and not fitting:
        own = [str(p.kind) for p in current]
        answers.append(say(rule, Reason.COMPANION_OTHER_POSITION, "companion", positions=kinds, own=own))
    if rule.values.get("same_organisation"):
        mine = {p.organisation_id: p.organisation_name for p in current_positions(q.person, q.today)}
        if not any(p.organisation_id in mine for p in fitting or current):
            names = list(mine.values())
            answers.append(say(rule, Reason.COMPANION_OTHER_ORGANISATION, "companion", organisations=names))
    if slugs and membership_held(other, slugs, q.today) is None:
        names = names_in(rule, "membership")
        answers.append(say(rule, Reason.COMPANION_NO_MEMBERSHIP, "companion", associations=names))
    return answers


def _organisations(q: Question) -> dict[int, tuple[str, int]]:
    """Per organisation of the party: its name and how many of the party take part for it.

    A companion who still has to confirm counts for the person's own organisation, and so does one who has
    none: better one too many now than one too many in the end.
    """
    counts: dict[int, tuple[str, int]] = {}
    own = stated_position(person=q.person, today=q.today, organisation_id=q.edition.organisation_id)
    theirs = None
    if q.companion is not None:
        choice = own.organisation_id if own else None
        theirs = stated_position(person=q.companion, today=q.today, organisation_id=choice)
        theirs = theirs or own
    for position in (own, theirs):
        if position is not None:
            name, count = counts.get(position.organisation_id, (position.organisation_name, 0))
            counts[position.organisation_id] = (name, count + 1)
    return counts


def per_organisation(rule: Rule, q: Question) -> list[Answer]:
    """At most so many per organisation: the next ones wait; a party that can never fit is refused."""
    at_most = int(rule.values["at_most"])
    if not q.person.signed_in and q.moment is Moment.PREVIEW:
        return [say(rule, Reason.PER_ORGANISATION_VISITOR, at_most=at_most)]
    if not current_positions(q.person, q.today):
        return [say(rule, Reason.PER_ORGANISATION_NO_ORGANISATION, at_most=at_most)]
    answers = []
    for organisation_id, (name, party) in _organisations(q).items():
        seated = q.edition.seated_per_organisation.get(organisation_id, 0)
        values: dict[str, Any] = {"at_most": at_most, "seated": seated, "party": party, "organisation": name}
        if party > at_most:
            answers.append(say(rule, Reason.PER_ORGANISATION_PARTY_TOO_LARGE, **values))
        elif seated + party > at_most:
            answers.append(say(rule, Reason.PER_ORGANISATION_FULL, **values))
        else:
            answers.append(say(rule, Reason.PER_ORGANISATION_OK, **values))
    return [max(answers, key=lambda a: ORDER.index(a.outcome))]


def _in_group(rule: Rule, person: PersonFacts, today: date) -> bool:
    """Whether all that the group asks for is true of this person."""
    values, current = rule.values, current_positions(person, today)
    slugs, kinds = values.get("associations"), values.get("positions")
    bodies = values.get("organisation_kinds")
    return (
        (not slugs or membership_held(person, slugs, today) is not None)
        and (not kinds or any(p.kind in kinds for p in current))
        and (not bodies or any(p.organisation_kind in bodies for p in current))
    )


def seats_set_aside(rule: Rule, today: date) -> int:
    """How many seats this rule keeps for its group today; `until` is the last day."""
    if rule.kind is not RuleKind.SET_ASIDE or today > date.fromisoformat(rule.values["until"]):
        return 0
    return int(rule.values["seats"])


def set_aside_groups(*, rules_with_ids: Iterable[Rule], person: PersonFacts, today: date) -> list[int]:
    """The ids of the set-aside rules whose group this person belongs to today, also after their date."""
    return [
        rule.id
        for rule in rules_with_ids
        if rule.kind is RuleKind.SET_ASIDE and rule.id is not None and _in_group(rule, person, today)
    ]


def set_aside(rule: Rule, q: Question) -> list[Answer]:
    """Seats kept for a group: never a refusal, the number of free seats follows from it."""
    seats, until = int(rule.values["seats"]), date.fromisoformat(rule.values["until"])
    group = {key: rule.values[key] for key in ("positions", "organisation_kinds") if rule.values.get(key)}
    if rule.values.get("associations"):
        group["associations"] = names_in(rule)
    if not seats_set_aside(rule, q.today):
        return [say(rule, Reason.SET_ASIDE_PAST, seats=seats, until=until, **group)]
    mine = _in_group(rule, q.person, q.today)
    reason = Reason.SET_ASIDE_OK if mine else Reason.SET_ASIDE_OTHERS
    return [say(rule, reason, seats=seats, until=until, **group)]
