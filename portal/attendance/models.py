"""Who was at a meeting, and the code by which participants say so themselves."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.attendance.facts import Presence
from portal.database import Base, UtcDateTime, Word
from portal.people.models import Person
from portal.programmes.models import Meeting


class Attendance(Base):
    """What is known of one person at one meeting. `by_code`: said by the person, with the code shown."""

    __tablename__ = "attendances"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    presence: Mapped[Presence] = mapped_column(Word(Presence))
    by_code: Mapped[bool] = mapped_column(default=False)
    marked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime)

    marked_by: Mapped[Person] = relationship(foreign_keys=[marked_by_id])


class CheckIn(Base):
    """The code of a meeting, from when an organiser or facilitator showed it until it was taken away."""

    __tablename__ = "check_ins"
    __table_args__ = (
        Index(
            "uq_check_ins_code",
            "code",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(String(8))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    meeting: Mapped[Meeting] = relationship()
