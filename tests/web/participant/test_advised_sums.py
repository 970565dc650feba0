"""How a recommendation was computed can be added up by hand, to the last decimal."""

from decimal import Decimal

from hypothesis import given, settings

from portal.texts import set_language
from portal.web.participant.advised_sums import table
from tests.assessments.generated import Json, advised, catalogues, people
from tests.support.proof import size


def read(text: str) -> Decimal:
    """A number as it stands on a Dutch page."""
    return Decimal(text.replace(",", ".").replace("−", "-"))


@settings(max_examples=size(30, 1000), deadline=None)
@given(catalogue=catalogues(), person=people())
def test_lines_add_up_to_the_outcome(catalogue: Json, person: Json) -> None:
    set_language("nl")
    advice = advised(catalogue, person)
    for rated in advice.rated.values():
        *lines, last = table(rated, advice.needs, hours_known=True)
        assert sum((read(points) for _, _, points in lines), Decimal(0)) == read(last[2])
        assert read(last[2]) == Decimal(rated.score) / 4_000_000
        parts = [(product, read(points)) for _, product, points in lines if product]
        for product, points in parts:
            need, _, covered = product.partition(" × ")
            assert read(need) * read(covered) == points
        assert [points for _, points in parts] == sorted((points for _, points in parts), reverse=True)


def test_numbers_of_a_column_have_as_many_decimals() -> None:
    set_language("nl")
    person = {"id": "r1", "answers": {}, "goals": [{"aspect": "houding", "priority": 1}]}
    module = {"id": "m1", "coverage": {"houding": 0.75}, "hours": 8, "state": "open", "start": "2027-02-01"}
    advice = advised({"today": "2027-01-12", "modules": [module]}, person)
    assert table(advice.rated["m1"], advice.needs, hours_known=True) == [
        ("Houding", "1,50 × 0,75", "1,125"),
        ("Inspanning: 8 uur", "", "−0,100"),
        ("Samen", "", "1,025"),
    ]
