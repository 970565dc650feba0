"""The words of erasing a person, and how long what takes."""

from datetime import date, timedelta
from enum import StrEnum

from portal.outbox.letter import NOWHERE
from portal.texts import ERASED, N_

LETTERS_LEAVE_WITHIN = timedelta(hours=24)
"""So long cancellations and the last letter have to leave; then the address goes all the same."""
INVOICE_YEARS = 7
NAME = ERASED
"""What stands where a name stood."""


class Why(StrEnum):
    """Why an administrator erases somebody's account. No words of one's own: those would name people."""

    BY_MAIL = "by_mail"
    BY_PHONE = "by_phone"
    DIED = "died"
    DOUBLE = "double"


WHY_WORDS = {
    Why.BY_MAIL: N_("De persoon vroeg het per mail of brief"),
    Why.BY_PHONE: N_("De persoon vroeg het zelf, aan de telefoon of aan tafel"),
    Why.DIED: N_("De persoon is overleden"),
    Why.DOUBLE: N_("De persoon heeft nog een ander account"),
}


class ErasureReason(StrEnum):
    """Why an account cannot be erased yet."""

    ARRANGE_FIRST = "erasure_arrange_first"


def nobody(person_id: int) -> str:
    """The address of who has none any more: no mail ever goes to `.invalid` (RFC 2606)."""
    return f"{person_id}{NOWHERE}"


def invoice_until(day: date) -> date:
    """The last day on which the data of an invoice of this day are kept: whole years of bookkeeping."""
    return date(day.year + INVOICE_YEARS, 12, 31)
