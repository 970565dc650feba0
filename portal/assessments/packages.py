"""The set of modules that goes together best: the exact maximum, by bounding (pure).

F(S) = Σ_d N_d·(1 − Π_{m∈S}(1 − q_md)) − Σ_{m∈S} κ_m over sets that are closed under prerequisites.

Three hundred modules have four and a half million triples, so most are never looked at. What a set that
contains these modules can still gain is bounded twice, anew for every set that is extended:

- what a module adds shrinks as a set grows, so what is added later adds at most what it adds now
- 1 − Πr ≤ 1 − e^−t·(1 + t) + e^−t·Σ min(−ln r, 1 + t) for every t: the tangent of the curve at t turns the
  benefit into a sum of shares of modules, nearly right when t is what a good set covers

Modules are taken by their shares, the largest first: soon three of what is left cannot be enough.

Values are whole numbers: benefits in millionths times 4^size. The second bound is a fraction and only decides
what to skip, with room to spare.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from heapq import nlargest
from itertools import accumulate
from math import exp, log
from operator import itemgetter
from typing import NamedTuple

_SLACK = 1.0
"""In units of 4^−size millionth: far more than what rounding does to a bound, far less than one millionth."""
_MOST_COVERED = 1.4
"""From here on the tangent is no better; a module whose main aim it is covers everything."""
_GUESSED = 10
"""So many modules that add most tell what a good set covers; with more or fewer the bound is worse."""
_LOGS = (0.0, -log(3 / 4), -log(2 / 4), -log(1 / 4), 2.0)
"""−ln r by quarters; a main aim leaves nothing, and is given what makes a good guess."""


@dataclass(frozen=True)
class Option:
    """A module that may be in a package.

    `covers`: pairs of a dimension's number and quarters. `cost`: κ in millionths. `needs`: the ids of the
    modules, not completed, that must be in the package with it, also by way of others.
    """

    id: str
    hours: Decimal
    covers: tuple[tuple[int, int], ...]
    cost: int
    needs: frozenset[str] = frozenset()


def best_package(options: Iterable[Option], needs: Sequence[int], *, size: int) -> tuple[str, ...]:
    """The ids, in order, of the best closed set of at most `size` modules; `needs` is N in millionths.

    Of sets that are worth the same: fewer modules, then fewer hours, then the first ids. The empty set is
    worth nothing and is there when nothing is worth more.
    """
    found = _Search(options, needs, size)
    found.run()
    return found.ids


def value(chosen: Iterable[Option], needs: Sequence[int]) -> Decimal:
    """F of these modules, in millionths."""
    kept = list(chosen)
    scale = int(4 ** len(kept))
    weights = [need * scale for need in needs]
    for option in kept:
        _cover(weights, option)
    benefit = sum(need * scale - weight for need, weight in zip(needs, weights, strict=True))
    return Decimal(benefit - scale * sum(option.cost for option in kept)) / scale


def _cover(weights: list[int], option: Option) -> None:
    for dimension, quarters in option.covers:
        weights[dimension] = weights[dimension] * (4 - quarters) // 4


class _Node(NamedTuple):
    """A closed set: its members, what it is worth, and what is still uncovered per dimension."""

    members: frozenset[str]
    worth: int
    uncovered: list[int]


class _Head(NamedTuple):
    """A module that a set can be extended with, and `added`: itself and what it needs that is not there yet.

    `limit`: the most that one of these adds now. `share` and `shares`: the most that one has in the second
    bound, and all together.
    """

    option: Option
    added: frozenset[str]
    limit: int
    share: float
    shares: float


class _Search:
    """Depth first; of the modules of a set the one with the largest share in the second bound comes first."""

    def __init__(self, options: Iterable[Option], needs: Sequence[int], size: int) -> None:
        self.size, self.scale = size, int(4**size)
        self.start = [need * self.scale for need in needs]
        self.options = {option.id: option for option in options}
        self.closed = {option.id: option.needs.union({option.id}) for option in self.options.values()}
        self.best = 0
        self.ids: tuple[str, ...] = ()
        self.rank: tuple[int, Decimal, tuple[str, ...]] = (0, Decimal(0), ())

    def run(self) -> None:
        """Finds the best set."""
        fitting = self._fitting()
        self._begin_well(fitting)
        good = [self.options[id_] for id_ in self.ids]
        self._extend(_Node(frozenset(), 0, self.start), fitting, good)

    def _fitting(self) -> list[Option]:
        """What can be part of a set. Of modules that are the same here, no more are needed than fit."""
        fitting = [option for option in self.options.values() if len(option.needs) < self.size]
        fitting = [option for option in fitting if all(one in self.options for one in option.needs)]
        fitting.sort(key=lambda option: (option.hours, option.id))
        twins: dict[object, int] = {}
        found = []
        for option in fitting:
            if not option.needs:
                same = tuple(pair for pair in option.covers if self.start[pair[0]]), option.cost
                twins[same] = twins.get(same, 0) + 1
                if twins[same] > self.size:
                    continue
            found.append(option)
        return found

    def _gain(self, option: Option, uncovered: Sequence[int]) -> int:
        gained = 0
        for dimension, quarters in option.covers:
            gained += uncovered[dimension] * quarters
        return gained // 4 - self.scale * option.cost

    def _with(self, node: _Node, added: Iterable[str]) -> _Node:
        """The node with these modules in it."""
        worth, uncovered = node.worth, list(node.uncovered)
        for id_ in added:
            option = self.options[id_]
            worth += self._gain(option, uncovered)
            _cover(uncovered, option)
        return _Node(node.members.union(added), worth, uncovered)

    def _consider(self, members: frozenset[str], worth: int) -> None:
        """Keeps the set when it is better, or worth the same and first in order."""
        if worth < self.best:
            return
        ids = tuple(sorted(members))
        hours = sum((self.options[id_].hours for id_ in ids), Decimal(0))
        rank = (len(ids), hours, ids)
        if worth > self.best or rank < self.rank:
            self.best, self.ids, self.rank = worth, ids, rank

    def _begin_well(self, fitting: Sequence[Option]) -> None:
        """Finds a good set: what greed finds, until no other module in place of one is better."""
        empty = _Node(frozenset(), 0, self.start)
        gains = [(self._gain(option, self.start), option) for option in fitting]
        gains.sort(key=lambda pair: -pair[0])
        good, tried = self._greedy(empty, gains), False
        while not tried:
            tried = True
            for out in sorted(good.members):
                rest = good.members - {out}
                if any(out in self.options[id_].needs for id_ in rest):
                    continue
                other = self._greedy(self._with(empty, rest), gains)
                if other.worth > good.worth:
                    good, tried = other, False
                    break

    def _greedy(self, node: _Node, gains: Sequence[tuple[int, Option]]) -> _Node:
        """Adds always what adds most now. `gains`: what each adds to nothing, the largest first."""
        while len(node.members) < self.size:
            gained, better = 0, frozenset[str]()
            for most, option in gains:
                if option.needs:
                    added = self.closed[option.id] - node.members
                    if not 0 < len(added) <= self.size - len(node.members):
                        continue
                    gain = self._with(node, added).worth - node.worth
                elif most > gained and option.id not in node.members:
                    added, gain = self.closed[option.id], self._gain(option, node.uncovered)
                else:
                    continue
                if gain > gained:
                    gained, better = gain, added
            if not gained:
                break
            node = self._with(node, better)
        self._consider(node.members, node.worth)
        return node

    def _extend(self, node: _Node, among: Iterable[Option], guessed: Collection[Option] = ()) -> None:
        """Looks at every set that has this node in it and otherwise only these modules and what they need.

        `guessed`: what the best of these sets may be like.
        """
        room = self.size - len(node.members)
        bound, heads = self._open(node, among, room, guessed)
        falling = [-head.share for head in heads]
        largest = list(accumulate((head.limit for head in reversed(heads)), max, initial=0))[::-1]
        for place, head in enumerate(heads, start=1):
            if bound + room * max(0.0, head.share) < self.best - _SLACK:
                break
            left, most = room - len(head.added), max(0.0, -falling[place]) if place < len(heads) else 0.0
            reached = bound + head.shares
            if reached + left * most < self.best - _SLACK:
                continue
            following = self._with(node, head.added)
            self._consider(following.members, following.worth)
            if not left or following.worth + left * largest[place] < self.best:
                continue
            short = self.best - reached - (left - 1) * most - _SLACK
            later = heads[place : bisect_right(falling, -short)]
            if left == 1:
                self._finish(following, later, reached)
            elif later:
                self._extend(following, [one.option for one in later])

    def _finish(self, node: _Node, heads: Iterable[_Head], bound: float) -> None:
        """The last module: one look each, as long as one can still be enough."""
        for head in heads:
            if bound + head.share < self.best - _SLACK:
                break
            option = head.option
            if node.worth + head.limit < self.best or option.id in node.members:
                continue
            if not option.needs <= node.members:
                continue
            worth = node.worth + self._gain(option, node.uncovered)
            if worth >= self.best and worth > node.worth:
                self._consider(node.members.union({option.id}), worth)

    def _open(
        self, node: _Node, among: Iterable[Option], room: int, guessed: Collection[Option]
    ) -> tuple[float, list[_Head]]:
        """The second bound of the node, and the modules that still add something and fit, by their shares."""
        useful = []
        for option in among:
            gain = self._gain(option, node.uncovered)
            if gain > 0 and option.id not in node.members:
                added = self.closed[option.id] - node.members if option.needs else self.closed[option.id]
                if len(added) <= room:
                    useful.append((gain, option, added))
        guessed = guessed or [option for _, option, _ in nlargest(_GUESSED, useful, key=itemgetter(0))]
        bound, parts = self._tangents(node, guessed, room)
        heads = []
        for gain, option, added in useful:
            if option.needs:
                limit = max(self._gain(self.options[one], node.uncovered) for one in added)
                each = [self._share(self.options[one], parts) for one in added]
                heads.append(_Head(option, added, limit, max(each), sum(each)))
            else:
                share = self._share(option, parts)
                heads.append(_Head(option, added, gain, share, share))
        heads.sort(key=_by_share)
        return bound, heads

    def _tangents(
        self, node: _Node, guessed: Collection[Option], room: int
    ) -> tuple[float, list[list[float]]]:
        """The constants and the slopes, where as many modules as there is room for, like these, cover."""
        logs = [0.0] * len(node.uncovered)
        for option in guessed:
            for dimension, quarters in option.covers:
                logs[dimension] += _LOGS[quarters]
        bound, parts = float(node.worth), []
        for log_, left in zip(logs, node.uncovered, strict=True):
            constant, slopes = _tangent(log_ * room / (len(guessed) or 1))
            bound += left * constant
            parts.append([left * slope for slope in slopes])
        return bound, parts

    def _share(self, option: Option, parts: Sequence[Sequence[float]]) -> float:
        share = 0.0
        for dimension, quarters in option.covers:
            share += parts[dimension][quarters]
        return share - self.scale * option.cost


def _by_share(head: _Head) -> float:
    return -head.share


def _tangent(covered: float) -> tuple[float, list[float]]:
    """The constant and the slopes per quarter of the tangent at this point."""
    t = min(covered, _MOST_COVERED)
    if t < 0.3:
        return 0.0, [0.0, 0.25, 0.5, 0.75, 1.0]
    rest = exp(-t)
    return 1 - rest * (1 + t), [rest * min(log_, 1 + t) for log_ in _LOGS[:4]] + [rest * (1 + t)]
