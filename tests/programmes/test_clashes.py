"""What else happens at the hours of a meeting."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.programmes.clash_sentences import HOLIDAYS, REGIONS, SENTENCES, sentence
from portal.programmes.clashes import Clash, ClashWarning, Elsewhere, Planned, When, clashes
from portal.programmes.school_holidays import Region, SchoolHoliday

TUESDAY, WEDNESDAY = date(2027, 1, 12), date(2027, 1, 13)


def at(first: int | None = None, last: int | None = None, day: date = TUESDAY) -> When:
    """From one hour to another."""
    starts, ends = (
        None if h is None else datetime(*day.timetuple()[:3], h, tzinfo=UTC) for h in (first, last)
    )
    return When(day, starts, ends)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (at(9, 12), at(11, 13), True),
        (at(9, 12), at(12, 13), False),
        (at(9, 17), at(10, 11), True),
        (at(9, 12), at(9, 12), True),
        (at(), at(9, 12), True),
        (at(), at(9, 12, WEDNESDAY), False),
        (at(9), at(20, 21), True),
        (at(20), at(9, 12), False),
        (at(9), at(9, 12, WEDNESDAY), False),
    ],
)
def test_what_only_touches_is_not_at_one_moment(one: When, other: When, meet: bool) -> None:
    assert (one.meets(other), other.meets(one)) == (meet, meet)


hours = st.tuples(st.integers(0, 22), st.integers(1, 23)).filter(lambda h: h[0] < h[1])


@given(hours, hours)
def test_hours_meet_when_they_share_a_moment(one: tuple[int, int], other: tuple[int, int]) -> None:
    shared = set(range(*one)) & set(range(*other))
    assert at(*one).meets(at(*other)) is bool(shared)


MORNING = at(9, 12)


def meeting(when: When = MORNING, **more: object) -> Planned:
    """A meeting in Zwolle."""
    return Planned("m", "Dag 1", when, **{"venue_id": 1, "venue": "Het Huis", **more})  # type: ignore[arg-type]


def found(elsewhere: Elsewhere) -> list[tuple[Clash, dict[str, object]]]:
    """What is said about the meeting, with Noor as its facilitator."""
    return [(w.clash, w.values) for w in clashes([meeting()], [elsewhere], {7: "Noor"})]


def test_own_editions_are_named_and_others_are_not() -> None:
    ours = Elsewhere(at(10, 11), "Leren", ours=True, venue_id=1, guides=frozenset({7, 8}))
    theirs = Elsewhere(at(10, 11), "Geheim", ours=False, venue_id=1, guides=frozenset({7}))
    assert found(ours) == [
        (Clash.VENUE, {"venue": "Het Huis", "edition": "Leren"}),
        (Clash.GUIDE, {"name": "Noor", "edition": "Leren"}),
    ]
    assert found(theirs) == [
        (Clash.VENUE_ELSEWHERE, {"venue": "Het Huis"}),
        (Clash.GUIDE_ELSEWHERE, {"name": "Noor"}),
    ]


def test_cohort_is_a_number_and_everybody_counts_once() -> None:
    others = [
        Elsewhere(at(10, 11), "Een", ours=False, people=frozenset({1, 2})),
        Elsewhere(at(9, 10), "Twee", ours=True, people=frozenset({2, 3})),
        Elsewhere(at(12, 13), "Drie", ours=True, people=frozenset({4})),
    ]
    warnings = clashes([meeting()], others, {})
    assert [(w.clash, w.values) for w in warnings] == [(Clash.COHORT, {"num": 3})]


def test_another_place_or_hour_is_no_clash() -> None:
    assert found(Elsewhere(at(10, 11), "Leren", ours=True, venue_id=2)) == []
    assert found(Elsewhere(at(12, 13), "Leren", ours=True, venue_id=1, guides=frozenset({7}))) == []


def test_place_that_is_not_known_clashes_with_nothing() -> None:
    nowhere = meeting(venue_id=None, venue="")
    assert clashes([nowhere], [Elsewhere(at(9, 12), "Leren", ours=True)], {}) == []


def test_two_meetings_at_once_are_said_once() -> None:
    planned = [
        Planned("a", "Een", at(9, 12)),
        Planned("b", "Twee", at(11, 13)),
        Planned("c", "Keuze", at(14, 15), choice=True),
        Planned("d", "Andere keuze", at(14, 15), choice=True),
    ]
    assert clashes(planned, [], {}) == [ClashWarning(Clash.SAME_EDITION, "a", {"other": "Twee"})]


def test_school_holiday_is_only_good_to_know() -> None:
    (warning,) = clashes([meeting(at(9, 12, date(2026, 12, 29)))], [], {})
    assert (warning.clash, warning.soft, warning.values["holiday"]) == (
        Clash.SCHOOL_HOLIDAY,
        True,
        SchoolHoliday.CHRISTMAS,
    )
    assert sentence(warning) == "Goed om te weten: dan is het kerstvakantie in regio Noord, Midden en Zuid."


def test_every_clash_has_words() -> None:
    values = {"other": "A", "venue": "B", "edition": "C", "name": "D", "num": 2}
    said = {sentence(ClashWarning(clash, "m", values)) for clash in Clash if clash != Clash.SCHOOL_HOLIDAY}
    assert len(said) == len(Clash) - 1
    assert set(SENTENCES) == set(Clash) - {Clash.SCHOOL_HOLIDAY, Clash.COHORT}
    assert (set(HOLIDAYS), set(REGIONS)) == (set(SchoolHoliday), set(Region))
