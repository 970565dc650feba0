"""The price when somebody else takes the first seat, and what leaving costs."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from portal.registrations.money import terms_of, with_other_first


def edition(**more: Any) -> Any:
    """1.500 for all and 1.000 for members."""
    prices = {"price_cents": 1500, "member_price_cents": 1000, "companion_price_cents": None}
    return SimpleNamespace(**prices, vat_basis="excl", vat_percentage=None, **more)


def price(*heads: int | None) -> dict[str, Any]:
    """A recorded price."""
    total = None if None in heads else sum(head or 0 for head in heads)
    return {"heads": list(heads), "total": total, "vat_basis": "excl", "vat_percentage": None}


@pytest.mark.parametrize(
    ("before", "was_member", "member", "after"),
    [
        (price(1000), True, False, price(1500)),
        (price(1500), False, True, price(1000)),
        (price(1000), False, True, price(1000)),  # recorded as a member; left the association since
        (price(1000), False, False, price(1500)),
        (price(1200), True, True, price(1200)),  # an earlier price stays for the same kind of person
        (price(1200), True, False, price(1500)),
        (price(1000, 1000), True, False, price(1500, 1500)),
        (price(), True, False, price()),
    ],
)
def test_price_follows_who_takes_the_first_seat(
    before: dict[str, Any], was_member: bool, member: bool, after: dict[str, Any]
) -> None:
    assert with_other_first(before, edition(), was_member=was_member, member=member) == after


def test_companions_own_price_stays() -> None:
    own = edition()
    own.companion_price_cents = 700
    assert with_other_first(price(1000, 800), own, was_member=True, member=False) == price(1500, 800)


def test_edition_without_a_member_price_keeps_every_price() -> None:
    same = edition()
    same.member_price_cents = None
    assert with_other_first(price(1200), same, was_member=True, member=False) == price(1200)


@pytest.mark.parametrize(("percentage", "agreed"), [(None, 100), (0, 0), (50, 50)])
def test_terms_keep_the_percentage_also_of_nothing(percentage: int | None, agreed: int) -> None:
    found = terms_of(edition(cancel_free_days=14, cancel_percentage=percentage, first_day=date(2027, 4, 15)))
    assert found == {"free_until": "2027-04-01", "percentage": agreed}
