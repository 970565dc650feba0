"""Catalogues and people to try properties on, as the audit reads them."""

import json
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from portal.assessments.advice import Advice, advise
from portal.assessments.audit_input import read_catalogue, read_people
from tests.assessments.support import ASPECTS, INSTRUMENT, ROLES

Json = dict[str, Any]
TODAY = date(2027, 1, 12)
CONFIG: Json = {
    "target_default": 4.0,
    "min_answered_aspect": 4,
    "min_answered_role": 3,
    "min_answered_per_subrole": 1,
    "error_sd": 0.75,
    "sem_floor": 0.15,
    "goal_step": 0.5,
    "org_focus_step": 0.25,
    "unscored_goal_need": 1.0,
    "effort_factor": 0.1,
    "effort_unit_hours": 8,
    "penalty_waitlist": 0.25,
    "penalty_planned": 0.35,
    "penalty_late": 0.1,
    "late_days": 270,
    "min_score": 0.2,
    "package_size": 3,
}
STATES = ("open", "open", "open", "open", "waitlist", "planned", "full", "closed", "cancelled")
QUARTERS = st.sampled_from((0.25, 0.5, 0.75, 1.0))


@st.composite
def modules(draw: st.DrawFn, number: int, *, plain: bool = False) -> Json:
    """A module that keeps the rules of a catalogue; `plain` ones are open to all."""
    coverage: dict[str, float] = {}
    for aspect in draw(st.lists(st.sampled_from(list(ASPECTS)), min_size=1, max_size=4, unique=True)):
        quarters = draw(QUARTERS)
        if sum(coverage.values()) + quarters <= 2.5:
            coverage[aspect] = quarters
    state = "open" if plain else draw(st.sampled_from(STATES))
    start = TODAY + timedelta(days=draw(st.integers(0 if plain else -10, 400)))
    first = [] if plain or not number else draw(st.lists(st.integers(0, number - 1), max_size=1))
    return {
        "id": f"m{number:02d}",
        "kind": "module",
        "coverage": coverage,
        "role_coverage": draw(st.dictionaries(st.sampled_from(list(ROLES)), QUARTERS, max_size=1)),
        "hours": draw(st.sampled_from((0, 3, 7, 14, 21, 40.5))),
        "language": "nl" if plain else draw(st.sampled_from(("nl", "nl", "nl", "en"))),
        "audience": [] if plain else draw(st.sampled_from(([], [], [], ["gemeentesecretaris"]))),
        "member_of": None if plain else draw(st.sampled_from((None, None, None, "VGS"))),
        "prerequisites": [f"m{one:02d}" for one in first],
        "state": state,
        "start": None if state == "planned" else start.isoformat(),
    }


@st.composite
def catalogues(draw: st.DrawFn, *, most: int = 9, plain: bool = False) -> Json:
    """A catalogue of a few modules."""
    count = draw(st.integers(1, most))
    listed = [draw(modules(number, plain=plain)) for number in range(count)]
    return {"today": TODAY.isoformat(), "config": dict(CONFIG), "modules": listed}


@st.composite
def people(draw: st.DrawFn, *, plain: bool = False) -> Json:
    """Somebody who answered; a `plain` person answered everything and may come anywhere."""
    points: st.SearchStrategy[Any] = st.integers(1, 5)
    if not plain:
        points = st.one_of(points, points, points, st.just("x"))
    given = draw(st.lists(points, min_size=65, max_size=65))
    wished = draw(st.lists(st.sampled_from(list(ASPECTS)), max_size=3, unique=True))
    return {
        "id": "r1",
        "job": draw(st.sampled_from(("gemeentesecretaris", "afdelingsmanager"))),
        "memberships": draw(st.sampled_from(([], ["VGS"]))),
        "languages": draw(st.sampled_from((["nl"], ["nl", "en"]))),
        "targets": draw(
            st.dictionaries(st.sampled_from(list(ASPECTS)), st.sampled_from((3.5, 4.5)), max_size=2)
        ),
        "goals": [{"aspect": one, "priority": draw(st.integers(1, 2))} for one in wished],
        "role_goals": draw(st.lists(st.sampled_from(list(ROLES)), max_size=2, unique=True)),
        "org_focus": draw(st.lists(st.sampled_from(list(ASPECTS)), max_size=2, unique=True)),
        "completed": [] if plain else draw(st.lists(st.sampled_from(("m00", "m01", "old")), max_size=2)),
        "answers": {item.id: one for item, one in zip(INSTRUMENT.items, given, strict=True)},
    }


def advised(catalogue: Json, person: Json) -> Advice:
    """What comes out for this person, read as the audit reads it."""
    read = read_catalogue(json.dumps(catalogue), INSTRUMENT)
    (found,) = read_people(json.dumps([person]), read).values()
    return advise(read.entries, found, config=read.config, today=read.today)
