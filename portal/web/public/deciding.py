"""What the rules say to whoever looks at an edition, and the registration they may have already."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.eligibility.facts import Moment, Verdict
from portal.people.viewer import Viewer
from portal.registrations.assessing import assess, facts_of
from portal.registrations.models import Participant, Registration
from portal.registrations.sheets import EditionSheet, sheet_of
from portal.registrations.states import ACTIVE, IN, RegistrationState
from portal.web.public.reading import Seen


@dataclass(frozen=True)
class Own:
    """One's own active registration for an edition."""

    public_id: str
    state: RegistrationState


def own_registration(session: Session, *, edition_id: int, person_id: int) -> Own | None:
    """The active registration in which this person takes part, also as a companion."""
    row = session.execute(
        select(Registration.public_id, Registration.state)
        .join(Participant, Participant.registration_id == Registration.id)
        .where(
            Participant.edition_id == edition_id,
            Participant.person_id == person_id,
            Participant.state.in_(IN),
            Registration.state.in_(ACTIVE),
        )
        .order_by(Registration.id.desc())
        .limit(1)
    ).one_or_none()
    return Own(row[0], RegistrationState(row[1])) if row else None


def sheet(session: Session, seen: Seen) -> EditionSheet:
    """The rules of the edition, kept per version."""
    return sheet_of(session, edition_id=seen.edition.id, version=seen.edition.version)


def verdict(session: Session, seen: Seen, *, looking: Viewer | None, now: datetime) -> Verdict | None:
    """The decision as it would be now; None while nobody can register."""
    if not seen.phase.may_register:
        return None
    return assess(
        session,
        sheet(session, seen),
        person=facts_of(session, looking.person_id if looking else None),
        companion=None,
        now=now,
        moment=Moment.PREVIEW,
        email=looking.email if looking else "",
    ).verdict
