"""What modules and programmes develop; each a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.coverage.facts import Coverage
from portal.coverage.models import ExternalProgramme, ModuleCoverage
from portal.errors import NotFound


def coverage_of(row: ModuleCoverage) -> Coverage:
    """A version as a plain value."""
    return Coverage(dict(row.aspects), dict(row.roles), frozenset(row.tags), frozenset(row.needs))


def confirmed(session: Session, keys: Iterable[str] | None = None) -> dict[str, Coverage]:
    """What was confirmed last of every module and programme (or of these), by key."""
    newest = select(func.max(ModuleCoverage.id)).where(ModuleCoverage.confirmed_at.is_not(None))
    if keys is not None:
        newest = newest.where(ModuleCoverage.key.in_(sorted(keys)))
    newest = newest.group_by(ModuleCoverage.key)
    rows = session.scalars(select(ModuleCoverage).where(ModuleCoverage.id.in_(newest)))
    return {row.key: found for row in rows if not (found := coverage_of(row)).is_empty}


@dataclass(frozen=True)
class Standing:
    """What counts of a module, what waits for a second organiser, and all versions, the newest first."""

    key: str
    counts: ModuleCoverage | None
    waiting: ModuleCoverage | None
    versions: tuple[ModuleCoverage, ...]

    @property
    def seen(self) -> int:
        """The newest version, by which a form knows what it showed; 0: none."""
        return self.versions[0].id if self.versions else 0

    @property
    def shown(self) -> ModuleCoverage | None:
        """What a form begins with."""
        return self.waiting or self.counts


def standings(session: Session, keys: Iterable[str]) -> dict[str, Standing]:
    """Where each of these stands."""
    wanted = list(dict.fromkeys(keys))
    rows = session.scalars(
        select(ModuleCoverage)
        .where(ModuleCoverage.key.in_(wanted))
        .order_by(ModuleCoverage.id.desc())
        .options(joinedload(ModuleCoverage.stated_by), joinedload(ModuleCoverage.confirmed_by))
    ).all()
    versions: dict[str, list[ModuleCoverage]] = {key: [] for key in wanted}
    for row in rows:
        versions[row.key].append(row)
    return {key: _standing(key, found) for key, found in versions.items()}


def _standing(key: str, versions: list[ModuleCoverage]) -> Standing:
    counts = next((v for v in versions if v.confirmed_at), None)
    waiting = next((v for v in versions if v.confirmed_at is None and v.dropped_at is None), None)
    return Standing(key, counts, waiting, tuple(versions))


def standing(session: Session, key: str) -> Standing:
    """Where one of them stands."""
    return standings(session, [key])[key]


def waiting(session: Session, *, not_by: int) -> set[str]:
    """The keys of what waits for somebody else than this person to confirm it."""
    rows = session.scalars(
        select(ModuleCoverage.key).where(
            ModuleCoverage.confirmed_at.is_(None),
            ModuleCoverage.dropped_at.is_(None),
            ModuleCoverage.stated_by_id != not_by,
        )
    )
    return set(rows)


@dataclass(frozen=True)
class External:
    """A programme of somebody else, as pages and recommendations need it."""

    key: str
    slug: str
    title: str
    provider: str
    link: str
    summary: str
    hours: int | None
    language: str
    audience: tuple[str, ...]
    note: str
    changed_at: datetime


def externals(session: Session) -> list[External]:
    """Every programme of somebody else that is in the catalogue, by title."""
    rows = session.scalars(
        select(ExternalProgramme)
        .where(ExternalProgramme.withdrawn_at.is_(None))
        .order_by(ExternalProgramme.title, ExternalProgramme.id)
    )
    return [_external(row) for row in rows]


def external(session: Session, slug: str) -> External:
    """The one with this address; raises NotFound."""
    found = session.scalar(
        select(ExternalProgramme).where(
            ExternalProgramme.slug == slug, ExternalProgramme.withdrawn_at.is_(None)
        )
    )
    if found is None:
        raise NotFound
    return _external(found)


def _external(row: ExternalProgramme) -> External:
    return External(
        key=row.key,
        slug=row.slug,
        title=row.title,
        provider=row.provider,
        link=row.link,
        summary=row.summary,
        hours=row.hours,
        language=row.language,
        audience=tuple(row.audience),
        note=row.note,
        changed_at=row.changed_at,
    )
