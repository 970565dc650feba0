"""Publishes figures of an edition's participants, when enough changed and nobody follows from them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.assessments.models import Assessment
from portal.assessments.states import ScanState
from portal.insight import making
from portal.insight.disclosure import Cell, Decision, Hidden, Units, decide, may_renew
from portal.insight.facts import Gathered, Scanned
from portal.insight.gathering import gather
from portal.insight.models import InsightHolder, InsightSet, InsightSnapshot, InsightUnit
from portal.insight.queries import newest
from portal.programmes.facts import Publication
from portal.programmes.models import Edition
from portal.registrations.models import Participant
from portal.registrations.states import ParticipantState

FAMILIES = {"supporters": "supporters", "roles": "roles"}
"""Groups with numbers of their own: what is known of others tells nothing of these."""


def editions_to_renew(session: Session) -> list[int]:
    """The editions in which somebody sent a scan since the last figures."""
    last = (
        select(InsightSnapshot.made_at)
        .where(InsightSnapshot.edition_id == Edition.id)
        .order_by(InsightSnapshot.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.scalars(
        select(Edition.id)
        .join(Participant, Participant.edition_id == Edition.id)
        .join(Assessment, Assessment.person_id == Participant.person_id)
        .where(
            Edition.publication == Publication.PUBLISHED,
            Participant.state == ParticipantState.CONFIRMED,
            Assessment.state == ScanState.FINISHED,
            last.is_(None) | (Assessment.finished_at > last),
        )
        .distinct()
        .order_by(Edition.id)
    )
    return list(rows)


def renew(session: Session, *, edition_id: int, now: datetime) -> InsightSnapshot | None:
    """New figures, or None: too few people were added or changed, or somebody could be computed."""
    session.execute(select(Edition.id).where(Edition.id == edition_id).with_for_update())
    found = gather(session, edition_id)
    if found.instrument is None:
        return None
    members = _members(found)
    units, people = _units(session, members)
    last = newest(session, edition_id)
    known = _known(session, edition_id)
    total = units["total"]
    if last is not None and not may_renew(known.get("total", frozenset()), total, people):
        return None
    decided = _decide(session, units, known, people)
    if not any(cell.key == "total" for cell in decided.shown):
        return None
    figures = making.made(found.instrument, decided, members, found.population, last.figures if last else {})
    made = InsightSnapshot(edition_id=edition_id, made_at=now, figures=figures)
    made.sets = [InsightSet(key=cell.key, units=sorted(cell.units)) for cell in decided.shown]
    session.add(made)
    session.flush()
    return made


def _members(found: Gathered) -> dict[str, Sequence[Scanned]]:
    """The groups that figures could be shown of."""
    members: dict[str, Sequence[Scanned]] = {"total": found.leaders}
    for position in sorted({one.position for one in found.leaders if one.position}):
        members[f"position:{position}"] = [one for one in found.leaders if one.position == position]
    members["before"] = list(found.before.values())
    members["after"] = [one for one in found.leaders if one.person_id in found.before]
    members["roles"] = [one for one in found.leaders if one.balance is not None]
    members["supporters"] = found.supporters
    return members


def _units(
    session: Session, members: Mapping[str, Sequence[Scanned]]
) -> tuple[dict[str, Units], dict[int, int]]:
    """The marks of these scans, made where there is none yet; and of every mark the holder."""
    scans = {one.assessment_id: one.person_id for group in members.values() for one in group}
    holders = {
        row.person_id: row
        for row in session.scalars(
            select(InsightHolder).where(InsightHolder.person_id.in_(set(scans.values())))
        )
    }
    for person_id in sorted(set(scans.values()) - set(holders)):
        holders[person_id] = InsightHolder(person_id=person_id)
        session.add(holders[person_id])
    session.flush()
    marks = {
        row.assessment_id: row.id
        for row in session.scalars(select(InsightUnit).where(InsightUnit.assessment_id.in_(list(scans))))
    }
    for assessment_id in sorted(set(scans) - set(marks)):
        made = InsightUnit(holder_id=holders[scans[assessment_id]].id, assessment_id=assessment_id)
        session.add(made)
        session.flush()
        marks[assessment_id] = made.id
    rows = session.execute(select(InsightUnit.id, InsightUnit.holder_id)).all()
    people = {unit: holder for unit, holder in rows}  # noqa: C416 - for the types
    return {
        key: frozenset(marks[one.assessment_id] for one in group) for key, group in members.items()
    }, people


def _known(session: Session, edition_id: int) -> dict[str, Units]:
    """Every group of this edition as it was when it was last shown."""
    rows = session.execute(
        select(InsightSet.key, InsightSet.units)
        .join(InsightSnapshot, InsightSnapshot.id == InsightSet.snapshot_id)
        .where(InsightSnapshot.edition_id == edition_id)
        .order_by(InsightSet.id)
    )
    return {key: frozenset(units) for key, units in rows}


def _published(session: Session) -> dict[str, list[Units]]:
    """Everything that was ever published, of every edition: people take part in more than one."""
    found: dict[str, list[Units]] = {"": [], "supporters": [], "roles": []}
    for key, units in session.execute(select(InsightSet.key, InsightSet.units).order_by(InsightSet.id)):
        found[FAMILIES.get(key, "")].append(frozenset(units))
    return found


def _touching(earlier: Sequence[Units], now: Units) -> list[Units]:
    """Those that have something to do with these people, also by way of each other."""
    left, taken, reached = list(earlier), [], set(now)
    while near := [one for one in left if not reached.isdisjoint(one)]:
        taken += near
        left = [one for one in left if reached.isdisjoint(one)]
        reached.update(*near)
    return taken


def _decide(
    session: Session, units: Mapping[str, Units], known: Mapping[str, Units], people: Mapping[int, int]
) -> Decision:
    published = _published(session)
    everybody = frozenset().union(*units.values())
    siblings = frozenset(unit for unit, holder in people.items() if holder in {people[u] for u in everybody})
    main = [Cell(key, _dimension(key), units[key], known.get(key)) for key in units if key not in FAMILIES]
    decided = _in_pairs(decide(main, _touching(published[""], siblings), people))
    shown, kept, hidden = list(decided.shown), list(decided.kept), dict(decided.hidden)
    for key in FAMILIES:
        cell = Cell(key, "", units[key], known.get(key))
        if cell.last is not None and not may_renew(cell.last, cell.units, people):
            kept.append(cell)
            continue
        one = decide([cell], _touching(published[key], siblings), people)
        shown += one.shown
        hidden |= one.hidden
    return Decision(tuple(shown), tuple(kept), hidden)


def _dimension(key: str) -> str:
    return "" if key == "total" else "position" if key.startswith("position:") else key


def _in_pairs(decided: Decision) -> Decision:
    """Before and after are shown together or not at all."""
    shown = {cell.key for cell in decided.shown}
    pair = {"before", "after"}
    if pair <= shown or not pair & shown:
        return decided
    hidden = {**decided.hidden, **dict.fromkeys(sorted(pair & shown), Hidden.FOLLOWS)}
    return Decision(tuple(cell for cell in decided.shown if cell.key not in pair), decided.kept, hidden)
