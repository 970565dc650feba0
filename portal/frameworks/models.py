"""A framework as it was loaded: the text of its file."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime


class StoredFramework(Base):
    """One framework by its name; what it says is read from `content`."""

    __tablename__ = "frameworks"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    content: Mapped[str] = mapped_column(Text)
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
