"""Instruments in versions; and the scans of people with their answers, and with whom they share them."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    event,
    inspect,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.assessments.facts import Form
from portal.assessments.states import ScanState, VersionState
from portal.database import Base, UtcDateTime, Word
from portal.people.models import Organisation


class StoredInstrument(Base):
    """A questionnaire that goes on through its versions. Without an organisation: for everybody."""

    __tablename__ = "instruments"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)

    organisation: Mapped[Organisation | None] = relationship()


class InstrumentVersion(Base):
    """One version: what it asks and how it is scored. Published content never changes.

    `revision` counts the changes of a draft, so that two organisers notice each other. `error`: how much
    single answers vary according to the scans so far, as new results take it over.
    """

    __tablename__ = "instrument_versions"
    __table_args__ = (
        UniqueConstraint("instrument_id", "number"),
        CheckConstraint("(state = 'draft') = (published_at IS NULL)", name="published"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn"),
        Index(
            "uq_instrument_versions_draft",
            "instrument_id",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instruments.id"), index=True)
    number: Mapped[int]
    state: Mapped[VersionState] = mapped_column(Word(VersionState))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    content_hash: Mapped[str] = mapped_column(String(64))
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), index=True
    )
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    instrument: Mapped[StoredInstrument] = relationship()


@event.listens_for(InstrumentVersion, "before_update")
def _guard(_mapper: Any, _connection: Any, version: InstrumentVersion) -> None:
    """What people answered stays what it was: no code changes the content of a published version."""
    state = inspect(version).attrs
    was = state.state.history.deleted[0] if state.state.history.deleted else version.state
    if was != VersionState.DRAFT and (state.content.history.added or state.content_hash.history.added):
        raise ValueError("the content of a published version never changes")


class Assessment(Base):
    """One time that somebody filled in a questionnaire. It goes with its person, and so do its answers.

    `error`: how much single answers vary, frozen when it was sent. `context` and `looking_back` hold the
    answers that are not scored: by question, and by aspect. `scores`: as keeping.py writes them.
    """

    __tablename__ = "assessments"
    __table_args__ = (
        CheckConstraint("(state = 'finished') = (finished_at IS NOT NULL)", name="finished"),
        CheckConstraint("(state = 'finished') = (error IS NOT NULL)", name="error"),
        Index(
            "uq_assessments_open",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("instrument_versions.id"), index=True)
    form: Mapped[Form] = mapped_column(Word(Form))
    state: Mapped[ScanState] = mapped_column(Word(ScanState), default=ScanState.OPEN)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    scores: Mapped[str | None]
    context: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    looking_back: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)

    version: Mapped[InstrumentVersion] = relationship()


class GivenAnswer(Base):
    """The answer to one item: a point of the scale, or x for "weet ik niet"."""

    __tablename__ = "answers"
    __table_args__ = (CheckConstraint("value IN ('1', '2', '3', '4', '5', 'x')", name="value"),)

    assessment_id: Mapped[int] = mapped_column(
        ForeignKey("assessments.id", ondelete="CASCADE"), primary_key=True
    )
    item: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(1))


class AssessmentShare(Base):
    """A scan that its person shows to one facilitator of an edition; taking it back removes the row."""

    __tablename__ = "assessment_shares"
    __table_args__ = (UniqueConstraint("assessment_id", "edition_id", "facilitator_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id", ondelete="CASCADE"), index=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id", ondelete="CASCADE"), index=True)
    facilitator_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    shared_at: Mapped[datetime] = mapped_column(UtcDateTime)

    assessment: Mapped[Assessment] = relationship()


class ScanAnnouncement(Base):
    """Participants of an edition are told that its organisers see who sends a scan; until `ended_at`."""

    __tablename__ = "scan_announcements"
    __table_args__ = (
        Index(
            "uq_scan_announcements_open",
            "edition_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), index=True)
    announced_at: Mapped[datetime] = mapped_column(UtcDateTime)
    announced_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
