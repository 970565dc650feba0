"""What modules and programmes develop, version by version, and programmes of others."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.coverage.facts import EXTERN
from portal.database import Base, UtcDateTime
from portal.people.models import Organisation, Person
from portal.programmes.models import new_version


class ModuleCoverage(Base):
    """One version of what a module or programme develops. The last one that was confirmed counts.

    `key`: of the module (the same in every edition), or the slug of the programme. `loaded`: from a file,
    which counts at once. `dropped_at`: another version took its place before anybody confirmed it.
    """

    __tablename__ = "module_coverages"
    __table_args__ = (
        CheckConstraint("confirmed_by_id <> stated_by_id", name="second_pair_of_eyes"),
        CheckConstraint("confirmed_at IS NULL OR dropped_at IS NULL", name="confirmed_or_dropped"),
        Index(
            "uq_module_coverages_waiting",
            "key",
            unique=True,
            sqlite_where=text("confirmed_at IS NULL AND dropped_at IS NULL"),
            postgresql_where=text("confirmed_at IS NULL AND dropped_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), index=True)
    aspects: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    roles: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    tags: Mapped[list[str]] = mapped_column(JSON, default=list)
    needs: Mapped[list[str]] = mapped_column(JSON, default=list)
    reason: Mapped[str] = mapped_column(default="")
    loaded: Mapped[bool] = mapped_column(default=False)
    stated_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    stated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dropped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    stated_by: Mapped[Person | None] = relationship(foreign_keys=[stated_by_id])
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])


class ExternalProgramme(Base):
    """A programme of somebody else: in the catalogue with a link out, never with a place of ours.

    `version` is a new random stamp at every change. `hours` None: not known.
    """

    __tablename__ = "external_programmes"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    provider: Mapped[str] = mapped_column(String(200))
    link: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(default="")
    hours: Mapped[int | None]
    language: Mapped[str] = mapped_column(String(2), default="nl")
    audience: Mapped[list[str]] = mapped_column(JSON, default=list)
    note: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(BigInteger, default=new_version)
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship()

    @property
    def key(self) -> str:
        """What its coverage hangs on."""
        return EXTERN + self.slug
