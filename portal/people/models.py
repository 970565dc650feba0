"""Persons, organisations, positions, memberships, sign-ins and one-time tokens."""

import secrets
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base, UtcDateTime, Word
from portal.people.facts import Channel, OrganisationKind, PositionKind


def new_public_id() -> str:
    """A random name for addresses of pages; ids of rows never stand there."""
    return secrets.token_urlsafe(16)


class OrganisationState(StrEnum):
    """A person may name an organisation that is not on the list yet; an administrator decides."""

    KNOWN = "known"
    PROPOSED = "proposed"
    MERGED = "merged"


class Organisation(Base):
    """A municipality, association, fund or other body. Some organise programmes, some have members."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[OrganisationKind] = mapped_column(Word(OrganisationKind))
    state: Mapped[OrganisationState] = mapped_column(Word(OrganisationState), default=OrganisationState.KNOWN)
    has_members: Mapped[bool] = mapped_column(default=False)
    organises: Mapped[bool] = mapped_column(default=False)
    mail_address: Mapped[str | None] = mapped_column(String(254))
    about: Mapped[str] = mapped_column(default="")


class Person(Base):
    """Someone with an account, or someone an organiser added who has not signed in yet.

    `leaving_at`: since when the account is being erased; the row stays for the counts, and names nobody.
    `reads`: the languages of programmes, with commas; None: not stated (`facts.languages_read`).
    """

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2), default="nl")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    email_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_administrator: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    phone: Mapped[str] = mapped_column(String(40), default="")
    invoice_defaults: Mapped[str] = mapped_column(default="")
    channel: Mapped[Channel] = mapped_column(Word(Channel), default=Channel.INVITATIONS)
    leaving_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reads: Mapped[str | None] = mapped_column(String(5))

    positions: Mapped[list["Position"]] = relationship(
        back_populates="person", order_by="Position.id", cascade="all, delete-orphan"
    )

    @property
    def shown_email(self) -> str:
        """The address that others read; empty for who has left."""
        return "" if self.leaving_at else self.email


class Position(Base):
    """What someone says to be, at which organisation, with dates. Shown as the person's own statement."""

    __tablename__ = "positions"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    kind: Mapped[PositionKind] = mapped_column(Word(PositionKind))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="positions")
    organisation: Mapped[Organisation] = relationship()


class Membership(Base):
    """A person's or an organisation's membership of an association; `ends_on` is the last day."""

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (organisation_id IS NULL)", name="one_member"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates"),
        Index(
            "uq_memberships_person",
            "association_id",
            "person_id",
            "starts_on",
            unique=True,
            sqlite_where=text("person_id IS NOT NULL"),
            postgresql_where=text("person_id IS NOT NULL"),
        ),
        Index(
            "uq_memberships_organisation",
            "association_id",
            "organisation_id",
            "starts_on",
            unique=True,
            sqlite_where=text("organisation_id IS NOT NULL"),
            postgresql_where=text("organisation_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    association_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    number: Mapped[str] = mapped_column(String(40), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    association: Mapped[Organisation] = relationship(foreign_keys=[association_id])
    person: Mapped[Person | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship(foreign_keys=[organisation_id])


class MembershipImport(Base):
    """A file with memberships, between its preview and its import. `content` is blanked afterwards;
    the counts stay.
    """

    __tablename__ = "membership_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    association_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(200), default="")
    content: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    same: Mapped[int] = mapped_column(default=0)

    association: Mapped[Organisation] = relationship()
    person: Mapped[Person] = relationship()


class OrganiserRole(Base):
    """This person organises for this organisation; `ended_at` set means: no longer."""

    __tablename__ = "organiser_roles"
    __table_args__ = (
        Index(
            "uq_organiser_roles_active",
            "person_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignIn(Base):
    """One signed-in browser. The cookie holds the token; here is only its SHA-256."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    browser: Mapped[str] = mapped_column(String(120), default="")

    @property
    def handle(self) -> str:
        """What names this sign-in on pages; nothing can be done with it alone."""
        return self.token_hash.hex()[:16]


class TokenPurpose(StrEnum):
    """What a one-time link is for."""

    CONFIRM_EMAIL = "confirm_email"
    SIGN_IN = "sign_in"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a purpose, not a password
    CHANGE_EMAIL = "change_email"
    UNDO_EMAIL = "undo_email"
    COMPANION = "companion"
    SUBSTITUTE = "substitute"
    OFFER = "offer"
    ERASE = "erase"
    INTEREST_CONFIRM = "interest_confirm"
    INTEREST_REMOVE = "interest_remove"
    FEED = "feed"
    DECLINED = "declined"
    ORGANISATION_FEED = "organisation_feed"
    GUIDE_FEED = "guide_feed"


class Token(Base):
    """A one-time link; its secret is derived from `nonce` and the portal's key (people/tokens.py)."""

    __tablename__ = "tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[TokenPurpose] = mapped_column(Word(TokenPurpose))
    nonce: Mapped[bytes] = mapped_column(LargeBinary(16))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    subject_id: Mapped[int | None] = mapped_column(index=True)
    detail: Mapped[str] = mapped_column(String(254), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RateCount(Base):
    """How often something happened under one key in one window; shared by all processes."""

    __tablename__ = "rate_counts"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    window_start: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
