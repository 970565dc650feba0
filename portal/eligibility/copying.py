"""The rules of an edition for its copy, their moments moved along."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.eligibility.facts import RuleKind
from portal.eligibility.models import EligibilityRule
from portal.programmes.shifting import move_day, move_moment

DAY_LENGTH = len("2027-01-12")


def copy_rules(session: Session, *, from_id: int, to_id: int, weeks: int) -> int:
    """The same rules for the new edition; a head start for interest comes anew with the opening."""
    rules = session.scalars(
        select(EligibilityRule)
        .where(EligibilityRule.edition_id == from_id, EligibilityRule.kind != RuleKind.INTEREST_FIRST)
        .order_by(EligibilityRule.position, EligibilityRule.id)
    ).all()
    session.add_all(
        EligibilityRule(
            edition_id=to_id,
            position=place,
            kind=rule.kind,
            values=_moved(rule.values, weeks),
            assumed=rule.assumed,
        )
        for place, rule in enumerate(rules)
    )
    session.flush()
    return len(rules)


def _moved(values: dict[str, Any], weeks: int) -> dict[str, Any]:
    """An `until` is a day or an instant, by its length."""
    until = values.get("until")
    if not until:
        return dict(values)
    if len(until) == DAY_LENGTH:
        return {**values, "until": move_day(date.fromisoformat(until), weeks).isoformat()}
    return {**values, "until": move_moment(datetime.fromisoformat(until), weeks).isoformat()}
