"""What holds for every catalogue and every person: P1 to P11, and why it is not done otherwise."""

import json
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from portal.assessments.advice import Advice, advise
from portal.assessments.catalogue import Config, Entry, Person, Why
from portal.assessments.facts import State
from tests.assessments.generated import TODAY, Json, advised, catalogues, people
from tests.assessments.support import ASPECTS, INSTRUMENT, all_answers
from tests.support.proof import size

COMMON = settings(max_examples=size(25, 1500), deadline=None)
ASPECT = st.sampled_from(list(ASPECTS))


def ranked(advice: Advice) -> list[str]:
    return [rated.entry.id for rated in advice.ranking]


def quarters(advice: Advice, id_: str, aspect: str) -> int:
    return advice.rated[id_].entry.coverage.get(aspect, 0)


def covered(advice: Advice, aspect: str) -> Fraction:
    """cov_A(S) of the package."""
    left = Fraction(1)
    for id_ in advice.package:
        left *= 1 - Fraction(quarters(advice, id_, aspect), 4)
    return 1 - left


@st.composite
def lowered(draw: st.DrawFn) -> tuple[Json, Json, Json, str]:
    """A catalogue, somebody, the same person with one answer on an aspect lowered, and that aspect."""
    catalogue, person, aspect = draw(catalogues()), draw(people()), draw(ASPECT)
    high = [i.id for i in INSTRUMENT.of_aspect(aspect) if person["answers"][i.id] in (2, 3, 4, 5)]
    assume(high)
    item = draw(st.sampled_from(high))
    lower = draw(st.integers(1, person["answers"][item] - 1))
    return catalogue, person, {**person, "answers": {**person["answers"], item: lower}}, aspect


@st.composite
def wanted_more(draw: st.DrawFn) -> tuple[Json, Json, Json, str]:
    """The same, where a goal becomes more important instead."""
    catalogue, person, aspect = draw(catalogues()), draw(people()), draw(ASPECT)
    others = [goal for goal in person["goals"] if goal["aspect"] != aspect][:2]
    before, after = draw(st.sampled_from(((1, 2), (0, 2), (0, 1))))
    assume(before or any(person["answers"][i.id] != "x" for i in INSTRUMENT.of_aspect(aspect)))
    less, more = ([*others, {"aspect": aspect, "priority": priority}] for priority in (before, after))
    return catalogue, {**person, "goals": less}, {**person, "goals": more}, aspect


CHANGES = st.one_of(lowered(), wanted_more())


@COMMON
@given(CHANGES)
def test_score_never_falls_and_others_stay(change: tuple[Json, Json, Json, str]) -> None:
    """P1, P8."""
    catalogue, person, other, aspect = change
    before, after = advised(catalogue, person), advised(catalogue, other)
    for id_, rated in before.rated.items():
        assert after.rated[id_].score >= rated.score
        if not quarters(before, id_, aspect):
            assert after.rated[id_] == rated


@COMMON
@given(CHANGES)
def test_module_is_only_passed_by_one_that_covers_more(change: tuple[Json, Json, Json, str]) -> None:
    """P2, P8."""
    catalogue, person, other, aspect = change
    before, after = advised(catalogue, person), advised(catalogue, other)
    first, then = ranked(before), ranked(after)
    for place, id_ in enumerate(first):
        for passed_by in first[place + 1 :]:
            if then.index(passed_by) < then.index(id_):
                assert quarters(before, passed_by, aspect) > quarters(before, id_, aspect)


@COMMON
@given(CHANGES)
def test_package_never_covers_less(change: tuple[Json, Json, Json, str]) -> None:
    """P3, P8."""
    catalogue, person, other, aspect = change
    assert covered(advised(catalogue, other), aspect) >= covered(advised(catalogue, person), aspect)


@COMMON
@given(lowered())
def test_ranked_module_stays_when_an_answer_falls(change: tuple[Json, Json, Json, str]) -> None:
    """P4."""
    catalogue, person, other, _ = change
    assert set(ranked(advised(catalogue, person))) <= set(ranked(advised(catalogue, other)))


