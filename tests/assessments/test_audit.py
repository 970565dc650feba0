"""Recommendations outside the database: against an independent computation, and with bad input."""

import json
from typing import Any

import pytest
from hypothesis import given, settings

from portal.assessments.audit import Points, audit, encoded
from portal.tables import FileProblem
from tests.assessments import reference
from tests.assessments.generated import CONFIG, Json, catalogues, people
from tests.assessments.support import INSTRUMENT, all_answers
from tests.support.proof import size
from tests.support.soon import soon

MODULE: Json = {"id": "m1", "coverage": {"richting": 1}, "hours": 8, "start": "2027-03-01"}
PERSON: Json = {"id": "r1", "answers": {}}


def run(catalogue: Json, *respondents: Json) -> Json:
    found: Json = json.loads(audit(json.dumps(catalogue), json.dumps(respondents), INSTRUMENT)[0])
    return found


def small(**changes: Any) -> Json:
    return {"today": "2027-01-12", "modules": [{**MODULE, **changes}]}


@settings(max_examples=size(40, 1500), deadline=None)
@given(catalogue=catalogues(), person=people())
def test_audit_says_what_an_independent_computation_says(catalogue: Json, person: Json) -> None:
    found, expected = run(catalogue, person)["r1"], reference.advise(catalogue, person)
    assert {key: found[key] for key in ("ranking", "package", "why_not")} == {
        key: expected[key] for key in ("ranking", "package", "why_not")
    }
    scores = {id_: detail["score"] for id_, detail in found["detail"].items()}
    assert scores == pytest.approx({id_: float(score) for id_, score in expected["detail"].items()}, abs=1e-9)


@settings(max_examples=size(10, 300), deadline=None)
@given(catalogue=catalogues(), person=people())
def test_order_of_the_input_changes_no_byte(catalogue: Json, person: Json) -> None:
    other = {**person, "id": "r0"}
    turned = {**catalogue, "modules": catalogue["modules"][::-1]}
    again = {**person, "answers": dict(reversed(person["answers"].items()))}
    first = audit(json.dumps(catalogue), json.dumps([person, other]), INSTRUMENT)
    second = audit(json.dumps(turned), json.dumps([other, again]), INSTRUMENT)
    assert first == second


def test_points_are_written_with_eight_exact_decimals() -> None:
    points = [Points(value) for value in (0, 1, -1, 4_000_000, -6_000_002)]
    assert encoded(points) == "[0.00000000, 0.00000025, -0.00000025, 1.00000000, -1.50000050]"


def test_parts_less_penalty_are_the_score_to_the_last_digit() -> None:
    catalogue = small(coverage={"richting": 0.75, "houding": 0.25}, hours=21)
    text, _ = audit(json.dumps(catalogue), json.dumps([{**PERSON, "answers": all_answers(3)}]), INSTRUMENT)
    detail = json.loads(text, parse_float=lambda number: int(number.replace(".", "")))["r1"]["detail"]["m1"]
    assert sum(detail["parts"].values()) - detail["penalty"] == detail["score"]


def test_own_numbers_override_the_defaults_key_by_key() -> None:
    person = {**PERSON, "answers": all_answers(3)}
    plain = run(small(), person)["r1"]["detail"]["m1"]
    changed = run({**small(), "config": {"effort_factor": 0.3}}, person)["r1"]["detail"]["m1"]
    assert (plain["penalty"], changed["penalty"], changed["parts"]) == (0.1, 0.3, plain["parts"])


def test_nobody_and_nothing_are_fine() -> None:
    assert audit('{"today": "2027-01-12", "modules": []}', "[]", INSTRUMENT) == ("{}\n", ())


def test_prerequisite_out_of_the_catalogue_is_noted() -> None:
    text, notes = audit(json.dumps(small(prerequisites=["m0"])), json.dumps([PERSON]), INSTRUMENT)
    assert json.loads(text)["r1"]["why_not"] == {"m1": "prereq"}
    assert notes == ("catalogue: m1 asks m0, which is not in the catalogue",)


def test_unknown_number_is_noted() -> None:
    text = json.dumps({**small(), "config": {"efort_factor": 1}})
    assert audit(text, "[]", INSTRUMENT)[1] == (
        "catalogue, config: `efort_factor` is not known and does nothing",
    )


def test_null_is_the_same_as_absent() -> None:
    null = small(coverage={"richting": 1, "kennis": None})
    assert audit(json.dumps(null), "[]", INSTRUMENT) == audit(json.dumps(small()), "[]", INSTRUMENT)
    absent, null = {"aspect": "richting"}, {"aspect": "richting", "priority": None}
    assert run(small(), {**PERSON, "goals": [null]}) == run(small(), {**PERSON, "goals": [absent]})


