"""How much single answers vary, according to the scans so far: renewed now and then, for new results."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.assessments import queries
from portal.assessments.facts import Answer, Form, Instrument
from portal.assessments.models import Assessment, InstrumentVersion
from portal.assessments.scoring import pooled_error
from portal.assessments.service import snapshot_data
from portal.assessments.states import ScanState, VersionState

MOST = 400
"""So many scans, the newest: more would hardly change the figure, and take long."""


def renew(session: Session) -> int:
    """Renews it for every published version; results that were sent keep theirs. Returns how many changed."""
    published = InstrumentVersion.state == VersionState.PUBLISHED
    changed = 0
    for version in session.scalars(select(InstrumentVersion).where(published).order_by(InstrumentVersion.id)):
        newest = session.scalars(
            select(Assessment.id)
            .where(
                Assessment.version_id == version.id,
                Assessment.form == Form.LONG,
                Assessment.state == ScanState.FINISHED,
            )
            .order_by(Assessment.id.desc())
            .limit(MOST)
        ).all()
        if not newest:
            continue
        instrument = queries.questionnaire_of(version).instrument
        tables = _tables(instrument, queries.answers_of(session, newest).values())
        found = snapshot_data(pooled_error(instrument.scoring, tables))
        if found != version.error:
            version.error, changed = found, changed + 1
    session.flush()
    return changed


def _tables(instrument: Instrument, answers: Iterable[Mapping[str, Answer]]) -> dict[str, list[list[int]]]:
    """Per aspect and role the answers of who answered all its items."""
    items = {one.id: instrument.of_aspect(one.id) for one in instrument.aspects}
    items |= {one.id: instrument.of_role(one.id) for one in instrument.roles}
    tables: dict[str, list[list[int]]] = {name: [] for name in items}
    for given in answers:
        for name, asked in items.items():
            row = [point for item in asked if isinstance(point := given.get(item.id), int)]
            if len(row) == len(asked):
                tables[name].append(row)
    return tables
