"""A recommendation as plain data and back: what it was made from, and what came out (pure)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from portal.assessments.advice import QUARTERS, Advice, Need
from portal.assessments.catalogue import Config, Entry, EntryKind, EntryState, Person, Why
from portal.assessments.facts import Score, State

Json = dict[str, Any]
_WHOLE = {"late_days", "package_size"}


def fingerprint(data: Any) -> str:
    """The same for the same data, whatever the order of its keys."""
    return sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def catalogue_data(entries: Iterable[Entry], config: Config) -> Json:
    """What was on offer, in the form that an audit reads; the day stands apart."""
    return {
        "config": {key: value if key in _WHOLE else str(value) for key, value in asdict(config).items()},
        "modules": [_entry_data(entry) for entry in sorted(entries, key=lambda entry: entry.id)],
    }


def _entry_data(entry: Entry) -> Json:
    return {
        "id": entry.id,
        "kind": str(entry.kind),
        "coverage": {name: quarters / 4 for name, quarters in entry.coverage.items()},
        "role_coverage": {name: quarters / 4 for name, quarters in entry.role_coverage.items()},
        "hours": str(entry.hours),
        "language": sorted(entry.languages),
        "audience": sorted(entry.audience),
        "member_of": sorted(entry.member_of),
        "prerequisites": sorted(entry.prerequisites),
        "state": str(entry.state),
        "start": entry.start.isoformat() if entry.start else None,
    }


def catalogue_from(data: Mapping[str, Any]) -> tuple[tuple[Entry, ...], Config]:
    """What was on offer, and the numbers of then."""
    numbers = data["config"]
    kept: Json = {
        one.name: numbers[one.name] if one.name in _WHOLE else Decimal(numbers[one.name])
        for one in fields(Config)
    }
    return tuple(_entry_from(one) for one in data["modules"]), Config(**kept)


def _entry_from(data: Mapping[str, Any]) -> Entry:
    return Entry(
        id=data["id"],
        kind=EntryKind(data["kind"]),
        coverage={name: round(4 * q) for name, q in data["coverage"].items()},
        role_coverage={name: round(4 * q) for name, q in data["role_coverage"].items()},
        hours=Decimal(data["hours"]),
        languages=frozenset(data["language"]),
        audience=frozenset(data["audience"]),
        member_of=frozenset(data["member_of"]),
        prerequisites=frozenset(data["prerequisites"]),
        state=EntryState(data["state"]),
        start=date.fromisoformat(data["start"]) if data["start"] else None,
    )


def person_data(person: Person) -> Json:
    """What was known of somebody: sums of answers, no single one."""
    return {
        "aspects": [_score_data(score) for score in person.aspects],
        "roles": [_score_data(score) for score in person.roles],
        "targets": {name: str(target) for name, target in sorted(person.targets.items())},
        "org_targets": {name: str(target) for name, target in sorted(person.org_targets.items())},
        "goals": dict(sorted(person.goals.items())),
        "role_goals": sorted(person.role_goals),
        "org_focus": sorted(person.org_focus),
        "completed": sorted(person.completed),
        "languages": sorted(person.languages),
        "memberships": sorted(person.memberships),
        "job": person.job,
        "barred": {key: sorted(map(str, whys)) for key, whys in sorted(person.barred.items())},
    }


def _score_data(score: Score) -> Json:
    kept = {"id": score.id, "total": score.total, "n": score.n, "of": score.of}
    return {**kept, "sd": str(score.sd), "sem": str(score.sem), "state": str(score.state)}


def person_from(data: Mapping[str, Any]) -> Person:
    """What was known of somebody."""
    return Person(
        aspects=tuple(_score_from(one) for one in data["aspects"]),
        roles=tuple(_score_from(one) for one in data["roles"]),
        targets={name: Decimal(target) for name, target in data["targets"].items()},
        org_targets={name: Decimal(target) for name, target in data["org_targets"].items()},
        goals=dict(data["goals"]),
        role_goals=frozenset(data["role_goals"]),
        org_focus=frozenset(data["org_focus"]),
        completed=frozenset(data["completed"]),
        languages=frozenset(data["languages"]),
        memberships=frozenset(data["memberships"]),
        job=data["job"],
        barred={key: frozenset(map(Why, whys)) for key, whys in data["barred"].items()},
    )


def _score_from(data: Mapping[str, Any]) -> Score:
    sd, sem = Decimal(data["sd"]), Decimal(data["sem"])
    return Score(data["id"], data["total"], data["n"], data["of"], sd, sem, State(data["state"]))


def result_data(advice: Advice) -> Json:
    """What came out; points as whole quarter millionths."""
    return {
        "unit": f"1/{QUARTERS}",
        "ranking": [rated.entry.id for rated in advice.ranking],
        "package": list(advice.package),
        "why_not": {id_: [str(why) for why in whys] for id_, whys in sorted(advice.why_not.items())},
        "detail": {
            id_: {"score": rated.score, "parts": dict(rated.parts), "penalty": 4 * rated.penalty.total}
            for id_, rated in sorted(advice.rated.items())
        },
    }


def unserved(advice: Advice, config: Config, left_out: frozenset[str]) -> list[Need]:
    """What somebody needs more than anything that is recommended is about, and nothing on offer develops.

    `left_out`: what the programmes develop that they take part in or do not want. That is no gap in supply.
    """
    on_offer = left_out.union(
        *((*one.entry.coverage, *one.entry.role_coverage) for one in advice.rated.values())
    )
    served = [advice.needs[name].millionths for one in advice.ranking for name in one.parts]
    least = max([int(config.min_score * 1_000_000), *served])
    found = [one for one in advice.needs.values() if one.id not in on_offer and one.millionths >= least]
    return sorted(found, key=lambda one: (-one.millionths, one.id))


def unmet(advice: Advice, config: Config, left_out: frozenset[str]) -> list[str]:
    """The aspects and roles with a real need that nothing helps with; all when nothing fits at all."""
    if advice.ranking or advice.package:
        return sorted(one.id for one in unserved(advice, config, left_out))
    least = config.min_score * 1_000_000
    return sorted(
        name for name, need in advice.needs.items() if name not in left_out and need.millionths >= least
    )
