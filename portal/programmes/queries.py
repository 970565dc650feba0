"""Questions about the programmes of an organisation. The public pages read in web/public/reading.py."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.errors import NotFound
from portal.programmes import kept
from portal.programmes.kept import Kept
from portal.programmes.models import Edition, Programme, ProgrammeOrganiser


def programmes_of(session: Session, organisation_ids: Collection[int]) -> list[Programme]:
    """The programmes that these organisations make, alone or jointly, with their editions, by title."""
    mine = select(ProgrammeOrganiser.programme_id).where(
        ProgrammeOrganiser.organisation_id.in_(organisation_ids)
    )
    found = session.scalars(
        select(Programme).where(Programme.id.in_(mine)).options(selectinload(Programme.editions))
    )
    return sorted(found, key=lambda programme: (programme.title.casefold(), programme.id))


@dataclass(frozen=True)
class OwnEdition:
    """An edition with the programme that it belongs to; seats are counted elsewhere, by `pool_id`."""

    kept: Kept
    programme_id: int
    programme_slug: str
    programme_title: str

    @property
    def edition(self) -> Edition:
        """The edition, read-only."""
        return self.kept.edition


def editions_of_organisations(session: Session, organisation_ids: Collection[int]) -> list[OwnEdition]:
    """Every edition, drafts too, of the programmes that these organisations make, alone or jointly.

    In order of programme and first day; an edition without days comes last. One query when all are kept.
    """
    mine = select(ProgrammeOrganiser.programme_id).where(
        ProgrammeOrganiser.organisation_id.in_(organisation_ids)
    )
    rows = session.execute(
        select(
            Edition.id, Edition.version, Programme.id.label("programme_id"), Programme.slug, Programme.title
        )
        .join(Programme, Programme.id == Edition.programme_id)
        .where(Programme.id.in_(mine))
    ).all()
    copies = kept.editions(session, [(row.id, row.version) for row in rows])
    found = [
        OwnEdition(copies[row.id], row.programme_id, row.slug, row.title) for row in rows if row.id in copies
    ]
    return sorted(found, key=_order)


def _order(one: OwnEdition) -> tuple[str, bool, str, int]:
    day = one.kept.starts_on
    return one.programme_title.casefold(), day is None, day.isoformat() if day else "", one.edition.id


def edition_of_organisations(
    session: Session, organisation_ids: Collection[int], *, public_id: str
) -> Edition:
    """The edition with this public id, to work on; raises `NotFound` when these do not organise it."""
    edition = session.scalar(
        select(Edition)
        .join(ProgrammeOrganiser, ProgrammeOrganiser.programme_id == Edition.programme_id)
        .where(Edition.public_id == public_id, ProgrammeOrganiser.organisation_id.in_(organisation_ids))
        .limit(1)
    )
    if edition is None:
        raise NotFound
    return edition
