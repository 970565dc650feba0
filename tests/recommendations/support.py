"""What tests of recommendations begin with: a scan that was sent, and what programmes develop."""

import secrets
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.assessments import versions
from portal.assessments.facts import Form
from portal.assessments.models import Assessment, GivenAnswer, InstrumentVersion
from portal.assessments.states import ScanState
from portal.config import ROOT
from portal.coverage.models import ModuleCoverage
from portal.people.models import Person
from tests.assessments.support import INSTRUMENT
from tests.builders import NOW

_TEXT = (ROOT / "seeds" / "assessments" / "zelfscan.toml").read_text(encoding="utf-8")
_ERROR = {"scoring_version": "1", "prior_sd": "0.75", "sds": {}, "people": 0}


def a_scan(session: Session, person: Person, point: int = 3, **points: int) -> Assessment:
    """A scan that was sent: the same point everywhere, but for these aspects and roles."""
    version = session.scalars(select(InstrumentVersion)).first()
    version = version or versions.load(session, text=_TEXT, where="zelfscan.toml", now=NOW)
    scan = Assessment(
        public_id=secrets.token_urlsafe(16),
        person_id=person.id,
        version_id=version.id,
        form=Form.LONG,
        state=ScanState.FINISHED,
        started_at=NOW,
        changed_at=NOW,
        finished_at=NOW,
        error=_ERROR,
    )
    session.add(scan)
    session.flush()
    for item in INSTRUMENT.items:
        value = points.get(item.aspect or item.role or "", point)
        session.add(GivenAnswer(assessment_id=scan.id, item=item.id, value=str(value)))
    session.flush()
    return scan


def develops(session: Session, key: str, aspects: Mapping[str, int], **more: object) -> None:
    """What counts of a programme or module, in quarters."""
    stated = {"aspects": dict(aspects), "stated_at": NOW, "confirmed_at": NOW, "loaded": True, **more}
    session.add(ModuleCoverage(key=key, **stated))
    session.flush()
