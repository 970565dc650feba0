"""Everything that is kept of a person here: to give it, and to throw it away."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.recommendations.known import refusals_of
from portal.recommendations.models import Recommendation, RecommendationRefusal


def own_data(session: Session, person_id: int) -> dict[str, Any]:
    """All of it, as plain values."""
    rows = session.scalars(
        select(Recommendation).where(Recommendation.person_id == person_id).order_by(Recommendation.id)
    )
    return {
        "recommendations": [
            {
                "made": row.made_at.isoformat(),
                "instrument": row.instrument,
                "numbers": row.config_version,
                "made_from": row.person,
                "named": row.named,
                "result": row.result,
            }
            for row in rows
        ],
        "not_wanted": [
            {
                "what": key,
                "reason": str(refusal.reason) if refusal.reason else None,
                "since": refusal.at.isoformat(),
            }
            for key, refusal in sorted(refusals_of(session, person_id).items())
        ],
    }


def erase(session: Session, person_id: int) -> None:
    """Throws it away; nothing of it stays."""
    for table in (Recommendation, RecommendationRefusal):
        session.execute(delete(table).where(table.person_id == person_id))
    session.flush()
    session.expire_all()
