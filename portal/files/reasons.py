"""Why an upload is not kept (pure); the sentences are in web/kit/refusals.py."""

from enum import StrEnum


class FileRefused(StrEnum):
    """What is wrong with the file."""

    EMPTY = "file.empty"
    TOO_LARGE = "file.too_large"
    NOT_ALLOWED = "file.not_allowed"
    NOT_WHAT_IT_SAYS = "file.not_what_it_says"
    BROKEN = "file.broken"
    LOCKED = "file.locked"
    MACROS = "file.macros"
    UNPACKS_TOO_LARGE = "file.unpacks_too_large"
