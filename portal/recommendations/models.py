"""Recommendations as they were made, and what somebody does not want."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime, Word
from portal.recommendations.facts import RefusalReason


class RecommendationCatalogue(Base):
    """What was on offer, by the fingerprint of all it says. It holds nothing of anybody."""

    __tablename__ = "recommendation_catalogues"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class Recommendation(Base):
    """One recommendation with all that it was made from, so that it can be made again and explained.

    It goes with its person, and with the scan that it was made from. `person` holds sums of answers and
    wishes, `result` the ranking, the package and the reasons; `unmet` the aspects and roles with a need that
    nothing on offer meets; `named` what everything was called, only to read it later.
    """

    __tablename__ = "recommendations"
    __table_args__ = (Index("uq_recommendations_person_id_digest", "person_id", "digest", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id", ondelete="CASCADE"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_on: Mapped[date]
    instrument: Mapped[str] = mapped_column(String(80))
    instrument_hash: Mapped[str] = mapped_column(String(64))
    config_version: Mapped[str] = mapped_column(String(40))
    catalogue_hash: Mapped[str] = mapped_column(ForeignKey("recommendation_catalogues.hash"), index=True)
    person_hash: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    person: Mapped[dict[str, Any]] = mapped_column(JSON)
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
    unmet: Mapped[list[str]] = mapped_column(JSON, default=list)
    named: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class RecommendationRefusal(Base):
    """Somebody does not want this recommended. Why is theirs; organisers see it in groups of ten only."""

    __tablename__ = "recommendation_refusals"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    reason: Mapped[RefusalReason | None] = mapped_column(Word(RefusalReason))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
