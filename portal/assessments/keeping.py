"""The scores of a scan, kept with it when it is sent, so that groups need not read answers again.

A score is kept as a whole number: its exact mean times `per_point` of the questionnaire; without a score it
is "-". Those of the aspects come first and then, after a semicolon, those of the roles, in the order of the
questionnaire, which never changes once it is published: "1260,1320;840,-".
"""

from collections.abc import Mapping
from math import lcm

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.assessments.facts import Answer, Form, Instrument, Score
from portal.assessments.models import Assessment, InstrumentVersion
from portal.assessments.queries import answers_of, questionnaire_of
from portal.assessments.scoring import score
from portal.assessments.states import ScanState

NONE = "-"


def per_point(instrument: Instrument) -> int:
    """So much is one point of the scale: any mean of answers to an aspect or a role is whole then."""
    counts = [len(instrument.of_aspect(one.id)) for one in instrument.aspects]
    counts += [len(instrument.of_role(one.id)) for one in instrument.roles]
    return lcm(*range(1, max(counts, default=1) + 1))


def kept(instrument: Instrument, answers: Mapping[str, Answer], form: Form) -> str:
    """The scores of these answers as they are kept."""
    scan = score(instrument, answers, form)
    times = per_point(instrument)
    aspects = [_written(one, times) for one in scan.aspects]
    roles = [_written(one, times) for one in scan.roles] or [NONE] * len(instrument.roles)
    return f"{','.join(aspects)};{','.join(roles)}"


def _written(one: Score, times: int) -> str:
    return NONE if one.exact is None else str(one.total * (times // one.n))


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
