"""In which windows a journey is made: everyday in one, in the full proof in all four."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.stage import ALL_VARIANTS, DESK, POCKET, Variant
from tests.support import proof


def _made(everyday: Variant) -> Callable[[Any], Any]:
    chosen = ALL_VARIANTS if proof.FULL else (everyday,)
    return pytest.mark.parametrize("variant", chosen, ids=str)


at_a_desk = _made(DESK)
on_a_phone = _made(POCKET)
