"""The whole check: every question, in the order of the invariants."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from portal.checking import choices, claims, free, history, letters, overdue, people, seats
from portal.checking.findings import Finding, ask


def check(session: Session, *, now: datetime, real_now: datetime) -> list[Finding]:
    """Everything that contradicts an invariant, and (notes) what a job has yet to end. Changes nothing."""
    session.flush()
    session.expire_all()
    return list(_findings(session, now, real_now))


def violations(session: Session, *, now: datetime) -> list[str]:
    """Only what contradicts an invariant, in words."""
    return [finding.text for finding in check(session, now=now, real_now=now) if not finding.note]


def check_database(session: Session, *, now: datetime, real_now: datetime) -> list[Finding]:
    """The check in a transaction of its own that sees one moment, whatever others write meanwhile."""
    session.rollback()
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    try:
        return check(session, now=now, real_now=real_now)
    finally:
        session.rollback()


def _findings(session: Session, now: datetime, real_now: datetime) -> Iterator[Finding]:
    yield from ask(session, seats.QUESTIONS)
    yield from ask(session, people.QUESTIONS)
    yield from ask(session, claims.QUESTIONS)
    yield from ask(session, choices.QUESTIONS)
    yield from ask(session, history.QUESTIONS)
    yield from history.findings(session)
    yield from free.findings(session, now)
    yield from ask(session, letters.QUESTIONS)
    yield from ask(session, overdue.questions(now))
    yield from ask(session, [letters.stuck(real_now)])
