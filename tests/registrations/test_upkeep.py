"""Reminders, in time and only when they help."""

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.outbox.models import OutgoingLetter
from portal.registrations import upkeep
from portal.registrations.service import withdraw
from tests.builders import FIRST_DAY, NOW, an_edition, people, registered


def reminders(session: Session, first_day: date, after: timedelta) -> int:
    """How many reminders left, so long after an offer was made at NOW."""
    edition = an_edition(session, seats=1, first_day=first_day)
    seated, _waits = (registered(session, edition, person) for person in people(session, 2))
    withdraw(session, registration_id=seated.id, actor_id=seated.person_id, now=NOW)
    upkeep.remind_edition(session, edition_id=edition.id, now=NOW + after)
    letters = select(func.count()).where(OutgoingLetter.kind == "offer_reminder")
    return session.scalar(letters) or 0


def test_short_offer_is_not_reminded_of_at_once(session: Session) -> None:
    assert reminders(session, date(2027, 1, 14), timedelta(minutes=1)) == 0


def test_offer_is_reminded_of_on_the_working_day_before(session: Session) -> None:
    assert reminders(session, FIRST_DAY, timedelta(days=2)) == 1
