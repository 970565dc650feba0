"""What a copy still asks of a human follows from how it is now."""

from datetime import UTC, date, datetime

from portal.programmes.after_copying import CopyFacts, Left, Todo, left_to_do
from portal.programmes.moved import Flags
from portal.programmes.school_holidays import DaysOff, Region, SchoolHoliday

NOW = datetime(2027, 1, 12, 9, tzinfo=UTC)
TODAY = NOW.date()


def test_copy_that_is_ready_asks_nothing() -> None:
    facts = CopyFacts(guided=True, days=[date(2027, 4, 13)], windows=[(NOW, None)])

    assert left_to_do(facts, now=NOW, today=TODAY) == []


def test_everything_that_is_left_is_named_in_order() -> None:
    past, holiday, spring, far = date(2027, 1, 11), date(2027, 3, 29), date(2027, 2, 17), date(2029, 4, 10)
    facts = CopyFacts(
        guided=False,
        days=[past, spring, holiday, far],
        windows=[(datetime(2026, 12, 1, tzinfo=UTC), NOW), (NOW, None)],
        venues=["De Fabriek, Utrecht", "De Fabriek, Utrecht", "Raadhuis, Ede"],
        linkless=1,
        empty_modules=["Slotdag"],
        speakerless=4,
        material=2,
    )

    assert left_to_do(facts, now=NOW, today=TODAY) == [
        Todo(Left.DAY_PAST, days=((past, Flags(past=True)),), count=1),
        Todo(Left.PUBLIC_HOLIDAY, days=((holiday, Flags(public_holiday=True)),), count=1),
        Todo(
            Left.SCHOOL_HOLIDAY,
            days=((spring, Flags(school=DaysOff(SchoolHoliday.SPRING, (Region.SOUTH,)))),),
            count=1,
        ),
        Todo(Left.SCHOOL_UNKNOWN, days=((far, Flags(school_unknown=True)),), count=1),
        Todo(Left.WINDOW_PAST, count=1),
        Todo(Left.MODULE, titles=("Slotdag",), count=1),
        Todo(Left.FACILITATOR),
        Todo(Left.VENUE, places=("De Fabriek, Utrecht", "Raadhuis, Ede")),
        Todo(Left.JOIN_LINK, count=1),
        Todo(Left.SPEAKERS, count=4),
        Todo(Left.MATERIAL, count=2),
    ]
