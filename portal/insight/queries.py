"""What was published of an edition or an organisation."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.insight.models import InsightSnapshot


class Owner(NamedTuple):
    """Whose people the figures are about: those of an edition, or of an organisation."""

    edition_id: int | None = None
    organisation_id: int | None = None


def owned_by(owner: Owner) -> ColumnElement[bool]:
    """The snapshots of this edition or organisation."""
    if owner.edition_id is not None:
        return InsightSnapshot.edition_id == owner.edition_id
    return InsightSnapshot.organisation_id == owner.organisation_id


def newest(session: Session, owner: Owner) -> InsightSnapshot | None:
    """The figures of now: those that were published last."""
    return session.scalar(
        select(InsightSnapshot).where(owned_by(owner)).order_by(InsightSnapshot.id.desc()).limit(1)
    )
