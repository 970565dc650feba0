"""From scans to the figures of groups as they are published: rounded, and only what may be told (pure)."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from itertools import repeat
from operator import add, mul, sub
from typing import Any

from portal.assessments.facts import Axis, Instrument
from portal.insight import figures
from portal.insight.disclosure import Cell, Decision, band, dimension_of, one_decimal, shown_mean
from portal.insight.facts import Column, Gathered, Places, Summed, Sums, at

Figures = dict[str, Any]
Members = Mapping[str, Places]
Columns = dict[str, Column]
ASPECTS, GROUPS = "aspects", "groups"
"""Each aspect, and each group of aspects: the mean of its aspects, which all have a score."""


def made(found: Gathered, decided: Decision, members: Members, before: Figures) -> Figures:
    """The figures of all groups that may be shown. `before`: what was published last."""
    shown = {cell.key for cell in decided.shown}
    kept = {cell.key for cell in decided.kept}
    tell = _Teller(found, members)
    result: Figures = {
        "questionnaire": questionnaire(found),
        "aspects": _names(found.instrument),
        "group_names": [{"id": one.id, "nl": one.nl, "en": one.en} for one in found.instrument.groups],
        "people": len(members["total"]),
        "population": found.population,
        "total": tell.total(ASPECTS),
        "total_groups": tell.total(GROUPS),
        "names": {key: name for key, name in found.names.items() if key in members},
        "parts": [],
        "hidden": {key: str(why) for key, why in decided.hidden.items()},
        "reliability": _reliability(found),
    }
    for cell in sorted((*decided.shown, *decided.kept), key=_order(members)):
        if dimension_of(cell.key):
            old = next((one for one in before.get("parts", ()) if one["key"] == cell.key), None)
            result["parts"].append(tell.part(cell.key) if cell.key in shown else old)
    tellers = {"supporters": tell.supporters, "roles": tell.roles, "time": tell.time}
    for key, told in tellers.items():
        cells = {"before", "after"} if key == "time" else {key}
        if cells <= shown:
            result[key] = told()
        elif cells <= kept:
            result[key] = before[key]
    return result


def questionnaire(found: Gathered) -> str:
    """Which questionnaire the figures are about, and which version of it."""
    return f"{found.instrument.id} {found.instrument.version}"


def _order(members: Members) -> Callable[[Cell], int]:
    places = {key: place for place, key in enumerate(members)}
    return lambda cell: places[cell.key]


def _names(instrument: Instrument) -> list[Figures]:
    groups = {group.id: group for group in instrument.groups}
    return [
        {
            "id": one.id,
            "nl": one.nl,
            "en": one.en,
            "group_nl": groups[one.group].nl,
            "group_en": groups[one.group].en,
        }
        for one in instrument.aspects
    ]


class _Teller:
    """Says of each group what may be said, beside the whole."""

    def __init__(self, found: Gathered, members: Members) -> None:
        self.found, self.members = found, members
        self.instrument = found.instrument
        self.inside = {one.id: [one.id] for one in self.instrument.aspects}
        for group in self.instrument.groups:
            aspects = [one.id for one in self.instrument.aspects if one.group == group.id]
            self.inside |= {_group(group.id): aspects} if aspects else {}
        every = self._columns(range(len(found.scans)))
        self.squares = {name: _squared(column.values) for name, column in every.items()}
        self.whole = self._sums(members["total"])

    def _values(self, people: Places) -> dict[str, Sequence[int]]:
        """The scores of these people on each aspect, in their order."""
        picked = at(people)
        columns = zip(self.instrument.aspects, self.found.scores.aspects, strict=True)
        return {one.id: picked(values) for one, values in columns}

    def _columns(self, people: Places) -> Columns:
        """By aspect and by group of aspects the scores of these people one by one."""
        values, point = self._values(people), self.found.scores.per_point
        return {
            name: Column(_together([values[one] for one in inside]), point * len(inside))
            for name, inside in self.inside.items()
        }

    def _sums(self, people: Places) -> dict[str, Sums]:
        """The same, added up."""
        n, picked, point = len(people), at(people), self.found.scores.per_point
        total = {one: sum(values) for one, values in self._values(people).items()}
        return {
            name: Sums(
                n, sum(total[one] for one in inside), sum(picked(self.squares[name])), point * len(inside)
            )
            for name, inside in self.inside.items()
        }

    def _rows(self, kind: str) -> list[tuple[str, str]]:
        """Of every row of a table its id and the column that it tells of."""
        if kind == ASPECTS:
            return [(one.id, one.id) for one in self.instrument.aspects]
        return [(one.id, _group(one.id)) for one in self.instrument.groups if _group(one.id) in self.whole]

    def _both(self, row: Callable[[str], Figures]) -> Figures:
        """A table of aspects and one of their groups."""
        return {
            kind: [{"id": id_, **row(name)} for id_, name in self._rows(kind)] for kind in (ASPECTS, GROUPS)
        }

    def total(self, kind: str) -> list[Figures]:
        """Everybody."""
        population = self.found.population
        return [{"id": id_, **_shown(self.whole[name], population)} for id_, name in self._rows(kind)]

    def part(self, key: str) -> Figures:
        """A part beside the whole, drawn towards it as far as few people tell little."""
        people = self.members[key]
        sums = self._sums(people)

        def row(name: str) -> Figures:
            own = figures.mean_interval(sums[name])
            part = figures.part(own, figures.exact_mean(sums[name]), figures.exact_mean(self.whole[name]))
            return {**_mean(part.shown), "differs": part.differs}

        return {"key": key, "band": _band(people), **self._both(row)}

    def supporters(self) -> Figures:
        """How supporters see it beside how leaders see themselves."""
        others = self.members["supporters"]
        ours, theirs = self._columns(self.members["total"]), self._columns(others)
        found = figures.differences(list(ours.values()), list(theirs.values()))
        apart = dict(zip(theirs, found, strict=True))

        def row(name: str) -> Figures:
            return {**_mean(figures.exact_mean(theirs[name])), "differs": apart[name].excludes(0)}

        return {"band": _band(others), **self._both(row)}

    def time(self) -> Figures:
        """The same people before and after."""
        before, after = (self._columns(self.members[when]) for when in ("before", "after"))

        def row(name: str) -> Figures:
            old, new = (shown_mean(figures.exact_mean(side[name])) for side in (before, after))
            differs = figures.change(before[name], after[name]).excludes(0)
            return {"before": str(old.value), "after": str(new.value), "differs": differs}

        return {"band": _band(self.members["before"]), **self._both(row)}

    def roles(self) -> Figures:
        """The roles that a team takes, without naming anyone."""
        people = self.members["roles"]
        scores = self.found.scores
        columns = [Column(values, scores.per_point) for values in map(at(people), scores.roles)]
        axes = [one.axis for one in self.instrument.roles]
        sides = {
            axis: [one.values for one, own in zip(columns, axes, strict=True) if own is axis] for axis in Axis
        }
        return {
            "band": _band(people),
            "balance": str(figures.team_balance(_balance(sides, scores.per_point))),
            "roles": [
                {"nl": one.nl, "en": one.en, **_shown(column)}
                for one, column in zip(self.instrument.roles, columns, strict=True)
            ],
        }


def _group(group: str) -> str:
    return f"group:{group}"


def _balance(sides: Mapping[Axis, Sequence[Sequence[int]]], per_point: int) -> Column:
    """Of each member flexibility minus control, as a whole number."""
    flexible, control = sides[Axis.FLEXIBILITY], sides[Axis.CONTROL]
    one = map(mul, _together(flexible), repeat(len(control)))
    other = map(mul, _together(control), repeat(len(flexible)))
    return Column(list(map(sub, one, other)), per_point * len(flexible) * len(control))


def _squared(values: Sequence[int]) -> Sequence[int]:
    """The squares; each of the few different ones is there once, which makes adding them up quick."""
    squares = {x: x * x for x in set(values)}
    return list(map(squares.__getitem__, values))


def _together(columns: Sequence[Sequence[int]]) -> Sequence[int]:
    """Of each person the sum."""
    return reduce(lambda one, other: array("q", map(add, one, other)), columns)


def _band(people: Places) -> list[int | None]:
    return list(band(len(people)) or ())  # nobody is in a group twice


def _mean(value: Fraction) -> Figures:
    shown = shown_mean(value)
    return {"value": str(shown.value), "capped": shown.capped}


def _shown(scores: Summed, population: int | None = None) -> Figures:
    """A mean as it may be told; near an end of the scale without its interval, which would tell more."""
    middle = figures.exact_mean(scores)
    shown = _mean(middle)
    if shown["capped"]:
        return shown
    half = Fraction(figures.half_width(scores.n, figures.variance(scores), population=population))
    low, high = max(middle - half, Fraction(1)), min(middle + half, Fraction(5))
    return {**shown, "low": str(one_decimal(low)), "high": str(one_decimal(high))}


def _reliability(found: Gathered) -> list[Figures]:
    """How far the questions of an aspect belong together, once enough people answered them all."""
    rows = []
    aspects = found.instrument.aspects
    for one, told in zip(aspects, figures.reliabilities(found.sheets, len(aspects)), strict=True):
        if told.alpha is not None:
            numbers = {name: f"{getattr(told.alpha, name):.2f}" for name in ("value", "low", "high")}
            rows.append({"id": one.id, "trust": str(told.trust), **numbers})
    return rows
