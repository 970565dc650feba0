"""The states of a version of an instrument and of a scan (pure)."""

from enum import StrEnum


class VersionState(StrEnum):
    """A draft is written, a published version never changes, a withdrawn one is not begun any more."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class ScanState(StrEnum):
    """A scan is open until its person sends it."""

    OPEN = "open"
    FINISHED = "finished"
