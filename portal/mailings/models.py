"""What was sent to a group, and of which meetings people were reminded."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime


class Reminding(Base):
    """Everyone was reminded of this meeting on this day, so many days before it: that is done.

    A meeting that moves has another day, and so another line.
    """

    __tablename__ = "remindings"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    days_before: Mapped[int] = mapped_column(primary_key=True)
    done_at: Mapped[datetime] = mapped_column(UtcDateTime)
