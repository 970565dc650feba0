"""What can go wrong in the domain, said once."""

from enum import StrEnum


class PortalError(Exception):
    """Base of every error that the portal raises on purpose."""


class NotFound(PortalError):
    """The object does not exist, or not for this person: both look the same from outside."""


class Refused(PortalError):
    """The domain says no. `reason` is spoken by `web/kit/errors.py`; `values` fill its sentence."""

    def __init__(self, reason: StrEnum, **values: object) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.values = values