BAD_CATALOGUES: list[tuple[object, str]] = [
    ([], "should be an object with `today` and `modules`"),
    ({"modules": []}, "`today` is missing"),
    ({"today": "12-01-2027", "modules": []}, "`today` should be a day like 2027-01-12"),
    ({"today": "2027-01-12"}, "catalogue, modules: should be a list of objects"),
    (small(id=""), "`id` is missing"),
    (small(hours=None), "`hours` should be how many hours it takes"),
    (small(hours=-1), "`hours` should be how many hours it takes"),
    (small(hours=True), "`hours` should be a number, not True"),
    (small(hours=1e300), "`hours` is too big"),
    (small(coverage={"richting": 0.3}), "should be 0, 0.25, 0.5, 0.75 or 1, not 0.3"),
    (small(coverage={"richting": 1.25}), "should be 0, 0.25, 0.5, 0.75 or 1, not 1.25"),
    (small(coverage={"moed": 1}), "`coverage`: 'moed' is not known"),
    (small(role_coverage={"held": 1}), "`role_coverage`: 'held' is not known"),
    (
        small(coverage={"richting": 1, "houding": 1, "kennis": 0.75}),
        "`coverage` adds up to 2.75; a module may have 2.5 at most",
    ),
    (small(state="gesloten"), "`state` should be one of open, waitlist, planned"),
    (small(start="morgen"), "`start` should be a day"),
    (small(prerequisites=["m1"]), "the prerequisites of m1 go round in a circle"),
    ({**small(), "modules": [MODULE, MODULE]}, "catalogue, modules: m1 stands there twice"),
    ({**small(), "config": {"late_days": 1.5}}, "`late_days` cannot be 1.5"),
    ({**small(), "config": {"min_score": -1}}, "`min_score` cannot be -1"),
    ({**small(), "config": {"package_size": 4}}, "`package_size` is at most 3, not 4"),
]


@pytest.mark.parametrize(("made", "message"), BAD_CATALOGUES)
def test_bad_catalogue_is_refused_in_words(made: object, message: str) -> None:
    with pytest.raises(FileProblem) as found:
        audit(json.dumps(made), "[]", INSTRUMENT)
    assert message in str(found.value)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"answers": {"rk-p1": 6}}, "`answers` of rk-p1 should be 1, 2, 3, 4, 5 or 'x', not 6"),
        ({"answers": {"rk-p1": "3"}}, "should be 1, 2, 3, 4, 5 or 'x', not '3'"),
        ({"answers": {"rk-p1": 2.5}}, "should be 1, 2, 3, 4, 5 or 'x'"),
        ({"answers": {"rk-p8": 3}}, "'rk-p8' is no item of zelfscan 1.0"),
        ({"targets": {"richting": 6}}, "`targets` of richting should be from 1 to 5, not 6"),
        ({"goals": [{"aspect": "moed", "priority": 1}]}, "`aspect`: 'moed' is not known"),
        ({"goals": [{"aspect": "richting", "priority": 3}]}, "`priority` should be 0, 1 or 2, not 3"),
        ({"goals": [{"aspect": "richting"}, {"aspect": "richting"}]}, "richting is a goal twice"),
        (
            {"goals": [{"aspect": one} for one in ("richting", "overzicht", "kennis", "houding")]},
            "`goals`: at most 3 at a time",
        ),
        ({"role_goals": ["held"]}, "`role_goals`: 'held' is not known"),
        ({"completed": 3}, "`completed` should be a list of texts"),
        ({"id": None}, "`id` is missing"),
    ],
)
def test_bad_respondent_is_refused_in_words(changes: Json, message: str) -> None:
    with pytest.raises(FileProblem) as found:
        run(small(), {**PERSON, **changes})
    assert message in str(found.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "catalogue: not JSON, line 1"),
        ('{"today": NaN}', "catalogue: NaN is not a number"),
        ('{"today": 1, "today": 2}', "catalogue: 'today' stands there twice"),
        ("[" * 100_000, "catalogue: nested too deep"),
        ('{"hours": ' + "9" * 5000 + "}", "catalogue: a number in it is too big"),
        ('{"hours": 1e999999999}', "catalogue: a number in it is too big"),
        ('{"hours": -1e999999999}', "catalogue: a number in it is too big"),
        ('{"hours": 1e-999999999}', "catalogue: a number in it is too small"),
    ],
)
def test_what_is_no_json_is_refused_in_words(text: str, message: str) -> None:
    with pytest.raises(FileProblem, match=message):
        audit(text, "[]", INSTRUMENT)


def test_two_respondents_with_one_id_are_refused() -> None:
    with pytest.raises(FileProblem, match="respondents: r1 stands there twice"):
        run(small(), PERSON, PERSON)


def test_one_id_twice_among_very_many_is_soon_found() -> None:
    people = [{**PERSON, "id": f"r{number}"} for number in range(30_000)]
    with soon(), pytest.raises(FileProblem, match="respondents: r7 stands there twice"):
        run(small(), *people, {**PERSON, "id": "r7"})


def test_written_defaults_are_those_of_the_portal() -> None:
    person = {**PERSON, "answers": all_answers(3)}
    assert run({**small(), "config": CONFIG}, person) == run(small(), person)
