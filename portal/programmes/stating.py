"""What programmes and editions say: each change has a line with what stood there and what stands now."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.database import Base
from portal.errors import NotFound, Refused
from portal.people.models import Organisation, OrganisationState
from portal.programmes.facts import Publication
from portal.programmes.models import Edition, Programme, ProgrammeOrganiser, RegistrationWindow
from portal.programmes.service import EditionRefused, note_change
from portal.programmes.states import Window

MOST_WINDOWS = 10


class EditingRefused(StrEnum):
    """Why a programme or an edition cannot be changed like this."""

    CHANGED_MEANWHILE = "organiser.changed_meanwhile"
    LAST_ORGANISER = "programme.last_organiser"
    NOT_ORGANISING = "organisation_not_organising"
    WINDOW_ORDER = "edition.window_order"


def fingerprints(programme: Programme, names: tuple[str, ...]) -> dict[str, str]:
    """A short stamp of each of these values, to see later which of them somebody changed."""
    return {name: _stamp(getattr(programme, name)) for name in names}


def _stamp(value: Any) -> str:
    return hashlib.sha256(json.dumps(as_data(value)).encode()).hexdigest()[:12]


def as_data(value: Any) -> Any:
    """The value as the history keeps it."""
    if isinstance(value, StrEnum):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def differences(row: Base, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Which of these values are new, each with what stood there."""
    return {
        name: [as_data(getattr(row, name)), as_data(value)]
        for name, value in values.items()
        if getattr(row, name) != value
    }


def edit_programme(
    session: Session,
    *,
    programme_id: int,
    values: Mapping[str, Any],
    seen: Mapping[str, str],
    actor_id: int | None,
    now: datetime,
) -> Programme:
    """Changes what a programme says. Refused when one of these values is not what was `seen`."""
    programme = _programme(session, programme_id)
    if any(seen.get(name) != stamp for name, stamp in fingerprints(programme, tuple(values)).items()):
        if not differences(programme, values):
            return programme  # pressed twice, or both wanted the same
        raise Refused(EditingRefused.CHANGED_MEANWHILE)
    changed = differences(programme, values)
    for name in changed:
        setattr(programme, name, values[name])
    programme.examples = [name for name in programme.examples if name not in changed]
    if changed:
        _note_in_editions(session, programme, "programme", {"fields": changed}, actor_id, now)
    return programme


def add_organiser(
    session: Session, *, programme_id: int, organisation_public_id: str, actor_id: int | None, now: datetime
) -> Organisation:
    """Another organisation organises it too, and manages everything of it. Twice is once."""
    programme = _programme(session, programme_id)
    found = session.scalar(select(Organisation).where(Organisation.public_id == organisation_public_id))
    if found is None or not found.organises or found.state != OrganisationState.KNOWN:
        raise Refused(EditingRefused.NOT_ORGANISING)
    if found.id in {one.organisation_id for one in programme.organisers}:
        return found
    position = max((one.position for one in programme.organisers), default=-1) + 1
    programme.organisers.append(ProgrammeOrganiser(organisation=found, position=position))
    _note_in_editions(session, programme, "organiser_added", {"name": found.name}, actor_id, now)
    return found


def remove_organiser(
    session: Session, *, programme_id: int, organisation_public_id: str, actor_id: int | None, now: datetime
) -> None:
    """This organisation organises it no longer; the last one stays. Twice is once."""
    programme = _programme(session, programme_id)
    found = next(
        (o for o in programme.organisers if o.organisation.public_id == organisation_public_id), None
    )
    if found is None:
        return
    if len(programme.organisers) == 1:
        raise Refused(EditingRefused.LAST_ORGANISER)
    name = found.organisation.name
    programme.organisers.remove(found)
    _note_in_editions(session, programme, "organiser_removed", {"name": name}, actor_id, now)


def _programme(session: Session, programme_id: int) -> Programme:
    programme = session.get(Programme, programme_id, with_for_update=True, populate_existing=True)
    if programme is None:
        raise NotFound
    return programme


def _note_in_editions(
    session: Session,
    programme: Programme,
    action: str,
    details: dict[str, Any],
    actor_id: int | None,
    now: datetime,
) -> None:
    """Editions tell their programme's title and organisers on, so each of them changes too."""
    editions = session.scalars(
        select(Edition).where(Edition.programme_id == programme.id).order_by(Edition.id).with_for_update()
    )
    for edition in editions:
        note_change(session, edition=edition, action=action, actor_id=actor_id, now=now, details=details)
    session.flush()


def change_edition(
    session: Session,
    *,
    edition: Edition,
    values: Mapping[str, Any],
    actor_id: int | None,
    now: datetime,
) -> Edition:
    """Changes what an edition says; what was an example is the organiser's own word from then on."""
    if edition.publication == Publication.CANCELLED:
        raise Refused(EditionRefused.ALREADY_CANCELLED)
    changed = differences(edition, values)
    meant = [name for name in edition.examples if name not in values]
    if not changed and meant == edition.examples:
        return edition
    for name in changed:
        setattr(edition, name, values[name])
    edition.examples = meant
    details = {"fields": changed}
    return note_change(
        session, edition=edition, action="edition", actor_id=actor_id, now=now, details=details
    )


def set_windows(
    session: Session,
    *,
    edition: Edition,
    windows: tuple[Window, ...],
    actor_id: int | None,
    now: datetime,
) -> Edition:
    """The periods in which people may register, all of them at once."""
    if edition.publication == Publication.CANCELLED:
        raise Refused(EditionRefused.ALREADY_CANCELLED)
    if any(w.closes_at is not None and w.closes_at <= w.opens_at for w in windows):
        raise Refused(EditingRefused.WINDOW_ORDER)
    wanted = sorted(set(windows), key=lambda w: (w.opens_at, w.closes_at is None, w.closes_at))[:MOST_WINDOWS]
    before = [Window(w.opens_at, w.closes_at) for w in edition.windows]
    if before == wanted:
        return edition
    edition.windows = [RegistrationWindow(opens_at=w.opens_at, closes_at=w.closes_at) for w in wanted]
    details = {"before": [_span(w) for w in before], "after": [_span(w) for w in wanted]}
    return note_change(
        session, edition=edition, action="windows", actor_id=actor_id, now=now, details=details
    )


def _span(window: Window) -> list[str | None]:
    return [window.opens_at.isoformat(), window.closes_at.isoformat() if window.closes_at else None]
