"""Words of programmes that pure code reasons with."""

from enum import StrEnum


class ProgrammeKind(StrEnum):
    """What sort of offer a programme is."""

    LEERGANG = "leergang"
    LEERDAGEN = "leerdagen"
    BIJEENKOMST = "bijeenkomst"


class Publication(StrEnum):
    """What an organiser decides about an edition; all other states are derived."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Desk(StrEnum):
    """The organiser's own closing or reopening of registration, over the windows."""

    BY_WINDOWS = "by_windows"
    CLOSED = "closed"
    REOPENED = "reopened"


class EditionState(StrEnum):
    """The state of an edition that pages and services act on."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    OPEN = "open"
    FULL = "full"
    CLOSED = "closed"
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class VatBasis(StrEnum):
    """How an amount relates to VAT."""

    EXCL = "excl"
    INCL = "incl"
    EXEMPT = "exempt"
    UNKNOWN = "unknown"
    FREE = "free"


class ModuleKind(StrEnum):
    """The place of a module in an edition."""

    CORE = "core"
    ELECTIVE = "elective"
    CLOSING = "closing"


class Promotion(StrEnum):
    """What happens with a seat that comes free."""

    OFFER = "offer"
    AUTOMATIC = "automatic"


class SlotKind(StrEnum):
    """A line in a meeting's timetable."""

    DOORS = "doors"
    PLENARY = "plenary"
    ROUND = "round"
    BREAK = "break"
