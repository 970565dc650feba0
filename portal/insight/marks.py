"""Marks of scans and of their people in published figures; a fixed number of queries."""

from collections.abc import Collection, Iterable, Mapping
from typing import cast

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from portal.database import Base
from portal.insight.disclosure import Units
from portal.insight.models import InsightHolder, InsightSet, InsightSnapshot, InsightUnit
from portal.insight.queries import Owner, owned_by


def marks_of(session: Session, wanted: Mapping[int, int]) -> dict[int, int]:
    """The marks of scans; `wanted`, of which each says whose it is, get one where there is none yet."""
    marks = _marks(session)
    new = sorted(wanted.keys() - marks.keys())
    if not new:
        return marks
    holders = _holders(session)
    people = sorted({wanted[one] for one in new} - holders.keys())
    if people:
        _put(session, InsightHolder, [{"person_id": one} for one in people])
        holders = _holders(session)
    rows = [{"assessment_id": one, "holder_id": holders[wanted[one]]} for one in new]
    _put(session, InsightUnit, rows)
    return _marks(session)


def _put(session: Session, model: type[Base], rows: list[dict[str, int]]) -> None:
    # About the table: there may be very many, and the way of objects takes twice as long.
    session.flush()
    session.connection().execute(insert(cast(Table, model.__table__)).inline(), rows)


def _marks(session: Session) -> dict[int, int]:
    rows = session.execute(
        select(InsightUnit.assessment_id, InsightUnit.id).where(InsightUnit.assessment_id.is_not(None))
    )
    return {assessment: unit for assessment, unit in rows if assessment is not None}


def _holders(session: Session) -> dict[int, int]:
    rows = session.execute(
        select(InsightHolder.person_id, InsightHolder.id).where(InsightHolder.person_id.is_not(None))
    )
    return {person: holder for person, holder in rows if person is not None}


def people_of(session: Session) -> dict[int, int]:
    """Of every mark its holder."""
    rows = session.execute(select(InsightUnit.id, InsightUnit.holder_id))
    return {unit: holder for unit, holder in rows}  # noqa: C416 - for the types


def last_shown(session: Session, owner: Owner) -> dict[str, Units]:
    """Every group of this edition or organisation as it was when it was last shown."""
    rows = session.execute(
        select(InsightSet.key, InsightSet.units)
        .join(InsightSnapshot, InsightSnapshot.id == InsightSet.snapshot_id)
        .where(owned_by(owner))
        .order_by(InsightSet.id)
    )
    return {key: frozenset(units) for key, units in rows}


def published(session: Session, families: Collection[str]) -> dict[str, list[Units]]:
    """All that was ever published, by family, of every edition and organisation: people are in several."""
    found: dict[str, list[Units]] = {"": [], **{name: [] for name in families}}
    for key, units in session.execute(select(InsightSet.key, InsightSet.units).order_by(InsightSet.id)):
        found[key if key in families else ""].append(frozenset(units))
    return found


def siblings(units: Iterable[int], people: Mapping[int, int]) -> Units:
    """These marks, and the other ones of their people."""
    holders = {people[unit] for unit in units}
    return frozenset(unit for unit, holder in people.items() if holder in holders)
