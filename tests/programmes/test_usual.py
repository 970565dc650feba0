"""The hours that are filled in for a meeting before anybody typed them."""

from dataclasses import dataclass
from datetime import UTC, datetime, time

import pytest

from portal.programmes.facts import ProgrammeKind
from portal.programmes.usual import usual_hours

LEERGANG = ProgrammeKind.LEERGANG


@dataclass
class Held:
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    zone: str = "Europe/Amsterdam"


def held(starts: int, ends: int, day: int = 13) -> Held:
    """In April, from this hour until that one in UTC."""
    return Held(datetime(2027, 4, 13, starts, tzinfo=UTC), datetime(2027, 4, day, ends, tzinfo=UTC))


MORNING, EVENING, NIGHT, UNKNOWN = held(7, 10), held(17, 19), held(18, 1, day=14), Held()
AT_MORNING, AT_EVENING = (time(9), time(12)), (time(19), time(21))


@pytest.mark.parametrize(
    ("kind", "hours"),
    [
        (ProgrammeKind.LEERGANG, (time(9, 30), time(17))),
        (ProgrammeKind.LEERDAGEN, (time(9, 30), time(17))),
        (ProgrammeKind.BIJEENKOMST, (time(13), time(17))),
    ],
)
def test_first_meeting_has_hours_of_its_kind(kind: ProgrammeKind, hours: tuple[time, time]) -> None:
    assert usual_hours([UNKNOWN], kind) == hours


def test_meeting_goes_like_the_nearest_before_it() -> None:
    wanted = Held()
    known = [MORNING, UNKNOWN, wanted, EVENING]
    assert usual_hours(known, LEERGANG, wanted) == AT_MORNING
    assert usual_hours(known, LEERGANG) == AT_EVENING


def test_first_meeting_goes_like_the_next_one() -> None:
    wanted = Held()
    assert usual_hours([wanted, UNKNOWN, EVENING], LEERGANG, wanted) == AT_EVENING


def test_night_is_no_example_for_others() -> None:
    assert usual_hours([MORNING, NIGHT], LEERGANG) == AT_MORNING
