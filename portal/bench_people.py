"""Signed-in people for races and load tests; only in demo and test mode."""

import secrets
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.people.facts import OrganisationKind, PositionKind
from portal.people.models import Membership, Organisation, Person, Position
from portal.people.service import Factor, Proved, ensure_person, open_sign_in


def make(session: Session, *, number: int, now: datetime) -> list[tuple[str, str]]:
    """`number` municipal secretaries, member of every association: (address, secret of a sign-in)."""
    town = _town(session)
    associations = session.scalars(select(Organisation.id).where(Organisation.has_members)).all()
    made = []
    for place in range(1, number + 1):
        email = f"wedloop-{place:05d}@proefstad.example"
        person = ensure_person(session, email=email, name=f"Wedloper {place}", now=now)
        if person.email_confirmed_at is None:
            _settle_in(session, person, town, list(associations), now)
        secret = open_sign_in(session, proved=Proved(person.id, Factor.PASSWORD), now=now, browser="race")
        made.append((email, secret))
    return made


def _town(session: Session) -> Organisation:
    town = session.scalars(select(Organisation).where(Organisation.slug == "proefstad")).one_or_none()
    if town is None:
        town = Organisation(
            public_id=secrets.token_urlsafe(16),
            slug="proefstad",
            name="Gemeente Proefstad",
            kind=OrganisationKind.GEMEENTE,
        )
        session.add(town)
        session.flush()
    return town


def _settle_in(
    session: Session, person: Person, town: Organisation, associations: list[int], now: datetime
) -> None:
    person.email_confirmed_at = now
    session.add(Position(person_id=person.id, organisation_id=town.id, kind=PositionKind.GEMEENTESECRETARIS))
    session.add_all(
        Membership(association_id=a, person_id=person.id, starts_on=date(2000, 1, 1)) for a in associations
    )
    session.flush()
