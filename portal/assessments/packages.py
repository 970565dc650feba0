"""The set of modules that goes together best: the exact maximum, by bounding (pure).

F(S) = Σ_d N_d·(1 − Π_{m∈S}(1 − q_md)) − Σ_{m∈S} κ_m over sets that are closed under prerequisites.

Three hundred modules have four and a half million triples, so most are never looked at. What a set that
contains these modules can still gain is bounded twice:

- what a module adds shrinks as a set grows, so what is added later adds at most what it adds now
- 1 − Πr ≤ 1 − e^−t·(1 + t) + e^−t·Σ min(−ln r, 1 + t) for every t: the tangent of the curve at t turns the
  benefit into a sum over modules, nearly right when t is what a good set covers

Values are whole numbers: benefits in millionths times 4^size. The second bound is a fraction and only decides
what to skip, with room to spare.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import exp, log

_SLACK = 1.0
"""In units of 4^−size millionth: far more than what rounding does to a bound, far less than one millionth."""
_MOST_COVERED = 1.4
"""From here on the tangent is no better; a module whose main aim it is covers everything."""


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


@dataclass(frozen=True)
class _Node:
    """A closed set: its members, what it is worth, what is still uncovered per dimension, and its bound."""

    members: frozenset[str]
    worth: int
    uncovered: list[int]
    bound: float


@dataclass(frozen=True)
class _Head:
    """A module, and the most that it, or one of what it needs, adds to the set that was looked at."""

    limit: int
    option: Option


class _Search:
    """Depth first, the most promising module first."""

    def __init__(self, options: Iterable[Option], needs: Sequence[int], size: int) -> None:
        self.size, self.scale = size, int(4**size)
        self.start = [need * self.scale for need in needs]
        self.options = {option.id: option for option in options}
        self.all_free = True
        self.best = 0
        self.ids: tuple[str, ...] = ()
        self.rank: tuple[int, Decimal, tuple[str, ...]] = (0, Decimal(0), ())
        self.constant = 0.0
        self.promise: dict[str, float] = {}

    def run(self) -> None:
        """Finds the best set."""
        heads = self._heads()
        self._bound_by_tangents(self._greedy(_Node(frozenset(), 0, self.start, 0.0), heads))
        root = _Node(frozenset(), 0, self.start, self.constant)
        endless = sum(self.start)
        self._extend(root, [_Head(endless, option) for option in heads])

    def _heads(self) -> list[Option]:
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
            self.all_free = self.all_free and not option.needs
            found.append(option)
        return found

    def _gain(self, option: Option, uncovered: Sequence[int]) -> int:
        gained = 0
        for dimension, quarters in option.covers:
            gained += uncovered[dimension] * quarters
        return gained // 4 - self.scale * option.cost

    def _with(self, node: _Node, added: Iterable[str]) -> _Node:
        """The node with these modules in it."""
        worth, bound, uncovered = node.worth, node.bound, list(node.uncovered)
        for id_ in added:
            option = self.options[id_]
            worth += self._gain(option, uncovered)
            bound += self.promise.get(id_, 0.0)
            _cover(uncovered, option)
        return _Node(node.members.union(added), worth, uncovered, bound)

    def _consider(self, members: frozenset[str], worth: int) -> None:
        """Keeps the set when it is better, or worth the same and first in order."""
        if worth < self.best:
            return
        ids = tuple(sorted(members))
        hours = sum((self.options[id_].hours for id_ in ids), Decimal(0))
        rank = (len(ids), hours, ids)
        if worth > self.best or rank < self.rank:
            self.best, self.ids, self.rank = worth, ids, rank

    def _greedy(self, node: _Node, heads: Sequence[Option]) -> _Node:
        """A good set to begin with: always what adds most now."""
        while len(node.members) < self.size:
            free = [head for head in heads if not head.needs and head.id not in node.members]
            first = max(free, key=lambda head: self._gain(head, node.uncovered), default=None)
            tried = [first] if first else []
            tried += [head for head in heads if head.needs and head.id not in node.members]
            following = [self._with(node, head.needs.union({head.id}) - node.members) for head in tried]
            fitting = [one for one in following if len(one.members) <= self.size]
            better = max(fitting, key=lambda one: one.worth, default=node)
            if better.worth <= node.worth:
                break
            node = better
        self._consider(node.members, node.worth)
        return node

    def _bound_by_tangents(self, good: _Node) -> None:
        """Gives every module its share of the second bound; the tangents are where `good` covers."""
        shares: list[list[float]] = []
        for need, left in zip(self.start, good.uncovered, strict=True):
            constant, slopes = _tangent(left / need if need else 1.0)
            self.constant += need * constant
            shares.append([need * slope for slope in slopes])
        for option in self.options.values():
            share = sum(shares[dimension][quarters] for dimension, quarters in option.covers)
            self.promise[option.id] = share - self.scale * option.cost

    def _extend(self, node: _Node, heads: Sequence[_Head]) -> None:
        """Looks at every set that has this node in it and otherwise only `heads` and what they need."""
        room = self.size - len(node.members)
        if room == 1:
            self._finish(node, heads)
            return
        open_heads = self._open(node, heads, room)
        limits = [head.limit for head in open_heads] + [0] * room
        for place, head in enumerate(open_heads):
            if node.worth + room * head.limit < self.best:
                break
            added = head.option.needs.union({head.option.id}) - node.members
            left = room - len(added)
            rest = sum(limits[place + 1 : place + 1 + left]) if self.all_free else left * limits[place + 1]
            if node.worth + len(added) * head.limit + rest < self.best:
                continue
            following = self._with(node, added)
            self._consider(following.members, following.worth)
            if left and following.worth + rest >= self.best:
                self._extend(following, open_heads[place + 1 :])

    def _open(self, node: _Node, heads: Sequence[_Head], room: int) -> list[_Head]:
        """The modules that still add something and fit, those first that bring the one that adds most."""
        among = [head.option.id for head in heads] if self.all_free else self.promise
        most = max((self.promise[one] for one in among), default=0.0)
        short = self.best - node.bound - (room - 1) * max(0.0, most) - _SLACK
        found = []
        for head in heads:
            option = head.option
            if option.id in node.members or self.promise[option.id] < short:
                continue
            limit = self._gain(option, node.uncovered)
            if limit <= 0:
                continue
            if option.needs:
                added = option.needs.union({option.id}) - node.members
                if len(added) > room:
                    continue
                limit = max(self._gain(self.options[one], node.uncovered) for one in added)
            found.append(_Head(limit, option))
        found.sort(key=lambda head: -head.limit)
        return found

    def _finish(self, node: _Node, heads: Sequence[_Head]) -> None:
        """The last module: one look each, as long as one can still be enough."""
        short = self.best - node.bound - _SLACK
        for head in heads:
            if node.worth + head.limit < self.best:
                break
            option = head.option
            if self.promise[option.id] < short or option.id in node.members:
                continue
            if option.needs and not option.needs <= node.members:
                continue
            worth = node.worth + self._gain(option, node.uncovered)
            if worth >= self.best and worth > node.worth:
                self._consider(node.members.union({option.id}), worth)
                short = self.best - node.bound - _SLACK


def _tangent(uncovered: float) -> tuple[float, list[float]]:
    """The constant and the slopes per quarter of the tangent where a good set leaves this much uncovered."""
    t = min(-log(uncovered), _MOST_COVERED) if uncovered > 0 else _MOST_COVERED
    if t < 0.3:
        return 0.0, [0.0, 0.25, 0.5, 0.75, 1.0]
    rest = exp(-t)
    logs = [min(-log(1 - quarters / 4), 1 + t) for quarters in range(4)] + [1 + t]
    return 1 - rest * (1 + t), [rest * one for one in logs]
