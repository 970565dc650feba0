"""Where meetings are held: places of earlier meetings, and new ones."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.programmes.models import Edition, Meeting, ProgrammeOrganiser, Venue


@dataclass(frozen=True)
class Place:
    """A venue as it is typed."""

    name: str
    address: str = ""
    city: str = ""


def venues_of(session: Session, organisation_ids: Collection[int]) -> list[Venue]:
    """The places where these organisations held or planned a meeting, by town and name."""
    used = (
        select(Meeting.venue_id)
        .join(Edition, Edition.id == Meeting.edition_id)
        .join(ProgrammeOrganiser, ProgrammeOrganiser.programme_id == Edition.programme_id)
        .where(ProgrammeOrganiser.organisation_id.in_(organisation_ids))
    )
    return list(
        session.scalars(
            select(Venue)
            .where(Venue.id.in_(used))
            .order_by(func.lower(Venue.city), func.lower(Venue.name), Venue.address, Venue.id)
        )
    )


def venue_named(session: Session, place: Place) -> Venue:
    """The venue that reads just so, new if there is none; a venue itself never changes, others may use it."""
    same = select(Venue).where(
        Venue.name == place.name, Venue.city == place.city, Venue.address == place.address
    )
    found = session.scalars(same.order_by(Venue.id).limit(1)).one_or_none()
    if found is None:
        found = Venue(name=place.name, city=place.city, address=place.address)
        session.add(found)
        session.flush()
    return found


def written(venue: Venue | None) -> str:
    """The venue on one line; empty when it is not known."""
    parts = (venue.name, venue.address, venue.city) if venue else ()
    return ", ".join(dict.fromkeys(part for part in parts if part))
