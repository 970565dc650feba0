"""What one-time links and their signed-in twins are about: an offer, an invitation, a place to take over."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.errors import NotFound, Refused
from portal.people import tokens
from portal.people.models import Organisation, Person, Token, TokenPurpose
from portal.people.tokens import TokenRefused
from portal.programmes.models import Edition
from portal.registrations.models import Participant, Registration
from portal.registrations.sheets import EditionSheet, sheet_of
from portal.registrations.states import ACTIVE, IN, ParticipantState, RegistrationState


@dataclass(frozen=True)
class Offer:
    """A registration with its offer, for the person who may answer; `token` None: signed in."""

    registration: Registration
    sheet: EditionSheet
    person: Person
    token: Token | None = None

    def stands(self, now: datetime) -> bool:
        """Whether it can be answered now."""
        until = self.registration.offer_deadline
        fresh = self.token is None or (self.token.used_at is None and self.token.expires_at > now)
        return fresh and until is not None and until > now


@dataclass(frozen=True)
class Invitation:
    """A participant and the person who is asked: to come along, or (`takes_over`) to take the place over."""

    participant: Participant
    registration: Registration
    sheet: EditionSheet
    person: Person
    host_organisation: Organisation | None
    takes_over: bool
    token: Token | None = None

    def stands(self, now: datetime) -> bool:
        """Whether it can be answered now."""
        fresh = self.token is None or (self.token.used_at is None and self.token.expires_at > now)
        return fresh and self._open(now)

    def _open(self, now: datetime) -> bool:
        who = self.participant
        if self.takes_over:
            asked = who.substitute_id == self.person.id and who.state == ParticipantState.CONFIRMED
            confirmed = self.registration.state == RegistrationState.CONFIRMED
            return asked and confirmed and who.substitute_until is not None and who.substitute_until > now
        invited = who.state == ParticipantState.INVITED and self.registration.state in ACTIVE
        return invited and who.confirm_by is not None and who.confirm_by > now

    @property
    def accepted(self) -> bool:
        """Whether this person said yes."""
        who = self.participant
        inside = who.person_id == self.person.id and who.state == ParticipantState.CONFIRMED
        return inside and self.registration.state in ACTIVE

    @property
    def deadline(self) -> datetime | None:
        """Until when it can be answered."""
        return self.participant.substitute_until if self.takes_over else self.participant.confirm_by

    @property
    def inviter(self) -> str:
        """Who asks."""
        return (self.participant.person if self.takes_over else self.registration.person).name


def offer_by_link(session: Session, *, secret: str) -> Offer:
    """The offer of a mailed link, also when it is over."""
    token = tokens.look_up(session, purpose=TokenPurpose.OFFER, secret=secret)
    row = session.execute(
        select(Registration, Edition.version, Person)
        .join(Edition, Edition.id == Registration.edition_id)
        .join(Person, Person.id == token.person_id)
        .where(Registration.id == token.subject_id)
    ).one_or_none()
    if row is None or row[0].person_id != row[2].id:
        raise Refused(TokenRefused.UNKNOWN)
    registration, version, person = row
    return Offer(registration, _sheet(session, registration, version), person, token)


def offer_of(session: Session, *, public_id: str, person_id: int) -> Offer:
    """The offer of one's own registration."""
    row = session.execute(
        select(Registration, Edition.version, Person)
        .join(Edition, Edition.id == Registration.edition_id)
        .join(Person, Person.id == Registration.person_id)
        .where(Registration.public_id == public_id, Registration.person_id == person_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return Offer(row[0], _sheet(session, row[0], row[1]), row[2])


def invitation_by_link(session: Session, *, secret: str, takes_over: bool) -> Invitation:
    """The invitation of a mailed link, also when it is over."""
    purpose = TokenPurpose.SUBSTITUTE if takes_over else TokenPurpose.COMPANION
    token = tokens.look_up(session, purpose=purpose, secret=secret)
    participant = session.get(Participant, token.subject_id, options=_WITH, populate_existing=True)
    person = session.get(Person, token.person_id)
    if participant is None or person is None:
        raise Refused(TokenRefused.UNKNOWN)
    return _invitation(session, participant, person, takes_over, token)


def invitation_of(session: Session, *, public_id: str, person_id: int, takes_over: bool) -> Invitation:
    """The invitation to a person who is signed in."""
    asked = Participant.substitute_id if takes_over else Participant.person_id
    participant = session.scalars(
        select(Participant)
        .where(Participant.public_id == public_id, asked == person_id)
        .options(*_WITH)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if participant is None:
        raise NotFound
    return _invitation(session, participant, session.get_one(Person, person_id), takes_over, None)


_WITH = (
    joinedload(Participant.person),
    joinedload(Participant.registration).joinedload(Registration.person),
    joinedload(Participant.registration).joinedload(Registration.edition),
    joinedload(Participant.registration).selectinload(Registration.participants),
)


def _invitation(
    session: Session, participant: Participant, person: Person, takes_over: bool, token: Token | None
) -> Invitation:
    registration = participant.registration
    host = participant if takes_over else _first(registration)
    organisation = host and host.stated_organisation_id
    return Invitation(
        participant,
        registration,
        _sheet(session, registration, registration.edition.version),
        person,
        session.get(Organisation, organisation) if organisation else None,
        takes_over,
        token,
    )


def _first(registration: Registration) -> Participant | None:
    inside = (p for p in registration.participants if p.state in IN)
    return next((p for p in inside if p.person_id == registration.person_id), None)


def _sheet(session: Session, registration: Registration, version: int) -> EditionSheet:
    return sheet_of(session, edition_id=registration.edition_id, version=version)
