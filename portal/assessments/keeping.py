"""The scores of a scan, kept with it when it is sent, so that groups need not read answers again.

A score is written as the sum of the answers and their number, "31/7"; without a score it is "-". The aspects
come first and then the roles, in the order of the questionnaire, which never changes once it is published.
"""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.assessments.facts import Answer, Form, Instrument, Score
from portal.assessments.models import Assessment, InstrumentVersion
from portal.assessments.queries import answers_of, questionnaire_of
from portal.assessments.scoring import score
from portal.assessments.states import ScanState

NONE = "-"


def kept(instrument: Instrument, answers: Mapping[str, Answer], form: Form) -> str:
    """The scores of these answers as they are kept."""
    scan = score(instrument, answers, form)
    found = [_written(one) for one in (*scan.aspects, *scan.roles)]
    return " ".join(found + [NONE] * (len(instrument.aspects) + len(instrument.roles) - len(found)))


def _written(one: Score) -> str:
    return NONE if one.exact is None else f"{one.total}/{one.n}"


def catch_up(session: Session, *, most: int = 200) -> int:
    """Keeps the scores of scans that were sent before scores were kept; the oldest first."""
    rows = session.scalars(
        select(Assessment)
        .where(Assessment.state == ScanState.FINISHED, Assessment.scores.is_(None))
        .order_by(Assessment.id)
        .limit(most)
        .options(joinedload(Assessment.version).joinedload(InstrumentVersion.instrument))
    ).all()
    answers = answers_of(session, [row.id for row in rows])
    for row in rows:
        instrument = questionnaire_of(row.version).instrument
        row.scores = kept(instrument, answers[row.id], Form(row.form))
    session.flush()
    return len(rows)
