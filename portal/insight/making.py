"""From scans to the figures of groups as they are published: rounded, and only what may be told (pure)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from operator import add, attrgetter, sub
from typing import Any

from portal.assessments.facts import Axis, Instrument
from portal.insight import figures
from portal.insight.disclosure import Cell, Decision, band, dimension_of, shown_mean
from portal.insight.facts import Column, Gathered, Scanned, picked
from portal.insight.figures import Interval

Figures = dict[str, Any]
Members = Mapping[str, Sequence[Scanned]]
Columns = dict[str, Column]
_PLACE = attrgetter("aspects")
ASPECTS, GROUPS = "aspects", "groups"
"""Each aspect, and each group of aspects: the mean of its aspects, which all have a score."""


def made(found: Gathered, decided: Decision, members: Members, before: Figures) -> Figures:
    """The figures of all groups that may be shown. `before`: what was published last."""
    shown = {cell.key for cell in decided.shown}
    kept = {cell.key for cell in decided.kept}
    tell = _Teller(found, members)
    result: Figures = {
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
        if key in shown or (key == "time" and {"before", "after"} <= shown):
            result[key] = told()
        elif key in kept and key in before:
            result[key] = before[key]
    return result


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
        self.every = self._every()
        self.whole = self._columns(members["total"])

    def _every(self) -> Columns:
        """All scores, by aspect and by group of aspects."""
        aspects, scores = self.instrument.aspects, self.found.scores
        every = {
            one.id: Column(values, scores.per_point)
            for one, values in zip(aspects, scores.aspects, strict=True)
        }
        for group in self.instrument.groups:
            inside = [every[one.id].values for one in aspects if one.group == group.id]
            if inside:
                summed = reduce(lambda one, other: list(map(add, one, other)), inside)
                every[_group(group.id)] = Column(summed, scores.per_point * len(inside))
        return every

    def _columns(self, people: Iterable[Scanned]) -> Columns:
        """The scores of these people, in the order of these people."""
        found = picked([column.values for column in self.every.values()], list(map(_PLACE, people)))
        return {
            name: Column(values, column.per_point)
            for (name, column), values in zip(self.every.items(), found, strict=True)
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
        columns = self._columns(people)

        def row(name: str) -> Figures:
            own = figures.mean_interval(columns[name])
            part = figures.part(own, figures.mean(self.whole[name]))
            return {**_mean(part.shown), "differs": part.differs}

        return {"key": key, "band": _band(people), **self._both(row)}

    def supporters(self) -> Figures:
        """How supporters see it beside how leaders see themselves."""
        others = self.members["supporters"]
        columns = self._columns(others)
        names = list(self.whole)
        found = figures.differences([self.whole[n] for n in names], [columns[n] for n in names])
        apart = dict(zip(names, found, strict=True))

        def row(name: str) -> Figures:
            return {**_mean(figures.mean(columns[name])), "differs": apart[name].excludes(0)}

        return {"band": _band(others), **self._both(row)}

    def time(self) -> Figures:
        """The same people before and after."""
        then = {scan.person_id: scan for scan in self.members["before"]}
        now = {scan.person_id: scan for scan in self.members["after"]}
        before = self._columns(then[who] for who in sorted(then))
        after = self._columns(now[who] for who in sorted(then))

        def row(name: str) -> Figures:
            old, new = (shown_mean(figures.mean(side[name])) for side in (before, after))
            differs = figures.change(before[name], after[name]).excludes(0)
            return {"before": str(old.value), "after": str(new.value), "differs": differs}

        return {"band": _band(self.members["before"]), **self._both(row)}

    def roles(self) -> Figures:
        """The roles that a team takes, without naming anyone."""
        people = self.members["roles"]
        columns = self.found.scores.of_roles(people)
        axes = [one.axis for one in self.instrument.roles]
        sides = {
            axis: [one.values for one, own in zip(columns, axes, strict=True) if own is axis] for axis in Axis
        }
        return {
            "band": _band(people),
            "balance": str(figures.team_balance(_balance(sides, self.found.scores.per_point))),
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
    one = [len(control) * total for total in map(sum, zip(*flexible, strict=True))]
    other = [len(flexible) * total for total in map(sum, zip(*control, strict=True))]
    return Column(list(map(sub, one, other)), per_point * len(flexible) * len(control))


def _band(people: Sequence[Scanned]) -> list[int | None]:
    return list(band(len(people)) or ())  # nobody is in a group twice


def _mean(value: float) -> Figures:
    shown = shown_mean(value)
    return {"value": str(shown.value), "capped": shown.capped}


def _shown(column: Column, population: int | None = None) -> Figures:
    """A mean as it may be told; near an end of the scale without its interval, which would tell more."""
    found: Interval = figures.mean_interval(column, population=population)
    shown = _mean(found.value)
    if shown["capped"]:
        return shown
    low, high = max(found.low, 1.0), min(found.high, 5.0)
    return {**shown, "low": f"{low:.1f}", "high": f"{high:.1f}"}


def _reliability(found: Gathered) -> list[Figures]:
    """How far the questions of an aspect belong together, once enough people answered them all."""
    rows = []
    aspects = found.instrument.aspects
    for one, told in zip(aspects, figures.reliabilities(found.sheets, len(aspects)), strict=True):
        if told.alpha is not None:
            numbers = {name: f"{getattr(told.alpha, name):.2f}" for name in ("value", "low", "high")}
            rows.append({"id": one.id, "trust": str(told.trust), **numbers})
    return rows