@COMMON
@given(catalogue=catalogues(), person=people())
def test_other_names_in_the_same_order_change_nothing(catalogue: Json, person: Json) -> None:
    """P5; that the order of the input is irrelevant is shown with the audit."""

    def renamed(value: Any) -> Any:
        text = json.dumps(value)
        for number in range(len(catalogue["modules"])):
            text = text.replace(f'"m{number:02d}"', f'"another-{number:02d}"')
        return json.loads(text)

    first, second = advised(catalogue, person), advised(renamed(catalogue), renamed(person))
    assert renamed([ranked(first), first.package]) == [ranked(second), list(second.package)]


@COMMON
@given(catalogue=catalogues(), person=people(), data=st.data())
def test_removing_what_was_not_chosen_changes_nothing(
    catalogue: Json, person: Json, data: st.DataObject
) -> None:
    """P6."""
    before = advised(catalogue, person)
    assert not set(ranked(before)) & set(before.why_not)
    assert all(set(before.why_not.get(id_, ())) <= {Why.PREREQ} for id_ in before.package)
    rest = sorted(before.rated.keys() - set(ranked(before)) - set(before.package))
    assume(rest)
    gone = data.draw(st.sampled_from(rest))
    listed = [module for module in catalogue["modules"] if module["id"] != gone]
    after = advised({**catalogue, "modules": listed}, person)
    assert (ranked(after), after.package) == (ranked(before), before.package)


@COMMON
@given(catalogue=catalogues(), person=people())
def test_explanation_names_the_largest_parts(catalogue: Json, person: Json) -> None:
    """P7."""
    for rated in advised(catalogue, person).rated.values():
        assert sum(rated.parts.values()) - 4 * rated.penalty.total == rated.score
        named = rated.main_parts()
        others = [part for name, part in rated.parts.items() if name not in named]
        assert len(named) <= 3
        for name in named:
            assert 5 * rated.parts[name] >= rated.benefit
            assert all(rated.parts[name] >= part for part in others)


@COMMON
@given(catalogue=catalogues())
def test_all_fives_without_goals_are_advised_nothing(catalogue: Json) -> None:
    """P9."""
    modules = [{**module, "hours": module["hours"] or 1} for module in catalogue["modules"]]
    person = {"id": "r1", "languages": ["nl"], "answers": all_answers(5)}
    found = advised({**catalogue, "modules": modules}, person)
    assert (found.ranking, found.package) == ((), ())


@COMMON
@given(catalogue=catalogues(), person=people(), state=st.sampled_from(("full", "closed")), data=st.data())
def test_full_or_closed_module_only_drops_out(
    catalogue: Json, person: Json, state: str, data: st.DataObject
) -> None:
    """P10, the first half."""
    before = ranked(advised(catalogue, person))
    assume(before)
    gone = data.draw(st.sampled_from(before))
    listed = [{**m, "state": state} if m["id"] == gone else m for m in catalogue["modules"]]
    assert ranked(advised({**catalogue, "modules": listed}, person)) == [id_ for id_ in before if id_ != gone]


@COMMON
@given(catalogue=catalogues(plain=True), person=people(plain=True), more=st.integers(1, 100))
def test_longer_but_equal_module_never_ranks_above(catalogue: Json, person: Json, more: int) -> None:
    """P10, the second half."""
    short = catalogue["modules"][0]
    longer = {**short, "id": "a-longer", "hours": short["hours"] + more}
    found = ranked(advised({**catalogue, "modules": [*catalogue["modules"], longer]}, person))
    assert "a-longer" not in found or found.index(short["id"]) < found.index("a-longer")


