"""Which figures of groups may be shown, so that nothing of fewer than k people follows from them (pure).

A *unit* is one scan; its person may have more of them over the years. A *set* is a group of units of which a
mean was published. Whoever has the means and the numbers has the sums, and can add and subtract them: so the
audit looks at all that follows from all sets ever published of a cohort, not at pairs of them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from portal.insight.span import Atom, Verdict, combination

K = 5
K_DETAIL = 10
MOST_IN_A_LAYER = 255
_SPARSE = 4
"""Units are numbered one after the other: a table of so many times the largest set is small enough."""
LOWEST, HIGHEST = Decimal("1.2"), Decimal("4.8")
BANDS = ((5, 9), (10, 19), (20, None))

Units = frozenset[int]
People = Mapping[int, int]
"""Of each unit the person that it is of."""


class Hidden(StrEnum):
    """Why a group has no figures."""

    TOO_FEW = "too_few"
    REMAINDER = "remainder"
    FOLLOWS = "follows"


@dataclass(frozen=True)
class Cell:
    """A group that figures may be shown of. The whole cohort has no dimension.

    `last`: its units when it was last shown. `stands`: the figures of then still may be: they are among
    the newest ones, about the questionnaire of now, and no scan of them was erased.
    """

    key: str
    dimension: str
    units: Units
    last: Units | None = None
    stands: bool = True


@dataclass(frozen=True)
class Decision:
    """The groups with new figures, those that keep the figures they had, and of the others why not."""

    shown: tuple[Cell, ...]
    kept: tuple[Cell, ...]
    hidden: Mapping[str, Hidden]


def dimension_of(key: str) -> str:
    """By what a group is told apart: nothing for the whole, else what stands before its name."""
    return key.partition(":")[0] if ":" in key else ""


def decide(cells: Sequence[Cell], earlier: Sequence[Units], people: People, *, k: int = K) -> Decision:
    """What of these groups may be published after what was published `earlier`.

    The whole comes first, then the large groups: a group stays out for its own size, when it would leave a
    rest of fewer than k, or when the figures together would tell about fewer than k. It then keeps the
    figures that it had, unless somebody of it withdrew.
    """
    whole = next(cell for cell in cells if not cell.dimension)
    if _count(whole.units, people) < k:
        return Decision((), (), {cell.key: Hidden.TOO_FEW for cell in cells})
    if audit([*earlier, whole.units], people, k=k) is not Verdict.SAFE:
        return Decision((), (), {cell.key: Hidden.FOLLOWS for cell in cells})
    hidden = {cell.key: Hidden.TOO_FEW for cell in cells if _count(cell.units, people) < k}
    parts = [cell for cell in cells if cell.dimension and cell.key not in hidden]
    same = {cell.key for cell in parts if cell.last is not None and not _is_new(cell, people, k)}
    hidden |= dict.fromkeys(same, Hidden.FOLLOWS)
    for dimension in dict.fromkeys(cell.dimension for cell in parts):
        hidden |= _with_the_rest(whole, [cell for cell in parts if cell.dimension == dimension], people, k)
    new = [cell for cell in parts if cell.key not in hidden]
    shown = {whole.key} | _without_following([*earlier, whole.units], new, people, k)
    hidden |= {cell.key: Hidden.FOLLOWS for cell in new if cell.key not in shown}
    present = {people[unit] for unit in whole.units}
    kept = tuple(cell for cell in cells if cell.key in hidden and keeps(cell, present, people))
    for cell in kept:
        del hidden[cell.key]
    return Decision(tuple(cell for cell in cells if cell.key in shown), kept, hidden)


def _is_new(cell: Cell, people: People, k: int) -> bool:
    return cell.last is None or may_renew(cell.last, cell.units, people, least=k)


def keeps(cell: Cell, present: Collection[int], people: People) -> bool:
    """Whether a group that is not shown anew keeps its figures: nobody of it withdrew."""
    return cell.stands and cell.last is not None and all(people[unit] in present for unit in cell.last)


def _with_the_rest(whole: Cell, children: Sequence[Cell], people: People, k: int) -> dict[str, Hidden]:
    """The children that hide so that those who are in none that is shown are nobody, or k."""
    left = sorted(children, key=lambda cell: (_count(cell.units, people), cell.key))
    hidden = {}
    while left and 0 < _rest(whole, left, people) < k:
        hidden[left.pop(0).key] = Hidden.REMAINDER
    return hidden


def _without_following(published: Sequence[Units], new: Sequence[Cell], people: People, k: int) -> set[str]:
    """The groups that can be published too: all, or one after the other while it is safe."""
    if audit([*published, *(cell.units for cell in new)], people, k=k) is Verdict.SAFE:
        return {cell.key for cell in new}
    taken = list(published)
    shown = set()
    for cell in sorted(new, key=lambda cell: (-_count(cell.units, people), cell.key)):
        if audit([*taken, cell.units], people, k=k) is Verdict.SAFE:
            taken.append(cell.units)
            shown.add(cell.key)
    return shown


def _rest(whole: Cell, children: Iterable[Cell], people: People) -> int:
    """The people of the whole who are in no child that is shown."""
    return _count(whole.units.difference(*(cell.units for cell in children)), people)


def _count(units: Iterable[int], people: People) -> int:
    return len({people[unit] for unit in units})


def audit(sets: Iterable[Units], people: People, *, k: int = K) -> Verdict:
    """Whether something follows from the sums of these sets about 1 to k − 1 people."""
    return combination(atoms(sets, people), k=k)


def atoms(sets: Iterable[Units], people: People) -> list[Atom]:
    """The units by the sets that they are in: who is in the same ones cannot be told apart.

    Sets without a unit in common share a layer of a byte for each unit; the bytes of a unit in all layers
    are its signature.
    """
    given = list(dict.fromkeys(filter(None, sets)))
    top = 1 + max(map(max, given), default=0)
    everybody: Sequence[int] = range(top)
    place: dict[int, int] | None = None
    if top > _SPARSE * max(map(len, given), default=0):
        everybody = tuple(frozenset().union(*given))
        place = {unit: i for i, unit in enumerate(everybody)}
    layers: list[bytearray] = []
    names: list[list[int]] = []
    for position, units in enumerate(given):
        at = units if place is None else list(map(place.__getitem__, units))
        number = next((i for i, one in enumerate(layers) if _has_room(one, names[i], at)), len(layers))
        if number == len(layers):
            layers.append(bytearray(len(everybody)))
            names.append([])
        names[number].append(position)
        layer, mark = layers[number], len(names[number])
        for i in at:
            layer[i] = mark
    found = (
        (tuple(sorted(names[i][mark - 1] for i, mark in enumerate(signature) if mark)), units)
        for signature, units in _by_signature(layers, everybody).items()
    )
    return [Atom(marks, frozenset(people[unit] for unit in units)) for marks, units in found]


def _has_room(layer: bytearray, names: Sequence[int], at: Iterable[int]) -> bool:
    return len(names) < MOST_IN_A_LAYER and not any(map(layer.__getitem__, at))


def _by_signature(layers: Sequence[bytearray], everybody: Sequence[int]) -> dict[bytes, list[int]]:
    width = len(layers)
    table = bytearray(width * len(everybody))
    for i, layer in enumerate(layers):
        table[i::width] = layer
    marks = bytes(table)
    found: dict[bytes, list[int]] = {}
    for unit, start in zip(everybody, range(0, len(marks), width or 1), strict=False):
        found.setdefault(marks[start : start + width], []).append(unit)
    found.pop(bytes(width), None)  # who is in none of the sets
    return found


def changed_people(before: Units, after: Units, people: People) -> int:
    """How many people were added or have another scan; who left does not count."""
    return _count(after - before, people)


def may_renew(before: Units, after: Units, people: People, *, least: int = K) -> bool:
    """Whether enough people were added or changed for new figures."""
    return changed_people(before, after, people) >= least


@dataclass(frozen=True)
class ShownMean:
    """A mean as it is shown; `capped`: it is this or still further out."""

    value: Decimal
    capped: bool


def one_decimal(value: Fraction | float) -> Decimal:
    """Rounded to one decimal, a half up; a float may lie just under a half that the fraction is."""
    exact = Fraction(value)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def shown_mean(mean: Fraction | float) -> ShownMean:
    """To one decimal; what lies near an end of the scale is not told further."""
    value = one_decimal(mean)
    if value <= LOWEST:
        return ShownMean(LOWEST, capped=True)
    if value >= HIGHEST:
        return ShownMean(HIGHEST, capped=True)
    return ShownMean(value, capped=False)


def band(people: int) -> tuple[int, int | None] | None:
    """The number of people of a part of a cohort, told roughly; None: under the threshold."""
    return next(((low, high) for low, high in reversed(BANDS) if people >= low), None)
