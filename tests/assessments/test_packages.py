"""The set that goes together best: exact, closed, and with its ties as agreed."""

from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.assessments.packages import Option, best_package, value
from tests.support.proof import size


def option(id_: str, *covers: tuple[int, int], cost: int = 0, hours: int = 8, needs: str = "") -> Option:
    return Option(id_, Decimal(hours), covers, cost, frozenset(needs.split()))


def tried_all(options: list[Option], needs: list[int], most: int) -> tuple[str, ...]:
    """The best set by trying every one, in fractions."""
    best: tuple[Fraction, int, Decimal, tuple[str, ...]] = (Fraction(0), 0, Decimal(0), ())
    for number in range(1, most + 1):
        for chosen in combinations(options, number):
            ids = tuple(sorted(one.id for one in chosen))
            if any(not one.needs <= set(ids) for one in chosen):
                continue
            worth = Fraction(-sum(one.cost for one in chosen))
            for dimension, need in enumerate(needs):
                left = Fraction(1)
                for one in chosen:
                    left *= 1 - Fraction(dict(one.covers).get(dimension, 0), 4)
                worth += need * (1 - left)
            hours = sum((one.hours for one in chosen), Decimal(0))
            best = min(best, (-worth, number, hours, ids))
    return best[3]


@st.composite
def option_lists(draw: st.DrawFn) -> list[Option]:
    """Options with few different values, so that ties are common; some need others."""
    found: list[Option] = []
    closures: dict[str, frozenset[str]] = {}
    for number in range(draw(st.integers(1, 9))):
        id_ = f"m{number}"
        covers = draw(st.dictionaries(st.integers(0, 3), st.integers(1, 4), max_size=3))
        first = draw(st.lists(st.sampled_from([one.id for one in found]), max_size=2)) if found else []
        first = first if draw(st.booleans()) else []
        closures[id_] = frozenset(first).union(*(closures[one] for one in first))
        cost = draw(st.sampled_from((0, 1, 2, 300_000)))
        hours = Decimal(draw(st.sampled_from((4, 8))))
        found.append(Option(id_, hours, tuple(covers.items()), cost, closures[id_]))
    return found


NEEDS = st.lists(st.sampled_from((0, 1, 4, 16, 700_001, 2_000_000)), min_size=4, max_size=4)


@settings(max_examples=size(150, 5000), deadline=None)
@given(options=option_lists(), needs=NEEDS, most=st.integers(1, 3))
def test_package_is_the_best_of_all_sets(options: list[Option], needs: list[int], most: int) -> None:
    assert best_package(options, needs, size=most) == tried_all(options, needs, most)


def a_catalogue(dice: Random) -> tuple[list[Option], list[int]]:
    """Two dozen options that differ, of which many need others, and what somebody needs."""
    dimensions = range(dice.randint(2, 11))
    found: list[Option] = []
    for number in range(24):
        first = dice.choice(found) if found and dice.random() < 0.4 else None
        closure = first.needs | {first.id} if first else frozenset()
        covers = {one: dice.randint(1, 4) for one in dice.sample(dimensions, dice.randint(1, 2))}
        hours = Decimal(dice.choice((3, 7, 14)))
        found.append(
            Option(f"m{number:02d}", hours, tuple(covers.items()), dice.randint(0, 600_000), closure)
        )
    return found, [dice.choice((0, dice.randint(0, 3_000_000))) for _ in dimensions]


def worth_most(options: list[Option], needs: list[int]) -> Decimal:
    """What the best set of three is worth, by trying every one."""
    closed = [
        chosen
        for number in range(4)
        for chosen in combinations(options, number)
        if all(one.needs <= {other.id for other in chosen} for one in chosen)
    ]
    return max(value(chosen, needs) for chosen in closed)


@settings(max_examples=size(60, 3000), deadline=None)
@given(seed=st.integers(0, 10**9))
@example(seed=195)
def test_nothing_is_skipped_that_would_be_better(seed: int) -> None:
    options, needs = a_catalogue(Random(seed))
    named = {one.id: one for one in options}
    found = best_package(options, needs, size=3)
    assert all(named[id_].needs <= set(found) for id_ in found)
    assert value([named[id_] for id_ in found], needs) == worth_most(options, needs)


def test_nothing_worth_its_effort_is_the_empty_set() -> None:
    assert best_package([option("a", (0, 4), cost=10)], [10], size=3) == ()


def test_second_module_of_the_same_aim_is_left_out() -> None:
    same = [option("a", (0, 4), cost=1), option("b", (0, 4), cost=2), option("c", (1, 2), cost=3)]
    assert best_package(same, [100, 100], size=3) == ("a", "c")


def test_prerequisite_without_use_comes_along_for_the_better() -> None:
    options = [option("first", cost=5), option("then", (0, 4), cost=5, needs="first")]
    assert best_package(options, [100], size=3) == ("first", "then")


def test_prerequisite_that_takes_too_many_places_is_left() -> None:
    chain = [option("a", cost=1), option("b", cost=1, needs="a"), option("c", (0, 4), needs="a b")]
    assert (best_package(chain, [100], size=2), best_package(chain, [100], size=3)) == ((), ("a", "b", "c"))


def test_prerequisite_nobody_offers_keeps_a_module_out() -> None:
    assert best_package([option("a", (0, 4), needs="gone")], [100], size=3) == ()


def test_ties_take_fewer_modules_then_hours_then_ids() -> None:
    one_or_two = [option("a", (0, 4), cost=2), option("b", (0, 2), cost=1), option("c", (0, 2), cost=0)]
    assert best_package(one_or_two, [4], size=2) == ("a",)
    assert best_package([option("a", (0, 4), hours=9), option("b", (0, 4))], [4], size=1) == ("b",)
    assert best_package([option("b", (0, 4)), option("a", (0, 4))], [4], size=1) == ("a",)


def test_hundreds_of_equal_modules_are_no_trouble() -> None:
    equal = [option(f"m{number:03d}", (0, 1), (1, 1), cost=1) for number in range(300)]
    assert best_package(equal, [1_000_000, 1_000_000], size=3) == ("m000", "m001", "m002")


def test_value_of_a_set_takes_overlap_into_account() -> None:
    # 100 · (1 − ½·¼) − 1 − 2 = 84,5
    assert value([option("a", (0, 2), cost=1), option("b", (0, 3), cost=2)], [100]) == Decimal("84.5")
