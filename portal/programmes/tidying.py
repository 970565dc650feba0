"""What may go after a while: interest that was taken back, or never confirmed."""

from datetime import datetime, timedelta

from sqlalchemy import and_, delete, or_
from sqlalchemy.orm import Session

from portal.programmes.models import Interest

KEPT = timedelta(days=30)


def tidy(session: Session, *, now: datetime) -> None:
    """Removes it; may run as often as one likes. So long a link of the mail still has its answer."""
    long_ago = now - KEPT
    removed = Interest.removed_at < long_ago
    never_confirmed = and_(Interest.confirmed_at.is_(None), Interest.entered_at < long_ago)
    session.execute(delete(Interest).where(or_(removed, never_confirmed)))
