"""Organisations, and who organises or runs what: the administrator's verbs."""

import re
import secrets
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from portal.errors import Refused
from portal.people import tokens
from portal.people.addresses import clean_line
from portal.people.facts import OrganisationKind
from portal.people.models import (
    Organisation,
    OrganisationState,
    OrganiserRole,
    Person,
    Position,
    TokenPurpose,
)
from portal.signs import composed

LONGEST_NAME = 200
_OPEN = (OrganisationState.KNOWN, OrganisationState.PROPOSED)


class DirectoryReason(StrEnum):
    """Why a change to the directory is refused."""

    NAME_TAKEN = "organisation_name_taken"
    NAME_EMPTY = "organisation_name_empty"
    IN_USE = "organisation_in_use"
    MERGE_SELF = "organisation_merge_self"
    LAST_ADMINISTRATOR = "last_administrator"
    NOT_CONFIRMED = "person_not_confirmed"
    NOT_ORGANISING = "organisation_not_organising"


def slug_of(name: str, otherwise: str = "organisatie") -> str:
    """The name as it stands in an address: small letters, digits and hyphens."""
    plain = composed(name, "NFKD").encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:70] or otherwise


def _free_slug(session: Session, name: str) -> str:
    slug = slug_of(name)
    taken = session.scalar(select(Organisation.id).where(Organisation.slug == slug))
    return slug if taken is None else f"{slug}-{secrets.token_hex(3)}"


def organisation_named(session: Session, name: str) -> Organisation | None:
    """The known or proposed organisation of this name, capitals aside; a known one goes first."""
    name = clean_line(name)
    same = or_(func.lower(Organisation.name) == name.lower(), Organisation.name == name)
    return session.scalars(
        select(Organisation)
        .where(same, Organisation.state.in_(_OPEN))
        .order_by(Organisation.state, Organisation.id)  # "known" before "proposed"
        .limit(1)
    ).one_or_none()


def add_organisation(
    session: Session,
    *,
    name: str,
    kind: OrganisationKind,
    slug: str = "",
    has_members: bool = False,
    organises: bool = False,
    mail_address: str | None = None,
    about: str = "",
) -> Organisation:
    """A new organisation on the list."""
    name = _clean(name)
    _refuse_taken(session, name, but=None)
    organisation = Organisation(
        public_id=secrets.token_urlsafe(16),
        slug=slug or _free_slug(session, name),
        name=name,
        kind=kind,
        has_members=has_members,
        organises=organises,
        mail_address=mail_address or None,
        about=about,
    )
    session.add(organisation)
    session.flush()
    return organisation


def change_organisation(
    session: Session,
    *,
    organisation_id: int,
    name: str,
    kind: OrganisationKind,
    has_members: bool,
    organises: bool,
    mail_address: str | None,
    about: str,
) -> Organisation:
    """Corrects an organisation; a proposed one is approved by it."""
    organisation = session.get_one(Organisation, organisation_id, with_for_update=True)
    name = _clean(name)
    _refuse_taken(session, name, but=organisation)
    organisation.name, organisation.kind = name, kind
    organisation.has_members, organisation.organises = has_members, organises
    organisation.mail_address, organisation.about = mail_address or None, about
    if organisation.state == OrganisationState.PROPOSED:
        organisation.state = OrganisationState.KNOWN
    return organisation


def _clean(name: str) -> str:
    name = clean_line(name)[:LONGEST_NAME]
    if not name:
        raise Refused(DirectoryReason.NAME_EMPTY)
    return name


def _refuse_taken(session: Session, name: str, *, but: Organisation | None) -> None:
    other = organisation_named(session, name)
    if other is None or other is but:
        return
    if other.state == OrganisationState.KNOWN or but is None:
        raise Refused(DirectoryReason.NAME_TAKEN, name=other.name)


def propose_organisation(session: Session, *, name: str) -> Organisation:
    """The organisation of this name; one that is not on the list waits for an administrator."""
    name = _clean(name)
    found = organisation_named(session, name)
    if found is not None:
        return found
    organisation = Organisation(
        public_id=secrets.token_urlsafe(16),
        slug=_free_slug(session, name),
        name=name,
        kind=OrganisationKind.OVERIG,
        state=OrganisationState.PROPOSED,
    )
    session.add(organisation)
    session.flush()
    return organisation


def merge_organisation(session: Session, *, organisation_id: int, into_public_id: str) -> Organisation:
    """A proposed organisation turns out to be a known one: its people move there."""
    proposed = session.get_one(Organisation, organisation_id, with_for_update=True)
    into = session.scalar(select(Organisation).where(Organisation.public_id == into_public_id))
    if into is None or into.state != OrganisationState.KNOWN or into is proposed:
        raise Refused(DirectoryReason.MERGE_SELF)
    if proposed.state != OrganisationState.PROPOSED:
        raise Refused(DirectoryReason.IN_USE)
    session.execute(
        update(Position).where(Position.organisation_id == proposed.id).values(organisation_id=into.id)
    )
    proposed.state = OrganisationState.MERGED
    session.flush()
    return into


def grant_organiser(session: Session, *, person_id: int, organisation_id: int, now: datetime) -> None:
    """This person, who has the address, organises for this organisation; twice is once."""
    organisation = session.get_one(Organisation, organisation_id)
    if not organisation.organises or organisation.state != OrganisationState.KNOWN:
        raise Refused(DirectoryReason.NOT_ORGANISING)
    person = session.get_one(Person, person_id, with_for_update=True)
    if person.email_confirmed_at is None:
        raise Refused(DirectoryReason.NOT_CONFIRMED, name=person.name)
    active = select(OrganiserRole.id).where(
        OrganiserRole.person_id == person_id,
        OrganiserRole.organisation_id == organisation_id,
        OrganiserRole.ended_at.is_(None),
    )
    if session.scalar(active) is None:
        session.add(OrganiserRole(person_id=person_id, organisation_id=organisation_id, started_at=now))
        session.flush()


def withdraw_organiser(session: Session, *, person_id: int, organisation_id: int, now: datetime) -> None:
    """No longer; the next request of this person is refused already, and so is that of their agenda."""
    session.execute(
        update(OrganiserRole)
        .where(
            OrganiserRole.person_id == person_id,
            OrganiserRole.organisation_id == organisation_id,
            OrganiserRole.ended_at.is_(None),
        )
        .values(ended_at=now)
    )
    feed = TokenPurpose.ORGANISATION_FEED
    tokens.revoke(session, purpose=feed, now=now, person_id=person_id, subject_id=organisation_id)


def make_administrator(session: Session, *, person_id: int) -> None:
    """This person runs the portal too."""
    person = session.get_one(Person, person_id)
    if person.email_confirmed_at is None:
        raise Refused(DirectoryReason.NOT_CONFIRMED, name=person.name)
    person.is_administrator = True


def unmake_administrator(session: Session, *, person_id: int) -> None:
    """No longer an administrator; never the last one."""
    administrators = session.scalars(
        select(Person)
        .where(Person.is_administrator.is_(True), Person.email_confirmed_at.is_not(None))
        .order_by(Person.id)
        .with_for_update()
    ).all()
    person = session.get_one(Person, person_id)
    if person in administrators and len(administrators) == 1:
        raise Refused(DirectoryReason.LAST_ADMINISTRATOR)
    person.is_administrator = False
