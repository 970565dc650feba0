"""The school holidays of the three regions, from the file beside this one (pure)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("school_holidays.toml")


class Region(StrEnum):
    """The regions in which the holidays are spread."""

    NORTH = "noord"
    MIDDLE = "midden"
    SOUTH = "zuid"


class SchoolHoliday(StrEnum):
    """The holidays of a school year."""

    AUTUMN = "herfstvakantie"
    CHRISTMAS = "kerstvakantie"
    SPRING = "voorjaarsvakantie"
    MAY = "meivakantie"
    SUMMER = "zomervakantie"


@dataclass(frozen=True)
class Period:
    """One holiday in one region, both days included."""

    holiday: SchoolHoliday
    region: Region
    first: date
    last: date


@dataclass(frozen=True)
class DaysOff:
    """A day in the holidays: of which, and where."""

    holiday: SchoolHoliday
    regions: tuple[Region, ...]


@lru_cache(maxsize=1)
def periods() -> tuple[Period, ...]:
    """Every holiday that is known."""
    years = tomllib.loads(_FILE.read_text(encoding="utf-8"))["year"]
    return tuple(
        Period(holiday, region, *year[holiday][region])
        for year in years
        for holiday in SchoolHoliday
        for region in Region
    )


@lru_cache(maxsize=1)
def _known_years() -> tuple[date, date]:
    """From the first to the last day of the school years of the file: 1 August to 31 July."""
    known = [one for one in periods() if one.holiday is SchoolHoliday.CHRISTMAS]
    years = [one.first.year for one in known]
    return date(min(years), 8, 1), date(max(years) + 1, 7, 31)


def days_off(day: date) -> DaysOff | None:
    """The school holiday on this day, with its regions; None when there is none, as far as is known."""
    found = [one for one in periods() if one.first <= day <= one.last]
    return DaysOff(found[0].holiday, tuple(one.region for one in found)) if found else None


def is_known(day: date) -> bool:
    """Whether the holidays of the school year of this day were announced."""
    first, last = _known_years()
    return first <= day <= last or days_off(day) is not None
