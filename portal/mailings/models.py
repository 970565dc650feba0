"""What was sent to a group, and of which meetings people were reminded."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.database import Base, UtcDateTime, Word
from portal.mailings.facts import Audience, MailingState, Turn
from portal.people.models import Person


class Reminding(Base):
    """Everyone was reminded of this meeting on this day, so many days before it: that is done.

    A meeting that moves has another day, and so another line.
    """

    __tablename__ = "remindings"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    days_before: Mapped[int] = mapped_column(primary_key=True)
    done_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Mailing(Base):
    """A mail that an organiser writes to a group of an edition.

    `chosen_id` is the breakout or the module where the audience is of one; `extra` are pasted addresses, each
    with its name. `version` rises with every change of the text; `form_key` is the form that made it.

    Confirming freezes its readers: `frozen` are the people, or the entries of an interest list, of whom no
    recipient was written yet, and `unwritten` is how many readers that are, with the pasted addresses.
    """

    __tablename__ = "mailings"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    audience: Mapped[Audience] = mapped_column(Word(Audience))
    chosen_id: Mapped[int | None]
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str]
    extra: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    state: Mapped[MailingState] = mapped_column(Word(MailingState), default=MailingState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    frozen: Mapped[list[int]] = mapped_column(JSON, default=list, deferred=True)
    unwritten: Mapped[int] = mapped_column(default=0)

    author: Mapped[Person | None] = relationship()


class MailingRecipient(Base):
    """Someone who gets a group mail, as it was when it was confirmed; `occasion` is their letter's.

    `person_id` is somebody in the edition, `interest_id` somebody who asked for news; without both it is an
    address that was pasted.
    """

    __tablename__ = "mailing_recipients"
    __table_args__ = (
        UniqueConstraint("mailing_id", "address", name="uq_mailing_recipients_address"),
        Index("ix_mailing_recipients_turn", "mailing_id", "turn", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mailing_id: Mapped[int] = mapped_column(ForeignKey("mailings.id", ondelete="CASCADE"))
    occasion: Mapped[str] = mapped_column(String(160), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    interest_id: Mapped[int | None] = mapped_column(ForeignKey("interests.id"), index=True)
    address: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200), default="")
    turn: Mapped[Turn] = mapped_column(Word(Turn), default=Turn.WAITING)
