"""What people miss in the supply, for organisers: counts over the threshold, in bands, naming nobody."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.recommendations.facts import K_SUPPLY, RefusalReason
from portal.recommendations.models import Recommendation, RecommendationRefusal

BANDS = (10, 20, 50, 100)
"""Counts are shown as "at least": one person more or less does not show."""


@dataclass(frozen=True)
class Missed:
    """An aspect or role that nothing on offer helped at least this many people with."""

    dimension: str
    people: int


@dataclass(frozen=True)
class Refused:
    """A programme that at least this many people did not want, with the reasons that enough of them gave."""

    key: str
    people: int
    reasons: tuple[tuple[RefusalReason, int], ...]


def band(count: int) -> int | None:
    """The band of a count; None: too few to show."""
    return max((least for least in BANDS if least <= count), default=None) if count >= K_SUPPLY else None


def missed(session: Session) -> list[Missed]:
    """What people whose last recommendation was empty needed, the most wanted first."""
    newest = (
        select(Recommendation.person_id, func.max(Recommendation.made_at).label("at"))
        .group_by(Recommendation.person_id)
        .subquery()
    )
    rows = session.execute(
        select(Recommendation.person_id, Recommendation.unmet).join(
            newest,
            (newest.c.person_id == Recommendation.person_id) & (newest.c.at == Recommendation.made_at),
        )
    )
    last = {row.person_id: row.unmet for row in rows}
    counts = Counter(dimension for unmet in last.values() for dimension in set(unmet))
    found = [(dimension, band(count)) for dimension, count in counts.items()]
    shown = [Missed(dimension, people) for dimension, people in found if people is not None]
    return sorted(shown, key=lambda one: (-one.people, one.dimension))


def refused(session: Session, keys: Iterable[str]) -> list[Refused]:
    """How often these programmes were not wanted, and why, where enough people said so."""
    rows = session.execute(
        select(RecommendationRefusal.key, RecommendationRefusal.reason, func.count())
        .where(RecommendationRefusal.key.in_(sorted(keys)))
        .group_by(RecommendationRefusal.key, RecommendationRefusal.reason)
    )
    by_key: dict[str, dict[RefusalReason | None, int]] = {}
    for key, reason, count in rows:
        by_key.setdefault(key, {})[reason] = count
    found = []
    for key, counts in sorted(by_key.items()):
        people = band(sum(counts.values()))
        if people is not None:
            said = [(reason, band(count)) for reason, count in counts.items() if reason]
            reasons = sorted(
                ((RefusalReason(reason), least) for reason, least in said if least),
                key=lambda pair: (-pair[1], pair[0]),
            )
            found.append(Refused(key, people, tuple(reasons)))
    return found
