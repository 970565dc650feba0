"""A letter is a row with a state before it is a message."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime, Word
from portal.outbox.letter import NOWHERE


class LetterState(StrEnum):
    """Life of a letter: waiting (also between tries) → sending → sent, or failed for good, or dropped."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class OutgoingLetter(Base):
    """One letter to one address. `occasion` is unique: the same occasion never makes a second letter.

    `facts` fill the template; `token_ids` are the one-time links in it, whose secrets never are in the
    database. `subject`, `text`, `html` and `calendar` (iCalendar, or "") are stored when the letter is
    rendered, once. Letters of one `thread` leave in the order in which they were posted.
    """

    __tablename__ = "outgoing_letters"
    __table_args__ = (
        Index("ix_outgoing_letters_due", "state", "due_at"),
        Index("ix_outgoing_letters_thread", "thread", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    occasion: Mapped[str] = mapped_column(String(160), unique=True)
    kind: Mapped[str] = mapped_column(String(60))
    to_address: Mapped[str] = mapped_column(String(254), index=True)
    to_name: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(2), default="nl")
    sender_name: Mapped[str] = mapped_column(String(200), default="")
    sender_address: Mapped[str] = mapped_column(String(254), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("editions.id"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    token_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    thread: Mapped[str] = mapped_column(String(120), default="")

    state: Mapped[LetterState] = mapped_column(Word(LetterState), default=LetterState.WAITING)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str] = mapped_column(default="")
    message_id: Mapped[str] = mapped_column(String(200), default="", index=True)
    subject: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    html: Mapped[str] = mapped_column(default="")

    @property
    def to_nobody(self) -> bool:
        """Whether the reader has left, and the address with them."""
        return self.to_address.endswith(NOWHERE)

    calendar: Mapped[str] = mapped_column(default="")


class Lease(Base):
    """Who may run a task now. `fence` rises with every new holder; a late one sees that it lost."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    fence: Mapped[int] = mapped_column(default=0)


class FailingAddress(Base):
    """An address, in lower case, whose mail came back; `said` is what its mail server wrote."""

    __tablename__ = "failing_addresses"

    address: Mapped[str] = mapped_column(String(254), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    said: Mapped[str] = mapped_column(String(300), default="")
