"""What someone typed so far in the steps of enrolling."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from portal.registrations.ledger import public_id
from portal.registrations.models import EnrolmentDraft

_DRAFT = select(EnrolmentDraft).where(
    EnrolmentDraft.person_id == bindparam("person"), EnrolmentDraft.edition_id == bindparam("edition")
)


def keep_draft(
    session: Session, *, person_id: int, edition_id: int, data: dict[str, object], now: datetime
) -> EnrolmentDraft:
    """Keeps what someone typed so far; one draft per person and edition."""
    draft = session.scalars(_DRAFT, {"person": person_id, "edition": edition_id}).one_or_none()
    if draft is None:
        draft = EnrolmentDraft(
            person_id=person_id, edition_id=edition_id, key=public_id(), data={}, updated_at=now
        )
        session.add(draft)
    draft.data = {**draft.data, **data}
    draft.updated_at = now
    return draft
