"""Keeps decisions as proof: which rules, which facts, what they said."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.eligibility.facts import Moment, Verdict
from portal.eligibility.models import Decision


def store(
    session: Session, *, registration_id: int, verdict: Verdict, moment: Moment, at: datetime
) -> Decision:
    """Writes the decision down with the registration."""
    decision = Decision(
        registration_id=registration_id,
        at=at,
        moment=moment,
        outcome=verdict.outcome,
        answers=[answer.as_data() for answer in verdict.answers],
    )
    session.add(decision)
    session.flush()
    return decision
