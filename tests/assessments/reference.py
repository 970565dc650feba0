"""The recommendation once more, written differently: floats, fractions, and every set tried.

It shares nothing with the portal but the format of the input, so that the two can be held together.
"""

import math
from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import Any

CODES = {
    "rk": "richting",
    "ov": "overzicht",
    "bv": "besluitvorming",
    "kc": "kennis",
    "ho": "houding",
    "on": "ondersteuning",
    "sc": "samenwerking",
}
SUBROLES = {
    "stimulator": "coach",
    "mentor": "coach",
    "vernieuwer": "innovator",
    "bemiddelaar": "innovator",
    "bestuurder": "opdrachtgever",
    "producent": "opdrachtgever",
    "controleur": "eigenaar",
    "coordinator": "eigenaar",
}
MICRO = 1_000_000
Json = dict[str, Any]


def gap_of(points: list[int], target: float, config: Json) -> float:
    """E[max(0, T − θ)] by the mathematics library of this machine."""
    sem = max(config["sem_floor"], config["error_sd"] / math.sqrt(len(points)))
    below = target - sum(points) / len(points)
    z = below / sem
    phi = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return float(below * (1 + math.erf(z / math.sqrt(2))) / 2 + sem * phi)


def needs(person: Json, config: Json) -> dict[str, int]:
    """N per aspect and role, in millionths."""
    by_aspect: dict[str, list[int]] = {aspect: [] for aspect in CODES.values()}
    by_subrole: dict[str, list[int]] = {subrole: [] for subrole in SUBROLES}
    for item, point in person["answers"].items():
        if point == "x":
            continue
        head = item.split("-")
        if head[0] == "r":
            by_subrole[head[1]].append(point)
        else:
            by_aspect[CODES[head[0]]].append(point)
    goals = {goal["aspect"]: goal["priority"] for goal in person["goals"]}
    found = {}
    for aspect, points in by_aspect.items():
        weight = 1 + config["goal_step"] * goals.get(aspect, 0)
        weight += config["org_focus_step"] * (aspect in person["org_focus"])
        if len(points) >= config["min_answered_aspect"]:
            gap = gap_of(points, person["targets"].get(aspect, config["target_default"]), config)
        else:
            gap = config["unscored_goal_need"] if goals.get(aspect) else 0
        found[aspect] = round(weight * gap * MICRO)
    for role in set(SUBROLES.values()):
        halves = [points for subrole, points in by_subrole.items() if SUBROLES[subrole] == role]
        points = [point for half in halves for point in half]
        scored = len(points) >= config["min_answered_role"]
        scored &= all(len(half) >= config["min_answered_per_subrole"] for half in halves)
        target = person["targets"].get(role, config["target_default"])
        gap = gap_of(points, target, config) if scored else config["unscored_goal_need"]
        found[role] = round(gap * MICRO) if role in person["role_goals"] else 0
    return found


def penalty(module: Json, config: Json, today: date) -> int:
    """κ in millionths."""
    total = config["effort_factor"] * math.log2(1 + module["hours"] / config["effort_unit_hours"])
    total += config["penalty_waitlist"] * (module["state"] == "waitlist")
    total += config["penalty_planned"] * (module["state"] == "planned" or not module["start"])
    if module["start"] and (date.fromisoformat(module["start"]) - today).days > config["late_days"]:
        total += config["penalty_late"]
    return round(total * MICRO)


def reason(module: Json, person: Json, today: date) -> str | None:
    """The first reason why not."""
    if module["audience"] and person["job"] not in module["audience"]:
        return "audience"
    if module["member_of"] and module["member_of"] not in person["memberships"]:
        return "not_member"
    if module["language"] not in person["languages"]:
        return "language"
    if module["id"] in person["completed"]:
        return "completed"
    if module["state"] in ("cancelled", "closed"):
        return str(module["state"])
    if module["start"] and date.fromisoformat(module["start"]) < today:
        return "past"
    if module["state"] == "full":
        return "full"
    if set(module["prerequisites"]) - set(person["completed"]):
        return "prereq"
    return None


def covered(module: Json) -> dict[str, Fraction]:
    """q per aspect and role."""
    return {name: Fraction(q) for name, q in {**module["coverage"], **module["role_coverage"]}.items()}


def worth(chosen: tuple[Json, ...], need: dict[str, int], costs: dict[str, int]) -> Fraction:
    """F of a set."""
    total = Fraction(0)
    for name, amount in need.items():
        left = Fraction(1)
        for module in chosen:
            left *= 1 - covered(module).get(name, Fraction(0))
        total += amount * (1 - left)
    return total - sum(costs[module["id"]] for module in chosen)


def package(
    modules: list[Json], person: Json, need: dict[str, int], costs: dict[str, int], size: int
) -> list[str]:
    """The best closed set, by trying every one."""
    best: tuple[Any, ...] = (0, 0, 0, [])
    for number in range(1, size + 1):
        for chosen in combinations(modules, number):
            ids = sorted(module["id"] for module in chosen)
            there = set(ids) | set(person["completed"])
            if any(set(module["prerequisites"]) - there for module in chosen):
                continue
            hours = sum(module["hours"] for module in chosen)
            best = min(best, (-worth(chosen, need, costs), number, hours, ids))
    return list(best[3])


def advise(catalogue: Json, person: Json) -> Json:
    """What the audit should say."""
    config, today = catalogue["config"], date.fromisoformat(catalogue["today"])
    need = needs(person, config)
    costs = {module["id"]: penalty(module, config, today) for module in catalogue["modules"]}
    why = {module["id"]: reason(module, person, today) for module in catalogue["modules"]}
    ranked, detail = [], {}
    for module in catalogue["modules"]:
        parts = {name: need[name] * q for name, q in covered(module).items()}
        score = sum(parts.values()) - costs[module["id"]]
        detail[module["id"]] = score / MICRO
        if why[module["id"]] is None and score >= round(config["min_score"] * MICRO):
            start = (module["start"] is None, module["start"] or "")
            ranked.append((-score, module["hours"], start, module["id"]))
    can = [module for module in catalogue["modules"] if why[module["id"]] in (None, "prereq")]
    return {
        "ranking": [one[3] for one in sorted(ranked)],
        "package": package(can, person, need, costs, config["package_size"]),
        "why_not": {id_: code for id_, code in why.items() if code},
        "detail": detail,
    }
