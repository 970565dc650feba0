"""What letters say of others is rid of a name, wherever a letter names somebody."""

import pytest

from portal.erasure.facts import NAME
from portal.erasure.marks import NAMED, Marks
from portal.outbox.kinds import KINDS, NAMES

CARLA = Marks.of(["carla@veldrijk.example"], ["Carla"])


@pytest.mark.parametrize("fact", sorted(NAMES | {"together", "participant"}))
def test_one_word_is_a_name_where_only_a_name_stands(fact: str) -> None:
    assert any(fact in facts for facts in KINDS.values())
    assert fact in NAMED
    assert CARLA.without_in_facts({fact: "Carla", "breakout": "Carla"}) == {fact: NAME, "breakout": "Carla"}
