"""What was published of groups; and who was in it, in marks that outlive a person's data."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base, UtcDateTime
from portal.people.models import new_public_id


class InsightHolder(Base):
    """Somebody whose scans are in published figures; the mark stays when the person goes and says nothing."""

    __tablename__ = "insight_holders"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), unique=True)


class InsightUnit(Base):
    """One scan in published figures; the mark stays when the scan goes, and says nothing."""

    __tablename__ = "insight_units"

    id: Mapped[int] = mapped_column(primary_key=True)
    holder_id: Mapped[int] = mapped_column(ForeignKey("insight_holders.id"), index=True)
    assessment_id: Mapped[int | None] = mapped_column(
        ForeignKey("assessments.id", ondelete="SET NULL"), unique=True
    )


class InsightSnapshot(Base):
    """Figures of an edition or an organisation as they were published: rounded, never changed afterwards."""

    __tablename__ = "insight_snapshots"
    __table_args__ = (CheckConstraint("(edition_id IS NULL) <> (organisation_id IS NULL)", name="one_owner"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("editions.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)

    sets: Mapped[list["InsightSet"]] = relationship(cascade="all, delete-orphan", order_by="InsightSet.id")


class InsightSet(Base):
    """A group of which figures were published: the marks of its scans."""

    __tablename__ = "insight_sets"

    id: Mapped[int] = mapped_column(primary_key=True)
    snapshot_id: Mapped[int] = mapped_column(
        ForeignKey("insight_snapshots.id", ondelete="CASCADE"), index=True
    )
    key: Mapped[str] = mapped_column(String(80))
    units: Mapped[list[int]] = mapped_column(JSON)


class Domain(Base):
    """A field of work within an organisation, as the organisation names it: social, spatial, operations."""

    __tablename__ = "domains"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))


class PositionDomain(Base):
    """In which domain somebody has a position: the person's own statement."""

    __tablename__ = "position_domains"

    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id", ondelete="CASCADE"), primary_key=True)
    domain_id: Mapped[int] = mapped_column(ForeignKey("domains.id", ondelete="CASCADE"), index=True)
