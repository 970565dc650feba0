"""Keeps decisions as proof: which rules, which facts, what they said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from portal.eligibility.facts import Moment, RuleKind, Verdict
from portal.eligibility.models import Decision, EligibilityRule
from portal.working_days import after_working_days

_DECISION = cast(Table, Decision.__table__).insert().inline()  # nobody asks for its id

Row = dict[str, Any]


def row(*, registration_id: int, verdict: Verdict, moment: Moment, at: datetime) -> Row:
    """The decision as it is stored with the registration."""
    return {
        "registration_id": registration_id,
        "at": at,
        "moment": moment,
        "outcome": verdict.outcome,
        "answers": [answer.as_data() for answer in verdict.answers],
    }


def store(session: Session, rows: Sequence[Row]) -> None:
    """Writes decisions down."""
    session.connection().execute(_DECISION, rows)


def give_head_start(
    session: Session, *, edition_id: int, opens_at: datetime, working_days: int
) -> EligibilityRule | None:
    """Only the interest list may register for the first working days after the opening. Twice is once."""
    mine = select(EligibilityRule).where(EligibilityRule.edition_id == edition_id)
    known = session.scalar(mine.where(EligibilityRule.kind == RuleKind.INTEREST_FIRST))
    if known is not None or working_days <= 0:
        return known
    last = session.scalar(
        select(func.max(EligibilityRule.position)).where(EligibilityRule.edition_id == edition_id)
    )
    rule = EligibilityRule(
        edition_id=edition_id,
        position=(last or 0) + 1,
        kind=RuleKind.INTEREST_FIRST,
        values={"until": after_working_days(opens_at, working_days).isoformat()},
    )
    session.add(rule)
    session.flush()
    return rule
