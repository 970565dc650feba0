"""What a change of a schedule brings about that nobody may have meant."""

from datetime import date, timedelta

import pytest

from portal import texts
from portal.registrations.afterwards import Concerns, Sight, Warned, new_concerns
from tests.builders import NOW

DAY = timedelta(days=1)
EARLY = "De inschrijving sluit dan eerder: donderdag 14 januari 2027, 10.00 uur"
OVER = "De inschrijving is dan meteen voorbij"


def test_only_what_is_new_is_said() -> None:
    known, new = Warned("m", "Kies een dag."), Warned("m", "Het is vakantie.", date(2027, 5, 6))
    with texts.use("nl"):
        found = new_concerns(Sight((known,), None), Sight((known, new), None), NOW)
    assert found == Concerns(warned=("Donderdag 6 mei 2027. Het is vakantie.",))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (9 * DAY, 2 * DAY, EARLY),
        (9 * DAY, -DAY, OVER),
        (None, -DAY, OVER),
        (2 * DAY, 9 * DAY, ""),
        (2 * DAY, 2 * DAY, ""),
        (None, 2 * DAY, ""),
        (-2 * DAY, -3 * DAY, ""),
        (2 * DAY, None, ""),
    ],
)
def test_registering_that_ends_sooner_is_said(
    before: timedelta | None, after: timedelta | None, said: str
) -> None:
    sights = [Sight((), None if one is None else NOW + one) for one in (before, after)]
    with texts.use("nl"):
        closing = new_concerns(*sights, NOW).closing
    assert (closing.startswith(said), bool(closing)) == (True, bool(said))
