"""What follows from published sums about few people: an exact search in their row space (pure).

The sums that follow are the combinations of the published indicator vectors. First: which of these leave no
trace of any large atom? That is mostly nothing at all. Then: does one of them, with weights −1, 0 and 1,
touch only a few people? Weights of −1 belong to it: "this year minus last year" tells how one person changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import gcd

EFFORT = 5_000
"""How many combinations are looked at before it is called undecided."""

Row = dict[int, int]
Vector = dict[int, Fraction | int]


class Verdict(StrEnum):
    """What the search found; undecided is treated as if it had found something."""

    SAFE = "safe"
    REVEALS = "reveals"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Atom:
    """The people who are in exactly these published sets."""

    sets: tuple[int, ...]
    people: frozenset[int]


def combination(atoms: Sequence[Atom], *, k: int) -> Verdict:
    """Whether the sums of the sets give something about 1 to k − 1 people."""
    small = [atom for atom in atoms if len(atom.people) < k]
    large = [atom for atom in atoms if len(atom.people) >= k]
    if not small:
        return Verdict.SAFE
    kept = _without_trace(large, {index for atom in atoms for index in atom.sets})
    vectors = _reduced([_on(row, small) for row in kept], small)
    return _Search(vectors, [atom.people for atom in small], k).run()


def _without_trace(large: Sequence[Atom], sets: set[int]) -> list[Row]:
    """A basis of the combinations of sets in which every large atom has weight 0, in whole numbers."""
    rows: dict[int, Row] = {index: {index: 1} for index in sorted(sets)}
    holding = {index: {index} for index in rows}
    for atom in sorted(large, key=lambda atom: (len(atom.sets), atom.sets)):
        weights = _weights(atom, rows, holding)
        if not weights:
            continue
        first = min(weights, key=lambda i: (len(rows[i]), i))
        pivot = rows.pop(first)
        for i, weight in weights.items():
            if i != first:
                was = rows[i]
                rows[i] = now = _cleared(was, weight, pivot, weights[first])
                for index in was.keys() - now.keys():
                    holding[index].discard(i)
                for index in now.keys() - was.keys():
                    holding[index].add(i)
        for index in pivot:
            holding[index].discard(first)
        if not rows:
            break
    return list(rows.values())


def _weights(atom: Atom, rows: Mapping[int, Row], holding: Mapping[int, set[int]]) -> Row:
    """The weight of this atom in each row that has one."""
    found: Row = {}
    for index in atom.sets:
        for i in holding[index]:
            found[i] = found.get(i, 0) + rows[i][index]
    return {i: weight for i, weight in found.items() if weight}


def _cleared(row: Row, weight: int, other: Row, by: int) -> Row:
    """The row minus so much of the other that its weight becomes 0."""
    common = gcd(weight, by)
    times, off = by // common, weight // common
    found = {index: value * times for index, value in row.items()}
    for index, value in other.items():
        found[index] = found.get(index, 0) - value * off
    found = {index: value for index, value in found.items() if value}
    shared = gcd(*found.values())
    return {index: value // shared for index, value in found.items()} if shared > 1 else found


def _on(row: Row, small: Sequence[Atom]) -> Vector:
    weights = ((i, sum(row.get(index, 0) for index in atom.sets)) for i, atom in enumerate(small))
    return {i: weight for i, weight in weights if weight}


def _reduced(vectors: Sequence[Vector], small: Sequence[Atom]) -> list[tuple[int, Vector]]:
    """Each with a pivot of weight 1 that no other has; an atom of more people makes a better pivot."""
    found: list[tuple[int, Vector]] = []
    for vector in vectors:
        left = vector
        for pivot, other in found:
            left = _minus(left, left.get(pivot, 0), other)
        if left:
            pivot = max(left, key=lambda i: (len(small[i].people), -i))
            one = {i: _divided(weight, left[pivot]) for i, weight in left.items()}
            found = [(p, _minus(other, other.get(pivot, 0), one)) for p, other in found] + [(pivot, one)]
    return found


def _divided(weight: Fraction | int, by: Fraction | int) -> Fraction | int:
    """Exactly; whole numbers stay whole, since those are quick."""
    found = Fraction(weight) / by
    return found.numerator if found.denominator == 1 else found


def _minus(vector: Vector, times: Fraction | int, other: Vector) -> Vector:
    if not times:
        return vector
    found = dict(vector)
    for i, weight in other.items():
        left = found.get(i, 0) - times * weight
        if left:
            found[i] = left
        else:
            found.pop(i, None)
    return found


class _Search:
    """Adds vectors until what is left touches few people.

    A pivot that was taken stays, so whatever is too much beside it has to be cancelled by a further vector:
    only those are tried.
    """

    def __init__(
        self, vectors: Sequence[tuple[int, Vector]], people: Sequence[frozenset[int]], k: int
    ) -> None:
        self.vectors = vectors
        self.people = people
        self.most = k - 1
        self.effort = EFFORT
        self.seen: set[frozenset[tuple[int, int]]] = set()
        self.holding: dict[int, list[int]] = {}
        for number, (_, vector) in enumerate(vectors):
            for i in vector:
                self.holding.setdefault(i, []).append(number)

    def run(self) -> Verdict:
        for number, (_, vector) in enumerate(self.vectors):
            verdict = self._from({number: 1}, vector)
            if verdict is not Verdict.SAFE:
                return verdict
        return Verdict.SAFE

    def _from(self, taken: dict[int, int], vector: Vector) -> Verdict:
        mark = frozenset(taken.items())
        if mark in self.seen:
            return Verdict.SAFE
        self.seen.add(mark)
        self.effort -= 1
        if self.effort < 0:
            return Verdict.UNDECIDED
        stays, further = self._bounds(taken, vector)
        if len(stays) > self.most:
            return Verdict.SAFE
        too_much = self._too_much(vector, stays, further)
        if too_much is None:
            return Verdict.REVEALS
        for number in sorted({n for i in too_much for n in self.holding[i]} & further):
            for sign in (1, -1):
                verdict = self._from(taken | {number: sign}, _minus(vector, -sign, self.vectors[number][1]))
                if verdict is not Verdict.SAFE:
                    return verdict
        return Verdict.SAFE

    def _bounds(self, taken: Mapping[int, int], vector: Vector) -> tuple[set[int], set[int]]:
        """The people who stay whatever else is added, and the vectors that can be added still.

        A pivot stays once its vector was taken, and so does an atom that no further vector holds.
        """
        stays = self._people(self.vectors[number][0] for number in taken)
        further = set(range(len(self.vectors))).difference(taken)
        while True:
            further = {n for n in further if len(stays | self.people[self.vectors[n][0]]) <= self.most}
            held = {i for n in further for i in self.vectors[n][1]}
            more = self._people(i for i in vector if i not in held) - stays
            if not more or len(stays) > self.most:
                return stays, further
            stays |= more

    def _too_much(self, vector: Vector, stays: set[int], further: set[int]) -> list[int] | None:
        """Atoms that cannot all stay; None when all of the vector may.

        Those come first that few further vectors can cancel, for each of their people: fewer ways to try.
        """
        ways = {i: len(further.intersection(self.holding[i])) / len(self.people[i]) for i in vector}
        found, touched = [], set(stays)
        for i in sorted(vector, key=lambda i: (ways[i], i)):
            if not self.people[i] <= touched:
                found.append(i)
                touched |= self.people[i]
            if len(touched) > self.most:
                return found
        return None

    def _people(self, atoms: Iterable[int]) -> set[int]:
        return {person for i in atoms for person in self.people[i]}
