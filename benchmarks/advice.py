"""Measures the recommendation: python -m benchmarks.advice [--people 200] [--seed 1]

The own time of one recommendation with its exact package, over 300 modules, and over 60 with prerequisites.
Catalogues are invented: "mixed" is like a real one, "alike" has modules that hardly differ, where bounding
has least to hold on to.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from portal.assessments.advice import advise
from portal.assessments.catalogue import Config, Entry, EntryState, Person
from portal.assessments.facts import Score, State
from portal.assessments.numbers import decimal, expected_gap, root

TODAY = date(2027, 1, 12)
ASPECTS = ("richting", "overzicht", "besluitvorming", "kennis", "houding", "ondersteuning", "samenwerking")
ROLES = ("coach", "innovator", "opdrachtgever", "eigenaar")
HOURS = (3, 7, 14, 21, 21, 40, 120, 188)


def _coverage(dice: random.Random, alike: bool) -> dict[str, int]:
    found: dict[str, int] = {}
    for aspect in dice.sample(ASPECTS, 4 if alike else dice.randint(1, 4)):
        quarters = dice.choice((2, 2, 3) if alike else (1, 2, 2, 3, 3, 4))
        if sum(found.values()) + quarters <= 10:
            found[aspect] = quarters
    return found


def catalogue(
    dice: random.Random, number: int, *, alike: bool = False, prerequisites: bool = False
) -> list[Entry]:
    """An invented catalogue."""
    found: list[Entry] = []
    for place in range(number):
        state = dice.choices(list(EntryState), weights=(70, 10, 8, 4, 4, 4))[0]
        start = TODAY + timedelta(days=dice.randint(1, 400))
        first = [dice.choice(found).id] if prerequisites and found and dice.random() < 0.4 else []
        roles = {dice.choice(ROLES): dice.choice((2, 3, 4))} if dice.random() < 0.5 else {}
        found.append(
            Entry(
                id=f"m{place:03d}",
                coverage=_coverage(dice, alike),
                role_coverage=roles,
                hours=Decimal(dice.choice(HOURS)),
                prerequisites=frozenset(first),
                state=state,
                start=None if state is EntryState.PLANNED else start,
            )
        )
    return found


def _score(dice: random.Random, id_: str, items: int, level: float) -> Score:
    points = [min(5, max(1, round(dice.gauss(level, 0.9)))) for _ in range(items)]
    sem = decimal(Decimal("0.75") / root(items))
    return Score(id_, sum(points), items, items, Decimal("0.75"), sem, State.SCORED)


def someone(dice: random.Random) -> Person:
    """An invented person."""
    level = dice.uniform(1.8, 4.2)
    goals = dice.sample(ASPECTS, dice.randint(0, 3))
    return Person(
        aspects=tuple(_score(dice, aspect, 7, dice.gauss(level, 0.5)) for aspect in ASPECTS),
        roles=tuple(_score(dice, role, 4, level) for role in ROLES),
        goals={goal: dice.choice((1, 2)) for goal in goals},
        role_goals=frozenset(dice.sample(ROLES, dice.randint(0, 2))),
    )


def measure(entries: list[Entry], people: list[Person]) -> list[float]:
    """Milliseconds of own time per recommendation, the first ones of a new process left out of nothing."""
    taken = []
    for person in people:
        began = time.process_time()
        advise(entries, person, config=Config(), today=TODAY)
        taken.append((time.process_time() - began) * 1000)
    return taken


def main() -> None:
    """Prints a line per catalogue."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    made: dict[str, Callable[[random.Random], list[Entry]]] = {
        "300 modules, mixed": lambda dice: catalogue(dice, 300),
        "300 modules, alike": lambda dice: catalogue(dice, 300, alike=True),
        "300 with prerequisites": lambda dice: catalogue(dice, 300, prerequisites=True),
        "60 with prerequisites": lambda dice: catalogue(dice, 60, prerequisites=True),
    }
    print(f"own time of one recommendation in ms, {asked.people} people, seed {asked.seed}")
    for name, make in made.items():
        dice = random.Random(asked.seed)
        expected_gap.cache_clear()
        taken = measure(make(dice), [someone(dice) for _ in range(asked.people)])
        print(f"{name:24} median {statistics.median(taken):6.2f}   worst {max(taken):6.2f}")


if __name__ == "__main__":
    main()
