"""Questions about people, organisations and roles; each a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.people.facts import InvoiceDefaults
from portal.people.models import Membership, Organisation, OrganisationState, Person, Position, SignIn


@dataclass(frozen=True)
class Credentials:
    """What a password is matched against."""

    person_id: int
    email: str
    name: str
    confirmed: bool
    password_hash: str | None = field(repr=False)


def held_on(day: date) -> ColumnElement[bool]:
    """The positions that somebody has on this day."""
    return and_(
        or_(Position.starts_on.is_(None), Position.starts_on <= day),
        or_(Position.ends_on.is_(None), Position.ends_on >= day),
    )


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


@dataclass(frozen=True)
class Profile:
    """A person with everything that the portal keeps of them."""

    person: Person
    positions: Sequence[Position]
    memberships: Sequence[Membership]

    @property
    def invoice(self) -> InvoiceDefaults:
        """What registrations are filled in with for the invoice."""
        return InvoiceDefaults.read(self.person.invoice_defaults)


def profile(session: Session, *, person_id: int) -> Profile:
    """One person's profile, in three queries."""
    person = session.scalars(select(Person).where(Person.id == person_id)).one()
    positions = session.scalars(
        select(Position)
        .options(joinedload(Position.organisation))
        .where(Position.person_id == person_id)
        .order_by(Position.id)
    ).all()
    memberships = session.scalars(
        select(Membership)
        .options(joinedload(Membership.association))
        .where(Membership.person_id == person_id)
        .order_by(Membership.starts_on.desc(), Membership.id)
    ).all()
    return Profile(person, positions, memberships)


def choices_of_organisations(session: Session, *, person_id: int | None = None) -> list[tuple[str, str]]:
    """Public id and name of every known organisation, and of those that this person proposed."""
    mine = select(Position.organisation_id).where(Position.person_id == person_id)
    rows = session.execute(
        select(Organisation.public_id, Organisation.name)
        .where(
            or_(
                Organisation.state == OrganisationState.KNOWN,
                and_(Organisation.state == OrganisationState.PROPOSED, Organisation.id.in_(mine)),
            )
        )
        .order_by(func.lower(Organisation.name), Organisation.id)
    )
    return [(public_id, name) for public_id, name in rows]


def organisation_with(session: Session, *, public_id: str) -> Organisation | None:
    """The known organisation with this public id."""
    return session.scalar(
        select(Organisation).where(
            Organisation.public_id == public_id, Organisation.state == OrganisationState.KNOWN
        )
    )
