"""No figures, and no sums and differences of them, tell about fewer than five people."""

from fractions import Fraction
from itertools import chain, combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.insight.disclosure import (
    Cell,
    Decision,
    Hidden,
    K,
    atoms,
    audit,
    band,
    changed_people,
    decide,
    may_renew,
    shown_mean,
)
from portal.insight.span import Verdict
from tests.support.proof import size


def units(*ranges: range) -> frozenset[int]:
    return frozenset(chain(*ranges))


def alone(*sets: frozenset[int]) -> dict[int, int]:
    """Every unit a person of its own."""
    return {unit: unit for unit in frozenset().union(*sets)}


def rank(rows: list[list[Fraction]]) -> int:
    """By plain elimination with fractions."""
    rows = [list(row) for row in rows]
    found = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(found, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for i in range(len(rows)):
            if i != found and rows[i][column]:
                times = rows[i][column] / rows[found][column]
                rows[i] = [a - times * b for a, b in zip(rows[i], rows[found], strict=True)]
        found += 1
    return found


def reveals_by_trying(sets: list[frozenset[int]], people: dict[int, int]) -> bool:
    """Every −1, 0, 1 vector over the atoms that touches 1 to 4 people: does it lie in the row space?"""
    found = atoms(sets, people)
    rows = [[Fraction(i in atom.sets) for atom in found] for i in range(len(dict.fromkeys(sets)))]
    known = rank(rows)
    small = [i for i, atom in enumerate(found) if len(atom.people) < K]
    for signs in product((0, 1, -1), repeat=len(small)):
        taken = {i: sign for i, sign in zip(small, signs, strict=True) if sign}
        touched = frozenset(chain.from_iterable(found[i].people for i in taken))
        if 0 < len(touched) < K:
            vector = [Fraction(taken.get(i, 0)) for i in range(len(found))]
            if rank([*rows, vector]) == known:
                return True
    return False


def touches_few_by_trying(sets: list[frozenset[int]], people: dict[int, int]) -> bool:
    """Does any vector of the row space, of whatever weights, live on the atoms of at most 4 people?"""
    found = atoms(sets, people)
    rows = [[Fraction(i in atom.sets) for atom in found] for i in range(len(dict.fromkeys(sets)))]
    everybody = sorted({people[unit] for one in sets for unit in one})
    for few in combinations(everybody, min(K - 1, len(everybody))):
        outside = [i for i, atom in enumerate(found) if not atom.people <= set(few)]
        if rank([[row[i] for i in outside] for row in rows]) < rank(rows):
            return True
    return False


@st.composite
def published(draw: st.DrawFn) -> tuple[list[frozenset[int]], dict[int, int]]:
    """A few sets over up to eight groups of people; some people have a second scan."""
    sizes = draw(st.lists(st.integers(1, 7), min_size=2, max_size=6))
    blocks, start = [], 0
    for count in sizes:
        blocks.append(range(start, start + count))
        start += count
    again = draw(st.lists(st.sampled_from(range(start)), max_size=2, unique=True))
    blocks += [range(start + i, start + i + 1) for i in range(len(again))]
    people = {unit: unit for unit in range(start)} | {start + i: who for i, who in enumerate(again)}
    choice = st.lists(st.booleans(), min_size=len(blocks), max_size=len(blocks))
    chosen = draw(st.lists(choice, min_size=1, max_size=6))
    sets = [units(*(block for block, yes in zip(blocks, row, strict=True) if yes)) for row in chosen]
    return [one for one in sets if one], people


@given(published(), st.sampled_from((1, 1000)))
@settings(max_examples=size(50, 2000), deadline=None)
def test_who_is_in_the_same_sets_is_one_atom(
    given_: tuple[list[frozenset[int]], dict[int, int]], apart: int
) -> None:
    sets = [frozenset(apart * unit for unit in one) for one in given_[0]]
    people = {apart * unit: who for unit, who in given_[1].items()}
    distinct = list(dict.fromkeys(sets))
    expected: dict[tuple[int, ...], set[int]] = {}
    for unit, who in people.items():
        if marks := tuple(i for i, one in enumerate(distinct) if unit in one):
            expected.setdefault(marks, set()).add(who)
    assert {atom.sets: atom.people for atom in atoms(sets, people)} == expected


@given(published())
@settings(max_examples=size(25, 2000), deadline=None)
def test_search_agrees_with_trying_everything(given_: tuple[list[frozenset[int]], dict[int, int]]) -> None:
    sets, people = given_
    verdict = audit(sets, people)
    if reveals_by_trying(sets, people):
        assert verdict is Verdict.REVEALS
    if verdict is Verdict.REVEALS:
        assert touches_few_by_trying(sets, people)


@given(st.lists(published(), min_size=1, max_size=3))
@settings(max_examples=size(20, 600), deadline=None)
def test_no_sequence_of_snapshots_reveals_few_people(
    asked: list[tuple[list[frozenset[int]], dict[int, int]]],
) -> None:
    people = {unit: unit for _, given_ in asked for unit in given_}
    earlier: list[frozenset[int]] = []
    for sets, _ in asked:
        whole = Cell("total", "", frozenset().union(*sets))
        parts = [Cell(f"part {i}", f"by {i % 2}", one) for i, one in enumerate(sets)]
        earlier += [cell.units for cell in decide([whole, *parts], earlier, people).shown]
    assert not reveals_by_trying(earlier, people)


def test_sums_of_three_sets_can_reveal_three_people() -> None:
    total, a, b = units(range(30)), units(range(12)), units(range(12, 27))
    assert audit([total, a], alone(total)) is Verdict.SAFE
    assert audit([total, b], alone(total)) is Verdict.SAFE
    assert audit([total, a, b], alone(total)) is Verdict.REVEALS


def test_one_changed_answer_is_seen_between_two_snapshots() -> None:
    before, after = units(range(20)), units(range(19), range(100, 101))
    assert audit([before, after], alone(before) | {100: 19}) is Verdict.REVEALS


def test_difference_of_two_groups_of_two_is_seen() -> None:
    shared, apart = range(4), [range(10 * n, 10 * n + 10) for n in range(1, 4)]
    one, other = units(shared, range(100, 102)), units(shared, range(102, 104))
    telling_apart = [units(range(n, n + 1), block) for n, block in enumerate(apart)]
    sets = [one, other, *telling_apart]
    assert [audit(sets, alone(*sets)), audit(sets[1:], alone(*sets))] == [Verdict.REVEALS, Verdict.SAFE]


def test_five_changed_people_may_be_seen_between_snapshots() -> None:
    before, after = units(range(20)), units(range(15), range(100, 105))
    people = alone(before) | {100 + i: 15 + i for i in range(5)}
    assert audit([before, after], people) is Verdict.SAFE


def test_cohort_of_four_shows_nothing() -> None:
    cell = Cell("total", "", units(range(4)))
    assert decide([cell], [], alone(cell.units)) == Decision((), (), {"total": Hidden.TOO_FEW})


def test_complement_of_one_hides_the_child() -> None:
    whole, child = Cell("total", "", units(range(6))), Cell("domain:a", "domain", units(range(5)))
    decided = decide([whole, child], [], alone(whole.units))
    assert decided == Decision((whole,), (), {"domain:a": Hidden.REMAINDER})


def test_smallest_further_child_hides_with_a_small_one() -> None:
    whole = Cell("total", "", units(range(25)))
    small = Cell("domain:a", "domain", units(range(3)))
    middle = Cell("domain:b", "domain", units(range(3, 11)))
    large = Cell("domain:c", "domain", units(range(11, 25)))
    decided = decide([whole, small, middle, large], [], alone(whole.units))
    assert decided == Decision((whole, large), (), {"domain:a": Hidden.TOO_FEW, "domain:b": Hidden.REMAINDER})


def test_total_hides_when_it_differs_from_last_time_by_one() -> None:
    before = units(range(12))
    now = [Cell("total", "", units(range(13))), Cell("domain:a", "domain", units(range(6)))]
    decided = decide(now, [before], alone(units(range(13))))
    assert decided == Decision((), (), {"total": Hidden.FOLLOWS, "domain:a": Hidden.FOLLOWS})


def test_two_scans_of_one_person_count_once() -> None:
    cell = Cell("total", "", units(range(5)))
    assert decide([cell], [], {0: 0, 1: 0, 2: 2, 3: 3, 4: 4}).hidden == {"total": Hidden.TOO_FEW}


def test_new_figures_wait_for_five_people() -> None:
    before, people = units(range(10)), alone(units(range(20)))
    assert [changed_people(before, units(range(2, 10 + n)), people) for n in (0, 4, 5)] == [0, 4, 5]
    assert [may_renew(before, units(range(2, 10 + n)), people) for n in (0, 4, 5)] == [False, False, True]


def test_means_are_rounded_and_capped() -> None:
    shown = [shown_mean(Fraction(n, 100)) for n in (100, 124, 125, 365, 474, 475, 500)]
    assert [(str(one.value), one.capped) for one in shown] == [
        ("1.2", True),
        ("1.2", True),
        ("1.3", False),
        ("3.7", False),
        ("4.7", False),
        ("4.8", True),
        ("4.8", True),
    ]


def test_numbers_of_people_come_in_bands() -> None:
    assert [band(n) for n in (4, 5, 9, 10, 19, 20, 400)] == [
        None,
        (5, 9),
        (5, 9),
        (10, 19),
        (10, 19),
        (20, None),
        (20, None),
    ]
