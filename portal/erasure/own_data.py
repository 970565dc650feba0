"""Everything that the portal keeps of one person, as plain values for a file; a fixed number of queries."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.assessments import privacy as scans
from portal.attendance.models import Attendance
from portal.goals import privacy as goals
from portal.invites.models import Invitation
from portal.mailings.models import Mailing, MailingRecipient
from portal.outbox import queries as outbox
from portal.people import queries as people
from portal.people.models import Membership, Organisation, OrganiserRole, Person, Position
from portal.programmes.models import Edition, EditionFacilitator, Interest, Meeting, Programme
from portal.recommendations import privacy as recommendations
from portal.registrations.history import sentence
from portal.registrations.models import EnrolmentDraft, Participant, Registration, RegistrationEvent

_ALL = 1_000_000
Row = dict[str, Any]


def own_data(session: Session, person_id: int, *, now: datetime) -> Row:
    """All of it. What other rooms keep they tell themselves."""
    person = session.get_one(Person, person_id)
    return {
        "made": now.isoformat(),
        "profile": _profile(session, person),
        "signed_in": [
            {"browser": one.browser, "since": _when(one.created_at), "last_seen": _when(one.last_seen_at)}
            for one in people.sign_ins(session, person_id=person_id, now=now)
        ],
        "registrations": _registrations(session, person_id),
        "drafts": _drafts(session, person_id),
        "agenda": _agenda(session, person_id),
        "attendance": _attendance(session, person_id),
        "letters": _letters(session, person_id),
        "group_mails": _group_mails(session, person_id),
        "interests": _interests(session, person.email),
        "scans": scans.own_data(session, person_id),
        "goals": goals.own_data(session, person_id),
        "recommendations": recommendations.own_data(session, person_id),
    }


def _when(value: datetime | date | None) -> str | None:
    return value.isoformat() if value else None


def _profile(session: Session, person: Person) -> Row:
    known = people.profile(session, person_id=person.id)
    return {
        "name": person.name,
        "email": person.email,
        "phone": person.phone,
        "language": person.language,
        "reads": person.reads,
        "agenda_by": str(person.channel),
        "account_since": _when(person.created_at),
        "address_confirmed": _when(person.email_confirmed_at),
        "has_password": person.password_hash is not None,
        "invoice": {
            "name": known.invoice.invoice_name,
            "address": known.invoice.invoice_address,
            "email": known.invoice.invoice_email,
            "cost_centre": known.invoice.cost_centre,
        },
        "positions": [
            {"kind": str(one.kind), "organisation": one.organisation.name, **_dates(one)}
            for one in known.positions
        ],
        "memberships": [
            {"association": one.association.name, "number": one.number, **_dates(one)}
            for one in known.memberships
        ],
        **_roles(session, person),
    }


def _dates(row: Position | Membership) -> Row:
    return {"from": _when(row.starts_on), "until": _when(row.ends_on)}


def _roles(session: Session, person: Person) -> Row:
    organises = session.execute(
        select(Organisation.name, OrganiserRole.started_at, OrganiserRole.ended_at)
        .join(OrganiserRole, OrganiserRole.organisation_id == Organisation.id)
        .where(OrganiserRole.person_id == person.id)
        .order_by(OrganiserRole.id)
    )
    guided = select(EditionFacilitator.edition_id).where(EditionFacilitator.person_id == person.id)
    return {
        "administrator": person.is_administrator,
        "organises_for": [
            {"organisation": name, "since": _when(since), "until": _when(until)}
            for name, since, until in organises
        ],
        "guides": _editions(session, guided),
    }


def _editions(session: Session, ids: Any) -> list[str]:
    rows = session.execute(
        select(Programme.title, Edition.label)
        .join(Edition, Edition.programme_id == Programme.id)
        .where(Edition.id.in_(ids))
        .order_by(Edition.id)
    )
    return [f"{title}, {label}" if label else title for title, label in rows]


def _registrations(session: Session, person_id: int) -> list[Row]:
    rows = session.execute(
        select(Participant, Registration, Programme.title, Edition.label)
        .join(Registration, Registration.id == Participant.registration_id)
        .join(Edition, Edition.id == Registration.edition_id)
        .join(Programme, Programme.id == Edition.programme_id)
        .where(Participant.person_id == person_id)
        .order_by(Participant.id)
    ).all()
    lines: dict[int, list[Row]] = defaultdict(list)
    for event in session.scalars(
        select(RegistrationEvent)
        .where(RegistrationEvent.registration_id.in_([row[1].id for row in rows]))
        .order_by(RegistrationEvent.id)
    ):
        said = {"at": _when(event.at), "what": sentence(event), "why": event.why}
        lines[event.registration_id].append(said)
    return [_registration(*row, lines[row[1].id]) for row in rows]


def _registration(mine: Participant, row: Registration, title: str, label: str, lines: list[Row]) -> Row:
    found: Row = {
        "reference": row.reference,
        "programme": title,
        "edition": label,
        "state": str(row.state),
        "role": str(mine.role),
        "takes_part": str(mine.state),
        "stated_position": mine.stated_position,
        "asked": _when(row.requested_at),
        "seat_since": _when(row.seated_at),
        "ended": _when(row.ended_at),
        "history": lines,
    }
    if row.person_id == mine.person_id:  # what the other of a duo pays is not theirs
        found["price"], found["terms"] = row.price, row.terms
        found["consented"] = _when(row.consented_at)
        found["invoice"] = {
            "purchase_order": row.purchase_order,
            "cost_centre": row.cost_centre,
            "name": row.invoice_name,
            "address": row.invoice_address,
            "email": row.invoice_email,
        }
    return found


def _drafts(session: Session, person_id: int) -> list[Row]:
    rows = session.scalars(select(EnrolmentDraft).where(EnrolmentDraft.person_id == person_id))
    return [{"changed": _when(row.updated_at), "typed": row.data} for row in rows]


def _agenda(session: Session, person_id: int) -> list[Row]:
    rows = session.scalars(
        select(Invitation).where(Invitation.person_id == person_id).order_by(Invitation.id)
    )
    return [
        {
            "address": row.address,
            "in_agenda": row.live,
            "event": row.event,
            "answer": row.answer,
            "answered": _when(row.answered_at),
            "comment": row.comment,
        }
        for row in rows
    ]


def _attendance(session: Session, person_id: int) -> list[Row]:
    rows = session.execute(
        select(Attendance, Meeting.title, Meeting.day)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Attendance.person_id == person_id)
        .order_by(Attendance.id)
    )
    return [
        {
            "meeting": title,
            "day": _when(day),
            "presence": str(row.presence),
            "by_code": row.by_code,
            "marked": _when(row.marked_at),
        }
        for row, title, day in rows
    ]


def _letters(session: Session, person_id: int) -> list[Row]:
    return [
        {
            "subject": row.subject,
            "kind": row.kind,
            "to": row.to_address,
            "made": _when(row.created_at),
            "sent": _when(row.sent_at),
            "state": str(row.state),
        }
        for row in outbox.of_person(session, person_id, limit=_ALL)
    ]


def _group_mails(session: Session, person_id: int) -> list[Row]:
    rows = session.execute(
        select(Mailing.subject, MailingRecipient.address, MailingRecipient.turn)
        .join(MailingRecipient, MailingRecipient.mailing_id == Mailing.id)
        .where(MailingRecipient.person_id == person_id)
        .order_by(MailingRecipient.id)
    )
    return [{"subject": subject, "to": to, "state": str(turn)} for subject, to, turn in rows]


def _interests(session: Session, email: str) -> list[Row]:
    rows = session.execute(
        select(Interest, Programme.title)
        .join(Programme, Programme.id == Interest.programme_id)
        .where(Interest.email == email)
        .order_by(Interest.id)
    )
    return [
        {"programme": title, "since": _when(row.entered_at), "ended": _when(row.removed_at)}
        for row, title in rows
    ]
