"""A small group whose people make the scan again and again: the audit still comes to a verdict."""

import random

import pytest

from portal.insight.disclosure import Cell, Units, atoms, decide
from portal.insight.span import Verdict, combination

PEOPLE, CHANGING, ROLES, SNAPSHOTS = 20, 7, 3, 15


def published(seed: int) -> tuple[list[Units], dict[int, int], list[Units]]:
    """All that is published of them in turn, whose each scan is, and what would be published next."""
    dice = random.Random(seed)
    role = [dice.randrange(ROLES) for _ in range(PEOPLE)]
    now = dict(enumerate(range(PEOPLE)))
    people = {scan: person for person, scan in now.items()}
    sets: list[Units] = []
    wanted: list[Cell] = []
    for _ in range(SNAPSHOTS):
        roles = {
            number: [scan for person, scan in now.items() if role[person] == number]
            for number in range(ROLES)
        }
        wanted = [Cell("all", "", frozenset(now.values()))]
        wanted += [
            Cell(f"role:{number}", "role", frozenset(scans)) for number, scans in roles.items() if scans
        ]
        sets += [cell.units for cell in decide(wanted, sets, people).shown]
        for person in dice.sample(range(PEOPLE), CHANGING):
            now[person] = len(people)
            people[now[person]] = person
    return sets, people, [cell.units for cell in wanted]


@pytest.mark.parametrize("seed", range(4))
def test_audit_of_a_restless_group_is_decided(seed: int) -> None:
    sets, people, wanted = published(seed)
    verdicts = [combination(atoms([*sets, one], people), k=5) for one in wanted]
    assert Verdict.UNDECIDED not in verdicts
    assert combination(atoms(sets, people), k=5) is Verdict.SAFE
