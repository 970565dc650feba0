"""Eligibility rules as data on the edition, and the stored decisions."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime, Word
from portal.eligibility.facts import Moment, Outcome, RuleKind
from portal.people.models import new_public_id


class EligibilityRule(Base):
    """One rule of an edition; `values` are its parameters, by kind (see eligibility/gates.py)."""

    __tablename__ = "eligibility_rules"
    __table_args__ = (Index("uq_eligibility_rules_public_id", "public_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), default=new_public_id)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), index=True)
    position: Mapped[int]
    kind: Mapped[RuleKind] = mapped_column(Word(RuleKind))
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    assumed: Mapped[bool] = mapped_column(default=False)


class Decision(Base):
    """The stored outcome of one check: which rules, which facts, what they said, and what next."""

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    moment: Mapped[Moment] = mapped_column(Word(Moment))
    outcome: Mapped[Outcome] = mapped_column(Word(Outcome))
    answers: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
