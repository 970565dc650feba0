"""What else happens at the hours of a meeting (pure): in the same place, with the same people, on holidays.

A day without hours counts as the whole day. Of what others organise one reads that a place or a person is
taken, and nothing more.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import combinations
from typing import Any

from portal.programmes.school_holidays import days_off


class Clash(StrEnum):
    """What can be at the same time."""

    SAME_EDITION = "same_edition"
    VENUE = "venue"
    VENUE_ELSEWHERE = "venue_elsewhere"
    GUIDE = "guide"
    GUIDE_ELSEWHERE = "guide_elsewhere"
    COHORT = "cohort"
    SCHOOL_HOLIDAY = "school_holiday"


@dataclass(frozen=True)
class When:
    """A day, with its hours as far as they are known."""

    day: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def meets(self, other: "When") -> bool:
        """Whether both are at one moment; what only touches does not."""
        if self.starts_at is None or other.starts_at is None:
            return self.day == other.day
        first, last = (self, other) if self.starts_at <= other.starts_at else (other, self)
        assert last.starts_at is not None
        return first.day == last.day if first.ends_at is None else last.starts_at < first.ends_at


@dataclass(frozen=True)
class Planned:
    """A meeting of the edition itself; `choice` is set for one that not everybody goes to."""

    key: str
    title: str
    when: When
    venue_id: int | None = None
    venue: str = ""
    choice: bool = False


@dataclass(frozen=True)
class Elsewhere:
    """A meeting of another edition. `ours`: one may say which; `people`: who of this edition goes there."""

    when: When
    label: str
    ours: bool
    venue_id: int | None = None
    guides: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()


@dataclass(frozen=True)
class ClashWarning:
    """One thing at the same time as the meeting with this key; `soft` is only to know."""

    clash: Clash
    key: str
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def soft(self) -> bool:
        """Whether it is only good to know."""
        return self.clash is Clash.SCHOOL_HOLIDAY


def clashes(
    planned: Sequence[Planned], elsewhere: Sequence[Elsewhere], guides: Mapping[int, str]
) -> list[ClashWarning]:
    """Everything at the same time, in the order of the meetings. `guides`: the edition's own, by name."""
    found: list[ClashWarning] = []
    for meeting in planned:
        beside = [other for other in elsewhere if meeting.when.meets(other.when)]
        found += _inside(meeting, planned)
        found += _venues(meeting, beside)
        found += _guides(meeting, beside, guides)
        found += _cohort(meeting, beside)
        found += _holidays(meeting)
    return found


def _inside(meeting: Planned, planned: Sequence[Planned]) -> Iterator[ClashWarning]:
    """Two meetings of one edition, unless people choose between them; said once, at the first."""
    for one, other in combinations(planned, 2):
        if one is meeting and not (one.choice and other.choice) and one.when.meets(other.when):
            yield ClashWarning(Clash.SAME_EDITION, meeting.key, {"other": other.title})


def _venues(meeting: Planned, beside: Sequence[Elsewhere]) -> Iterator[ClashWarning]:
    if meeting.venue_id is None:
        return
    there = [other for other in beside if other.venue_id == meeting.venue_id]
    for label in sorted({other.label for other in there if other.ours}):
        yield ClashWarning(Clash.VENUE, meeting.key, {"venue": meeting.venue, "edition": label})
    if any(not other.ours for other in there):
        yield ClashWarning(Clash.VENUE_ELSEWHERE, meeting.key, {"venue": meeting.venue})


def _guides(
    meeting: Planned, beside: Sequence[Elsewhere], guides: Mapping[int, str]
) -> Iterator[ClashWarning]:
    for person_id, name in sorted(guides.items(), key=lambda one: (one[1], one[0])):
        there = [other for other in beside if person_id in other.guides]
        for label in sorted({other.label for other in there if other.ours}):
            yield ClashWarning(Clash.GUIDE, meeting.key, {"name": name, "edition": label})
        if any(not other.ours for other in there):
            yield ClashWarning(Clash.GUIDE_ELSEWHERE, meeting.key, {"name": name})


def _cohort(meeting: Planned, beside: Sequence[Elsewhere]) -> Iterator[ClashWarning]:
    people = frozenset[int]().union(*(other.people for other in beside))
    if people:
        yield ClashWarning(Clash.COHORT, meeting.key, {"num": len(people)})


def _holidays(meeting: Planned) -> Iterator[ClashWarning]:
    off = days_off(meeting.when.day)
    if off is not None:
        values = {"day": meeting.when.day, "holiday": off.holiday, "regions": off.regions}
        yield ClashWarning(Clash.SCHOOL_HOLIDAY, meeting.key, values)
