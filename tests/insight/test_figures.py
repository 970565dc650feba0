"""Means, intervals and differences of groups, against numbers worked out by hand or published."""

from fractions import Fraction
from itertools import cycle, islice

import pytest

from portal.insight.disclosure import shown_mean
from portal.insight.facts import Column
from portal.insight.figures import (
    Balance,
    Interval,
    Part,
    Trust,
    alpha,
    change,
    differences,
    exact_mean,
    from_moments,
    mean_interval,
    part,
    reliabilities,
    t_quantile,
    team_balance,
)


def tenths(*values: int) -> Column:
    """Scores in tenths of a point."""
    return Column(values, 10)


def added_up(rows: list[tuple[int, ...]]) -> list[int]:
    """What alpha is computed from: how many, each item, all squares, the squared totals."""
    items = [sum(column) for column in zip(*rows, strict=True)]
    return [len(rows), *items, sum(x * x for row in rows for x in row), sum(sum(row) ** 2 for row in rows)]


def test_quantiles_follow_the_printed_table() -> None:
    assert [round(t_quantile(df), 3) for df in (1, 4, 30, 31, 40, 60, 120)] == [
        12.706,
        2.776,
        2.042,
        2.040,
        2.021,
        2.000,
        1.980,
    ]


def test_five_people_give_a_wide_interval() -> None:
    # mean 3; variance (4+1+0+1+4)/4 = 2.5; half 2.7764 · √(2.5/5) = 1.9632
    found = mean_interval(Column([2, 4, 6, 8, 10], 2))
    assert (found.value, round(found.low, 3), round(found.high, 3), found.n) == (3.0, 1.037, 4.963, 5)


def test_large_share_of_population_narrows_it() -> None:
    # 42 of 67 leaders: √(25/66) = 0.6155
    half = from_moments(42, 3.0, 1.0).high - 3.0
    assert round((from_moments(42, 3.0, 1.0, population=67).high - 3.0) / half, 2) == 0.62


def test_everybody_asked_leaves_no_margin() -> None:
    assert from_moments(20, 3.0, 1.0, population=20) == Interval(3.0, 3.0, 3.0, 20)


def test_small_domain_is_drawn_towards_the_whole() -> None:
    # (5 · 4.0 + 10 · 3.1) / 15 = 3.4
    own = from_moments(5, 4.0, 1.0)
    assert part(own, Fraction(4), Fraction(31, 10)) == Part(own, Fraction(34, 10), differs=False)


def test_domain_differs_when_its_interval_excludes_the_whole() -> None:
    assert part(from_moments(20, 4.0, 0.25), Fraction(4), Fraction(31, 10)).differs


def test_leaders_and_supporters_differ_the_same_every_time() -> None:
    leaders, others = tenths(40, 42, 39, 44, 41, 40), tenths(31, 30, 33, 29, 32)
    [found, none] = differences([leaders, leaders], [others, tenths(41, 41, 41, 41, 41)])
    assert [found, none] == differences([leaders, leaders], [others, tenths(41, 41, 41, 41, 41)])
    assert (round(found.value, 2), found.n, found.excludes(0)) == (1.0, 5, True)
    assert found.low < found.value < found.high
    assert (round(none.value, 2), none.excludes(0)) == (0.0, False)


def test_very_many_people_need_no_drawing() -> None:
    many = Column(list(islice(cycle([3, 4]), 2000)), 1)
    [found] = differences([many], [many])
    assert (found.value, round(found.high, 3)) == (0.0, 0.031)


def test_change_is_of_the_same_people() -> None:
    # changes 1, 0, 1, 0, 1: mean .6, variance .3, half 2.7764 · √(.3/5) = .6801
    found = change(Column([3, 3, 3, 3, 3], 1), Column([4, 3, 4, 3, 4], 1))
    assert (round(found.value, 2), round(found.low, 2), found.n) == (0.6, -0.08, 5)


def test_alpha_follows_the_worked_example() -> None:
    # items 1,2,3,4 and 2,2,4,4: variances 5/3 and 4/3; totals 3,4,7,8 variance 17/3; 2·(1 − 3/(17/3))
    assert alpha(added_up([(1, 2), (2, 2), (3, 4), (4, 4)])) == pytest.approx(2 * (1 - 9 / 17))


def test_alpha_is_unknown_when_all_totals_agree() -> None:
    assert alpha(added_up([(1, 2), (2, 1), (1, 2)])) is None


def test_reliability_waits_for_thirty_and_hundred_people() -> None:
    rows = list(islice(cycle([(1, 2), (2, 2), (3, 4), (4, 4), (5, 4)]), 1000))
    found = [reliabilities([[row] for row in rows[:n]], 1)[0] for n in (29, 30, 99, 100, 1000)]
    trust = [Trust.TOO_FEW, Trust.INDICATIVE, Trust.INDICATIVE, Trust.STABLE, Trust.STABLE]
    assert [one.trust for one in found] == trust
    assert found[0].alpha is None
    assert all(one.alpha and one.alpha.low < one.alpha.value < one.alpha.high for one in found[1:])


def test_reliability_counts_complete_answers_only() -> None:
    rows = list(islice(cycle([(1, 2), (2, 2), (3, 4), (4, 4), (5, 4)]), 40))
    sheets = [[row, None if i < 15 else row] for i, row in enumerate(rows)]
    found = reliabilities(sheets, 2)
    assert found[0].alpha is not None
    assert (found[0].alpha.n, found[0].alpha.value) == (40, pytest.approx(alpha(added_up(rows))))
    assert found[1].trust is Trust.TOO_FEW


def test_team_balance_speaks_only_beyond_chance() -> None:
    apart = [tenths(10, -10, 5, -6, 2), tenths(10, 12, 8, 9, 11), tenths(-10, -12, -8, -9, -11)]
    assert [team_balance(found) for found in apart] == [
        Balance.COMPARABLE,
        Balance.MORE_FLEXIBILITY,
        Balance.MORE_CONTROL,
    ]


def test_mean_on_a_half_is_rounded_up() -> None:
    """71/20 = 3.55 and 39/20 = 1.95, which a float is just under: 3.6 and 2.0."""
    halves = [tenths(*[36] * 10, *[35] * 10), tenths(*[19] * 10, *[20] * 10)]
    assert [str(shown_mean(exact_mean(one)).value) for one in halves] == ["3.6", "2.0"]
