"""A piece of material of an edition: a link or a file, and when participants see it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base, UtcDateTime, Word
from portal.files.models import StoredFile
from portal.material.release import Release
from portal.programmes.models import Edition, Meeting


class Material(Base):
    """One piece, of one meeting or (without one) of the whole edition.

    `days_before` belongs to a release before the meeting, `release_at` to one at a moment of its own.
    `announced_at`: when participants were told; None: not yet. `form_key`: the form that was last kept. What
    was removed goes within the hour. A copied piece shares its file.
    """

    __tablename__ = "materials"
    __table_args__ = (
        CheckConstraint("(link <> '') <> (file_id IS NOT NULL)", name="link_or_file"),
        CheckConstraint("(release = 'before') = (days_before IS NOT NULL)", name="days_before"),
        CheckConstraint("(release = 'moment') = (release_at IS NOT NULL)", name="release_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id", ondelete="SET NULL"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    link: Mapped[str] = mapped_column(String(1000), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"), index=True)
    release: Mapped[Release] = mapped_column(Word(Release))
    days_before: Mapped[int | None]
    release_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    announced_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    edition: Mapped[Edition] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    file: Mapped[StoredFile | None] = relationship()
