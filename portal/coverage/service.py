"""What a module develops: stated by one organiser, confirmed by another, and until then as it was."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.coverage import queries
from portal.coverage.facts import Coverage, Fault, fault_of, has_circle, is_module, most_of
from portal.coverage.models import ExternalProgramme, ModuleCoverage
from portal.coverage.queries import coverage_of
from portal.errors import NotFound, Refused
from portal.frameworks import vocabulary
from portal.frameworks.queries import frameworks
from portal.frameworks.tags import sort_key, tags_in
from portal.programmes.models import Edition, Module, Programme


class CoverageRefused(StrEnum):
    """Why weights cannot be kept or confirmed."""

    CHANGED_MEANWHILE = "coverage.changed_meanwhile"
    SAME_PERSON = "coverage.same_person"
    NOTHING_WAITS = "coverage.nothing_waits"


def state(
    session: Session,
    *,
    key: str,
    stated: Coverage,
    reason: str,
    seen: int,
    actor_id: int,
    now: datetime,
) -> ModuleCoverage | None:
    """Other weights, which count once a second organiser confirms them; None: nothing was said yet.

    `seen` is the newest version that the form showed.
    """
    _take_turn(session, key)
    standing = queries.standing(session, key)
    shown = standing.shown
    if shown is not None and (coverage_of(shown), shown.reason) == (stated, reason):
        return shown  # pressed twice, or nothing was changed
    if standing.versions and standing.seen != seen:
        raise Refused(CoverageRefused.CHANGED_MEANWHILE)
    if shown is None and stated.is_empty:
        return None
    _check(session, key, stated)
    if standing.waiting is not None:
        standing.waiting.dropped_at = now
        session.flush()
    return _add(session, key, stated, reason, now, actor_id)


def confirm(session: Session, *, key: str, version: int, actor_id: int, now: datetime) -> ModuleCoverage:
    """These weights count from now on. Never by who stated them."""
    _take_turn(session, key)
    standing = queries.standing(session, key)
    waiting = standing.waiting
    if waiting is None and standing.counts is not None and standing.counts.id == version:
        return standing.counts
    if waiting is None:
        raise Refused(CoverageRefused.NOTHING_WAITS)
    if waiting.id != version:
        raise Refused(CoverageRefused.CHANGED_MEANWHILE)
    if waiting.stated_by_id == actor_id:
        raise Refused(CoverageRefused.SAME_PERSON)
    _check(session, key, coverage_of(waiting))
    waiting.confirmed_by_id, waiting.confirmed_at = actor_id, now
    session.flush()
    return waiting


def drop(session: Session, *, key: str, version: int, now: datetime) -> None:
    """Takes back what waits; what was confirmed before keeps counting. Twice is once."""
    _take_turn(session, key)
    standing = queries.standing(session, key)
    if standing.waiting is None:
        return
    if standing.waiting.id != version:
        raise Refused(CoverageRefused.CHANGED_MEANWHILE)
    standing.waiting.dropped_at = now
    session.flush()


def load(session: Session, *, key: str, stated: Coverage, reason: str, now: datetime) -> bool:
    """The weights of a file, which count at once. A file leaves alone what an organiser changed."""
    _take_turn(session, key)
    standing = queries.standing(session, key)
    if any(not version.loaded for version in standing.versions):
        return False
    counts = standing.counts
    if counts is not None and (coverage_of(counts), counts.reason) == (stated, reason):
        return False
    _check(session, key, stated)
    _add(session, key, stated, reason, now)
    return True


def _add(
    session: Session, key: str, stated: Coverage, reason: str, now: datetime, actor_id: int | None = None
) -> ModuleCoverage:
    made = ModuleCoverage(
        key=key,
        aspects=stated.aspects,
        roles=stated.roles,
        tags=sorted(stated.tags, key=sort_key),
        needs=sorted(stated.needs),
        reason=reason,
        stated_by_id=actor_id,
        stated_at=now,
    )
    if actor_id is None:
        made.loaded, made.confirmed_at = True, now
    session.add(made)
    session.flush()
    return made


def _check(session: Session, key: str, stated: Coverage) -> None:
    fault = fault_of(stated, most=most_of(key), aspects=vocabulary.ASPECT, roles=vocabulary.ROLE)
    if fault is None and not stated.tags <= set(tags_in([vocabulary.FRAMEWORK, *frameworks(session)])):
        fault = Fault.UNKNOWN
    if fault is None and not stated.needs <= _known(session, stated.needs):
        fault = Fault.UNKNOWN
    if fault is None:
        needs = {other: said.needs for other, said in queries.confirmed(session).items()}
        fault = Fault.CIRCLE if has_circle(needs | {key: stated.needs}, key) else None
    if fault is not None:
        raise Refused(fault)


def _known(session: Session, keys: frozenset[str]) -> set[str]:
    found = set(session.scalars(select(Module.key).where(Module.key.in_(keys))))
    return found | set(session.scalars(select(Programme.slug).where(Programme.slug.in_(keys))))


def forget(session: Session, *, keys: Collection[str]) -> None:
    """What was said of modules or programmes that are gone."""
    session.execute(delete(ModuleCoverage).where(ModuleCoverage.key.in_(keys)))


def _take_turn(session: Session, key: str) -> None:
    """One after the other, per programme."""
    if is_module(key):
        owner = (
            select(Programme.id)
            .join(Edition, Edition.programme_id == Programme.id)
            .join(Module, Module.edition_id == Edition.id)
            .where(Module.key == key)
            .limit(1)
            .scalar_subquery()
        )
        query = select(Programme.id).where(Programme.id == owner)
    else:
        query = select(Programme.id).where(Programme.slug == key)
    row = session.scalar(query.with_for_update())
    if row is None:
        slug = ExternalProgramme.slug
        row = session.scalar(
            select(ExternalProgramme.id).where(slug == key.partition(":")[2]).with_for_update()
        )
    if row is None:
        raise NotFound
