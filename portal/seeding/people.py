"""Organisations, people and memberships of seed files."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.people import directory
from portal.people.facts import OrganisationKind, PositionKind
from portal.people.models import (
    Membership,
    Organisation,
    OrganiserRole,
    Person,
    Position,
    new_public_id,
)
from portal.people.service import ensure_person
from portal.programmes import service
from portal.programmes.models import EditionChange
from portal.seeding.editions import edition_at
from portal.tables import Table
from portal.texts import local


def load_organisation(session: Session, table: Table) -> None:
    """Puts an organisation on the list, or corrects it; what is left out stays."""
    slug = table.need("slug", str)
    known = session.scalar(select(Organisation).where(Organisation.slug == slug))
    mail_address = table.get("mail_address", str, known.mail_address if known else None)
    if known is None:
        directory.add_organisation(
            session,
            slug=slug,
            name=table.need("name", str),
            kind=table.need("kind", OrganisationKind),
            has_members=table.get("has_members", bool, False),
            organises=table.get("organises", bool, False),
            mail_address=mail_address,
            about=table.get("about", str, ""),
        )
        return
    directory.change_organisation(
        session,
        organisation_id=known.id,
        name=table.get("name", str, known.name),
        kind=table.get("kind", OrganisationKind, known.kind),
        has_members=table.get("has_members", bool, known.has_members),
        organises=table.get("organises", bool, known.organises),
        mail_address=mail_address,
        about=table.get("about", str, known.about),
    )


def load_associations(session: Session, table: Table, now: datetime) -> None:
    """Makes an organisation a member of associations."""
    organisation = _organisation_with(session, table, table.need("slug", str))
    for slug in table.texts("member_of"):
        association = _organisation_with(session, table, slug)
        _membership(session, association, now, organisation_id=organisation.id)
    table.done()


def _membership(session: Session, association: Organisation, now: datetime, **member: int) -> None:
    known = select(Membership.id).where(Membership.association_id == association.id).filter_by(**member)
    if session.scalar(known.limit(1)) is None:
        since = date(local(now).year - 1, 1, 1)
        session.add(Membership(association_id=association.id, starts_on=since, **member))


def _organisation_with(session: Session, table: Table, slug: str) -> Organisation:
    found = session.scalar(select(Organisation).where(Organisation.slug == slug))
    if found is None:
        raise table.problem(f"there is no organisation {slug!r}")
    return found


def load_person(session: Session, table: Table, hashes: Mapping[str, str], now: datetime) -> None:
    """An account with positions, memberships and roles. What was set or taken away by hand stays so."""
    person = ensure_person(
        session,
        email=table.need("email", str),
        name=table.need("name", str),
        now=now,
        language=table.get("language", str, "nl"),
    )
    person.email_confirmed_at = person.email_confirmed_at or now
    person.password_hash = person.password_hash or hashes.get(table.get("password", str, ""))
    for position in table.tables("positions"):
        _position(session, position, person)
    for slug in table.texts("memberships"):
        _membership(session, _organisation_with(session, table, slug), now, person_id=person.id)
    for slug in table.texts("organiser_of"):
        role = {"person_id": person.id, "organisation_id": _organisation_with(session, table, slug).id}
        if session.scalar(select(OrganiserRole.id).filter_by(**role).limit(1)) is None:
            directory.grant_organiser(session, **role, now=now)
    for address in table.texts("facilitator_of"):
        edition_id = edition_at(session, table, address).id
        if not _guides_by_hand(session, edition_id):
            service.add_facilitator(session, edition_id=edition_id, person_id=person.id)
    if table.get("administrator", bool, False):
        directory.make_administrator(session, person_id=person.id)
    table.get("demo_login", bool)
    table.get("audience", str)
    table.done()


def _guides_by_hand(session: Session, edition_id: int) -> bool:
    """Whether an organiser ever said who guides this edition."""
    said = EditionChange.action.in_(("guide_added", "guide_removed"))
    return session.scalar(select(EditionChange.id).filter_by(edition_id=edition_id).where(said)) is not None


def _position(session: Session, table: Table, person: Person) -> None:
    organisation = _organisation_with(session, table, table.need("organisation", str))
    kind = table.need("kind", PositionKind)
    table.done()
    same = {"person_id": person.id, "organisation_id": organisation.id, "kind": kind}
    if session.scalar(select(Position.id).filter_by(**same).limit(1)) is None:
        session.add(Position(public_id=new_public_id(), **same))
        session.flush()
