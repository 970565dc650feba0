"""Two scans of one person: what has changed beyond chance, and what may not be said."""

from fractions import Fraction

import pytest

from portal.assessments.facts import Answers, Form
from portal.assessments.growth import (
    Growth,
    LookingBack,
    NotComparable,
    Sitting,
    Verdict,
    growth,
    looking_back,
)
from tests.assessments.support import INSTRUMENT, PRIOR, all_answers, answers

VERSION = ("zelfscan", "1.0")


def sitting(given: Answers, form: Form = Form.LONG, version: tuple[str, str] = VERSION) -> Sitting:
    return Sitting(version, form, given, PRIOR)


def grown(before: Answers, after: Answers, goals: tuple[str, ...] = ()) -> Growth:
    found = growth(INSTRUMENT, sitting(before), sitting(after), goals=goals)
    assert isinstance(found, Growth)
    return found


def test_limits_are_those_of_the_study() -> None:
    found = grown(all_answers(3), all_answers(3), goals=("richting",))
    limits = [found.aspects[0], found.aspects[1], found.groups[0], found.total]
    assert [f"{change.limit:.2f}" for change in limits] == ["0.94", "1.29", "0.54", "0.36"]


def test_goal_has_grown_where_another_aspect_has_not() -> None:
    before, after = answers(rk=3, ov=3), answers(rk=4, ov=4)
    verdicts = [one.verdict for one in grown(before, after, goals=("richting",)).aspects[:2]]
    assert verdicts == [Verdict.GROWN, Verdict.WITHIN_MARGIN]


def test_fall_beyond_the_limit_is_said() -> None:
    assert grown(answers(rk=4), answers(rk=2)).aspects[0].verdict is Verdict.FALLEN


def test_total_grows_where_no_aspect_can_be_named() -> None:
    found = grown(all_answers(3), {**all_answers(3), **answers(rk=4, ov=4, bv=4)})
    assert [one.verdict for one in found.aspects] == [Verdict.WITHIN_MARGIN] * 7
    assert (found.total.verdict, found.groups[0].verdict) == (Verdict.GROWN, Verdict.GROWN)
    assert found.total.by == Fraction(3, 7)


def test_only_items_answered_both_times_count() -> None:
    change = grown(answers(rk="1233333"), answers(rk="xx3333x")).aspects[0]
    assert (change.n, change.before, change.after) == (4, Fraction(3), Fraction(3))


def test_three_common_items_say_nothing() -> None:
    found = grown(all_answers(3), {**all_answers(5), **answers(rk="555xxxx")})
    unknown = [found.aspects[0], found.groups[0], found.total]
    assert [one.verdict for one in unknown] == [Verdict.UNKNOWN] * 3
    assert found.aspects[0].by is None


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (sitting({}, form=Form.SHORT), NotComparable.NOT_THE_LONG_FORM),
        (sitting({}, version=("zelfscan", "2.0")), NotComparable.ANOTHER_VERSION),
    ],
)
def test_short_form_and_other_versions_show_no_growth(second: Sitting, reason: NotComparable) -> None:
    assert growth(INSTRUMENT, sitting({}), second) is reason


def test_looking_back_may_be_stricter_than_then() -> None:
    then, now = (
        {"richting": Fraction(4), "houding": None},
        {"richting": Fraction(7, 2), "houding": Fraction(3)},
    )
    assert looking_back(then, {"richting": 2, "houding": 3, "kennis": "x"}, now) == [
        LookingBack("richting", Fraction(4), 2, Fraction(7, 2), stricter=True),
        LookingBack("houding", None, 3, Fraction(3), stricter=False),
    ]
