"""Why material cannot be like that (pure); the sentences are in web/kit/refusals.py."""

from enum import StrEnum


class MaterialRefused(StrEnum):
    """What is wrong with a piece of material."""

    LINK_NOT_SAFE = "material.link_not_safe"
    LINK_NOT_VALID = "material.link_not_valid"
    LINK_TOO_LONG = "material.link_too_long"
    TOO_MANY = "material.too_many"
    NO_SUCH_MEETING = "material.no_such_meeting"
    GONE = "material.gone"
