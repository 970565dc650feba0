"""Why something cannot be done with a scan or an instrument (pure); the words are in web/kit/refusals.py."""

from enum import StrEnum


class ScanRefused(StrEnum):
    """Why the portal says no."""

    SENT = "scan.sent"
    NOT_SENT = "scan.not_sent"
    STRANGE = "scan.strange"
    CHANGED_MEANWHILE = "scan.changed_meanwhile"
    NOTHING_ANSWERED = "scan.nothing_answered"
    NOT_OFFERED = "scan.not_offered"
    NOT_YOUR_FACILITATOR = "scan.not_your_facilitator"
    GROUPS_ONLY = "scan.groups_only"


class InstrumentRefused(StrEnum):
    """Why an instrument cannot be like that."""

    CHANGED_MEANWHILE = "instrument.changed_meanwhile"
    NOT_A_DRAFT = "instrument.not_a_draft"
    NOT_WHOLE = "instrument.not_whole"
    NOT_PUBLISHED = "instrument.not_published"
