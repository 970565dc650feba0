"""Each contradiction is found, and what is in order stays silent."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from portal.programmes.facts import ModuleKind, SlotKind, VatBasis
from portal.programmes.lint import lint, possible_contact
from portal.programmes.lint_facts import (
    BreakoutFacts,
    Code,
    LintFacts,
    LintWarning,
    MeetingFacts,
    ModuleFacts,
    OtherEdition,
    SlotFacts,
)
from portal.programmes.lint_sentences import SENTENCES, sentence
from portal.texts import use

C = Code
TUESDAY, WEDNESDAY = date(2027, 1, 12), date(2027, 1, 13)


def at(hour: int, minute: int = 0, day: date = TUESDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def slot(start: datetime, end: datetime, kind: SlotKind = SlotKind.PLENARY, **more: object) -> SlotFacts:
    title = str(more.pop("title", kind))
    return SlotFacts(kind, title, start, end, **more)  # type: ignore[arg-type]


ROUND = slot(
    at(10),
    at(11),
    SlotKind.ROUND,
    round_number=1,
    breakouts=(BreakoutFacts(1, "Een", capacity=6), BreakoutFacts(2, "Twee", capacity=12)),
)
DAY = MeetingFacts(
    1,
    module=1,
    day=TUESDAY,
    starts_at=at(9),
    ends_at=at(16),
    stated_weekday="dinsdag",
    slots=(slot(at(9), at(10)), ROUND, slot(at(11), at(16))),
)
SECOND = MeetingFacts(
    2, module=2, day=WEDNESDAY, starts_at=at(9, day=WEDNESDAY), ends_at=at(16, day=WEDNESDAY)
)
SOUND = LintFacts(
    title="Leidinggeven",
    capacity=12,
    starts_on=TUESDAY,
    ends_on=WEDNESDAY,
    stated_days=2,
    study_load_hours=20,
    self_study_hours=8,
    price_cents=150000,
    vat_basis=VatBasis.EXCL,
    companion_allowed=True,
    stated_state="register_now",
    has_windows=True,
    modules=(ModuleFacts(1), ModuleFacts(2, ModuleKind.CLOSING)),
    meetings=(DAY, SECOND),
    others=(OtherEdition("Najaar", frozenset({date(2027, 9, 7)})),),
)
CHOICE = tuple(ModuleFacts(n, ModuleKind.ELECTIVE, f"Keuze {n}", "Keuze", 6) for n in (2, 3))


def with_slots(*slots: SlotFacts) -> LintFacts:
    return replace(SOUND, meetings=(replace(DAY, slots=slots), SECOND))


def with_breakout(**changes: object) -> LintFacts:
    first, second = ROUND.breakouts
    changed = replace(ROUND, breakouts=(replace(first, **changes), second))  # type: ignore[arg-type]
    return with_slots(DAY.slots[0], changed, DAY.slots[2])


def test_edition_that_adds_up_raises_nothing() -> None:
    assert lint(SOUND) == []


@pytest.mark.parametrize(
    ("facts", "warning"),
    [
        (
            replace(SOUND, title_alternative="Leiding geven"),
            LintWarning(
                C.TWO_TITLES_FOR_ONE_PROGRAMME, "title", {"one": "Leidinggeven", "other": "Leiding geven"}
            ),
        ),
        (replace(SOUND, has_windows=False), LintWarning(C.SAYS_REGISTER_WITHOUT_MOMENT, "registration")),
        (
            LintFacts(meetings=(MeetingFacts(1),)),
            LintWarning(C.NO_DATES, "meetings"),
        ),
        (
            replace(SOUND, stated_days=3, study_load_hours=None),
            LintWarning(C.DAYS_DIFFER_FROM_STATEMENT, "meetings", {"stated": 3, "planned": 2}),
        ),
        (
            replace(SOUND, study_load_hours=30),
            LintWarning(C.HOURS_DO_NOT_ADD_UP, "hours", {"contact": 22.0, "least": 11.0, "most": 14.0}),
        ),
        (
            replace(SOUND, modules=(ModuleFacts(1, ModuleKind.CLOSING), ModuleFacts(2))),
            LintWarning(C.CLOSING_DAY_NOT_LAST, "module-1", {"day": TUESDAY, "last": WEDNESDAY}),
        ),
        (
            replace(SOUND, modules=(ModuleFacts(1), ModuleFacts(2, ModuleKind.ELECTIVE, "Keuze"))),
            LintWarning(C.ELECTIVE_WITHOUT_OPTIONS, "module-2", {"title": "Keuze"}),
        ),
        (
            replace(SOUND, meetings=(replace(DAY, stated_weekday="vrijdag"), SECOND)),
            LintWarning(C.WEEKDAY_DOES_NOT_MATCH, "meeting-1", {"day": TUESDAY, "stated": "vrijdag"}),
        ),
        (
            replace(SOUND, ends_on=TUESDAY),
            LintWarning(C.MEETING_OUTSIDE_EDITION, "meeting-2", {"day": WEDNESDAY}),
        ),
        (
            replace(SOUND, ends_on=None, until_month="2026-12", starts_on=None, stated_days=None),
            LintWarning(C.MEETING_OUTSIDE_EDITION, "meeting-1", {"day": TUESDAY}),
        ),
        (
            replace(SOUND, others=(OtherEdition("Kleine groep", frozenset({WEDNESDAY})),)),
            LintWarning(C.OVERLAPS_OTHER_EDITION, "meetings", {"edition": "Kleine groep", "day": WEDNESDAY}),
        ),
        (
            with_slots(DAY.slots[0], ROUND, slot(at(11, 5), at(16))),
            LintWarning(
                C.ROUND_ENDS_AT_TWO_TIMES, "round-1", {"round": 1, "ends": at(11), "next": at(11, 5)}
            ),
        ),
        (
            with_slots(ROUND, slot(at(10), at(12), SlotKind.ROUND, round_number=1)),
            LintWarning(C.ROUND_ENDS_AT_TWO_TIMES, "round-1", {"round": 1, "ends": at(11), "next": at(12)}),
        ),
        (
            with_slots(slot(at(9), at(9, 50), title="Opening"), ROUND, DAY.slots[2]),
            LintWarning(C.UNPLANNED_GAP, "meeting-1", {"after": "Opening", "from": at(9, 50), "to": at(10)}),
        ),
        (
            with_slots(slot(at(9), at(10, 5), title="Opening"), replace(ROUND, title="Ronde"), DAY.slots[2]),
            LintWarning(C.SLOTS_OVERLAP, "meeting-1", {"one": "Opening", "other": "Ronde"}),
        ),
        (
            with_slots(*DAY.slots[:2], slot(at(11), at(17), title="Afsluiting")),
            LintWarning(C.SLOT_OUTSIDE_MEETING, "meeting-1", {"title": "Afsluiting"}),
        ),
        (
            with_breakout(cancelled=True, capacity=None),
            LintWarning(C.CANCELLED_BREAKOUT_BOOKABLE, "breakout-1", {"title": "Een"}),
        ),
        (
            with_breakout(shut=True, capacity=None),
            LintWarning(C.FULL_BREAKOUT_WITHOUT_CAPACITY, "breakout-1", {"title": "Een"}),
        ),
        (
            with_breakout(title_alternative="Eén"),
            LintWarning(C.TWO_TITLES_FOR_ONE_BREAKOUT, "breakout-1", {"one": "Een", "other": "Eén"}),
        ),
        (
            with_slots(
                replace(ROUND, breakouts=(BreakoutFacts(1, capacity=5), BreakoutFacts(2, capacity=6)))
            ),
            LintWarning(C.TOO_FEW_SEATS, "round-1", {"seats": 11, "needed": 12}),
        ),
        (
            with_breakout(capacity=13),
            LintWarning(C.TOO_MANY_SEATS, "breakout-1", {"seats": 13, "edition": 12}),
        ),
        (
            replace(SOUND, modules=(ModuleFacts(1), CHOICE[0], replace(CHOICE[1], capacity=4))),
            LintWarning(C.TOO_FEW_SEATS, "module-2", {"seats": 10, "needed": 12}),
        ),
        (
            replace(SOUND, modules=(ModuleFacts(1), CHOICE[0], replace(CHOICE[1], cancelled=True))),
            LintWarning(C.TOO_FEW_SEATS, "module-2", {"seats": 6, "needed": 12}),
        ),
        (
            replace(SOUND, vat_basis=VatBasis.UNKNOWN),
            LintWarning(C.PRICE_WITHOUT_VAT_BASIS, "price", {"cents": 150000}),
        ),
        (
            replace(SOUND, price_per_person_stated=False),
            LintWarning(C.PRICE_PER_WHOM_UNKNOWN, "price", {"cents": 150000}),
        ),
        (
            replace(SOUND, examples=frozenset({"companion_takes_seat"})),
            LintWarning(C.COMPANION_TERMS_ASSUMED, "companion"),
        ),
    ],
    ids=lambda value: str(value.code) if isinstance(value, LintWarning) else "",
)
def test_contradiction_is_the_only_warning(facts: LintFacts, warning: LintWarning) -> None:
    assert [w for w in lint(facts) if w.code is warning.code and w.about == warning.about] == [warning]
    assert {w.code for w in lint(facts)} == {warning.code}


def test_meeting_on_good_friday_is_found() -> None:
    good_friday = date(2027, 3, 26)
    facts = LintFacts(meetings=(MeetingFacts(1, day=good_friday),))
    assert lint(facts) == [LintWarning(C.MEETING_ON_PUBLIC_HOLIDAY, "meeting-1", {"day": good_friday})]


@pytest.mark.parametrize(
    "facts",
    [
        with_breakout(cancelled=True, shut=True, capacity=12),
        with_breakout(shut=True),
        with_breakout(capacity=None),
        replace(with_breakout(capacity=1), capacity=None),
        replace(SOUND, price_cents=None, vat_basis=VatBasis.UNKNOWN, price_per_person_stated=False),
        replace(SOUND, price_cents=0, vat_basis=VatBasis.FREE),
        replace(SOUND, companion_allowed=False, examples=frozenset({"companion_takes_seat"})),
        replace(SOUND, modules=(ModuleFacts(1), *CHOICE)),
        replace(SOUND, study_load_hours=None, stated_days=None),
        with_slots(slot(at(8, 45), at(9), SlotKind.DOORS), *DAY.slots),
        replace(SOUND, stated_state="", has_windows=False),
        LintFacts(starts_on=TUESDAY),
    ],
)
def test_what_is_in_order_or_not_stated_stays_silent(facts: LintFacts) -> None:
    assert lint(facts) == []


def test_unknown_days_hold_four_to_nine_hours() -> None:
    least, most = possible_contact(LintFacts(stated_days=15))
    assert (least.total_seconds() / 3600, most.total_seconds() / 3600) == (60, 135)


def test_breaks_of_a_short_meeting_are_not_taken_off() -> None:
    short = MeetingFacts(1, day=TUESDAY, starts_at=at(9), ends_at=at(12))
    least, most = possible_contact(LintFacts(meetings=(short,)))
    assert least == most == at(12) - at(9)


def test_electives_at_once_count_for_one_participant() -> None:
    one, other = (MeetingFacts(n, module=n, day=TUESDAY, starts_at=at(9), ends_at=at(12)) for n in (2, 3))
    least, most = possible_contact(LintFacts(modules=CHOICE, meetings=(one, other)))
    assert least == most == at(12) - at(9)


def test_every_code_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Code)


def test_sentence_writes_days_and_times_in_words() -> None:
    assert sentence(LintWarning(C.CLOSING_DAY_NOT_LAST, "module-1", {"day": TUESDAY, "last": WEDNESDAY})) == (
        "De slotdag is op dinsdag 12 januari 2027, maar daarna komt nog een bijeenkomst op woensdag "
        "13 januari 2027. Verplaats een van beide of geef een andere slotdag op."
    )


def test_sentence_writes_amounts_and_hours() -> None:
    with use("nl"):
        price = sentence(LintWarning(C.PRICE_PER_WHOM_UNKNOWN, "price", {"cents": 150000}))
        hours = sentence(lint(replace(SOUND, study_load_hours=30))[0])
    assert price == "Bij de prijs van € 1.500 staat niet of die per persoon is. Vul dat in."
    assert hours == (
        "De studiebelasting laat 22 uur voor bijeenkomsten. In de dagen van het programma passen "
        "11 tot 14 uur. Pas de uren of de dagen aan."
    )


def keyed(facts: LintFacts) -> LintFacts:
    """Every part under a name of its own, which tells what it is."""
    return replace(
        facts,
        modules=tuple(replace(m, key=f"module-{m.number}") for m in facts.modules),
        meetings=tuple(
            replace(
                meeting,
                key=f"meeting-{meeting.number}",
                slots=tuple(
                    replace(
                        slot,
                        key=f"round-{slot.round_number}",
                        breakouts=tuple(replace(b, key=f"breakout-{b.number}") for b in slot.breakouts),
                    )
                    for slot in meeting.slots
                ),
            )
            for meeting in facts.meetings
        ),
    )


def test_warning_about_a_part_names_that_very_part() -> None:
    broken = BreakoutFacts(2, "Twee", "Toch anders", capacity=99, shut=False, cancelled=False)
    off = BreakoutFacts(3, "Drie", capacity=5, cancelled=True)
    full = BreakoutFacts(4, "Vier", shut=True)
    early = slot(at(7), at(8))
    late_round = replace(ROUND, ends_at=at(12), breakouts=(broken, off, full))
    day = replace(DAY, stated_weekday="maandag", day=date(2027, 1, 1), slots=(early, late_round, *DAY.slots))
    closing = ModuleFacts(1, ModuleKind.CLOSING, "Slot")
    options = tuple(ModuleFacts(n, ModuleKind.ELECTIVE, f"Keuze {n}", "Keuze", n) for n in (3, 4))
    empty = ModuleFacts(5, ModuleKind.ELECTIVE, "Leeg")
    facts = replace(SOUND, meetings=(day, SECOND), modules=(closing, *options, empty))

    found = [w for w in lint(keyed(facts)) if "-" in w.about]

    assert [w.key for w in found] == [w.about for w in found]
    assert {w.about for w in found} >= {
        "module-1",
        "module-3",
        "module-5",
        "meeting-1",
        "round-1",
        "breakout-2",
    }
