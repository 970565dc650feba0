"""The numbers of an instrument that an organisation may choose, with their bounds (pure)."""

from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal
from hashlib import sha256
from typing import Any

from portal.assessments.instrument_file import DECIMALS, NUMBERS

MINUTES = {"minutes": (1, 120), "minutes_short": (1, 120)}
WHOLE = {**MINUTES, **NUMBERS}
BOUNDS: Mapping[str, tuple[Decimal, Decimal]] = {
    **{key: (Decimal(lowest), Decimal(highest)) for key, (lowest, highest) in WHOLE.items()},
    **{key: (Decimal(lowest), Decimal(highest)) for key, (lowest, highest) in DECIMALS.items()},
}
Numbers = Mapping[str, Decimal]
LONGEST = 6


def numbers_of(content: Mapping[str, Any]) -> dict[str, Decimal]:
    """What each number is."""
    return {key: Decimal(_table(content, key)[key]) for key in BOUNDS}


def with_numbers(content: Mapping[str, Any], numbers: Numbers) -> dict[str, Any]:
    """The content with these numbers in it."""
    made = deepcopy(dict(content))
    for key, value in numbers.items():
        _table(made, key)[key] = int(value) if key in WHOLE else str(value)
    return made


def number_from(key: str, text: str) -> Decimal | None:
    """The number that was typed, with a comma or a point; None when it cannot be this number."""
    typed = text.strip().replace(",", ".")
    plain = typed if key in WHOLE else typed.replace(".", "", 1)
    if not (plain.isascii() and plain.isdigit() and len(typed) <= LONGEST):
        return None
    value = Decimal(typed)
    lowest, highest = BOUNDS[key]
    return value if lowest <= value <= highest else None


def stamp(numbers: Numbers) -> str:
    """What a form remembers of the numbers that it showed."""
    said = sorted((key, str(value.normalize())) for key, value in numbers.items())
    return sha256(repr(said).encode()).hexdigest()[:16]


def _table(content: Any, key: str) -> Any:
    return content if key in MINUTES else content["scoring"]
