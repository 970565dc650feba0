"""What else happens at the hours of an edition's meetings, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from portal.people.models import Person
from portal.programmes.clashes import ClashWarning, Elsewhere, Planned, When, clashes
from portal.programmes.facts import Publication
from portal.programmes.models import (
    Edition,
    EditionFacilitator,
    Meeting,
    Module,
    Programme,
    ProgrammeOrganiser,
)
from portal.programmes.venues import written
from portal.registrations.models import Claim, Participant, Registration
from portal.registrations.states import ClaimState, ParticipantState, RegistrationState

ONE_DAY = timedelta(days=1)


def clashes_of(session: Session, edition: Edition, organisation_ids: Collection[int]) -> list[ClashWarning]:
    """What is at the same time as a meeting of this edition, for who organises for these organisations."""
    planned = planned_of(edition)
    if not planned:
        return []
    guides = {
        row.id: row.name
        for row in session.execute(
            select(Person.id, Person.name)
            .join(EditionFacilitator, EditionFacilitator.person_id == Person.id)
            .where(EditionFacilitator.edition_id == edition.id)
        )
    }
    return clashes(planned, _elsewhere(session, edition, planned, organisation_ids, guides), guides)


def planned_of(edition: Edition) -> list[Planned]:
    """The meetings of this edition with a day, as they are held beside each other."""
    modules: dict[int | None, Module] = {module.id: module for module in edition.modules}
    found = []
    for meeting in edition.meetings:
        if meeting.day is None or meeting.cancelled_at is not None:
            continue
        module = modules.get(meeting.module_id)
        venue = meeting.venue
        found.append(
            Planned(
                key=meeting.public_id,
                title=meeting.title or (module.title if module else ""),
                when=When(meeting.day, meeting.starts_at, meeting.ends_at),
                venue_id=venue.id if venue else None,
                venue=written(venue),
                choice=module is not None and module.group_id is not None,
            )
        )
    return found


def _elsewhere(
    session: Session,
    edition: Edition,
    planned: Iterable[Planned],
    organisation_ids: Collection[int],
    guides: Mapping[int, str],
) -> list[Elsewhere]:
    days = {one.when.day + step for one in planned for step in (-ONE_DAY, ONE_DAY * 0, ONE_DAY)}
    ours = exists().where(
        ProgrammeOrganiser.programme_id == Edition.programme_id,
        ProgrammeOrganiser.organisation_id.in_(organisation_ids),
    )
    rows = session.execute(
        select(Meeting, Edition.label, Programme.title, ours.label("ours"))
        .join(Edition, Edition.id == Meeting.edition_id)
        .join(Programme, Programme.id == Edition.programme_id)
        .where(
            Meeting.edition_id != edition.id,
            Meeting.day.in_(days),
            Meeting.cancelled_at.is_(None),
            or_(
                Edition.publication == Publication.PUBLISHED,
                and_(Edition.publication == Publication.DRAFT, ours),
            ),
        )
        .order_by(Meeting.id)
    ).all()
    editions = {row.Meeting.edition_id for row in rows}
    guided = _guided(session, editions, guides)
    people = _people(session, edition.id, {row.Meeting.id for row in rows})
    return [_other(row, guided[row.Meeting.edition_id], people[row.Meeting.id]) for row in rows]


def _other(row: Any, guides: set[int], people: set[int]) -> Elsewhere:
    meeting = row.Meeting
    return Elsewhere(
        when=When(meeting.day, meeting.starts_at, meeting.ends_at),
        label=f"{row.title}, {row.label}",
        ours=bool(row.ours),
        venue_id=meeting.venue_id,
        guides=frozenset(guides),
        people=frozenset(people),
    )


def _guided(session: Session, editions: set[int], guides: Mapping[int, str]) -> dict[int, set[int]]:
    """Who of these guide which of these editions too."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = session.execute(
        select(EditionFacilitator.edition_id, EditionFacilitator.person_id).where(
            EditionFacilitator.edition_id.in_(editions), EditionFacilitator.person_id.in_(list(guides))
        )
    )
    for edition_id, person_id in rows:
        found[edition_id].add(person_id)
    return found


def _people(session: Session, edition_id: int, meetings: set[int]) -> dict[int, set[int]]:
    """Who has a seat in this edition and is expected at which of these meetings of other ones."""
    here, there = aliased(Participant), aliased(Participant)
    of_here, of_there = aliased(Registration), aliased(Registration)
    chose = exists().where(
        Claim.participant_id == there.id,
        Claim.module_id == Module.id,
        Claim.state == ClaimState.CONFIRMED,
    )
    seated = [
        condition
        for participant, registration in ((here, of_here), (there, of_there))
        for condition in (
            participant.state == ParticipantState.CONFIRMED,
            registration.state == RegistrationState.CONFIRMED,
        )
    ]
    rows = session.execute(
        select(Meeting.id, there.person_id)
        .join(there, there.edition_id == Meeting.edition_id)
        .join(of_there, of_there.id == there.registration_id)
        .join(here, here.person_id == there.person_id)
        .join(of_here, of_here.id == here.registration_id)
        .outerjoin(Module, Module.id == Meeting.module_id)
        .where(here.edition_id == edition_id, Meeting.id.in_(meetings), *seated)
        .where(or_(Module.group_id.is_(None), chose))
    )
    found: dict[int, set[int]] = defaultdict(set)
    for meeting_id, person_id in rows:
        found[meeting_id].add(person_id)
    return found
