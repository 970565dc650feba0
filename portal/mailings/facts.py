"""Words of group mail: to whom, in which state, and why something cannot be (pure)."""

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """To whom a group mail goes, beside addresses that were pasted.

    Firsts made the registration of a duo, companions came along with one.
    """

    PARTICIPANTS = "participants"
    FIRSTS = "firsts"
    COMPANIONS = "companions"
    WAITLIST = "waitlist"
    INTEREST = "interest"
    BREAKOUT = "breakout"
    MODULE = "module"
    ADDRESSES = "addresses"


class MailingState(StrEnum):
    """Life of a group mail: draft → sending ⇄ paused → stopped. One that is all out stays sending."""

    DRAFT = "draft"
    SENDING = "sending"
    PAUSED = "paused"
    STOPPED = "stopped"


class Turn(StrEnum):
    """Where a recipient is: waits, has a letter in the outbox, or gets none."""

    WAITING = "waiting"
    POSTED = "posted"
    SKIPPED = "skipped"


class MailingRefused(StrEnum):
    """Why a group mail cannot be like that, or go on like that."""

    CHANGED_MEANWHILE = "mailing.changed_meanwhile"
    ALREADY_SENT = "mailing.already_sent"
    OTHER_NUMBER = "mailing.other_number"
    NOBODY = "mailing.nobody"
    NOT_NOW = "mailing.not_now"


@dataclass(frozen=True)
class Reader:
    """Someone a group mail goes to, as they are now. `path` is the page that the letter's button opens."""

    name: str
    address: str
    language: str
    path: str
    person_id: int | None = None
    interest_id: int | None = None


@dataclass(frozen=True)
class Progress:
    """How many of a group mail's recipients have it, wait, could not be reached, or get none after all."""

    total: int = 0
    sent: int = 0
    waiting: int = 0
    failed: int = 0
    skipped: int = 0

    @property
    def is_done(self) -> bool:
        """Whether nothing is on its way any more."""
        return not self.waiting
