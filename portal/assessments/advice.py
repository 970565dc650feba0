"""Which modules fit somebody, and why: the recommendation (pure, whole numbers, the same everywhere).

    gap_d   = E[max(0, T_d − θ_d)], θ_d normal around the score with its standard error
    N_d     = w_d · gap_d                       rounded to millionths, a half to the even one
    κ_m     = effort + waitlist + date not known + far away             rounded the same way
    score_m = Σ_d N_d·q_md − κ_m                q in quarters: a whole number of quarter millionths

One function serves the pages and the audits. See `packages.py` for the set that goes together best.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from portal.assessments.catalogue import Config, Entry, EntryState, Person, Why
from portal.assessments.facts import Score
from portal.assessments.numbers import decimal, expected_gap, log2, millionths
from portal.assessments.packages import Option, best_package

QUARTERS = 4_000_000
"""So many quarter millionths are one point."""


@dataclass(frozen=True)
class Need:
    """How much somebody can gain on one aspect or role: weight times gap, N in millionths."""

    id: str
    score: Score | None
    target: Decimal
    gap: Decimal
    weight: Decimal
    priority: int
    millionths: int


@dataclass(frozen=True)
class Penalty:
    """What is taken off, in millionths; the four parts together are exactly `total`."""

    effort: int
    waitlist: int
    planned: int
    late: int

    @property
    def total(self) -> int:
        """κ in millionths."""
        return self.effort + self.waitlist + self.planned + self.late


@dataclass(frozen=True)
class Rated:
    """An entry with its score: the parts per aspect or role less the penalty, exactly.

    `score` and `parts` are whole quarter millionths; parts that are nothing are left out.
    """

    entry: Entry
    parts: Mapping[str, int]
    penalty: Penalty

    @property
    def benefit(self) -> int:
        """The parts together."""
        return sum(self.parts.values())

    @property
    def score(self) -> int:
        """What it comes to."""
        return self.benefit - 4 * self.penalty.total

    def largest(self) -> list[str]:
        """The three aspects and roles at most that count most for it."""
        order = sorted(self.parts.items(), key=lambda part: (-part[1], part[0]))
        return [name for name, part in order[:3] if part > 0]

    def main_parts(self) -> list[str]:
        """Those of the largest that explain it: each a fifth of the benefit or more."""
        return [name for name in self.largest() if 5 * self.parts[name] >= self.benefit]


@dataclass(frozen=True)
class Advice:
    """What comes out. `package`: the entries that go together best, by id. `why_not`: every reason that
    holds, in order; `rated` has every entry of the catalogue, also what is not for this person now."""

    needs: Mapping[str, Need]
    ranking: tuple[Rated, ...]
    package: tuple[str, ...]
    why_not: Mapping[str, tuple[Why, ...]]
    rated: Mapping[str, Rated]


def advise(entries: Iterable[Entry], person: Person, *, config: Config, today: date) -> Advice:
    """The recommendation for this person out of these entries, whose ids are unique."""
    listed = sorted(entries, key=lambda entry: entry.id)
    needs = needs_of(person, listed, config)
    rated = {entry.id: rate(entry, needs, config=config, today=today) for entry in listed}
    why_not = {entry.id: reasons(entry, person, today=today) for entry in listed}
    least = 4 * millionths(config.min_score)
    fitting = [one for one in rated.values() if not why_not[one.entry.id] and one.score >= least]
    return Advice(
        needs=needs,
        ranking=tuple(sorted(fitting, key=_order)),
        package=_package(rated, why_not, person, needs, config),
        why_not={id_: found for id_, found in why_not.items() if found},
        rated=rated,
    )


def _order(rated: Rated) -> tuple[int, Decimal, bool, date, str]:
    """The best first; then fewer hours, an earlier start (not known is last), and the id."""
    entry = rated.entry
    return -rated.score, entry.hours, entry.start is None, entry.start or date.max, entry.id


def needs_of(person: Person, entries: Iterable[Entry], config: Config) -> dict[str, Need]:
    """N for every aspect and role that is scored, wished for or covered."""
    scores = {score.id: score for score in person.aspects}
    roles = {score.id: score for score in person.roles}
    listed = list(entries)
    named = {*scores, *person.goals, *(aspect for entry in listed for aspect in entry.coverage)}
    found = {name: _aspect_need(name, scores.get(name), person, config) for name in sorted(named)}
    named = {*roles, *person.role_goals, *(role for entry in listed for role in entry.role_coverage)}
    for name in sorted(named):
        found[name] = _role_need(name, roles.get(name), person, config)
    return found


def _aspect_need(name: str, score: Score | None, person: Person, config: Config) -> Need:
    priority = person.goals.get(name, 0)
    weight = 1 + config.goal_step * priority + config.org_focus_step * (name in person.org_focus)
    return _need(name, score, person, config, weight=weight, wished=priority > 0, priority=priority)


def _role_need(name: str, score: Score | None, person: Person, config: Config) -> Need:
    wished = name in person.role_goals
    weight = Decimal(int(wished or name in person.org_targets))
    return _need(name, score, person, config, weight=weight, wished=wished, priority=int(wished))


def _need(
    name: str,
    score: Score | None,
    person: Person,
    config: Config,
    *,
    weight: Decimal,
    wished: bool,
    priority: int,
) -> Need:
    target = person.targets.get(name, person.org_targets.get(name, config.target_default))
    if score is not None and score.exact is not None:
        gap = expected_gap(target, score.exact, score.sem)
    else:
        gap = config.unscored_goal_need if wished else Decimal(0)
    return Need(name, score, target, gap, weight, priority, millionths(weight * gap))


def penalty_of(entry: Entry, *, config: Config, today: date) -> Penalty:
    """κ: the effort of its hours, and what is less sure about it."""
    waitlist = entry.state is EntryState.WAITLIST
    unknown = entry.state is EntryState.PLANNED or entry.start is None
    late = entry.start is not None and (entry.start - today).days > config.late_days
    return _penalty(config, entry.hours, waitlist, unknown, late)


@lru_cache(maxsize=4096)
def _penalty(config: Config, hours: Decimal, waitlist: bool, unknown: bool, late: bool) -> Penalty:
    others = config.penalty_waitlist * waitlist, config.penalty_planned * unknown, config.penalty_late * late
    effort = config.effort_factor * log2(1 + decimal(hours) / config.effort_unit_hours)
    total = millionths(effort + sum(others))
    parts = [millionths(one) for one in others]
    return Penalty(total - sum(parts), *parts)


def rate(entry: Entry, needs: Mapping[str, Need], *, config: Config, today: date) -> Rated:
    """What an entry is worth to somebody with these needs, whether they can come or not."""
    covered = [*entry.coverage.items(), *entry.role_coverage.items()]
    parts = {name: needs[name].millionths * quarters for name, quarters in covered}
    kept = {name: part for name, part in parts.items() if part}
    return Rated(entry, kept, penalty_of(entry, config=config, today=today))


def reasons(entry: Entry, person: Person, *, today: date) -> tuple[Why, ...]:
    """Everything that keeps this person from it, in the order of `Why`."""
    holds = {
        Why.AUDIENCE: bool(entry.audience) and person.job not in entry.audience,
        Why.NOT_MEMBER: bool(entry.member_of) and not entry.member_of & person.memberships,
        Why.LANGUAGE: bool(entry.languages) and not entry.languages & person.languages,
        Why.COMPLETED: entry.id in person.completed,
        Why.CANCELLED: entry.state is EntryState.CANCELLED,
        Why.CLOSED: entry.state is EntryState.CLOSED,
        Why.PAST: entry.start is not None and entry.start < today,
        Why.FULL: entry.state is EntryState.FULL,
        Why.PREREQ: not entry.prerequisites <= person.completed,
    }
    barred = person.barred.get(entry.id, frozenset())
    if not barred and not any(holds.values()):
        return ()
    return tuple(why for why in Why if holds[why] or why in barred)


def _package(
    rated: Mapping[str, Rated],
    why_not: Mapping[str, tuple[Why, ...]],
    person: Person,
    needs: Mapping[str, Need],
    config: Config,
) -> tuple[str, ...]:
    """What goes together best; whoever lacks only a prerequisite may take it along."""
    can_come = {id_ for id_, found in why_not.items() if set(found) <= {Why.PREREQ}}
    numbers = {name: number for number, name in enumerate(needs)}
    options = []
    for id_ in can_come:
        entry = rated[id_].entry
        first = _needed_first(entry, rated, person.completed)
        if not first <= can_come:
            continue
        covers = [*entry.coverage.items(), *entry.role_coverage.items()]
        pairs = tuple((numbers[name], quarters) for name, quarters in covers if needs[name].millionths)
        options.append(Option(id_, entry.hours, pairs, rated[id_].penalty.total, first))
    options.sort(key=lambda option: option.id)
    return best_package(options, [need.millionths for need in needs.values()], size=config.package_size)


def _needed_first(entry: Entry, rated: Mapping[str, Rated], completed: frozenset[str]) -> frozenset[str]:
    """What must be taken with it: prerequisites that are not completed, and theirs."""
    found: set[str] = set()
    waiting: Sequence[str] = sorted(entry.prerequisites - completed)
    while waiting:
        found.update(waiting)
        further = {one for id_ in waiting if id_ in rated for one in rated[id_].entry.prerequisites}
        waiting = sorted(further - completed - found)
    return frozenset(found)
