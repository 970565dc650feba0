"""Amounts, days, months and hours as people in the Netherlands type them (pure).

Each reader raises ValueError for what it cannot be; the form then says what to type.
"""

import re
from datetime import date, time

MOST_CENTS = 100_000_000
YEARS = range(2000, 2101)
MONTHS = (
    ("jan", 1), ("feb", 2), ("maa", 3), ("mrt", 3), ("mar", 3), ("apr", 4), ("mei", 5), ("may", 5),
    ("jun", 6), ("jul", 7), ("aug", 8), ("sep", 9), ("okt", 10), ("oct", 10), ("nov", 11), ("dec", 12),
)  # fmt: skip
_CURRENCY = re.compile(r"€|\beuro\b|\beur\b|\s")
_AMOUNTS = (
    re.compile(r"(?P<whole>\d{1,3}(?:\.\d{3})+|\d+)(?:,(?P<cents>\d{2}|-{1,2}))?", re.ASCII),
    re.compile(r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)\.(?P<cents>\d{2})", re.ASCII),
)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
_NUMBERS = re.compile(r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4}|\d{2})", re.ASCII)
_WORDS = re.compile(
    r"(?:[a-z]+\.?,?\s+)?(?P<day>\d{1,2})\s+(?P<name>[a-z]{3,10})\.?,?\s+(?P<year>\d{4}|\d{2})", re.ASCII
)
_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[.:u]\s?(?P<minute>\d{2})(?::\d{2})?)?\s*(?:uur|u|h)?", re.ASCII)
_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})|(?P<month2>\d{1,2})[-/](?P<year2>\d{4})", re.ASCII)
_MONTH_NAMED = re.compile(r"(?P<name>[a-z]{3,10})\.?\s+(?P<year>\d{4})", re.ASCII)


def cents(text: str) -> int:
    """1.500, 1500, € 1500,00 and 1.500,- are the same amount; in cents."""
    plain = _CURRENCY.sub("", text.strip().lower())
    found = next((hit for hit in (amount.fullmatch(plain) for amount in _AMOUNTS) if hit), None)
    if found is None or len(plain) > 15:
        raise ValueError(text)
    whole, rest = re.sub(r"[.,]", "", found["whole"]), (found["cents"] or "").strip("-")
    amount = int(whole) * 100 + int(rest or 0)
    if amount > MOST_CENTS:
        raise ValueError(text)
    return amount


def day(text: str) -> date:
    """2027-02-03, 3-2-2027, 3/2/27, 3 februari 2027 and wo 3 feb 2027 are the same day."""
    plain = " ".join(text.strip().lower().split())
    for pattern in (_ISO, _NUMBERS):
        if found := pattern.fullmatch(plain):
            return _date(int(found["year"]), int(found["month"]), int(found["day"]))
    if found := _WORDS.fullmatch(plain):
        return _date(int(found["year"]), _month_of(found["name"]), int(found["day"]))
    raise ValueError(text)


def month(text: str) -> str:
    """2027-03, 3-2027 and maart 2027 are the same month, written as 2027-03."""
    plain = " ".join(text.strip().lower().split())
    if found := _MONTH.fullmatch(plain):
        first = _date(int(found["year"] or found["year2"]), int(found["month"] or found["month2"]), 1)
    elif found := _MONTH_NAMED.fullmatch(plain):
        first = _date(int(found["year"]), _month_of(found["name"]), 1)
    else:
        raise ValueError(text)
    return f"{first.year:04}-{first.month:02}"


def clock(text: str) -> time:
    """9.30, 09:30, 9u30 and 9.30 uur are the same time; 9 and 9 uur are nine o'clock."""
    found = _CLOCK.fullmatch(text.strip().lower())
    if found is None:
        raise ValueError(text)
    return time(int(found["hour"]), int(found["minute"] or 0))


def whole(text: str, *, least: int, most: int) -> int:
    """A whole number between these two."""
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) < 10):
        raise ValueError(text)
    number = int(plain)
    if not least <= number <= most:
        raise ValueError(text)
    return number


def _date(year: int, month: int, day: int) -> date:
    year += 2000 if year < 100 else 0
    if year not in YEARS:
        raise ValueError(year)
    return date(year, month, day)


def _month_of(name: str) -> int:
    for start, number in MONTHS:
        if name.startswith(start):
            return number
    raise ValueError(name)
