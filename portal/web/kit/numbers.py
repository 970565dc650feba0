"""Whole numbers in addresses and hidden fields, where anything may stand."""

STAMP = 17
"""Digits of the longest mark of a version."""
NEVER = -1
"""What fits no version and no count."""


def whole(text: str | None, otherwise: int = NEVER, *, digits: int = 9) -> int:
    """The number that these digits say; anything else, also a number of more digits, is `otherwise`."""
    fine = text is not None and text.isascii() and text.isdigit() and len(text) <= digits
    return int(text) if fine and text is not None else otherwise
