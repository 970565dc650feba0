"""What may go after a while: what someone typed and never sent."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.registrations.models import EnrolmentDraft

DRAFT_KEPT = timedelta(days=60)


def tidy(session: Session, *, now: datetime) -> None:
    """Removes it; may run as often as one likes."""
    session.execute(delete(EnrolmentDraft).where(EnrolmentDraft.updated_at < now - DRAFT_KEPT))
