"""The block about the self-scan on Mijn overzicht."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from portal.assessments import queries, sharing
from portal.assessments.sharing import Shown
from portal.web.participant.scan_answering import ONWARD


@dataclass(frozen=True)
class ScanBlock:
    """Where to go on, where the latest result is and of which day, and what is shared with this person.

    `of_others`: the latest one is about the leaders that this person works with, and has no result.
    """

    going_on: str
    latest: str
    day: datetime | None
    of_others: bool
    shared: list[Shown]


def scan_block(session: Session, person_id: int) -> ScanBlock:
    """What the block says to this person."""
    found = queries.heads_of(session, person_id)
    still_open = next((name for name, sent, _others in found if sent is None), "")
    name, day, of_others = next((one for one in found if one[1] is not None), ("", None, False))
    return ScanBlock(
        going_on=url_for("participant.scan_page", scan=still_open, page=ONWARD) if still_open else "",
        latest=url_for("participant.scan_result", scan=name) if name else "",
        day=day,
        of_others=of_others,
        shared=sharing.shown_to(session, person_id),
    )
