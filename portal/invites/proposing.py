"""Who proposes another time by mail changes nothing: the organisers read it, and decide."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.inbox.reading import Answer
from portal.invites.facts import Event
from portal.invites.models import Invitation
from portal.outbox.letter import Letter, one_line
from portal.outbox.service import post_many
from portal.people.models import OrganiserRole, Person
from portal.programmes.models import Edition
from portal.registrations.sheets import EditionSheet, sheet_of


def tell(session: Session, *, line: Invitation, answer: Answer, mail_id: int, now: datetime) -> None:
    """An ordinary mail to everyone who organises this edition."""
    edition = session.get_one(Edition, line.edition_id)
    sheet = sheet_of(session, edition_id=edition.id, version=edition.version)
    who = session.get_one(Person, line.person_id)
    organisers = session.scalars(
        select(Person)
        .join(OrganiserRole, OrganiserRole.person_id == Person.id)
        .where(OrganiserRole.organisation_id.in_(sheet.organisation_ids), OrganiserRole.ended_at.is_(None))
        .order_by(Person.id)
        .distinct()
    )
    letters = [_letter(sheet, line, answer, who.name, organiser, mail_id) for organiser in organisers]
    post_many(session, letters, now=now)


def _letter(
    sheet: EditionSheet, line: Invitation, answer: Answer, name: str, organiser: Person, mail_id: int
) -> Letter:
    event = Event.from_json(line.event)
    span = event.span
    return Letter(
        kind="agenda_proposal",
        occasion=f"proposal:{mail_id}:{organiser.id}",
        to_address=organiser.email,
        to_name=organiser.name,
        language=organiser.language,
        person_id=organiser.id,
        edition_id=sheet.edition_id,
        facts={
            "programme": sheet.programme_title,
            "edition": sheet.label,
            "link": f"/werk/edities/{sheet.public_id}/agendas",
            "meeting": event.summary,
            "day": span.day.isoformat(),
            "starts_at": span.starts_at.isoformat() if span.starts_at else "",
            "ends_at": span.ends_at.isoformat() if span.ends_at else "",
            "place": event.place,
            "participant": name,
            "proposed": answer.proposed.isoformat() if answer.proposed else "",
            "comment": one_line(answer.comment, 500),
        },
    )
