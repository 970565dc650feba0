"""Scans are begun, answered page by page, sent, shared and erased; always by the person whose they are."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session, joinedload

from portal.assessments import keeping, queries, sharing
from portal.assessments.facts import Answer, ErrorSnapshot, Form
from portal.assessments.models import Assessment, AssessmentShare, GivenAnswer, InstrumentVersion
from portal.assessments.questionnaire import Page, PageKind, pages
from portal.assessments.reasons import ScanRefused
from portal.assessments.scoring import prior, strangers
from portal.assessments.states import ScanState
from portal.errors import NotFound, Refused
from portal.people.models import Person, new_public_id
from portal.programmes.models import Edition
from portal.texts import local


def begin(session: Session, *, person_id: int, version: str, form: Form, now: datetime) -> Assessment:
    """A new scan with this version. Who has an open one goes on with that: nothing is lost, nothing twice."""
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    known = session.scalar(
        select(Assessment).where(Assessment.person_id == person_id, Assessment.state == ScanState.OPEN)
    )
    if known is not None:
        return known
    found = next(
        (
            one
            for one in queries.offered(session, person_id, today=local(now).date())
            if one.public_id == version
        ),
        None,
    )
    if found is None:
        raise Refused(ScanRefused.NOT_OFFERED)
    made = Assessment(
        public_id=new_public_id(),
        person_id=person_id,
        version_id=found.id,
        form=form,
        state=ScanState.OPEN,
        started_at=now,
        changed_at=now,
    )
    session.add(made)
    session.flush()
    return made


def stamp(page: Page, answers: Mapping[str, Answer], context: Mapping[str, str]) -> str:
    """What a page of questions remembers of the answers that it showed."""
    shown = context if page.kind is PageKind.CONTEXT else answers
    ids = sorted(shown) if page.kind is PageKind.CONTEXT else [item.id for item in page.items]
    return sha256(repr([(id_, shown.get(id_)) for id_ in ids]).encode()).hexdigest()[:16]


def keep_page(
    session: Session,
    *,
    public_id: str,
    person_id: int,
    page: int,
    answers: Mapping[str, Answer],
    context: Mapping[str, str],
    seen: str | None,
    now: datetime,
) -> None:
    """The answers of one page, in the place of those before. The same page sent twice is kept once.

    `seen`: the stamp of the page as it was shown; when it was answered otherwise in another tab meanwhile,
    nothing is kept.
    """
    assessment = _own(session, public_id, person_id)
    if assessment.state == ScanState.FINISHED:
        raise Refused(ScanRefused.SENT)
    questionnaire = queries.questionnaire_of(assessment.version)
    shown = next((one for one in pages(questionnaire, Form(assessment.form)) if one.number == page), None)
    if shown is None:
        raise NotFound
    ids = [item.id for item in shown.items]
    if set(answers) - set(ids) or strangers(questionnaire.instrument, answers):
        raise Refused(ScanRefused.STRANGE)
    there = {}
    if ids:
        rows = session.execute(
            select(GivenAnswer.item, GivenAnswer.value).where(
                GivenAnswer.assessment_id == assessment.id, GivenAnswer.item.in_(ids)
            )
        )
        there = {item: int(value) if value.isdigit() else value for item, value in rows}
    mine = assessment.context if shown.kind is PageKind.CONTEXT else there
    typed = context if shown.kind is PageKind.CONTEXT else answers
    if dict(typed) == mine:
        return
    if seen is not None and seen != stamp(shown, there, assessment.context):
        raise Refused(ScanRefused.CHANGED_MEANWHILE)
    assessment.changed_at = now
    if shown.kind is PageKind.CONTEXT:
        assessment.context = dict(context)
        return
    _replace(session, assessment.id, ids, answers)


def _replace(session: Session, assessment_id: int, ids: list[str], answers: Mapping[str, Answer]) -> None:
    there = (GivenAnswer.assessment_id == assessment_id) & GivenAnswer.item.in_(ids)
    session.execute(delete(GivenAnswer).where(there), execution_options={"synchronize_session": False})
    rows: list[dict[str, Any]] = [
        {"assessment_id": assessment_id, "item": id_, "value": str(value)} for id_, value in answers.items()
    ]
    if rows:
        session.execute(insert(GivenAnswer), rows)


def finish(session: Session, *, public_id: str, person_id: int, now: datetime) -> Assessment:
    """Sends the scan: from here on it stays as it is. Twice is once.

    A questionnaire that was withdrawn meanwhile is no hindrance: who began with it may end with it.
    """
    assessment = _own(session, public_id, person_id)
    if assessment.state == ScanState.FINISHED:
        return assessment
    found = queries.answers_of(session, [assessment.id])[assessment.id]
    if not any(isinstance(answer, int) for answer in found.values()):
        raise Refused(ScanRefused.NOTHING_ANSWERED)
    version = assessment.version
    instrument = queries.questionnaire_of(version).instrument
    assessment.error = version.error or snapshot_data(prior(instrument.scoring))
    assessment.scores = keeping.kept(instrument, found, Form(assessment.form))
    assessment.state, assessment.finished_at, assessment.changed_at = ScanState.FINISHED, now, now
    session.flush()
    return assessment


def snapshot_data(error: ErrorSnapshot) -> dict[str, Any]:
    """The spread as it is frozen with a result."""
    return {
        "scoring_version": error.scoring_version,
        "prior_sd": str(error.prior_sd),
        "sds": {name: str(sd) for name, sd in error.sds.items()},
        "people": error.people,
    }


def look_back(
    session: Session, *, public_id: str, person_id: int, answers: Mapping[str, int], now: datetime
) -> None:
    """How somebody sees now where they stood at an earlier scan; may be answered again."""
    assessment = _own(session, public_id, person_id)
    if assessment.state != ScanState.FINISHED:
        raise Refused(ScanRefused.NOT_SENT)
    instrument = queries.questionnaire_of(assessment.version).instrument
    aspects = {aspect.id for aspect in instrument.aspects}
    if set(answers) - aspects or not all(instrument.scale.allows(answer) for answer in answers.values()):
        raise Refused(ScanRefused.STRANGE)
    assessment.looking_back, assessment.changed_at = dict(answers), now


def share(
    session: Session, *, public_id: str, person_id: int, edition: str, facilitator: str, now: datetime
) -> AssessmentShare:
    """Shows a scan to one facilitator of an edition that its person is in. Twice is once."""
    assessment = _own(session, public_id, person_id)
    if assessment.state != ScanState.FINISHED:
        raise Refused(ScanRefused.NOT_SENT)
    if assessment.form == Form.SUPPORTER:
        raise Refused(ScanRefused.GROUPS_ONLY)
    known = {(one.edition_public_id, one.person_public_id) for one in sharing.guides_of(session, person_id)}
    if (edition, facilitator) not in known:
        raise Refused(ScanRefused.NOT_YOUR_FACILITATOR)
    where = {
        "assessment_id": assessment.id,
        "edition_id": session.scalars(select(Edition.id).where(Edition.public_id == edition)).one(),
        "facilitator_id": session.scalars(select(Person.id).where(Person.public_id == facilitator)).one(),
    }
    found = session.scalar(select(AssessmentShare).filter_by(**where))
    if found is None:
        found = AssessmentShare(public_id=new_public_id(), shared_at=now, **where)
        session.add(found)
        session.flush()
    return found


def take_back(session: Session, *, share_public_id: str, person_id: int) -> str | None:
    """Stops sharing; nothing of it stays. Tells which scan it was. Twice is once, and tells nothing."""
    scan = session.scalar(
        select(Assessment.public_id)
        .join_from(AssessmentShare, Assessment, Assessment.id == AssessmentShare.assessment_id)
        .where(AssessmentShare.public_id == share_public_id, Assessment.person_id == person_id)
    )
    if scan is not None:
        session.execute(
            delete(AssessmentShare).where(AssessmentShare.public_id == share_public_id),
            execution_options={"synchronize_session": False},
        )
    return scan


def erase(session: Session, *, public_id: str, person_id: int) -> None:
    """Removes a scan with its answers and all sharing. Twice is once."""
    _erase(session, Assessment.public_id == public_id, Assessment.person_id == person_id)


def erase_all(session: Session, *, person_id: int) -> None:
    """Removes every scan of this person."""
    _erase(session, Assessment.person_id == person_id)


def _erase(session: Session, *where: Any) -> None:
    session.execute(delete(Assessment).where(*where), execution_options={"synchronize_session": False})


def _own(session: Session, public_id: str, person_id: int) -> Assessment:
    """The scan, and nobody else changes it until this is over."""
    found = session.scalar(
        select(Assessment)
        .where(Assessment.public_id == public_id, Assessment.person_id == person_id)
        .options(joinedload(Assessment.version, innerjoin=True).joinedload(InstrumentVersion.instrument))
        .with_for_update(of=Assessment)
    )
    if found is None:
        raise NotFound
    return found
