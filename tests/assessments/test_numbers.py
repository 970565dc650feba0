"""Arithmetic that is the same everywhere, held against what is known and against the machine's own."""

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.assessments.numbers import decimal, expected_gap, log2, millionths, root

SEM = Decimal("0.75") / Decimal(7).sqrt()


def test_half_a_millionth_goes_to_the_even_one() -> None:
    halves = [Decimal("0.0000005"), Decimal("0.0000015"), Decimal("0.0000025"), Decimal("-0.0000015")]
    assert [millionths(half) for half in halves] == [0, 2, 2, -2]


def test_logarithm_of_a_power_of_two_is_whole() -> None:
    assert [millionths(log2(2**power)) for power in range(5)] == [
        0,
        1_000_000,
        2_000_000,
        3_000_000,
        4_000_000,
    ]


def test_root_of_seven_has_its_known_digits() -> None:
    assert str(root(7)) == "2.645751311064590590501615753639260"


def test_gap_at_the_target_is_the_error_times_the_density() -> None:
    # z = 0, so the gap is SEM · φ(0) = 0,28347335 · 0,39894228 = 0,11308950
    assert millionths(expected_gap(Decimal(4), Fraction(4), SEM)) == 113090


def test_gap_far_below_the_target_is_the_distance() -> None:
    assert millionths(expected_gap(Decimal(5), Fraction(1), SEM)) == 4_000_000


def test_gap_far_above_the_target_is_nothing() -> None:
    assert expected_gap(Decimal(1), Fraction(5), Decimal("0.15")) == 0


@given(
    target=st.decimals(1, 5, places=1),
    total=st.integers(4, 35),
    n=st.integers(4, 7),
    sd=st.decimals("0.3", "2", places=3),
)
def test_gap_agrees_with_the_mathematics_library(target: Decimal, total: int, n: int, sd: Decimal) -> None:
    sem = decimal(sd / root(n))
    below = float(target) - total / n
    z = below / float(sem)
    phi = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    expected = below * (1 + math.erf(z / math.sqrt(2))) / 2 + float(sem) * phi
    assert float(expected_gap(target, Fraction(total, n), sem)) == pytest.approx(expected, abs=1e-12)
