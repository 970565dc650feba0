"""The scans of an edition's participants, as figures are made from them; a fixed number of queries."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.assessments.facts import Answer, Axis, Form, Instrument
from portal.assessments.models import Assessment, InstrumentVersion
from portal.assessments.queries import answers_of, questionnaire_of
from portal.assessments.scoring import score
from portal.assessments.states import ScanState
from portal.insight.facts import Gathered, Scanned
from portal.registrations.models import Participant, Registration
from portal.registrations.states import ParticipantState, RegistrationState


def gather(session: Session, edition_id: int) -> Gathered:
    """Everything that the figures of this edition are made from."""
    seated = session.execute(
        select(Participant.person_id, Participant.stated_position)
        .join(Registration, Registration.id == Participant.registration_id)
        .where(
            Participant.edition_id == edition_id,
            Participant.state == ParticipantState.CONFIRMED,
            Registration.state == RegistrationState.CONFIRMED,
        )
    ).all()
    positions = {person: str(position or "") for person, position in seated if person is not None}
    rows = _sent(session, list(positions))
    version = _commonest(rows)
    if version is None:
        return Gathered(len(seated), None, (), {}, ())
    instrument = questionnaire_of(version).instrument
    kept = [row for row in rows if row.version_id == version.id]
    answers = answers_of(session, [row.id for row in kept])
    leaders: dict[int, Scanned] = {}
    before: dict[int, Scanned] = {}
    supporters: dict[int, Scanned] = {}
    for row in kept:  # the oldest first
        one = _scanned(instrument, row, positions[row.person_id], answers[row.id])
        if one is None:
            continue
        if one.form is Form.SUPPORTER:
            supporters[one.person_id] = one
            continue
        if one.form is Form.LONG and leaders.get(one.person_id, one).form is Form.LONG:
            before.setdefault(one.person_id, one)
        leaders[one.person_id] = one
    twice = {who: one for who, one in before.items() if _comparable(one, leaders[who])}
    return Gathered(len(seated), instrument, tuple(leaders.values()), twice, tuple(supporters.values()))


def _comparable(first: Scanned, last: Scanned) -> bool:
    return first.assessment_id != last.assessment_id and last.form is Form.LONG


def _sent(session: Session, people: list[int]) -> list[Assessment]:
    return list(
        session.scalars(
            select(Assessment)
            .where(Assessment.person_id.in_(people), Assessment.state == ScanState.FINISHED)
            .order_by(Assessment.finished_at, Assessment.id)
            .options(joinedload(Assessment.version).joinedload(InstrumentVersion.instrument))
        )
    )


def _commonest(rows: list[Assessment]) -> InstrumentVersion | None:
    """The version that most people filled in; of equals the newest."""
    people: dict[InstrumentVersion, set[int]] = {}
    for row in rows:
        if row.form != Form.SUPPORTER:
            people.setdefault(row.version, set()).add(row.person_id)
    return max(people, key=lambda version: (len(people[version]), version.id), default=None)


def _scanned(
    instrument: Instrument, row: Assessment, position: str, answers: Mapping[str, Answer]
) -> Scanned | None:
    scan = score(instrument, answers, Form(row.form))
    aspects = {one.id: one.mean for one in scan.aspects if one.mean is not None}
    if len(aspects) < len(instrument.aspects):
        return None
    roles = {one.id: one.mean for one in scan.roles if one.mean is not None}
    if len(roles) < len(instrument.roles) or row.form != Form.LONG:
        roles = {}
    return Scanned(
        assessment_id=row.id,
        person_id=row.person_id,
        form=Form(row.form),
        position=position,
        aspects=aspects,
        roles=roles,
        balance=_balance(instrument, roles),
        answers=answers,
    )


def _balance(instrument: Instrument, roles: Mapping[str, float]) -> float | None:
    sides = {
        axis: [roles[r.id] for r in instrument.roles if r.axis is axis and r.id in roles] for axis in Axis
    }
    if not all(sides.values()):
        return None
    means = {axis: sum(found) / len(found) for axis, found in sides.items()}
    return means[Axis.FLEXIBILITY] - means[Axis.CONTROL]
