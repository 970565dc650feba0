"""What people say of themselves: name, positions, invoice data; and a change of e-mail address."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.errors import NotFound, Refused
from portal.people import letters, service, tokens
from portal.people.directory import propose_organisation
from portal.people.facts import InvoiceDefaults, PositionKind
from portal.people.models import Organisation, OrganisationState, Person, Position, Token, TokenPurpose

CHANGE_FOR = timedelta(days=1)
UNDO_FOR = timedelta(days=7)
MOST_POSITIONS = 20


class ProfileReason(StrEnum):
    """Why a change of the profile is refused."""

    DATES = "position_dates"
    TOO_MANY = "position_too_many"
    ORGANISATION = "position_organisation"


def update_profile(
    session: Session, *, person_id: int, name: str, phone: str, language: str, reads: str
) -> None:
    """Name, phone, the language of letters, and the languages of programmes."""
    person = session.get_one(Person, person_id)
    person.name, person.phone, person.language, person.reads = name, phone, language, reads


def update_invoice(session: Session, *, person_id: int, invoice: InvoiceDefaults) -> None:
    """What a registration's invoice step is filled in with."""
    session.get_one(Person, person_id).invoice_defaults = invoice.written()


def put_position(
    session: Session,
    *,
    person_id: int,
    kind: PositionKind,
    organisation_public_id: str,
    new_organisation: str,
    starts_on: date | None,
    ends_on: date | None,
    public_id: str = "",
) -> Position:
    """States a position, or changes one (`public_id`). A new organisation waits for an administrator."""
    if starts_on and ends_on and ends_on < starts_on:
        raise Refused(ProfileReason.DATES)
    organisation = (
        propose_organisation(session, name=new_organisation)
        if new_organisation
        else _chosen(session, organisation_public_id, person_id)
    )
    position = own_position(session, person_id=person_id, public_id=public_id) if public_id else None
    if position is None:
        person = session.get_one(Person, person_id)
        if len(person.positions) >= MOST_POSITIONS:
            raise Refused(ProfileReason.TOO_MANY, limit=MOST_POSITIONS)
        position = Position(person_id=person_id)
        session.add(position)
    position.kind, position.organisation_id = kind, organisation.id
    position.starts_on, position.ends_on = starts_on, ends_on
    session.flush()
    return position


def remove_position(session: Session, *, person_id: int, public_id: str) -> None:
    """Takes a position back."""
    session.delete(own_position(session, person_id=person_id, public_id=public_id))


def own_position(session: Session, *, person_id: int, public_id: str) -> Position:
    """A position of this person; raises `NotFound` for anybody else's."""
    mine = select(Position).where(Position.public_id == public_id, Position.person_id == person_id)
    position = session.scalar(mine)
    if position is None:
        raise NotFound
    return position


def _chosen(session: Session, public_id: str, person_id: int) -> Organisation:
    found = session.scalar(select(Organisation).where(Organisation.public_id == public_id))
    if found is None or found.state == OrganisationState.MERGED:
        raise Refused(ProfileReason.ORGANISATION)
    if found.state == OrganisationState.PROPOSED:
        held = select(Position.id).where(
            Position.person_id == person_id, Position.organisation_id == found.id
        )
        if session.scalar(held.limit(1)) is None:
            raise Refused(ProfileReason.ORGANISATION)
    return found


def request_email_change(session: Session, *, person_id: int, new_address: str, now: datetime) -> None:
    """Mails a link to the new address; if somebody has it already, only its owner hears so."""
    person = session.get_one(Person, person_id)
    if new_address == person.email:
        raise Refused(service.AccountReason.SAME_ADDRESS)
    owner = session.scalar(select(Person).where(Person.email == new_address))
    if owner is not None:
        letters.tell_known(session, owner, now=now)
        return
    token = tokens.issue(
        session,
        purpose=TokenPurpose.CHANGE_EMAIL,
        person_id=person.id,
        detail=new_address,
        now=now,
        valid_for=CHANGE_FOR,
    )
    _mail(session, person, token, kind="change_email", path="/profiel/e-mail/", to=new_address, now=now)


def change_email(session: Session, *, secret: str, now: datetime, keep: int | None = None) -> Person:
    """The new address is theirs: it becomes the account's. The old one gets a notice with a way back."""
    token = tokens.find(session, purpose=TokenPurpose.CHANGE_EMAIL, secret=secret, now=now)
    tokens.use(session, token, now)
    person = _owner(session, token)
    old_address, new_address = person.email, token.detail
    _move(session, person, new_address)
    person.email_confirmed_at = now
    service.end_links(session, person_id=person.id, now=now)
    service.end_sign_ins(session, person_id=person.id, but=keep)
    undo = tokens.issue(
        session,
        purpose=TokenPurpose.UNDO_EMAIL,
        person_id=person.id,
        detail=old_address,
        now=now,
        valid_for=UNDO_FOR,
    )
    _mail(
        session,
        person,
        undo,
        kind="email_changed_notice",
        path="/profiel/e-mail/terug/",
        to=old_address,
        new_address=new_address,
        now=now,
    )
    return person


def undo_email_change(session: Session, *, secret: str, now: datetime) -> Person:
    """Back to the old address. Whoever changed it loses every way in: the password goes too."""
    token = tokens.find(session, purpose=TokenPurpose.UNDO_EMAIL, secret=secret, now=now)
    tokens.use(session, token, now)
    person = _owner(session, token)
    _move(session, person, token.detail)
    person.password_hash = None
    service.end_links(session, person_id=person.id, now=now)
    service.end_sign_ins(session, person_id=person.id)
    _end_later_undos(session, token, now)
    service.send_reset_to(session, person, now=now)
    return person


def _end_later_undos(session: Session, used: Token, now: datetime) -> None:
    """Links back to addresses of after the one gone back to; earlier ones stay good."""
    later = select(Token).where(
        Token.purpose == TokenPurpose.UNDO_EMAIL,
        Token.person_id == used.person_id,
        Token.used_at.is_(None),
        Token.id > used.id,
    )
    for token in session.scalars(later):
        token.used_at = now


def _move(session: Session, person: Person, address: str) -> None:
    if session.scalar(select(Person.id).where(Person.email == address, Person.id != person.id)):
        raise Refused(service.AccountReason.ADDRESS_TAKEN)
    person.email = address
    try:
        session.flush()
    except IntegrityError:
        raise Refused(service.AccountReason.ADDRESS_TAKEN) from None


def _owner(session: Session, token: Token) -> Person:
    owner = session.get(Person, token.person_id, with_for_update=True, populate_existing=True)
    if owner is None:
        raise NotFound
    return owner


def _mail(
    session: Session,
    person: Person,
    token: Token,
    *,
    kind: str,
    path: str,
    to: str,
    now: datetime,
    new_address: str = "",
) -> None:
    letters.post(
        session,
        person,
        kind=kind,
        occasion=f"{kind}:{token.id}",
        facts={
            "new_address": new_address or to,
            "link": letters.link_of(person, path, token),
            "valid_until": token.expires_at.isoformat(),
        },
        now=now,
        token=token,
        address=to,
    )
