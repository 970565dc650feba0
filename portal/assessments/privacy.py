"""Everything that is kept of a person here: to give it, and to throw it away."""

from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.assessments import queries, service, sharing
from portal.assessments.models import AssessmentShare
from portal.assessments.queries import Taken
from portal.assessments.sharing import Share


def own_data(session: Session, person_id: int) -> list[dict[str, Any]]:
    """All scans with their answers, and who sees them, as plain values."""
    shares = sharing.shares_of(session, person_id)
    return [_scan(one, shares) for one in queries.scans_of(session, person_id)]


def _scan(one: Taken, shares: list[Share]) -> dict[str, Any]:
    row, instrument = one.assessment, one.questionnaire.instrument
    items = {item.id: item for item in instrument.asked(one.form)}
    return {
        "scan": row.public_id,
        "questionnaire": one.questionnaire.nl,
        "instrument": instrument.id,
        "version": instrument.version,
        "form": str(row.form),
        "started": row.started_at.isoformat(),
        "sent": row.finished_at.isoformat() if row.finished_at else None,
        "answers": [
            {"item": id_, "statement": items[id_].nl, "answer": one.answers[id_]}
            for id_ in items
            if id_ in one.answers
        ],
        "context": dict(row.context),
        "looking_back": dict(row.looking_back),
        "error": row.error,
        "shared_with": [
            {
                "name": share.name,
                "edition": f"{share.programme}, {share.edition}",
                "since": share.since.isoformat(),
            }
            for share in shares
            if share.scan_public_id == row.public_id
        ],
    }


def erase(session: Session, *, person_id: int) -> None:
    """Removes it all, and what others share with this person."""
    service.erase_all(session, person_id=person_id)
    session.execute(delete(AssessmentShare).where(AssessmentShare.facilitator_id == person_id))
