import pytest

from portal.coverage.facts import Coverage, Fault, fault_of, has_circle, is_module, most_of

ASPECTS, ROLES = ("houding", "kennis", "overzicht"), ("coach",)


def fault(stated: Coverage, most: int = 10) -> Fault | None:
    return fault_of(stated, most=most, aspects=ASPECTS, roles=ROLES)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (Coverage(), None),
        (Coverage({"houding": 4, "kennis": 4, "overzicht": 2}), None),
        (Coverage({"houding": 4, "kennis": 4, "overzicht": 3}), Fault.TOO_MUCH),
        (Coverage({"houding": 1}), Fault.NO_AIM),
        (Coverage({"houding": 1}, {"coach": 2}), None),
        (Coverage({"houding": 5}), Fault.QUARTERS),
        (Coverage({"houding": 0}), Fault.QUARTERS),
        (Coverage({"lef": 2}), Fault.UNKNOWN),
        (Coverage({}, {"baas": 2}), Fault.UNKNOWN),
        (Coverage({"houding": 2}, {}, frozenset(map(str, range(13)))), Fault.TOO_MANY_TAGS),
    ],
)
def test_first_broken_rule_is_told(stated: Coverage, expected: Fault | None) -> None:
    assert fault(stated) is expected


def test_whole_programme_may_develop_more_than_a_module() -> None:
    keys = ["leren", "leren/1", "m/abc", "extern:almere"]
    assert [(is_module(key), most_of(key)) for key in keys] == [
        (False, 16),
        (True, 10),
        (True, 10),
        (False, 16),
    ]


def test_circle_of_what_comes_first_is_found() -> None:
    needs = {"c": ["b"], "b": ["a"]}
    assert [has_circle(needs | {"a": first}, "a") for first in ([], ["c"], ["a"], ["x"])] == [
        False,
        True,
        True,
        False,
    ]
