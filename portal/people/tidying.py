"""What may go after a while: ended sign-ins, old counts, previews that nobody imported."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.people import limits, memberships
from portal.people.models import SignIn
from portal.people.viewer import IDLE


def tidy(session: Session, *, now: datetime) -> None:
    """Removes it; may run as often as one likes."""
    ended = (SignIn.expires_at <= now) | (SignIn.last_seen_at <= now - IDLE)
    session.execute(delete(SignIn).where(ended))
    limits.forget(session, now=now)
    memberships.forget_previews(session, now=now)
