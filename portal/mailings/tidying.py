"""What may go after a while: a mail that was begun and never sent, with the addresses pasted in it."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.mailings.facts import MailingState
from portal.mailings.models import Mailing

DRAFT_KEPT = timedelta(days=60)


def tidy(session: Session, *, now: datetime) -> None:
    """Removes it; may run as often as one likes."""
    old = Mailing.changed_at < now - DRAFT_KEPT
    session.execute(delete(Mailing).where(Mailing.state == MailingState.DRAFT, old))
