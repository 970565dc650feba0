"""The administrator's lists: searched, a page at a time, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from portal.people.models import (
    Membership,
    MembershipImport,
    Organisation,
    OrganisationState,
    OrganiserRole,
    Person,
)

PAGE = 25
T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list."""

    items: Sequence[T]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // PAGE))


def _page(session: Session, statement: Any, number: int) -> Page[Any]:
    total = session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    number = max(1, min(number, -(-total // PAGE)))
    rows = session.execute(statement.limit(PAGE).offset((number - 1) * PAGE)).all()
    return Page([row[0] if len(row) == 1 else row for row in rows], total, number)


def _like(words: str, *columns: Any) -> Any:
    """Each word occurs in one of the columns; signs that LIKE knows are plain signs."""
    found = [
        or_(*(func.lower(column).contains(word.lower(), autoescape=True) for column in columns))
        for word in words.split()[:8]
    ]
    return and_(True, *found)


@dataclass(frozen=True)
class Counts:
    """What waits for the administrator, and how much there is."""

    people: int
    organisations: int
    proposed: int
    associations: int


def counts(session: Session) -> Counts:
    """The numbers of the first page, in one query."""
    known = Organisation.state == OrganisationState.KNOWN
    row = session.execute(
        select(
            select(func.count(Person.id)).scalar_subquery(),
            select(func.count(Organisation.id)).where(known).scalar_subquery(),
            select(func.count(Organisation.id))
            .where(Organisation.state == OrganisationState.PROPOSED)
            .scalar_subquery(),
            select(func.count(Organisation.id))
            .where(known, Organisation.has_members.is_(True))
            .scalar_subquery(),
        )
    ).one()
    return Counts(*row)


def organisations(
    session: Session, *, words: str = "", state: str = "", number: int = 1
) -> Page[Organisation]:
    """Organisations by name; those that wait come first. `state`: known, proposed or empty for both."""
    statement = (
        select(Organisation)
        .where(_like(words, Organisation.name, Organisation.slug))
        .order_by(Organisation.state.desc(), func.lower(Organisation.name), Organisation.id)
    )
    if state in (OrganisationState.KNOWN, OrganisationState.PROPOSED):
        statement = statement.where(Organisation.state == state)
    else:
        statement = statement.where(Organisation.state != OrganisationState.MERGED)
    return _page(session, statement, number)


def people(session: Session, *, words: str = "", only: str = "", number: int = 1) -> Page[Person]:
    """People by name. `only`: administrators, organisers, unconfirmed, or empty for all."""
    statement = (
        select(Person)
        .where(_like(words, Person.name, Person.email), Person.leaving_at.is_(None))
        .order_by(func.lower(Person.name), Person.id)
    )
    organising = select(OrganiserRole.person_id).where(OrganiserRole.ended_at.is_(None))
    wheres = {
        "administrators": Person.is_administrator.is_(True),
        "organisers": Person.id.in_(organising),
        "unconfirmed": Person.email_confirmed_at.is_(None),
    }
    if only in wheres:
        statement = statement.where(wheres[only])
    return _page(session, statement, number)


@dataclass(frozen=True)
class RoleLine:
    """A person who organises for an organisation."""

    person: Person
    organisation: Organisation
    role: OrganiserRole


def organisers(session: Session, *, words: str = "", number: int = 1) -> Page[RoleLine]:
    """Who organises for which organisation now."""
    statement = (
        select(Person, Organisation, OrganiserRole)
        .join(OrganiserRole, OrganiserRole.person_id == Person.id)
        .join(Organisation, Organisation.id == OrganiserRole.organisation_id)
        .where(OrganiserRole.ended_at.is_(None))
        .where(_like(words, Person.name, Person.email, Organisation.name))
        .order_by(func.lower(Organisation.name), func.lower(Person.name), OrganiserRole.id)
    )
    page = _page(session, statement, number)
    return Page([RoleLine(*row) for row in page.items], page.total, page.number)


def roles_of(session: Session, *, person_id: int) -> Sequence[Organisation]:
    """The organisations that this person organises for now."""
    return session.scalars(
        select(Organisation)
        .join(OrganiserRole, OrganiserRole.organisation_id == Organisation.id)
        .where(OrganiserRole.person_id == person_id, OrganiserRole.ended_at.is_(None))
        .order_by(func.lower(Organisation.name))
    ).all()


def choices(
    session: Session, *, organises: bool = False, but: int | None = None, ids: frozenset[int] | None = None
) -> list[tuple[str, str]]:
    """Public id and name of known organisations, for a list to choose from."""
    statement = select(Organisation.public_id, Organisation.name).where(
        Organisation.state == OrganisationState.KNOWN
    )
    if organises:
        statement = statement.where(Organisation.organises.is_(True))
    if but is not None:
        statement = statement.where(Organisation.id != but)
    if ids is not None:
        statement = statement.where(Organisation.id.in_(ids))
    rows = session.execute(statement.order_by(func.lower(Organisation.name), Organisation.id))
    return [(public_id, name) for public_id, name in rows]


def with_members(session: Session) -> list[tuple[str, str]]:
    """Slug and name of every known association that has members."""
    rows = session.execute(
        select(Organisation.slug, Organisation.name)
        .where(Organisation.has_members.is_(True), Organisation.state == OrganisationState.KNOWN)
        .order_by(func.lower(Organisation.name), Organisation.id)
    )
    return [(slug, name) for slug, name in rows]


@dataclass(frozen=True)
class AssociationLine:
    """An association and how many members it has on a day."""

    organisation: Organisation
    people: int
    organisations: int


def associations(
    session: Session, *, today: date, ids: frozenset[int] | None = None
) -> list[AssociationLine]:
    """Associations with their numbers of members; only these `ids` when given."""
    on_day = and_(
        Membership.starts_on <= today, or_(Membership.ends_on.is_(None), Membership.ends_on >= today)
    )
    statement = (
        select(
            Organisation,
            func.count(Membership.person_id.distinct()),
            func.count(Membership.organisation_id.distinct()),
        )
        .outerjoin(Membership, and_(Membership.association_id == Organisation.id, on_day))
        .where(Organisation.has_members.is_(True), Organisation.state == OrganisationState.KNOWN)
        .group_by(Organisation.id)
        .order_by(func.lower(Organisation.name))
    )
    if ids is not None:
        statement = statement.where(Organisation.id.in_(ids))
    return [AssociationLine(*row) for row in session.execute(statement)]


def memberships(
    session: Session, *, association_id: int, words: str = "", number: int = 1
) -> Page[Membership]:
    """The memberships of an association, of people and of organisations."""
    body = aliased(Organisation)
    statement = (
        select(Membership)
        .outerjoin(Person, Person.id == Membership.person_id)
        .outerjoin(body, body.id == Membership.organisation_id)
        .options(joinedload(Membership.person), joinedload(Membership.organisation))
        .where(Membership.association_id == association_id)
        .where(
            _like(
                words,
                func.coalesce(Person.name, ""),
                func.coalesce(Person.email, ""),
                func.coalesce(body.name, ""),
                Membership.number,
            )
        )
        .order_by(
            func.lower(func.coalesce(Person.name, body.name)), Membership.starts_on.desc(), Membership.id
        )
    )
    return _page(session, statement, number)


def imports(session: Session, *, association_id: int, limit: int = 10) -> Sequence[MembershipImport]:
    """The latest imports that were carried out."""
    return session.scalars(
        select(MembershipImport)
        .options(joinedload(MembershipImport.person))
        .where(MembershipImport.association_id == association_id, MembershipImport.done_at.is_not(None))
        .order_by(MembershipImport.done_at.desc(), MembershipImport.id.desc())
        .limit(limit)
    ).all()
