"""What was published of an edition."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.insight.models import InsightSnapshot


def newest(session: Session, edition_id: int) -> InsightSnapshot | None:
    """The figures of now: those that were published last."""
    return session.scalar(
        select(InsightSnapshot)
        .where(InsightSnapshot.edition_id == edition_id)
        .order_by(InsightSnapshot.id.desc())
        .limit(1)
    )
