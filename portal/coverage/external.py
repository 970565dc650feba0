"""Programmes of others: put in the catalogue by an organiser, with a link out."""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.coverage.models import ExternalProgramme
from portal.errors import NotFound, Refused
from portal.programmes.making import free_slug
from portal.programmes.models import new_version


class ExternalRefused(StrEnum):
    """Why a programme of somebody else cannot be kept like this."""

    CHANGED_MEANWHILE = "external.changed_meanwhile"


@dataclass(frozen=True)
class Stated:
    """What an organiser says of it. `hours` None: not known."""

    title: str
    provider: str
    link: str
    summary: str = ""
    hours: int | None = None
    language: str = "nl"
    audience: tuple[str, ...] = ()
    note: str = ""

    def values(self) -> dict[str, Any]:
        """The values of the row."""
        return {**asdict(self), "audience": list(self.audience)}


def add(
    session: Session, *, organisation_id: int, stated: Stated, form_key: str, now: datetime
) -> ExternalProgramme:
    """One more. The same form sent twice makes one."""
    made = select(ExternalProgramme).where(ExternalProgramme.form_key == form_key)
    known = session.scalar(made)
    if known is not None:
        return known
    row = ExternalProgramme(
        slug=_free_slug(session, stated.title),
        organisation_id=organisation_id,
        form_key=form_key,
        changed_at=now,
        **stated.values(),
    )
    session.add(row)
    session.flush()
    return row


def change(
    session: Session, *, row_id: int, stated: Stated, version: int, now: datetime
) -> ExternalProgramme:
    """Says something else of it; refused when it is not what the form showed."""
    row = _locked(session, row_id)
    if all(getattr(row, name) == value for name, value in stated.values().items()):
        return row
    if row.version != version:
        raise Refused(ExternalRefused.CHANGED_MEANWHILE)
    _write(row, stated, now)
    session.flush()
    return row


def withdraw(session: Session, *, row_id: int, now: datetime) -> None:
    """Takes it out of the catalogue. Twice is once."""
    row = _locked(session, row_id)
    row.withdrawn_at = row.withdrawn_at or now
    session.flush()


def bring_back(session: Session, *, row_id: int) -> None:
    """Puts it in the catalogue again. Twice is once."""
    _locked(session, row_id).withdrawn_at = None
    session.flush()


def load(
    session: Session, *, slug: str, organisation_id: int, stated: Stated, now: datetime
) -> ExternalProgramme:
    """The one of a file, when it is not there yet; what an organiser says of it stays."""
    known = session.scalar(select(ExternalProgramme).where(ExternalProgramme.slug == slug))
    if known is not None:
        return known
    values = stated.values()
    row = ExternalProgramme(slug=slug, organisation_id=organisation_id, changed_at=now, **values)
    session.add(row)
    session.flush()
    return row


def _locked(session: Session, row_id: int) -> ExternalProgramme:
    row = session.get(ExternalProgramme, row_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    return row


def _write(row: ExternalProgramme, stated: Stated, now: datetime) -> None:
    for name, value in stated.values().items():
        setattr(row, name, value)
    row.version, row.changed_at = new_version(), now


def _free_slug(session: Session, title: str) -> str:
    taken = set(session.scalars(select(ExternalProgramme.slug)))
    return free_slug(title, taken)
