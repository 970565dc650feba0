"""What an organisation aims at for its people: set by who organises for it, and every version stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from portal.errors import Refused
from portal.goals.facts import MOST_FOCUS, Aims, together
from portal.goals.models import OrganisationAims
from portal.goals.reasons import GoalRefused
from portal.people.models import Organisation, Person, Position
from portal.people.queries import held_on


@dataclass(frozen=True)
class Set:
    """A version of the aims: which one, when, and by whom (empty when that account is gone)."""

    number: int
    aims: Aims
    at: datetime
    by: str


def versions(session: Session, organisation_id: int) -> list[Set]:
    """All that was ever set, the newest first."""
    rows = session.execute(
        select(OrganisationAims, Person.name)
        .outerjoin(Person, Person.id == OrganisationAims.set_by_id)
        .where(OrganisationAims.organisation_id == organisation_id)
        .order_by(OrganisationAims.number.desc())
    )
    return [Set(row.number, row.aims, row.set_at, name or "") for row, name in rows]


def of_person(session: Session, person_id: int, day: date) -> Aims:
    """What the organisations where this person has a position on this day aim at, together."""
    later = aliased(OrganisationAims)
    rows: Sequence[OrganisationAims] = session.scalars(
        select(OrganisationAims)
        .join(Position, Position.organisation_id == OrganisationAims.organisation_id)
        .outerjoin(
            later,
            (later.organisation_id == OrganisationAims.organisation_id)
            & (later.number > OrganisationAims.number),
        )
        .where(
            Position.person_id == person_id,
            held_on(day),
            later.id.is_(None),
        )
    ).all()
    return together(row.aims for row in rows)


def keep(
    session: Session, *, organisation_id: int, actor_id: int, aims: Aims, seen: int, now: datetime
) -> bool:
    """From now on these are the aims; says whether that changed anything. The same twice is once.

    `seen`: the version that the page showed; when somebody else set another one, nothing is kept.
    """
    session.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())
    last = session.scalar(
        select(OrganisationAims)
        .where(OrganisationAims.organisation_id == organisation_id)
        .order_by(OrganisationAims.number.desc())
        .limit(1)
    )
    number, before = (last.number, last.aims) if last else (0, Aims())
    if before == aims:
        return False
    if seen != number:
        raise Refused(GoalRefused.AIMS_MEANWHILE)
    if len(aims.focus) > MOST_FOCUS:
        raise Refused(GoalRefused.TOO_MUCH_FOCUS, most=MOST_FOCUS)
    session.add(
        OrganisationAims(
            organisation_id=organisation_id,
            number=number + 1,
            targets=dict(aims.targets),
            focus=sorted(aims.focus),
            set_at=now,
            set_by_id=actor_id,
        )
    )
    session.flush()
    return True
