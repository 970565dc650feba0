"""The block about the self-scan on Mijn overzicht."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from portal.assessments import queries, sharing
from portal.assessments.sharing import Shown


@dataclass(frozen=True)
class ScanBlock:
    """Where to go on, where the latest result is and of which day, and what is shared with this person."""

    going_on: str
    latest: str
    day: datetime | None
    shared: list[Shown]


def scan_block(session: Session, person_id: int) -> ScanBlock:
    """What the block says to this person."""
    found = queries.heads_of(session, person_id)
    still_open = next((name for name, sent in found if sent is None), "")
    name, day = next(((name, sent) for name, sent in found if sent is not None), ("", None))
    return ScanBlock(
        going_on=url_for("participant.scan_summary", scan=still_open) if still_open else "",
        latest=url_for("participant.scan_result", scan=name) if name else "",
        day=day,
        shared=sharing.shown_to(session, person_id),
    )
