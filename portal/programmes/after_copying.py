"""What a copy of an edition still asks of a human, computed from how it is now (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from portal.programmes.moved import Flags, flags_of


class Left(StrEnum):
    """What is left to do."""

    FACILITATOR = "facilitator"
    DAY_PAST = "day_past"
    PUBLIC_HOLIDAY = "public_holiday"
    SCHOOL_HOLIDAY = "school_holiday"
    SCHOOL_UNKNOWN = "school_unknown"
    WINDOW_PAST = "window_past"
    MODULE = "module"
    VENUE = "venue"
    JOIN_LINK = "join_link"
    SPEAKERS = "speakers"
    MATERIAL = "material"


@dataclass(frozen=True)
class CopyFacts:
    """What of the copy matters. `venues`: where it is, by name; `speakerless`: breakouts without anybody.

    `empty_modules`: those of which no meeting came along, by title.
    """

    guided: bool
    days: Sequence[date]
    windows: Sequence[tuple[datetime, datetime | None]] = ()
    venues: Sequence[str] = ()
    linkless: int = 0
    speakerless: int = 0
    material: int = 0
    empty_modules: Sequence[str] = ()


@dataclass(frozen=True)
class Todo:
    """One thing to do: on these days, at these places, for these modules, or so many."""

    what: Left
    days: tuple[tuple[date, Flags], ...] = ()
    places: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    count: int = 0


def left_to_do(facts: CopyFacts, *, now: datetime, today: date) -> list[Todo]:
    """Everything, the most urgent first."""
    return [*_about_days(facts, today), *_about_windows(facts, now), *_about_the_rest(facts)]


def _about_days(facts: CopyFacts, today: date) -> Iterator[Todo]:
    days = [(day, flags_of(day, today=today)) for day in facts.days]
    for what, having in (
        (Left.DAY_PAST, [one for one in days if one[1].past]),
        (Left.PUBLIC_HOLIDAY, [one for one in days if one[1].public_holiday]),
        (Left.SCHOOL_HOLIDAY, [one for one in days if one[1].school]),
        (Left.SCHOOL_UNKNOWN, [one for one in days if one[1].school_unknown and not one[1].past]),
    ):
        if having:
            yield Todo(what, days=tuple(having), count=len(having))


def _about_windows(facts: CopyFacts, now: datetime) -> Iterator[Todo]:
    over = [closes for _opens, closes in facts.windows if closes is not None and closes <= now]
    if over:
        yield Todo(Left.WINDOW_PAST, count=len(over))


def _about_the_rest(facts: CopyFacts) -> Iterator[Todo]:
    if facts.empty_modules:
        yield Todo(Left.MODULE, titles=tuple(facts.empty_modules), count=len(facts.empty_modules))
    if not facts.guided:
        yield Todo(Left.FACILITATOR)
    if facts.venues:
        yield Todo(Left.VENUE, places=tuple(dict.fromkeys(facts.venues)))
    for what, count in (
        (Left.JOIN_LINK, facts.linkless),
        (Left.SPEAKERS, facts.speakerless),
        (Left.MATERIAL, facts.material),
    ):
        if count:
            yield Todo(what, count=count)
