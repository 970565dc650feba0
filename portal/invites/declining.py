"""Who declines a meeting by mail keeps the seat, and is asked: this day, a substitute, or leave?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import NotFound, Refused
from portal.invites.facts import Event
from portal.invites.models import Invitation
from portal.outbox.letter import Letter, token_path
from portal.outbox.service import post
from portal.people import tokens
from portal.people.models import Person, Token, TokenPurpose
from portal.people.tokens import TokenRefused
from portal.programmes.models import Edition
from portal.registrations import queries
from portal.registrations.models import Participant, Registration
from portal.registrations.queries import Own
from portal.registrations.sheets import EditionSheet, sheet_of
from portal.registrations.states import ParticipantState, RegistrationState

DECLINED = "DECLINED"
LEAST = timedelta(hours=1)
"""How long the question can be answered at least, also when the meeting is about to begin."""


@dataclass(frozen=True)
class Declined:
    """A meeting that somebody declined, their own registration, and the link that asks what they mean."""

    event: Event
    own: Own
    person: Person
    token: Token

    @property
    def seated(self) -> bool:
        """Whether this person has the seat still."""
        confirmed = self.own.registration.state == RegistrationState.CONFIRMED
        return confirmed and self.own.inside and self.own.mine.state == ParticipantState.CONFIRMED

    def stands(self, now: datetime) -> bool:
        """Whether it can be answered now."""
        return self.seated and self.token.used_at is None and self.token.expires_at > now


def ask(session: Session, *, line: Invitation, now: datetime) -> None:
    """Asks it by mail, with a link that needs no signing in. Who guides the edition has no seat to keep."""
    registration_id = session.scalar(
        select(Registration.id)
        .join(Participant, Participant.registration_id == Registration.id)
        .where(
            Registration.edition_id == line.edition_id,
            Registration.state == RegistrationState.CONFIRMED,
            Participant.person_id == line.person_id,
            Participant.state == ParticipantState.CONFIRMED,
        )
    )
    if registration_id is None:
        return
    event, person = Event.from_json(line.event), session.get_one(Person, line.person_id)
    token = tokens.issue(
        session,
        purpose=TokenPurpose.DECLINED,
        now=now,
        valid_for=max(LEAST, (event.span.starts_at or now + timedelta(days=1)) - now),
        person_id=person.id,
        subject_id=line.id,
    )
    post(session, _letter(session, line, person, token, registration_id), now=now)


def _letter(session: Session, line: Invitation, person: Person, token: Token, registration_id: int) -> Letter:
    version = session.scalars(select(Edition.version).where(Edition.id == line.edition_id)).one()
    sheet = sheet_of(session, edition_id=line.edition_id, version=version)
    event = Event.from_json(line.event)
    return question(sheet, event, person, token.id, organiser=line.organiser, registration_id=registration_id)


def question(
    sheet: EditionSheet,
    event: Event,
    person: Person,
    token_id: int,
    *,
    organiser: str,
    registration_id: int,
) -> Letter:
    """The question about this meeting, with the link of this token."""
    span = event.span
    return Letter(
        kind="agenda_declined",
        occasion=f"declined:{token_id}",
        to_address=person.email,
        to_name=person.name,
        language=person.language,
        sender_name=sheet.organiser_names,
        sender_address=organiser,
        person_id=person.id,
        edition_id=sheet.edition_id,
        registration_id=registration_id,
        facts={
            "programme": sheet.programme_title,
            "edition": sheet.label,
            "link": token_path("/niet-erbij/", token_id),
            "meeting": event.summary,
            "day": span.day.isoformat(),
            "starts_at": span.starts_at.isoformat() if span.starts_at else "",
            "ends_at": span.ends_at.isoformat() if span.ends_at else "",
            "place": event.place,
        },
        token_ids=(token_id,),
    )


def by_link(session: Session, *, secret: str) -> Declined:
    """What the link of the mail is about, also when it was answered; unknown ones are refused."""
    token = tokens.look_up(session, purpose=TokenPurpose.DECLINED, secret=secret)
    line = session.get(Invitation, token.subject_id) if token.subject_id is not None else None
    person = session.get(Person, token.person_id) if token.person_id is not None else None
    if line is None or person is None or line.person_id != person.id:
        raise Refused(TokenRefused.UNKNOWN)
    newest = session.scalar(
        select(Registration.public_id)
        .join(Participant, Participant.registration_id == Registration.id)
        .where(Registration.edition_id == line.edition_id, Participant.person_id == person.id)
        .order_by(Registration.id.desc())
        .limit(1)
    )
    if newest is None:
        raise NotFound
    own = queries.own(session, public_id=newest, person_id=person.id)
    return Declined(Event.from_json(line.event), own, person, token)
