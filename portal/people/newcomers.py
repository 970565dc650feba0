"""People who are known before they have an account: a stub that only a mailed link can claim."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.people.models import Person

_CHUNK = 400


def ensure_person(session: Session, *, email: str, name: str, now: datetime, language: str = "nl") -> Person:
    """The person with this (normalised) address; a new one when there is none."""
    ensure_people(session, names={email: name}, now=now, language=language)
    return session.scalars(select(Person).where(Person.email == email)).one()


def ensure_people(
    session: Session, *, names: Mapping[str, str], now: datetime, language: str = "nl"
) -> dict[str, int]:
    """The ids of the people with these (normalised) addresses; unknown ones are added by their name."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.flush()
    rows = [
        {
            "public_id": secrets.token_urlsafe(16),
            "email": email,
            "name": name,
            "language": language,
            "is_administrator": False,
            "created_at": now,
            "phone": "",
            "invoice_defaults": "",
        }
        for email, name in sorted(names.items())
    ]
    for start in range(0, len(rows), _CHUNK):
        statement = insert(Person.__table__).values(rows[start : start + _CHUNK])  # type: ignore[arg-type]
        session.execute(statement.on_conflict_do_nothing(index_elements=["email"]))
    return ids_of(session, names)


def ids_of(session: Session, emails: Iterable[str]) -> dict[str, int]:
    """The ids of those that are known, by address."""
    found: dict[str, int] = {}
    wanted = sorted(emails)
    for start in range(0, len(wanted), _CHUNK):
        rows = session.execute(
            select(Person.email, Person.id).where(Person.email.in_(wanted[start : start + _CHUNK]))
        )
        found.update((email, person_id) for email, person_id in rows)
    return found
