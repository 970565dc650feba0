"""What the rules say to whoever looks at an edition, and the registration they may have already."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.eligibility.facts import Moment, Verdict
from portal.people.viewer import Viewer
from portal.registrations.assessing import assess, facts_of
from portal.registrations.queries import own_registration
from portal.registrations.sheets import EditionSheet, sheet_of
from portal.registrations.states import RegistrationState
from portal.web.public.reading import Seen


@dataclass(frozen=True)
class Own:
    """One's own active registration for an edition."""

    public_id: str
    state: RegistrationState


def own(session: Session, seen: Seen, looking: Viewer | None) -> Own | None:
    """The active registration in which this person takes part, also as a companion."""
    if looking is None:
        return None
    edition_id = seen.edition.id
    found = own_registration(session, edition_ids=[edition_id], person_id=looking.person_id).get(edition_id)
    return Own(found[0], RegistrationState(found[1])) if found else None


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
