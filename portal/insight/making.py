"""From scans to the figures of groups as they are published: rounded, and only what may be told (pure)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from portal.assessments.facts import Instrument
from portal.insight import figures
from portal.insight.disclosure import Decision, band, shown_mean
from portal.insight.facts import Scanned

Figures = dict[str, Any]
Members = Mapping[str, Sequence[Scanned]]


def made(
    instrument: Instrument, decided: Decision, members: Members, population: int, before: Figures
) -> Figures:
    """The figures of all groups that may be shown. `before`: what was published last."""
    shown = {cell.key for cell in decided.shown}
    total = members["total"]
    whole = _means(instrument, total)
    found: Figures = {
        "aspects": _names(instrument),
        "people": len({one.person_id for one in total}),
        "population": population,
        "total": _rows(instrument, total, population=population),
        "parts": [],
        "hidden": {key: str(why) for key, why in decided.hidden.items()},
        "reliability": _reliability(instrument, total),
    }
    for cell in (*decided.shown, *decided.kept):
        if cell.dimension == "position":
            old = next((one for one in before.get("parts", ()) if one["key"] == cell.key), None)
            found["parts"].append(
                _part(instrument, cell.key, members[cell.key], whole) if cell.key in shown else old
            )
    for key, make in (("supporters", _beside), ("roles", _roles), ("time", _time)):
        if key in shown or (key == "time" and {"before", "after"} <= shown):
            found[key] = make(instrument, members)
        elif key in {cell.key for cell in decided.kept} and key in before:
            found[key] = before[key]
    return found


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


def _means(instrument: Instrument, people: Iterable[Scanned]) -> dict[str, float]:
    found = list(people)
    return {one.id: figures.mean([scan.aspects[one.id] for scan in found]) for one in instrument.aspects}


def _rows(instrument: Instrument, people: Sequence[Scanned], population: int | None = None) -> list[Figures]:
    return [
        {"id": one.id, **_shown([scan.aspects[one.id] for scan in people], population)}
        for one in instrument.aspects
    ]


def _band(people: int) -> list[int | None]:
    return list(band(people) or ())


def _shown(scores: Sequence[float], population: int | None = None) -> Figures:
    """A mean as it may be told; near an end of the scale without its interval, which would tell more."""
    found = figures.mean_interval(scores, population=population)
    shown = shown_mean(found.value)
    if shown.capped:
        return {"value": str(shown.value), "capped": True}
    low, high = max(found.low, 1.0), min(found.high, 5.0)
    return {"value": str(shown.value), "capped": False, "low": f"{low:.1f}", "high": f"{high:.1f}"}


def _part(instrument: Instrument, key: str, people: Sequence[Scanned], whole: Mapping[str, float]) -> Figures:
    """A part beside the whole, drawn towards it as far as few people tell little."""
    rows = []
    for one in instrument.aspects:
        own = figures.mean_interval([scan.aspects[one.id] for scan in people])
        part = figures.part(own, whole[one.id])
        shown = shown_mean(part.shown)
        rows.append(
            {"id": one.id, "value": str(shown.value), "capped": shown.capped, "differs": part.differs}
        )
    return {"key": key, "band": _band(len({one.person_id for one in people})), "aspects": rows}


def _beside(instrument: Instrument, members: Members) -> Figures:
    """How supporters see it beside how leaders see themselves."""
    leaders, others = members["total"], members["supporters"]
    rows = []
    for one in instrument.aspects:
        ours, theirs = ([scan.aspects[one.id] for scan in side] for side in (leaders, others))
        shown = shown_mean(figures.mean(theirs))
        differs = figures.difference(ours, theirs).excludes(0)
        rows.append({"id": one.id, "value": str(shown.value), "capped": shown.capped, "differs": differs})
    return {"band": _band(len({one.person_id for one in others})), "aspects": rows}


def _roles(instrument: Instrument, members: Members) -> Figures:
    """The roles that a team takes, without naming anyone."""
    people = members["roles"]
    differences = [one.balance for one in people if one.balance is not None]
    return {
        "band": _band(len({one.person_id for one in people})),
        "balance": str(figures.team_balance(differences)),
        "roles": [
            {"nl": one.nl, "en": one.en, **_shown([scan.roles[one.id] for scan in people])}
            for one in instrument.roles
        ],
    }


def _time(instrument: Instrument, members: Members) -> Figures:
    """The same people before and after."""
    after = {scan.person_id: scan for scan in members["after"]}
    before = {scan.person_id: scan for scan in members["before"]}
    rows = []
    for one in instrument.aspects:
        then = [before[who].aspects[one.id] for who in sorted(before)]
        now = [after[who].aspects[one.id] for who in sorted(before)]
        old, new = shown_mean(figures.mean(then)), shown_mean(figures.mean(now))
        rows.append(
            {
                "id": one.id,
                "before": str(old.value),
                "after": str(new.value),
                "differs": figures.change(then, now).excludes(0),
            }
        )
    return {"band": _band(len(before)), "aspects": rows}


def _reliability(instrument: Instrument, people: Sequence[Scanned]) -> list[Figures]:
    """How far the questions of an aspect belong together, once enough people answered them all."""
    rows = []
    for one in instrument.aspects:
        items = [item.id for item in instrument.of_aspect(one.id)]
        complete = [
            [answer for item in items if isinstance(answer := scan.answers.get(item), int)] for scan in people
        ]
        found = figures.reliability([row for row in complete if len(row) == len(items)])
        if found.alpha is not None:
            alpha = found.alpha
            numbers = {name: f"{getattr(alpha, name):.2f}" for name in ("value", "low", "high")}
            rows.append({"id": one.id, "trust": str(found.trust), **numbers})
    return rows
