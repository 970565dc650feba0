"""From answers to scores: minimum rules, uncertainty, and what may be said."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.assessments.facts import Balance, ErrorSnapshot, Form, Score, ScoringConstants, State
from portal.assessments.scoring import (
    bands,
    differ,
    extremes,
    is_straight_line,
    margin,
    near_target,
    pooled_error,
    residual_squares,
    score,
    strangers,
)
from tests.assessments.support import INSTRUMENT, all_answers, answers

C = ScoringConstants()


def rounded(value: Decimal | None) -> str:
    assert value is not None
    return f"{value:.2f}"


def test_aspect_score_is_the_mean_of_what_was_answered() -> None:
    found = score(INSTRUMENT, answers(rk="43215xx")).aspect("richting")
    assert (found.exact, found.n, found.of, found.state) == (Fraction(3), 5, 7, State.SCORED)


def test_three_answers_of_seven_are_too_few() -> None:
    found = score(INSTRUMENT, answers(rk="432xxxx")).aspect("richting")
    assert (found.exact, found.n, found.state) == (None, 3, State.TOO_FEW)


def test_two_answers_of_three_score_in_the_short_form() -> None:
    short = score(INSTRUMENT, {"rk-p1": 2, "rk-p2": 5, "rk-p4": "x", "rk-p3": 1}, Form.SHORT)
    found = short.aspect("richting")
    assert (found.exact, found.n, found.of, rounded(found.sem)) == (Fraction(7, 2), 2, 3, "0.53")
    assert (short.roles, short.balance) == ((), Balance.UNKNOWN)


def test_short_form_asks_three_of_each_aspect_and_principle() -> None:
    asked = INSTRUMENT.asked(Form.SHORT)
    assert len(asked) == 21
    assert {p.id: sum(i.principle == p.id for i in asked) for p in INSTRUMENT.principles} == {
        f"p{number}": 3 for number in range(1, 8)
    }


def test_group_without_all_its_aspects_has_no_score() -> None:
    found = score(INSTRUMENT, answers(rk=4, ov=3, bv="222xxxx", kc=5, ho=2))
    assert {group.id: group.exact for group in found.groups} == {
        "hard": None,
        "connecting": None,
        "soft": Fraction(7, 2),
    }


def test_group_score_is_the_mean_of_its_aspects() -> None:
    group = score(INSTRUMENT, answers(rk=4, ov=3, bv=2)).groups[0]
    assert (group.exact, rounded(group.sem)) == (Fraction(3), "0.16")  # 0,2835 / √3


def test_role_needs_an_answer_in_both_halves() -> None:
    found = score(INSTRUMENT, answers(coach="44x4", innovator="44xx", opdrachtgever="4x3x", eigenaar="x432"))
    assert [(role.id, role.exact) for role in found.roles] == [
        ("coach", Fraction(4)),
        ("innovator", None),
        ("opdrachtgever", None),
        ("eigenaar", Fraction(3)),
    ]


def test_balance_within_chance_is_comparable() -> None:
    # 1,96 · 0,75 · √(1/8 + 1/8) = 0,735; the difference is 0,625
    even = answers(coach="4444", innovator="4433", opdrachtgever="3333", eigenaar="3334")
    assert score(INSTRUMENT, even).balance is Balance.COMPARABLE


@pytest.mark.parametrize(
    ("coach", "eigenaar", "expected"),
    [(4, 3, Balance.MORE_FLEXIBILITY), (3, 4, Balance.MORE_CONTROL), (4, 4, Balance.COMPARABLE)],
)
def test_balance_beyond_chance_is_said_in_words(coach: int, eigenaar: int, expected: Balance) -> None:
    given = answers(coach=coach, innovator=coach, opdrachtgever=eigenaar, eigenaar=eigenaar)
    assert score(INSTRUMENT, given).balance is expected


def test_balance_without_every_role_is_unknown() -> None:
    given = answers(coach=5, innovator=5, opdrachtgever=1)
    assert score(INSTRUMENT, given).balance is Balance.UNKNOWN


def test_profile_needs_five_of_seven_aspects() -> None:
    four, five = answers(rk=3, ov=3, bv=3, kc=3), answers(rk=3, ov=3, bv=3, kc=3, ho=3)
    assert [score(INSTRUMENT, given).has_profile for given in (four, five)] == [False, True]


def test_one_point_everywhere_is_a_straight_line() -> None:
    same, other = all_answers(3), {**all_answers(3), "sc-p7": 4}
    lines = [is_straight_line(INSTRUMENT, given, Form.LONG) for given in (same, other, {}, {"rk-p1": 3})]
    assert lines == [True, False, False, False]


def test_seven_answers_have_the_margin_of_the_study() -> None:
    found = score(INSTRUMENT, answers(rk=3)).aspect("richting")
    assert (rounded(found.sem), rounded(margin(found, C))) == ("0.28", "0.46")


def test_standard_error_has_a_floor() -> None:
    error = ErrorSnapshot("1", Decimal("0.75"), {"richting": Decimal("0.1")})
    assert score(INSTRUMENT, answers(rk=3), error=error).aspect("richting").sem == Decimal("0.15")


def test_aspects_differ_from_seventy_nine_hundredths_on() -> None:
    found = score(INSTRUMENT, answers(rk=3, ov="3444444", bv="3344444"))
    three, higher, less = (found.aspect(name) for name in ("richting", "overzicht", "besluitvorming"))
    assert (differ(three, higher, C), differ(three, less, C)) == (True, False)  # 0,857 and 0,714


def test_bands_hold_what_is_comparable_with_their_highest() -> None:
    found = score(INSTRUMENT, answers(rk=5, ov="5444444", bv=4, kc=3, ho="xxxxxxx"))
    assert [[one.id for one in band] for band in bands(found.aspects, C)] == [
        ["richting"],
        ["overzicht", "besluitvorming"],
        ["kennis"],
    ]


def scored(name: str, hundredths: int) -> Score:
    """An aspect with this score, and the error of seven answers."""
    return Score(name, hundredths, 100, 7, Decimal("0.75"), Decimal("0.75") / Decimal(7).sqrt(), State.SCORED)


def test_scores_within_chance_have_no_highest_and_no_lowest() -> None:
    assert extremes([scored("a", 300), scored("b", 271)], C) == ((), ())


def test_what_lies_between_is_neither_highest_nor_lowest() -> None:
    high, low = extremes([scored("a", 500), scored("b", 480), scored("c", 300), scored("d", 100)], C)
    assert ([one.id for one in high], [one.id for one in low]) == (["a", "b"], ["d"])


@given(st.lists(st.integers(100, 500), max_size=7))
def test_each_highest_really_differs_from_each_lowest(points: list[int]) -> None:
    high, low = extremes([scored(str(at), one) for at, one in enumerate(points)], C)
    assert all(differ(one, other, C) and one.total > other.total for one in high for other in low)
    assert not any(differ(one, other, C) for several in (high, low) for one in several for other in several)
    spread = bool(points) and max(points) - min(points) >= 79
    assert (bool(high), bool(low)) == (spread, spread)


def test_target_within_the_margin_is_near() -> None:
    found = score(INSTRUMENT, answers(rk="4444333", ov="4433333"))
    near = [near_target(found.aspect(name), Decimal(4), C) for name in ("richting", "overzicht")]
    assert near == [True, False]  # 3,571 ± 0,465 and 3,286 ± 0,465


def test_no_data_leave_the_spread_as_assumed() -> None:
    found = pooled_error(C, {"richting": [], "overzicht": [[3, 4, 5]]})
    assert (found.sd_of("richting"), found.sd_of("overzicht")) == (Decimal("0.75"), Decimal("0.75"))


def test_residual_is_what_people_and_items_do_not_explain() -> None:
    # Row means 2, 3; column means 2, 3; mean 2,5. Residuals: 1−(2+2−2,5) = −0,5 and so on: 4 · 0,25 = 1.
    assert residual_squares([[1, 3], [3, 3]]) == 1


def test_collected_data_move_the_spread_smoothly() -> None:
    # ν = (2 − 1)(2 − 1) = 1; σ² = (60 · 0,5625 + 1) / 61 = 34,75 / 61 = 0,569672; σ = 0,754766
    found = pooled_error(C, {"richting": [[1, 3], [3, 3]]})
    assert (found.sds, found.people) == ({"richting": Decimal("0.754766")}, 2)


def test_additive_answers_shrink_the_spread() -> None:
    table = [[1, 2, 3], [2, 3, 4], [3, 4, 5]] * 20  # people and items explain everything
    assert pooled_error(C, {"richting": table}).sd_of("richting") < Decimal("0.44")


def test_frozen_spread_stays_with_the_result() -> None:
    error = ErrorSnapshot("1", Decimal("0.75"), {"richting": Decimal("0.9")}, people=40)
    found = score(INSTRUMENT, answers(rk=3, ov=3), error=error)
    assert [rounded(found.aspect(name).sem) for name in ("richting", "overzicht")] == ["0.34", "0.28"]
    assert found.error == error


def test_strange_items_and_points_are_named() -> None:
    given = {"rk-p1": 3, "rk-p2": 6, "zz-p1": 3, "rk-p3": "x", "rk-p4": "3", "rk-p5": True}
    assert strangers(INSTRUMENT, given) == ["rk-p2", "zz-p1", "rk-p4", "rk-p5"]
