"""Words of recommendations, and the numbers they are made with (pure)."""

import tomllib
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from portal.assessments.catalogue import Config
from portal.config import ROOT

K_SUPPLY = 10
"""So many people it takes before an organiser hears of it."""


class RefusalReason(StrEnum):
    """Why something is not for somebody, by their own word."""

    TIME = "time"
    MONEY = "money"
    DISTANCE = "distance"
    LEVEL = "level"
    KNOWN = "known"
    OTHER_SUBJECT = "other_subject"


@dataclass(frozen=True)
class Numbers:
    """A version of the numbers. `hours_when_unknown`: what an unknown study load counts as."""

    version: str
    hours_when_unknown: int
    config: Config


def read_numbers(path: Path) -> Numbers:
    """The numbers in this file; every one must be there."""
    data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    whole = {"late_days", "package_size"}
    numbers = data["numbers"]
    found: dict[str, Any] = {
        one.name: numbers[one.name] if one.name in whole else Decimal(numbers[one.name])
        for one in fields(Config)
    }
    return Numbers(data["version"], data["hours_when_unknown"], Config(**found))


NUMBERS = read_numbers(ROOT / "seeds" / "recommendations" / "numbers.toml")
