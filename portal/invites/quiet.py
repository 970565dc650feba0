"""What an organiser changed rests ten minutes before it is sent, so that several edits are one update."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from portal.invites.models import AgendaUpdate
from portal.outbox.letter import one_line
from portal.programmes.models import Edition
from portal.registrations.ledger import take_turn

REST = timedelta(minutes=10)
LONGEST = 300
"""Signs of an explanation."""


def is_due(now: datetime) -> ColumnElement[bool]:
    """For a query of editions joined with their updates: those whose agendas want a look."""
    return or_(
        Edition.agenda_version.is_(None),
        Edition.agenda_version != Edition.version,
        AgendaUpdate.at_once,
        AgendaUpdate.due_at <= now,
    )


def has_news(session: Session, *, edition_id: int) -> bool:
    """Whether something rests, or nobody has looked at the last change yet."""
    waits = or_(
        Edition.agenda_version.is_(None),
        Edition.agenda_version != Edition.version,
        AgendaUpdate.at_once,
        AgendaUpdate.due_at.is_not(None),
    )
    beside = select(Edition.id).outerjoin(AgendaUpdate, AgendaUpdate.edition_id == Edition.id)
    return session.scalar(beside.where(Edition.id == edition_id, waits)) is not None


def tell(
    session: Session,
    *,
    edition_id: int,
    at_once: bool,
    explanation: str,
    now: datetime,
    replaces: bool = False,
) -> None:
    """After a change, in its transaction: send it in a moment, or after ten minutes without another one.

    The explanation is the one of everything that rests: an empty one keeps what an earlier change said,
    unless it `replaces` that. Who said at once is not overruled.
    """
    turn = take_turn(session, edition_id=edition_id, now=now)
    update = rest(session, edition_id=edition_id, version=turn.sheet.version, now=now)
    if update.due_at is None:
        update.due_at = now + REST
    update.at_once = update.at_once or at_once
    if explanation.strip() or replaces:
        update.explanation = one_line(explanation, LONGEST)
    session.flush()


def explained(session: Session, *, edition_id: int) -> str:
    """What is said already about the changes that rest."""
    update = session.get(AgendaUpdate, edition_id)
    return update.explanation if update is not None else ""


def rest(session: Session, *, edition_id: int, version: int, now: datetime) -> AgendaUpdate:
    """Under the lock: what rests now. An edit that nobody looked at yet lets everything rest anew."""
    update = session.get(AgendaUpdate, edition_id, populate_existing=True)
    if update is None:
        update = AgendaUpdate(edition_id=edition_id, version=version, due_at=now + REST)
        session.add(update)
    elif update.version != version:
        update.version, update.due_at = version, now + REST
    return update


def rests(update: AgendaUpdate, now: datetime) -> bool:
    """Whether changes of the schedule wait still."""
    return not update.at_once and update.due_at is not None and update.due_at > now


def is_sent(update: AgendaUpdate) -> None:
    """Nothing rests any more."""
    update.due_at, update.at_once, update.explanation = None, False, ""
