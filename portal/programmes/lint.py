"""Edition lint (pure): what in an edition does not add up. The rules: docs/decisions/edition-lint.md.

A fact that is not stated raises nothing by itself.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from portal.programmes.facts import ModuleKind, SlotKind, VatBasis
from portal.programmes.lint_facts import Code, LintFacts, LintWarning, MeetingFacts, SlotFacts
from portal.programmes.states import end_of_month
from portal.working_days import is_public_holiday

WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
BREAKS = timedelta(hours=1.5)
LONG_DAY = timedelta(hours=5)
UNKNOWN_DAY = (timedelta(hours=4), timedelta(hours=9))

Check = Callable[[LintFacts], Iterator[LintWarning]]
W, C = LintWarning, Code


def lint(facts: LintFacts) -> list[LintWarning]:
    """Everything that does not add up, in the order of the organiser's page."""
    return [warning for check in CHECKS for warning in check(facts)]


def _titles(facts: LintFacts) -> Iterator[LintWarning]:
    if facts.title_alternative and facts.title_alternative != facts.title:
        yield W(
            C.TWO_TITLES_FOR_ONE_PROGRAMME, "title", {"one": facts.title, "other": facts.title_alternative}
        )


def _dates(facts: LintFacts) -> Iterator[LintWarning]:
    if not facts.days and not facts.starts_on:
        yield W(C.NO_DATES, "meetings")
        return
    if facts.stated_days is not None and facts.days and len(facts.days) != facts.stated_days:
        values = {"stated": facts.stated_days, "planned": len(facts.days)}
        yield W(C.DAYS_DIFFER_FROM_STATEMENT, "meetings", values)


def _hours(facts: LintFacts) -> Iterator[LintWarning]:
    if facts.study_load_hours is None or not (facts.meetings or facts.stated_days):
        return
    contact = timedelta(hours=facts.study_load_hours - (facts.self_study_hours or 0))
    least, most = possible_contact(facts)
    if not least <= contact <= most:
        values = {"contact": _in_hours(contact), "least": _in_hours(least), "most": _in_hours(most)}
        yield W(C.HOURS_DO_NOT_ADD_UP, "hours", values)


def possible_contact(facts: LintFacts) -> tuple[timedelta, timedelta]:
    """How many hours of contact the days can hold: breaks of long days off or not, unknown days 4 to 9."""
    per_day: dict[date | int, timedelta | None] = {}
    for meeting in _attended(facts):
        length = meeting.ends_at - meeting.starts_at if meeting.starts_at and meeting.ends_at else None
        key = meeting.day or meeting.number
        known = per_day.get(key, timedelta())
        per_day[key] = None if length is None or known is None else known + length
    lengths = list(per_day.values())
    lengths += [None] * ((facts.stated_days or 0) - len(lengths))
    spans = [
        UNKNOWN_DAY if length is None else (length - BREAKS if length >= LONG_DAY else length, length)
        for length in lengths
    ]
    return sum((low for low, _ in spans), timedelta()), sum((high for _, high in spans), timedelta())


def _attended(facts: LintFacts) -> Iterator[MeetingFacts]:
    """The meetings that one participant goes to: of each elective group only as many as one chooses."""
    left = {group: facts.choose.get(group, 1) for group in {m.group for m in facts.modules if m.group}}
    passed = set()
    for module in facts.modules:
        if module.group:
            left[module.group] -= 1
            if left[module.group] < 0:
                passed.add(module.number)
    return (meeting for meeting in facts.meetings if meeting.module not in passed)


def _in_hours(span: timedelta) -> float:
    return span / timedelta(hours=1)


def _modules(facts: LintFacts) -> Iterator[LintWarning]:
    for module in facts.modules:
        days = [m.day for m in facts.meetings if m.module == module.number and m.day]
        if module.kind is ModuleKind.CLOSING and days and max(days) < facts.days[-1]:
            values = {"day": max(days), "last": facts.days[-1]}
            yield W(C.CLOSING_DAY_NOT_LAST, f"module-{module.number}", values, module.key)
        if module.kind is ModuleKind.ELECTIVE and not module.group:
            yield W(
                C.ELECTIVE_WITHOUT_OPTIONS, f"module-{module.number}", {"title": module.title}, module.key
            )


def _meetings(facts: LintFacts) -> Iterator[LintWarning]:
    last = facts.ends_on or end_of_month(facts.until_month)
    for meeting in facts.meetings:
        about = f"meeting-{meeting.number}"
        if meeting.day is None:
            continue
        if meeting.stated_weekday and meeting.stated_weekday != WEEKDAYS[meeting.day.weekday()]:
            values = {"day": meeting.day, "stated": meeting.stated_weekday}
            yield W(C.WEEKDAY_DOES_NOT_MATCH, about, values, meeting.key)
        if (facts.starts_on and meeting.day < facts.starts_on) or (last and meeting.day > last):
            yield W(C.MEETING_OUTSIDE_EDITION, about, {"day": meeting.day}, meeting.key)
        if is_public_holiday(meeting.day):
            yield W(C.MEETING_ON_PUBLIC_HOLIDAY, about, {"day": meeting.day}, meeting.key)


def _others(facts: LintFacts) -> Iterator[LintWarning]:
    for other in facts.others:
        shared = sorted(other.days.intersection(facts.days))
        if shared:
            yield W(C.OVERLAPS_OTHER_EDITION, "meetings", {"edition": other.label, "day": shared[0]})


