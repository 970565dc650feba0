"""Which instruments there are, and the scans of one person; each a fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.assessments.facts import NO_ANSWER, Answer, ErrorSnapshot, Form, Scan
from portal.assessments.growth import Sitting
from portal.assessments.instrument_file import read
from portal.assessments.models import (
    Assessment,
    GivenAnswer,
    InstrumentVersion,
    StoredInstrument,
)
from portal.assessments.questionnaire import Questionnaire
from portal.assessments.scoring import score
from portal.assessments.states import ScanState, VersionState
from portal.errors import NotFound
from portal.people.models import Position
from portal.people.queries import held_on
from portal.programmes.models import Edition, ProgrammeOrganiser
from portal.registrations.models import Participant
from portal.registrations.states import ParticipantState


@dataclass(frozen=True)
class _Content:
    """Content known by its fingerprint, so that each is read once."""

    content_hash: str
    content: Mapping[str, Any] = field(compare=False, repr=False)


@lru_cache(maxsize=128)
def _read(kept: _Content) -> Questionnaire:
    return read(kept.content)[0]


def questionnaire_of(version: InstrumentVersion) -> Questionnaire:
    """What this version asks."""
    return _read(_Content(version.content_hash, version.content))


@dataclass(frozen=True)
class Taken:
    """A scan of somebody with its questionnaire and the answers so far."""

    assessment: Assessment
    questionnaire: Questionnaire
    answers: Mapping[str, Answer]

    @property
    def form(self) -> Form:
        """Which questions it has."""
        return Form(self.assessment.form)

    @property
    def is_open(self) -> bool:
        """Whether it was not sent yet."""
        return bool(self.assessment.state == ScanState.OPEN)

    @property
    def withdrawn(self) -> bool:
        """Whether its questionnaire was withdrawn after it was begun."""
        return bool(self.assessment.version.state == VersionState.WITHDRAWN)

    def scan(self) -> Scan:
        """Everything that comes out of it, with the spread of the moment that it was sent."""
        error = snapshot_from(self.assessment.error) if self.assessment.error else None
        return score(self.questionnaire.instrument, self.answers, self.form, error=error)

    def sitting(self) -> Sitting:
        """What growth needs of it."""
        instrument = self.questionnaire.instrument
        version = instrument.id, str(self.assessment.version_id)
        return Sitting(version, self.form, self.answers, self.scan().error)


def snapshot_from(data: Mapping[str, Any]) -> ErrorSnapshot:
    """The spread as it was frozen."""
    sds = {name: Decimal(value) for name, value in data["sds"].items()}
    return ErrorSnapshot(data["scoring_version"], Decimal(data["prior_sd"]), sds, data["people"])


def answers_of(session: Session, assessment_ids: Iterable[int]) -> dict[int, dict[str, Answer]]:
    """The answers by scan and by item."""
    found: dict[int, dict[str, Answer]] = {id_: {} for id_ in assessment_ids}
    rows = session.execute(
        select(GivenAnswer.assessment_id, GivenAnswer.item, GivenAnswer.value).where(
            GivenAnswer.assessment_id.in_(list(found))
        )
    )
    for id_, item, value in rows:
        found[id_][item] = NO_ANSWER if value == NO_ANSWER else int(value)
    return found


def taken(session: Session, *, public_id: str, person_id: int) -> Taken:
    """The scan with this name, for the person whose it is; raises NotFound."""
    found = _taken(
        session, _scans().where(Assessment.public_id == public_id, Assessment.person_id == person_id)
    )
    if not found:
        raise NotFound
    return found[0]


def scan_with_id(session: Session, assessment_id: int) -> Taken:
    """This scan, whoever asks."""
    return _taken(session, _scans().where(Assessment.id == assessment_id))[0]


def scans_of(session: Session, person_id: int) -> list[Taken]:
    """All scans of this person, the newest first."""
    return _taken(session, _scans().where(Assessment.person_id == person_id))


def only_of_others(session: Session, person_id: int) -> bool:
    """Whether somebody sent scans, all of them about the leaders they work with."""
    sent = select(Assessment.form).where(
        Assessment.person_id == person_id, Assessment.finished_at.is_not(None)
    )
    return set(session.scalars(sent)) == {Form.SUPPORTER}


def heads_of(session: Session, person_id: int) -> list[tuple[str, datetime | None, bool]]:
    """The names of this person's scans, when they were sent (None: still open), the newest first, and whether
    they are about others.
    """
    rows = session.execute(
        select(Assessment.public_id, Assessment.finished_at, Assessment.form)
        .where(Assessment.person_id == person_id)
        .order_by(Assessment.started_at.desc(), Assessment.id.desc())
    )
    return [(name, sent, form == Form.SUPPORTER) for name, sent, form in rows]


def _scans() -> Select[Assessment]:
    return (
        select(Assessment)
        .options(joinedload(Assessment.version).joinedload(InstrumentVersion.instrument))
        .order_by(Assessment.started_at.desc(), Assessment.id.desc())
    )


def _taken(session: Session, statement: Select[Assessment]) -> list[Taken]:
    rows = session.scalars(statement).all()
    answers = answers_of(session, [row.id for row in rows]) if rows else {}
    return [Taken(row, questionnaire_of(row.version), answers[row.id]) for row in rows]


def latest(scans: Iterable[Taken]) -> Taken | None:
    """The newest one that was sent and has scores: what advice and charts begin with."""
    return next((one for one in scans if not one.is_open and one.form is not Form.SUPPORTER), None)


def earlier(scans: Sequence[Taken], one: Taken) -> list[Taken]:
    """The scans that were sent before this one, the newest first."""
    sent = [other for other in scans if not other.is_open]
    return [other for other in sent if _when(other) < _when(one)]


def _when(one: Taken) -> tuple[datetime, int]:
    return one.assessment.finished_at or one.assessment.started_at, one.assessment.id


def offered(session: Session, person_id: int, *, today: date) -> list[InstrumentVersion]:
    """What this person can fill in: the default, those of the organisations that they work for, and those of
    who organises an edition that they are in.

    Of each instrument the newest published version.
    """
    works_for = select(Position.organisation_id).where(Position.person_id == person_id, held_on(today))
    organises = (
        select(ProgrammeOrganiser.organisation_id)
        .join(Edition, Edition.programme_id == ProgrammeOrganiser.programme_id)
        .join(Participant, Participant.edition_id == Edition.id)
        .where(Participant.person_id == person_id, Participant.state == ParticipantState.CONFIRMED)
    )
    rows = session.scalars(
        select(InstrumentVersion)
        .join(StoredInstrument)
        .where(
            InstrumentVersion.state == VersionState.PUBLISHED,
            or_(
                StoredInstrument.organisation_id.is_(None),
                StoredInstrument.organisation_id.in_(organises),
                StoredInstrument.organisation_id.in_(works_for),
            ),
        )
        .options(joinedload(InstrumentVersion.instrument).joinedload(StoredInstrument.organisation))
        .order_by(
            StoredInstrument.organisation_id.is_not(None),
            StoredInstrument.id,
            InstrumentVersion.number.desc(),
        )
    )
    return list({row.instrument_id: row for row in reversed(rows.all())}.values())[::-1]


def kept_by(session: Session, organisation_ids: Iterable[int]) -> list[InstrumentVersion]:
    """All versions of the default and of what these organisations made, newest first per instrument."""
    rows = session.scalars(
        _versions()
        .where(
            or_(
                StoredInstrument.organisation_id.in_(sorted(organisation_ids)),
                StoredInstrument.organisation_id.is_(None)
                & (InstrumentVersion.state == VersionState.PUBLISHED),
            )
        )
        .order_by(
            StoredInstrument.organisation_id.is_not(None),
            StoredInstrument.id,
            InstrumentVersion.number.desc(),
        )
    )
    return list(rows)


def version_for(
    session: Session, public_id: str, organisation_ids: Iterable[int], *, own: bool
) -> InstrumentVersion:
    """The version, for who made it; `own` False: what everybody may use as well. Raises NotFound."""
    found = session.scalar(_versions().where(InstrumentVersion.public_id == public_id))
    if found is None:
        raise NotFound
    made_by = found.instrument.organisation_id
    if made_by in set(organisation_ids) or (made_by is None and not own):
        return found
    raise NotFound


def _versions() -> Select[InstrumentVersion]:
    return (
        select(InstrumentVersion)
        .join(StoredInstrument)
        .options(joinedload(InstrumentVersion.instrument).joinedload(StoredInstrument.organisation))
    )
