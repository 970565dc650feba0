"""What was sent to whom, kept for as long as the portal exists: a line that was cancelled stays.

Without it nobody would know which number the next message needs, or whom to tell that it is off.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Base, UtcDateTime, Word
from portal.invites.facts import Method, News, Role

UNANSWERED = "NEEDS-ACTION"


class Invitation(Base):
    """One line of one agenda: a meeting, a person, and the two addresses that clients compare.

    `sequence`, `event` and `role` are as the last message said it. `live` lines are in the agenda, `mailed`
    ones were put there by mail; a line that is `new` never left: its only message was taken back.
    `answer` is the PARTSTAT of the attendee, to message number `answer_sequence`, given at `answered_at`
    by the attendee's own clock; `comment` is what they wrote with it.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id", "address", "organiser", name="uq_invitations_line"),
        Index("ix_invitations_edition", "edition_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(120), unique=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    address: Mapped[str] = mapped_column(String(254))
    organiser: Mapped[str] = mapped_column(String(254))
    role: Mapped[Role] = mapped_column(Word(Role))
    new: Mapped[bool] = mapped_column(default=True)
    live: Mapped[bool] = mapped_column(default=False)
    mailed: Mapped[bool] = mapped_column(default=False)
    sequence: Mapped[int] = mapped_column(default=0)
    stamped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    event: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    answer: Mapped[str] = mapped_column(String(20), default=UNANSWERED)
    answer_sequence: Mapped[int | None]
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    comment: Mapped[str] = mapped_column(default="")


class InvitationMessage(Base):
    """One message about a line; `occasion` is the letter's. Those that never left are taken out again.

    `method` None had no letter: only a feed shows it. The rest is how the line stood after it.
    """

    __tablename__ = "invitation_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id"), index=True)
    occasion: Mapped[str] = mapped_column(String(160), unique=True)
    role: Mapped[Role] = mapped_column(Word(Role))
    method: Mapped[Method | None] = mapped_column(Word(Method))
    live: Mapped[bool]
    news: Mapped[News] = mapped_column(Word(News))
    sequence: Mapped[int]
    stamped_at: Mapped[datetime] = mapped_column(UtcDateTime)
    event: Mapped[dict[str, Any]] = mapped_column(JSON)


class AgendaUpdate(Base):
    """What an organiser changed of an edition, while it rests before it is sent.

    It is sent at `due_at` (None: nothing rests), or in a moment when somebody said `at_once`; `version` is
    the edition that `due_at` was reckoned for. `explanation` stands in every letter of this update.
    """

    __tablename__ = "agenda_updates"

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    at_once: Mapped[bool] = mapped_column(default=False)
    explanation: Mapped[str] = mapped_column(String(300), default="")


class Became(StrEnum):
    """What became of a mail that came in."""

    ANSWER = "answer"
    STALE = "stale"
    PROPOSAL = "proposal"
    ASKED_AGAIN = "asked_again"
    BOUNCE = "bounce"
    AUTOMATIC = "automatic"
    UNMATCHED = "unmatched"


class IncomingMail(Base):
    """A mail that was read, once: `mark` is the hash of its Message-ID and what it says.

    The mail itself stays in the mailbox; `note` is why it could not be matched, or what was written.
    """

    __tablename__ = "incoming_mails"

    id: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(String(64), unique=True)
    mailbox: Mapped[str] = mapped_column(String(254))
    came_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sender: Mapped[str] = mapped_column(String(254), default="")
    subject: Mapped[str] = mapped_column(String(300), default="")
    became: Mapped[Became] = mapped_column(Word(Became))
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitations.id"), index=True)
    note: Mapped[str] = mapped_column(default="")
