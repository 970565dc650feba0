"""Arithmetic that is the same on every machine (pure).

Square root, exponent, logarithm and the normal distribution come out of decimal arithmetic, which is rounded
by the book. The mathematics library of a machine is not: its last digit differs from machine to machine.
"""

from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

MILLION = 1_000_000
_CONTEXT = Context(prec=34, rounding=ROUND_HALF_EVEN)
_PI = Decimal("3.141592653589793238462643383279502884197")
_FAR = 12
"""So many standard errors away the tail is under 1e-32: nothing of it is left in a millionth."""


def decimal(value: Decimal | Fraction | int) -> Decimal:
    """This number in 34 digits."""
    with localcontext(_CONTEXT):
        if isinstance(value, Fraction):
            return Decimal(value.numerator) / Decimal(value.denominator)
        return +Decimal(value)


def root(value: Decimal | Fraction | int) -> Decimal:
    """The square root."""
    return _CONTEXT.sqrt(decimal(value))


def log2(value: Decimal | Fraction | int) -> Decimal:
    """The logarithm with base 2."""
    with localcontext(_CONTEXT):
        return decimal(value).ln() / Decimal(2).ln()


def millionths(value: Decimal) -> int:
    """Rounded to whole millionths, a half to the even one."""
    with localcontext(_CONTEXT):
        return int((value * MILLION).to_integral_value(ROUND_HALF_EVEN))


@lru_cache(maxsize=8192)
def expected_gap(target: Decimal, mean: Fraction, sem: Decimal) -> Decimal:
    """E[max(0, T − θ)] with θ normal around `mean`: how far somebody is expected to be below the target.

    (T − x̄)·Φ(z) + SEM·φ(z), with z = (T − x̄) / SEM.
    """
    with localcontext(_CONTEXT):
        below = target - decimal(mean)
        z = below / sem
        if abs(z) > _FAR:
            return max(below, Decimal(0))
        density = (-z * z / 2).exp() / (2 * _PI).sqrt()
        gap = below * (Decimal("0.5") + density * _series(z)) + sem * density
        return max(gap, Decimal(0))


def _series(z: Decimal) -> Decimal:
    """(Φ(z) − ½) / φ(z) = z + z³/3 + z⁵/(3·5) + …; all terms have one sign, so nothing cancels."""
    term = total = z
    square, odd = z * z, 1
    while abs(term) > abs(total) * Decimal("1e-33"):
        odd += 2
        term = term * square / odd
        total += term
    return total
