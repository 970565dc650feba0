"""Learning goals of a person, with their steps and check-ins, and reflections."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base, UtcDateTime, Word
from portal.goals.facts import Aims, Audience, Ending, Feeling
from portal.people.models import new_public_id
from portal.programmes.models import Edition


class Goal(Base):
    """What somebody wants to learn. `target` is in tenths of a point; `active_at`: last made, changed or
    checked in; `origin`: what it was made from, such as "finding:9".
    """

    __tablename__ = "goals"
    __table_args__ = (
        CheckConstraint("aspect IS NULL OR role IS NULL", name="aspect_or_role"),
        CheckConstraint("target IS NULL OR target BETWEEN 10 AND 50", name="target"),
        CheckConstraint("priority BETWEEN 0 AND 2", name="priority"),
        CheckConstraint("(audience = 'me') = (edition_id IS NULL)", name="audience"),
        CheckConstraint("(closed_at IS NULL) = (ending IS NULL)", name="ending"),
        Index("ix_goals_edition_id_audience", "edition_id", "audience"),
        Index("ix_goals_active_at", "active_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    what: Mapped[str] = mapped_column(String(300))
    why: Mapped[str] = mapped_column(default="")
    notice: Mapped[str] = mapped_column(default="")
    aspect: Mapped[str | None] = mapped_column(String(40))
    role: Mapped[str | None] = mapped_column(String(40))
    target: Mapped[int | None]
    due_on: Mapped[date | None]
    priority: Mapped[int] = mapped_column(default=0)
    origin: Mapped[str] = mapped_column(String(120), default="")
    audience: Mapped[Audience] = mapped_column(Word(Audience), default=Audience.ME)
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("editions.id"))
    remind: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    active_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ending: Mapped[Ending | None] = mapped_column(Word(Ending))

    edition: Mapped[Edition | None] = relationship()
    steps: Mapped[list["GoalStep"]] = relationship(
        order_by="GoalStep.number", cascade="all, delete-orphan", passive_deletes=True
    )
    check_ins: Mapped[list["GoalCheckIn"]] = relationship(
        order_by="GoalCheckIn.id.desc()", cascade="all, delete-orphan", passive_deletes=True
    )


class GoalReader(Base):
    """With whom a goal was shared by name: the companion, or who guided the edition at that moment."""

    __tablename__ = "goal_readers"

    goal_id: Mapped[int] = mapped_column(ForeignKey("goals.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class GoalCheckIn(Base):
    """How it goes with a goal, at a moment."""

    __tablename__ = "goal_check_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goals.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(default="")
    feeling: Mapped[Feeling | None] = mapped_column(Word(Feeling))
    form_key: Mapped[str] = mapped_column(String(40), unique=True)

    steps: Mapped[list["GoalStep"]] = relationship(order_by="GoalStep.number", passive_deletes=True)


class GoalStep(Base):
    """A step on the way; `check_in_id` is where it was said to be done."""

    __tablename__ = "goal_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goals.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    what: Mapped[str] = mapped_column(String(200))
    check_in_id: Mapped[int | None] = mapped_column(
        ForeignKey("goal_check_ins.id", ondelete="SET NULL"), index=True
    )


class Reflection(Base):
    """A thought that belongs to no goal; only its owner ever sees it."""

    __tablename__ = "goal_reflections"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    text: Mapped[str]
    form_key: Mapped[str] = mapped_column(String(40), unique=True)


class GoalReminding(Base):
    """Whether somebody is reminded of their goals at all, and when that was last done."""

    __tablename__ = "goal_remindings"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    wanted: Mapped[bool] = mapped_column(default=True)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OrganisationAims(Base):
    """What an organisation aims at for its people, as somebody set it; a change is a row of its own.

    `targets`: by aspect or role, in tenths of a point; `focus`: the aspects that it works on most.
    """

    __tablename__ = "organisation_aims"
    __table_args__ = (UniqueConstraint("organisation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    number: Mapped[int]
    targets: Mapped[dict[str, int]] = mapped_column(JSON)
    focus: Mapped[list[str]] = mapped_column(JSON)
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    @property
    def aims(self) -> Aims:
        """As a value."""
        return Aims(self.targets, frozenset(self.focus))
