"""What happens to programmes themselves: loaded from a file, published, closed, cancelled.

Nothing here touches registrations; the registrations room combines these verbs with its own.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import Refused
from portal.people.models import Organisation
from portal.programmes.facts import Desk, Publication
from portal.programmes.loading import EditionData, ProgrammeData
from portal.programmes.models import (
    Breakout,
    Edition,
    EditionChange,
    EditionFacilitator,
    Module,
    Programme,
    ProgrammeOrganiser,
)
from portal.programmes.upsert import EditionWriter, assign
from portal.tables import FileProblem


class EditionRefused(StrEnum):
    """Why an edition cannot be changed like this."""

    ALREADY_CANCELLED = "edition_already_cancelled"


@dataclass(frozen=True)
class LoadedEdition:
    """An edition of a file and what happened to it."""

    edition: Edition
    data: EditionData
    created: bool
    changed: bool


@dataclass(frozen=True)
class LoadedProgramme:
    """A programme of a file with its editions."""

    programme: Programme
    created: bool
    changed: bool
    editions: tuple[LoadedEdition, ...]


def load_programme(session: Session, *, data: ProgrammeData, now: datetime) -> LoadedProgramme:
    """Makes the programme and its editions, or brings them up to date; loading again changes nothing.

    What organisers changed in the workbench stays as they left it.
    """
    programme = session.scalar(select(Programme).where(Programme.slug == data.slug))
    created = programme is None
    if programme is None:
        programme = Programme(slug=data.slug, created_at=now, organisers=[], editions=[], title="")
        session.add(programme)
    by_hand = set() if created else _changed_by_hand(session, programme)
    changed = "programme" not in by_hand and assign(programme, data.fields)
    session.flush()
    if not by_hand & {"organiser_added", "organiser_removed"}:
        changed = _set_organisers(session, programme, data) or changed
    editions = tuple(load_edition(session, programme=programme, data=e, now=now) for e in data.editions)
    return LoadedProgramme(programme, created, changed, editions)


def load_edition(
    session: Session, *, programme: Programme, data: EditionData, now: datetime
) -> LoadedEdition:
    """Makes one edition, or brings it up to date."""
    mine = select(Edition).where(Edition.programme_id == programme.id)
    existing = session.scalar(mine.where(Edition.loaded_as == data.key))
    if existing is None and session.scalar(mine.where(Edition.slug == data.slug)) is not None:
        raise FileProblem(f"{programme.slug}: another edition already has the address {data.slug!r}")
    writer = EditionWriter(session, now)
    edition = writer.write(programme, data, existing)
    return LoadedEdition(edition, data, existing is None, writer.changed)


def _changed_by_hand(session: Session, programme: Programme) -> set[str]:
    """What organisers ever did to it: a file undoes no decision of a person."""
    noted = select(EditionChange.action).join(Edition, Edition.id == EditionChange.edition_id)
    return set(session.scalars(noted.where(Edition.programme_id == programme.id).distinct()))


def _set_organisers(session: Session, programme: Programme, data: ProgrammeData) -> bool:
    rows = session.execute(select(Organisation.slug, Organisation.id)).all()
    known = {row.slug: row.id for row in rows}
    missing = [slug for slug in data.organisers if slug not in known]
    if missing:
        raise FileProblem(f"{data.slug}: unknown organisation {', '.join(missing)}; add it to a seed file")
    wanted = [(known[slug], position) for position, slug in enumerate(data.organisers)]
    if wanted == [(o.organisation_id, o.position) for o in programme.organisers]:
        return False
    programme.organisers.clear()
    session.flush()
    programme.organisers += [ProgrammeOrganiser(organisation_id=i, position=p) for i, p in wanted]
    session.flush()
    return True


def add_facilitator(session: Session, *, edition_id: int, person_id: int) -> None:
    """This person guides the edition; twice is once."""
    if session.get(EditionFacilitator, (edition_id, person_id)) is None:
        session.add(EditionFacilitator(edition_id=edition_id, person_id=person_id))
        session.flush()


def publish(session: Session, *, edition: Edition, actor_id: int | None, now: datetime) -> Edition:
    """Shows a draft to the public; publishing again changes nothing."""
    if edition.publication == Publication.CANCELLED:
        raise Refused(EditionRefused.ALREADY_CANCELLED)
    if edition.publication == Publication.PUBLISHED:
        return edition
    edition.publication = Publication.PUBLISHED
    edition.published_at = edition.published_at or now
    return note_change(session, edition=edition, action="publish", actor_id=actor_id, now=now)


def take_back(session: Session, *, edition: Edition, actor_id: int | None, now: datetime) -> Edition:
    """A published edition becomes a draft again; who registered is looked after elsewhere."""
    if edition.publication == Publication.CANCELLED:
        raise Refused(EditionRefused.ALREADY_CANCELLED)
    if edition.publication == Publication.DRAFT:
        return edition
    edition.publication = Publication.DRAFT
    return note_change(session, edition=edition, action="taken_back", actor_id=actor_id, now=now)


def set_desk(
    session: Session, *, edition: Edition, desk: Desk, actor_id: int | None, now: datetime
) -> Edition:
    """Closes or reopens registration by hand, or leaves it to the windows again."""
    if edition.publication == Publication.CANCELLED:
        raise Refused(EditionRefused.ALREADY_CANCELLED)
    if edition.desk == desk:
        return edition
    details = {"before": str(edition.desk), "after": str(desk)}
    edition.desk = desk
    return note_change(session, edition=edition, action="desk", actor_id=actor_id, now=now, details=details)


def set_capacity(
    session: Session, *, edition: Edition, capacity: int | None, actor_id: int | None, now: datetime
) -> Edition:
    """Sets the number of seats, which is no example from then on; None is unlimited."""
    before = edition.pool.capacity
    if before == capacity and edition.capacity_known:
        return edition
    edition.pool.capacity, edition.capacity_known = capacity, True
    edition.examples = [name for name in edition.examples if name != "capacity"]
    details = {"before": before, "after": capacity}
    return note_change(
        session, edition=edition, action="capacity", actor_id=actor_id, now=now, details=details
    )


def cancel_edition(
    session: Session, *, edition: Edition, why: str, actor_id: int | None, now: datetime
) -> Edition:
    """Calls the edition off."""
    if edition.publication == Publication.CANCELLED:
        return edition
    edition.publication, edition.cancelled_reason = Publication.CANCELLED, why
    details = {"why": why}
    return note_change(
        session, edition=edition, action="cancelled", actor_id=actor_id, now=now, details=details
    )


def restore_edition(
    session: Session, *, edition: Edition, why: str, actor_id: int | None, now: datetime
) -> Edition:
    """An edition that was called off is held after all."""
    if edition.publication != Publication.CANCELLED:
        return edition
    shown = edition.published_at is not None
    edition.publication = Publication.PUBLISHED if shown else Publication.DRAFT
    edition.cancelled_reason = ""
    return note_change(
        session, edition=edition, action="restored", actor_id=actor_id, now=now, details={"why": why}
    )


def cancel_breakout(
    session: Session, *, edition: Edition, breakout: Breakout, actor_id: int | None, now: datetime
) -> Edition:
    """Calls a breakout off and shuts its seats, so that nobody gets one any more."""
    if breakout.cancelled_at is not None:
        return edition
    breakout.cancelled_at, breakout.pool.shut = now, True
    details = {"title": breakout.title}
    return note_change(
        session, edition=edition, action="breakout_cancelled", actor_id=actor_id, now=now, details=details
    )


def restore_breakout(
    session: Session, *, edition: Edition, breakout: Breakout, actor_id: int | None, now: datetime
) -> Edition:
    """A breakout that was called off is held after all; its seats are there again."""
    if breakout.cancelled_at is None:
        return edition
    breakout.cancelled_at, breakout.pool.shut = None, False
    details = {"title": breakout.title}
    return note_change(
        session, edition=edition, action="breakout_restored", actor_id=actor_id, now=now, details=details
    )


def set_breakout_seats(
    session: Session,
    *,
    edition: Edition,
    breakout: Breakout,
    capacity: int | None,
    shut: bool,
    actor_id: int | None,
    now: datetime,
) -> Edition:
    """Sets the seats of a breakout, or shuts it: then nobody comes in any more."""
    if (breakout.pool.capacity, breakout.pool.shut) == (capacity, shut):
        return edition
    breakout.pool.capacity, breakout.pool.shut = capacity, shut
    details = {"title": breakout.title, "capacity": capacity, "shut": shut}
    return note_change(
        session, edition=edition, action="breakout_seats", actor_id=actor_id, now=now, details=details
    )


def set_module_seats(
    session: Session,
    *,
    edition: Edition,
    module: Module,
    capacity: int | None,
    actor_id: int | None,
    now: datetime,
) -> Edition:
    """Sets the seats of an elective; None is unlimited."""
    assert module.pool is not None
    details = {"title": module.title, "before": module.pool.capacity, "after": capacity}
    module.pool.capacity = capacity
    return note_change(
        session, edition=edition, action="module_seats", actor_id=actor_id, now=now, details=details
    )


def note_change(
    session: Session,
    *,
    edition: Edition,
    action: str,
    actor_id: int | None,
    now: datetime,
    details: dict[str, Any] | None = None,
) -> Edition:
    """Stamps the edition as changed and writes one line in its history."""
    edition.touch()
    session.add(
        EditionChange(edition_id=edition.id, at=now, actor_id=actor_id, action=action, details=details or {})
    )
    session.flush()
    return edition