def _timetables(facts: LintFacts) -> Iterator[LintWarning]:
    for meeting in facts.meetings:
        slots = sorted(meeting.slots, key=lambda slot: (slot.starts_at, slot.ends_at))
        for slot, after in pairwise(slots):
            yield from _between(slot, after, meeting)
        if meeting.starts_at and meeting.ends_at:
            for slot in slots:
                early = slot.starts_at < meeting.starts_at and slot.kind is not SlotKind.DOORS
                if early or slot.ends_at > meeting.ends_at:
                    about = f"meeting-{meeting.number}"
                    yield W(C.SLOT_OUTSIDE_MEETING, about, {"title": slot.title}, meeting.key)


def _between(slot: SlotFacts, after: SlotFacts, meeting: MeetingFacts) -> Iterator[LintWarning]:
    about = f"meeting-{meeting.number}"
    if slot.round_number is not None and slot.round_number == after.round_number:
        if slot.ends_at != after.ends_at:
            values = {"round": slot.round_number, "ends": slot.ends_at, "next": after.ends_at}
            yield W(C.ROUND_ENDS_AT_TWO_TIMES, f"round-{slot.round_number}", values, slot.key)
    elif slot.ends_at > after.starts_at:
        yield W(C.SLOTS_OVERLAP, about, {"one": slot.title, "other": after.title}, meeting.key)
    elif slot.ends_at < after.starts_at and slot.kind is SlotKind.ROUND:
        values = {"round": slot.round_number or 0, "ends": slot.ends_at, "next": after.starts_at}
        yield W(C.ROUND_ENDS_AT_TWO_TIMES, f"round-{slot.round_number}", values, slot.key)
    elif slot.ends_at < after.starts_at:
        values = {"after": slot.title, "from": slot.ends_at, "to": after.starts_at}
        yield W(C.UNPLANNED_GAP, about, values, meeting.key)


def _breakouts(facts: LintFacts) -> Iterator[LintWarning]:
    for breakout in (b for m in facts.meetings for slot in m.slots for b in slot.breakouts):
        about, values = f"breakout-{breakout.number}", {"title": breakout.title}
        if breakout.cancelled and not breakout.shut and breakout.capacity != 0:
            yield W(C.CANCELLED_BREAKOUT_BOOKABLE, about, values, breakout.key)
        if breakout.shut and breakout.capacity is None and not breakout.cancelled:
            yield W(C.FULL_BREAKOUT_WITHOUT_CAPACITY, about, values, breakout.key)
        if breakout.title_alternative and breakout.title_alternative != breakout.title:
            titles = {"one": breakout.title, "other": breakout.title_alternative}
            yield W(C.TWO_TITLES_FOR_ONE_BREAKOUT, about, titles, breakout.key)


def _seats(facts: LintFacts) -> Iterator[LintWarning]:
    if facts.capacity is None:
        return
    for whole, choose, options in _pools(facts):
        for one, capacity in options:
            if capacity is not None and capacity > facts.capacity:
                values = {"seats": capacity, "edition": facts.capacity}
                yield W(C.TOO_MANY_SEATS, one.about, values, one.key)
        total = sum(capacity or 0 for _, capacity in options)
        unlimited = any(capacity is None for _, capacity in options)
        if options and not unlimited and total < facts.capacity * choose:
            values = {"seats": total, "needed": facts.capacity * choose}
            yield W(C.TOO_FEW_SEATS, whole.about, values, whole.key)


class Spot(NamedTuple):
    """Where seats are."""

    about: str
    key: str


def _pools(facts: LintFacts) -> Iterator[tuple[Spot, int, list[tuple[Spot, int | None]]]]:
    """What is chosen from: where it is, how many of it one chooses, and the seats of each option."""
    for slot in (slot for meeting in facts.meetings for slot in meeting.slots if slot.breakouts):
        open_ones = [b for b in slot.breakouts if not b.cancelled]
        seats = [(Spot(f"breakout-{b.number}", b.key), b.capacity) for b in open_ones]
        yield Spot(f"round-{slot.round_number}", slot.key), 1, seats
    for group in Counter(m.group for m in facts.modules if m.group):
        modules = [m for m in facts.modules if m.group == group]
        seats = [(Spot(f"module-{m.number}", m.key), m.capacity) for m in modules if not m.cancelled]
        if seats:
            yield seats[0][0], facts.choose.get(group, 1), seats


def _money(facts: LintFacts) -> Iterator[LintWarning]:
    if facts.price_cents and facts.vat_basis is VatBasis.UNKNOWN:
        yield W(C.PRICE_WITHOUT_VAT_BASIS, "price", {"cents": facts.price_cents})
    if facts.price_cents and not facts.price_per_person_stated:
        yield W(C.PRICE_PER_WHOM_UNKNOWN, "price", {"cents": facts.price_cents})
    assumed = {"companion_takes_seat", "companion_price_cents"} & facts.examples
    if facts.companion_allowed and assumed:
        yield W(C.COMPANION_TERMS_ASSUMED, "companion")


def _registration(facts: LintFacts) -> Iterator[LintWarning]:
    if facts.stated_state == "register_now" and not facts.has_windows:
        yield W(C.SAYS_REGISTER_WITHOUT_MOMENT, "registration")


CHECKS: tuple[Check, ...] = (
    _titles,
    _registration,
    _dates,
    _hours,
    _modules,
    _meetings,
    _others,
    _timetables,
    _breakouts,
    _seats,
    _money,
)
