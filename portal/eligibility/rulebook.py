"""An organiser makes the rules of an edition: added, changed, put in order, taken away."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.eligibility.facts import Rule, RuleKind
from portal.eligibility.models import EligibilityRule
from portal.eligibility.queries import edition_rules
from portal.errors import NotFound, Refused
from portal.programmes.models import Edition
from portal.programmes.service import note_change
from portal.working_days import after_working_days

K = RuleKind
SEVERAL = frozenset({K.SET_ASIDE})
"""Rules of which an edition may have more than one; of all others a second one would only confuse."""

NEEDS: Mapping[RuleKind, tuple[str, ...]] = {
    K.MEMBERSHIP: ("associations",),
    K.POSITION: ("positions",),
    K.ORGANISATION_KIND: ("kinds",),
    K.PER_ORGANISATION: ("at_most",),
    K.SET_ASIDE: ("seats", "until"),
    K.EARLY: ("until", "associations"),
    K.INTEREST_FIRST: ("until",),
    K.CODE: ("sha256",),
}
"""What must be filled in for a rule to say anything."""

GROUP = ("associations", "positions", "organisation_kinds")
BY_HAND = frozenset({K.APPROVAL, K.CONFIRM_POSITION})
SECRET = frozenset({K.CODE})


class RuleRefused(StrEnum):
    """Why a rule cannot be like that."""

    TWICE = "rule.twice"
    EMPTY = "rule.empty"


def add_rule(
    session: Session,
    *,
    edition: Edition,
    kind: RuleKind,
    values: Mapping[str, Any],
    actor_id: int | None,
    now: datetime,
) -> Edition:
    """One more rule, after the others; the same rule twice is once."""
    _check(kind, values)
    mine = _rules(session, edition)
    same = [rule for rule in mine if rule.kind == kind]
    if any(rule.values == dict(values) for rule in same):
        return edition
    if same and kind not in SEVERAL:
        raise Refused(RuleRefused.TWICE)
    position = max((rule.position for rule in mine), default=-1) + 1
    rule = EligibilityRule(edition_id=edition.id, position=position, kind=kind, values=dict(values))
    session.add(rule)
    session.flush()
    return _noted(session, edition, "rule_added", _told(session, rule), actor_id, now)


def change_rule(
    session: Session,
    *,
    edition: Edition,
    rule_id: int,
    values: Mapping[str, Any],
    actor_id: int | None,
    now: datetime,
) -> Edition:
    """Another value for a rule; an assumption becomes the organiser's own word."""
    rule = _rule(session, edition, rule_id)
    _check(RuleKind(rule.kind), values)
    if rule.values == dict(values) and not rule.assumed:
        return edition
    before = _told(session, rule)
    rule.values, rule.assumed = dict(values), False
    session.flush()
    details = {**_told(session, rule), "before": before}
    return _noted(session, edition, "rule_changed", details, actor_id, now)


def remove_rule(
    session: Session, *, edition: Edition, rule_id: int, actor_id: int | None, now: datetime
) -> Edition:
    """The rule holds no longer."""
    rule = _rule(session, edition, rule_id)
    told = _told(session, rule)
    session.delete(rule)
    session.flush()
    return _noted(session, edition, "rule_removed", told, actor_id, now)


def raise_rule(
    session: Session, *, edition: Edition, rule_id: int, place: int, actor_id: int | None, now: datetime
) -> Edition:
    """Up to this place, from 1, in the order in which the page tells the rules; never down."""
    mine, rule = _rules(session, edition), _rule(session, edition, rule_id)
    was, place = mine.index(rule), max(place, 1) - 1
    if was <= place:
        return edition
    mine.insert(place, mine.pop(was))
    for position, one in enumerate(mine):
        one.position = position
    return _noted(session, edition, "rule_raised", _told(session, rule), actor_id, now)


def set_company(
    session: Session,
    *,
    edition: Edition,
    values: Mapping[str, Any] | None,
    actor_id: int | None,
    now: datetime,
) -> Edition:
    """Whom one may bring along; None: nobody."""
    rule = next((rule for rule in _rules(session, edition) if rule.kind == K.COMPANION), None)
    if values is None:
        if rule is None:
            return edition
        return remove_rule(session, edition=edition, rule_id=rule.id, actor_id=actor_id, now=now)
    if rule is None:
        return add_rule(session, edition=edition, kind=K.COMPANION, values=values, actor_id=actor_id, now=now)
    return change_rule(session, edition=edition, rule_id=rule.id, values=values, actor_id=actor_id, now=now)


def keep_head_start(session: Session, *, edition: Edition) -> None:
    """The head start of the interest list follows the first window, until its letters have said so."""
    if edition.opening_announced_at is not None:
        return
    opens_at = min((window.opens_at for window in edition.windows), default=None)
    wanted = opens_at is not None and edition.interest_first and edition.interest_head_start_days > 0
    mine = _rules(session, edition)
    rule = next((rule for rule in mine if rule.kind == K.INTEREST_FIRST), None)
    if opens_at is None or not wanted:
        if rule is not None:
            session.delete(rule)
            edition.touch()
    else:
        until = after_working_days(opens_at, edition.interest_head_start_days).isoformat()
        if rule is None:
            position = max((one.position for one in mine), default=-1) + 1
            rule = EligibilityRule(edition_id=edition.id, position=position, kind=K.INTEREST_FIRST)
            session.add(rule)
        if rule.values != {"until": until}:
            rule.values = {"until": until}
            edition.touch()
    session.flush()


def _check(kind: RuleKind, values: Mapping[str, Any]) -> None:
    if not all(values.get(name) for name in NEEDS.get(kind, ())):
        raise Refused(RuleRefused.EMPTY)
    if kind is K.SET_ASIDE and not any(values.get(name) for name in GROUP):
        raise Refused(RuleRefused.EMPTY)


def _rules(session: Session, edition: Edition) -> list[EligibilityRule]:
    return list(
        session.scalars(
            select(EligibilityRule)
            .where(EligibilityRule.edition_id == edition.id)
            .order_by(EligibilityRule.position, EligibilityRule.id)
        )
    )


def _rule(session: Session, edition: Edition, rule_id: int) -> EligibilityRule:
    rule = session.get(EligibilityRule, rule_id)
    if rule is None or rule.edition_id != edition.id:
        raise NotFound
    return rule


def _told(session: Session, rule: EligibilityRule) -> dict[str, Any]:
    """The rule as the history keeps it: with the names of now, and never a code."""
    as_value = next((one for one in edition_rules(session, rule.edition_id) if one.id == rule.id), None)
    names = dict(as_value.names) if as_value else {}
    return {"kind": str(rule.kind), "values": {} if rule.kind in SECRET else rule.values, "names": names}


def of_history(details: Mapping[str, Any]) -> Rule:
    """The rule that a line of the history is about."""
    return Rule(RuleKind(details["kind"]), details.get("values", {}), None, details.get("names", {}))


def _noted(
    session: Session,
    edition: Edition,
    action: str,
    details: dict[str, Any],
    actor_id: int | None,
    now: datetime,
) -> Edition:
    edition.needs_approval = any(rule.kind in BY_HAND for rule in _rules(session, edition))
    edition.examples = [name for name in edition.examples if name != "rules"]
    return note_change(session, edition=edition, action=action, actor_id=actor_id, now=now, details=details)