@COMMON
@given(catalogue=catalogues(), person=people(), aspect=ASPECT)
def test_unanswered_aspect_says_so_and_breaks_nothing(catalogue: Json, person: Json, aspect: str) -> None:
    """P11."""
    blank = {item.id: "x" for item in INSTRUMENT.of_aspect(aspect)}
    found = advised(catalogue, {**person, "answers": {**person["answers"], **blank}})
    need = found.needs[aspect]
    wished = any(goal["aspect"] == aspect for goal in person["goals"])
    assert need.score is not None
    assert (need.score.state, need.gap) == (State.TOO_FEW, Decimal(int(wished)))


# Why the package is not filled greedily, and the ranking not re-ordered for variety.

THREE = ("richting", "overzicht", "houding")


def entries(*coverages: Sequence[int]) -> list[Entry]:
    return [
        Entry(f"m{number}", {a: q for a, q in zip(THREE, line, strict=True) if q}, Decimal(0), start=TODAY)
        for number, line in enumerate(coverages)
    ]


def found_for(listed: Sequence[Entry], priorities: tuple[int, ...]) -> Advice:
    """With one point of gap, N is 1 + the priority: 2 or 3."""
    config = Config(goal_step=Decimal(1), package_size=2)
    return advise(listed, Person(goals=dict(zip(THREE, priorities, strict=True))), config=config, today=TODAY)


def worth(chosen: Sequence[Entry], need: Sequence[int]) -> Fraction:
    total = Fraction(0)
    for aspect, amount in zip(THREE, need, strict=True):
        left = Fraction(1)
        for entry in chosen:
            left *= 1 - Fraction(entry.coverage.get(aspect, 0), 4)
        total += amount * (1 - left)
    return total


def greedy(listed: Sequence[Entry], need: Sequence[int]) -> list[str]:
    """What adds most, and then what adds most to that."""
    chosen: list[Entry] = []
    for _ in range(2):
        rest = [entry for entry in listed if entry not in chosen]
        chosen.append(max(rest, key=lambda entry: worth([*chosen, entry], need)))
    return sorted(entry.id for entry in chosen)


def for_variety(listed: Sequence[Entry], need: Sequence[int]) -> list[str]:
    """Maximal marginal relevance: the score less three times the likeness to what stands above."""

    def likeness(one: Entry, other: Entry) -> Fraction:
        common = sum(min(one.coverage.get(a, 0), other.coverage.get(a, 0)) for a in THREE)
        return Fraction(common, max(sum(one.coverage.values()), sum(other.coverage.values())))

    chosen: list[Entry] = []
    while len(chosen) < len(listed):
        rest = [entry for entry in listed if entry not in chosen]
        alike = {e.id: max((likeness(e, c) for c in chosen), default=Fraction(0)) for e in rest}
        chosen.append(max(rest, key=lambda entry: worth([entry], need) - 3 * alike[entry.id]))
    return [entry.id for entry in chosen]


def test_greedy_choice_would_cover_less_of_a_greater_need() -> None:
    """N of richting rises from 2 to 3, and greedy lets go of the module whose main aim it is (P3)."""
    listed = entries((0, 3, 3), (4, 0, 1), (3, 3, 0))
    assert (greedy(listed, (2, 2, 2)), greedy(listed, (3, 2, 2))) == (["m0", "m1"], ["m0", "m2"])
    before, after = found_for(listed, (1, 1, 1)), found_for(listed, (2, 1, 1))
    assert (before.package, after.package) == (("m0", "m1"), ("m0", "m1"))
    assert covered(after, "richting") == 1


def test_order_for_variety_would_put_a_stranger_first() -> None:
    """N of richting rises, and m2, which has nothing of it, passes m1, which has (P2)."""
    listed = entries((4, 0, 0), (2, 0, 2), (0, 4, 0))
    assert for_variety(listed, (2, 2, 3)) == ["m1", "m2", "m0"]
    assert for_variety(listed, (3, 2, 3)) == ["m0", "m2", "m1"]
    before, after = found_for(listed, (1, 1, 2)), found_for(listed, (2, 1, 2))
    assert (ranked(before), ranked(after)) == (["m1", "m0", "m2"], ["m0", "m1", "m2"])
