"""Registrations with their participants, claims on seats, choices and history."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base, UtcDateTime, Word
from portal.people.models import Person
from portal.programmes.models import Edition
from portal.registrations.states import ClaimState, ParticipantState, RegistrationState

_IN = text("state IN ('confirmed', 'invited')")
_ALIVE = text("state <> 'released' AND slot_id IS NOT NULL")


def _where_it_ends(column: str) -> Index:
    """Finds what is over. Most rows never end by themselves, and are not in this index."""
    table, name = column.split(".")
    ends = text(f"{name} IS NOT NULL")
    return Index(f"ix_{table}_{name}", name, sqlite_where=ends, postgresql_where=ends)


class ParticipantRole(StrEnum):
    """The first person made the registration; a companion comes along."""

    FIRST = "first"
    COMPANION = "companion"


class PoolKind(StrEnum):
    """What a pool of seats belongs to."""

    EDITION = "edition"
    MODULE = "module"
    BREAKOUT = "breakout"


class Registration(Base):
    """One person's or one duo's request to take part in an edition.

    `queue_number` is given under the edition's lock at the moment of the request: the order of the
    waitlist. `party` is the number of seats asked. `passed_reason` non-empty: waits, but is passed over
    (skipped by the organiser, or no longer qualifies); the place in the order stays.
    """

    __tablename__ = "registrations"
    __table_args__ = (
        UniqueConstraint("edition_id", "queue_number"),
        Index("ix_registrations_edition_state", "edition_id", "state", "queue_number"),
        _where_it_ends("registrations.offer_deadline"),
        CheckConstraint("party >= 1", name="party"),
        CheckConstraint("(state = 'offered') = (offer_deadline IS NOT NULL)", name="offer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    state: Mapped[RegistrationState] = mapped_column(Word(RegistrationState), default=RegistrationState.NEW)
    queue_number: Mapped[int]
    party: Mapped[int] = mapped_column(default=1)
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    offer_deadline: Mapped[datetime | None] = mapped_column(UtcDateTime)
    offer_reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hold_spent: Mapped[bool] = mapped_column(default=False)
    passed_reason: Mapped[str] = mapped_column(default="")
    set_aside_groups: Mapped[list[int]] = mapped_column(JSON, default=list)

    price: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    terms: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    purchase_order: Mapped[str] = mapped_column(String(80), default="")
    cost_centre: Mapped[str] = mapped_column(String(80), default="")
    invoice_name: Mapped[str] = mapped_column(String(200), default="")
    invoice_address: Mapped[str] = mapped_column(default="")
    invoice_email: Mapped[str] = mapped_column(String(254), default="")
    consented_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    admitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    admitted_reason: Mapped[str] = mapped_column(default="")

    edition: Mapped[Edition] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    participants: Mapped[list["Participant"]] = relationship(
        back_populates="registration", order_by="Participant.id", cascade="all, delete-orphan"
    )
    claims: Mapped[list["Claim"]] = relationship(
        back_populates="registration", order_by="Claim.id", cascade="all, delete-orphan"
    )
    events: Mapped[list["RegistrationEvent"]] = relationship(
        order_by="RegistrationEvent.id", cascade="all, delete-orphan"
    )


class Participant(Base):
    """A person inside a registration. A companion is `invited` until confirming with an own account."""

    __tablename__ = "participants"
    __table_args__ = (
        Index(
            "uq_participants_once_per_edition",
            "edition_id",
            "person_id",
            unique=True,
            sqlite_where=_IN,
            postgresql_where=_IN,
        ),
        _where_it_ends("participants.confirm_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), index=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[ParticipantRole] = mapped_column(Word(ParticipantRole))
    state: Mapped[ParticipantState] = mapped_column(Word(ParticipantState))
    invited_name: Mapped[str] = mapped_column(String(200), default="")
    stated_position: Mapped[str] = mapped_column(String(40), default="")
    stated_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    confirm_by: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    substitute_name: Mapped[str] = mapped_column(String(200), default="")
    substitute_until: Mapped[datetime | None] = mapped_column(UtcDateTime)

    registration: Mapped[Registration] = relationship(back_populates="participants")
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    substitute: Mapped[Person | None] = relationship(foreign_keys=[substitute_id])
    choices: Mapped[list["Choice"]] = relationship(
        order_by="Choice.id", cascade="all, delete-orphan", back_populates="participant"
    )

    @property
    def shown_name(self) -> str:
        """The name that others read: as the inviter typed it, until the person has confirmed."""
        return self.invited_name or self.person.name


class Claim(Base):
    """`seats` seats of one pool for one registration: the one mechanism of edition, elective and breakout.

    For a breakout `slot_id` is the round, for an elective `group_id` is the group. `deadline` belongs to
    held and offered claims.
    """

    __tablename__ = "claims"
    __table_args__ = (
        Index("ix_claims_pool", "pool_id", "state", "queue_number"),
        Index(
            "uq_claims_breakout_per_round",
            "participant_id",
            "slot_id",
            unique=True,
            sqlite_where=_ALIVE,
            postgresql_where=_ALIVE,
        ),
        _where_it_ends("claims.deadline"),
        CheckConstraint("seats >= 1", name="seats"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pool_id: Mapped[int] = mapped_column(ForeignKey("seat_pools.id"))
    kind: Mapped[PoolKind] = mapped_column(Word(PoolKind))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), index=True)
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participants.id"), index=True)
    module_id: Mapped[int | None] = mapped_column(ForeignKey("modules.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("elective_groups.id"))
    breakout_id: Mapped[int | None] = mapped_column(ForeignKey("breakouts.id"))
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("slots.id"))
    seats: Mapped[int] = mapped_column(default=1)
    state: Mapped[ClaimState] = mapped_column(Word(ClaimState))
    queue_number: Mapped[int]
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    deadline: Mapped[datetime | None] = mapped_column(UtcDateTime)

    registration: Mapped[Registration] = relationship(back_populates="claims")
    participant: Mapped[Participant | None] = relationship()


class Choice(Base):
    """What a participant wishes in one round or one elective group: a first and a second choice.

    `ask_again` non-empty: why the participant is asked to choose again (a to-do on Mijn overzicht).
    """

    __tablename__ = "choices"
    __table_args__ = (
        UniqueConstraint("participant_id", "slot_id", "group_id", "rank"),
        CheckConstraint("(slot_id IS NULL) <> (group_id IS NULL)", name="one_target"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id"), index=True)
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("slots.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("elective_groups.id"), index=True)
    rank: Mapped[int] = mapped_column(default=1)
    first_id: Mapped[int | None]
    second_id: Mapped[int | None]
    ask_again: Mapped[str] = mapped_column(String(40), default="")

    participant: Mapped[Participant] = relationship(back_populates="choices")


class RegistrationEvent(Base):
    """One line of history: who, when, from, to, why. `actor_id` None: the portal itself."""

    __tablename__ = "registration_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    action: Mapped[str] = mapped_column(String(40))
    from_state: Mapped[str] = mapped_column(String(12), default="")
    to_state: Mapped[str] = mapped_column(String(12), default="")
    why: Mapped[str] = mapped_column(default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    actor: Mapped[Person | None] = relationship()


class EnrolmentDraft(Base):
    """What someone typed so far in the steps of enrolling; its key makes the last press idempotent."""

    __tablename__ = "enrolment_drafts"
    __table_args__ = (UniqueConstraint("person_id", "edition_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
