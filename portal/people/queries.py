"""Questions about people, organisations and roles; each a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.people.models import Person, SignIn


@dataclass(frozen=True)
class Credentials:
    """What a password is matched against."""

    person_id: int
    email: str
    name: str
    confirmed: bool
    password_hash: str | None = field(repr=False)


def credentials(
    session: Session, *, email: str | None = None, person_id: int | None = None
) -> Credentials | None:
    """The credentials of the person with this (normalised) address or id."""
    where = Person.id == person_id if person_id is not None else Person.email == email
    row = session.execute(
        select(Person.id, Person.email, Person.name, Person.email_confirmed_at, Person.password_hash).where(
            where
        )
    ).one_or_none()
    return Credentials(row[0], row[1], row[2], row[3] is not None, row[4]) if row else None


def sign_ins(session: Session, *, person_id: int, now: datetime) -> Sequence[SignIn]:
    """The browsers in which this person is signed in, latest first."""
    return session.scalars(
        select(SignIn)
        .where(SignIn.person_id == person_id, SignIn.expires_at > now)
        .order_by(SignIn.last_seen_at.desc(), SignIn.id.desc())
    ).all()
