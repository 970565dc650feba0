"""Programme, edition, modules, meetings, timetable, rounds and breakouts, seat pools, interest."""

import secrets
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base, UtcDateTime, Word
from portal.people.models import Organisation, Person, new_public_id
from portal.programmes.facts import (
    Desk,
    ModuleKind,
    ProgrammeKind,
    Promotion,
    Publication,
    SlotKind,
    VatBasis,
)


def new_version() -> int:
    """A stamp that no version ever had: a kept copy of an older one cannot pass for it."""
    return secrets.randbits(53)


def new_key() -> str:
    """A key of a module that no other module has."""
    return f"m/{new_public_id()}"


class SeatPool(Base):
    """A number of seats that claims are made on: of an edition, an elective module or a breakout.

    `capacity` None is unlimited; `shut` means full by the organiser's word, whatever the number;
    `overbooked` is how many seats above capacity the organiser gave on purpose.
    """

    __tablename__ = "seat_pools"
    __table_args__ = (CheckConstraint("capacity >= 0 AND overbooked >= 0", name="seats"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    capacity: Mapped[int | None]
    shut: Mapped[bool] = mapped_column(default=False)
    overbooked: Mapped[int] = mapped_column(default=0)


class Programme(Base):
    """What is on offer. `examples` names the fields whose value the organiser did not state.

    `modules_apart`: one can also take a single module, so a module may be recommended by itself.
    """

    __tablename__ = "programmes"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    title_alternative: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[ProgrammeKind] = mapped_column(Word(ProgrammeKind))
    theme: Mapped[str] = mapped_column(String(80), default="")
    summary: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    goals: Mapped[list[str]] = mapped_column(JSON, default=list)
    audience: Mapped[list[str]] = mapped_column(JSON, default=list)
    audience_note: Mapped[str] = mapped_column(default="")
    guests: Mapped[list[str]] = mapped_column(JSON, default=list)
    partners: Mapped[str] = mapped_column(default="")
    background: Mapped[str] = mapped_column(default="")
    own_learning_goals: Mapped[bool] = mapped_column(default=False)
    modules_apart: Mapped[bool] = mapped_column(default=False)
    related_event: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(String(300), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    earlier_editions: Mapped[list[str]] = mapped_column(JSON, default=list)
    examples: Mapped[list[str]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    organisers: Mapped[list["ProgrammeOrganiser"]] = relationship(
        back_populates="programme", order_by="ProgrammeOrganiser.position", cascade="all, delete-orphan"
    )
    editions: Mapped[list["Edition"]] = relationship(back_populates="programme", order_by="Edition.id")


class ProgrammeOrganiser(Base):
    """An organisation that organises a programme, alone or jointly, in the order they are named."""

    __tablename__ = "programme_organisers"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)

    programme: Mapped[Programme] = relationship(back_populates="organisers")
    organisation: Mapped[Organisation] = relationship()


class Edition(Base):
    """One run of a programme. Money is in integer cents of EUR; percentages are whole numbers.

    `examples` names the fields whose value is invented or assumed, so that pages can mark them.
    `version` is a new random stamp at every change of the edition or its parts (`touch`), never reused.
    `agenda_version` is the version that every agenda was last brought up to; None: somebody's place changed.
    `reminder_days`: participants are reminded so many days before each meeting.
    `hold_hours`: a single free seat before a waiting duo is held so many working hours and then
    passed on; 0 passes at once, None never passes.
    """

    __tablename__ = "editions"
    __table_args__ = (UniqueConstraint("programme_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80))
    label: Mapped[str] = mapped_column(String(120))
    loaded_as: Mapped[str] = mapped_column(String(80), default="")
    publication: Mapped[Publication] = mapped_column(Word(Publication), default=Publication.DRAFT)
    desk: Mapped[Desk] = mapped_column(Word(Desk), default=Desk.BY_WINDOWS)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opening_announced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(BigInteger, default=new_version)
    next_queue_number: Mapped[int] = mapped_column(default=1)
    agenda_version: Mapped[int | None] = mapped_column(BigInteger)
    pool_id: Mapped[int] = mapped_column(ForeignKey("seat_pools.id"), unique=True)
    capacity_known: Mapped[bool] = mapped_column(default=True)

    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    until_month: Mapped[str] = mapped_column(String(7), default="")
    stated_days: Mapped[int | None]
    study_load_hours: Mapped[int | None]
    self_study_hours: Mapped[int | None]
    location_note: Mapped[str] = mapped_column(default="")
    facilitator: Mapped[str] = mapped_column(String(200), default="")
    facilitator_role: Mapped[str] = mapped_column(default="")
    day_format: Mapped[str] = mapped_column(default="")
    preparation: Mapped[str] = mapped_column(default="")
    late_registration: Mapped[str] = mapped_column(default="")
    stated_state: Mapped[str] = mapped_column(String(40), default="")

    price_cents: Mapped[int | None]
    member_price_cents: Mapped[int | None]
    companion_price_cents: Mapped[int | None]
    price_per_person_stated: Mapped[bool] = mapped_column(default=True)
    vat_basis: Mapped[VatBasis] = mapped_column(Word(VatBasis), default=VatBasis.UNKNOWN)
    vat_percentage: Mapped[int | None]
    cancel_free_days: Mapped[int | None]
    cancel_percentage: Mapped[int | None]

    promotion: Mapped[Promotion] = mapped_column(Word(Promotion), default=Promotion.OFFER)
    hold_hours: Mapped[int | None] = mapped_column(Integer().evaluates_none(), default=8)
    needs_approval: Mapped[bool] = mapped_column(default=False)
    substitution_allowed: Mapped[bool] = mapped_column(default=True)
    companion_allowed: Mapped[bool] = mapped_column(default=False)
    companion_takes_seat: Mapped[bool] = mapped_column(default=True)
    interest_head_start_days: Mapped[int] = mapped_column(default=0)
    interest_first: Mapped[bool] = mapped_column(default=False)
    reminder_days: Mapped[list[int]] = mapped_column(JSON, default=lambda: [7, 1])
    examples: Mapped[list[str]] = mapped_column(JSON, default=list)

    programme: Mapped[Programme] = relationship(back_populates="editions")
    pool: Mapped[SeatPool] = relationship()
    windows: Mapped[list["RegistrationWindow"]] = relationship(
        order_by="RegistrationWindow.opens_at", cascade="all, delete-orphan"
    )
    modules: Mapped[list["Module"]] = relationship(order_by="Module.number", cascade="all, delete-orphan")
    meetings: Mapped[list["Meeting"]] = relationship(order_by="Meeting.number", cascade="all, delete-orphan")
    elective_groups: Mapped[list["ElectiveGroup"]] = relationship(
        order_by="ElectiveGroup.id", cascade="all, delete-orphan"
    )

    def touch(self) -> None:
        """Marks that the edition or one of its parts changed."""
        self.version = new_version()


class RegistrationWindow(Base):
    """When people may register. `closes_at` None: until the first meeting starts."""

    __tablename__ = "registration_windows"
    __table_args__ = (CheckConstraint("closes_at IS NULL OR closes_at > opens_at", name="order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), index=True)
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ElectiveGroup(Base):
    """A choice among elective modules: at most (and normally exactly) `choose`."""

    __tablename__ = "elective_groups"
    __table_args__ = (Index("uq_elective_groups_public_id", "public_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), default=new_public_id)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    choose: Mapped[int] = mapped_column(default=1)

    modules: Mapped[list["Module"]] = relationship(order_by="Module.number", viewonly=True)


class Module(Base):
    """An ordered part of an edition. An elective one that can be chosen has a pool and a group.

    `key` is the same in every edition of the programme: what a module develops hangs on it.
    """

    __tablename__ = "modules"
    __table_args__ = (Index("uq_modules_edition_id_key", "edition_id", "key", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), index=True)
    key: Mapped[str] = mapped_column(String(120), default=new_key, index=True)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200), default="")
    description: Mapped[str] = mapped_column(default="")
    kind: Mapped[ModuleKind] = mapped_column(Word(ModuleKind), default=ModuleKind.CORE)
    also_closing: Mapped[bool] = mapped_column(default=False)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("elective_groups.id"), index=True)
    pool_id: Mapped[int | None] = mapped_column(ForeignKey("seat_pools.id"), unique=True)

    pool: Mapped[SeatPool | None] = relationship()
    meetings: Mapped[list["Meeting"]] = relationship(order_by="Meeting.number", viewonly=True)


class Venue(Base):
    """A place where meetings are held."""

    __tablename__ = "venues"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    city: Mapped[str] = mapped_column(String(80), default="")
    address: Mapped[str] = mapped_column(String(200), default="")


class Meeting(Base):
    """One block of time on one day, at one place, online, or both. Unknown date, hours or venue stay None.

    `starts_at`/`ends_at` are instants; `day` is the local date in `zone`. `stated_weekday` is the weekday
    that the organiser announced, to hold against the date.
    """

    __tablename__ = "meetings"
    __table_args__ = (
        CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name="hours"),
        CheckConstraint("starts_at IS NULL OR day IS NOT NULL", name="hours_need_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), index=True)
    module_id: Mapped[int | None] = mapped_column(ForeignKey("modules.id"), index=True)
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200), default="")
    day: Mapped[date | None]
    stated_weekday: Mapped[str] = mapped_column(String(10), default="")
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    zone: Mapped[str] = mapped_column(String(40), default="Europe/Amsterdam")
    online: Mapped[bool] = mapped_column(default=False)
    online_link: Mapped[str] = mapped_column(String(500), default="")
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_reason: Mapped[str] = mapped_column(default="")

    venue: Mapped[Venue | None] = relationship()
    slots: Mapped[list["Slot"]] = relationship(order_by="Slot.starts_at", cascade="all, delete-orphan")


class Slot(Base):
    """A line of a meeting's timetable. A slot of kind round has breakouts: it is the glossary's Round."""

    __tablename__ = "slots"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="hours"),
        Index("uq_slots_public_id", "public_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), default=new_public_id)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    kind: Mapped[SlotKind] = mapped_column(Word(SlotKind))
    round_number: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    speakers: Mapped[list[str]] = mapped_column(JSON, default=list)

    breakouts: Mapped[list["Breakout"]] = relationship(
        order_by="Breakout.number", cascade="all, delete-orphan"
    )


class Breakout(Base):
    """One of the parallel choices in a round, with its own seats."""

    __tablename__ = "breakouts"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("slots.id"), index=True)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    title_alternative: Mapped[str] = mapped_column(String(300), default="")
    committees: Mapped[list[str]] = mapped_column(JSON, default=list)
    speakers: Mapped[list[str]] = mapped_column(JSON, default=list)
    moderators: Mapped[list[str]] = mapped_column(JSON, default=list)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    pool_id: Mapped[int] = mapped_column(ForeignKey("seat_pools.id"), unique=True)

    pool: Mapped[SeatPool] = relationship()


class EditionFacilitator(Base):
    """Who guides an edition."""

    __tablename__ = "edition_facilitators"

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)

    person: Mapped[Person] = relationship()


class EditionCopy(Base):
    """Which edition is a copy of which, and the form that made it: sent again, it makes no second one."""

    __tablename__ = "edition_copies"

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id", ondelete="CASCADE"), primary_key=True)
    from_id: Mapped[int | None] = mapped_column(ForeignKey("editions.id", ondelete="SET NULL"), index=True)
    form_key: Mapped[str] = mapped_column(String(40), unique=True)


class Interest(Base):
    """ "Tell me when there is a new edition", confirmed by mail; keeps its date of entry."""

    __tablename__ = "interests"
    __table_args__ = (
        Index(
            "uq_interests_active",
            "programme_id",
            "email",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(2), default="nl")
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class EditionChange(Base):
    """One line of an edition's own history: who changed what (capacity, opening, cancelling …)."""

    __tablename__ = "edition_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    action: Mapped[str] = mapped_column(String(40))
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
