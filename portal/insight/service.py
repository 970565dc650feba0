"""Publishes figures of editions and organisations, when enough changed and nobody follows from them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, or_, select, text
from sqlalchemy.orm import Session

from portal.assessments.facts import Axis
from portal.assessments.models import Assessment
from portal.assessments.states import ScanState
from portal.insight import gathering, making, marks
from portal.insight.disclosure import (
    Cell,
    Decision,
    Hidden,
    K,
    Units,
    decide,
    dimension_of,
    keeps,
    may_renew,
)
from portal.insight.facts import Gathered, Places
from portal.insight.models import InsightSet, InsightSnapshot
from portal.insight.queries import Owner, newest
from portal.people.models import Organisation, OrganisationState, OrganiserRole, Position
from portal.programmes.facts import Publication
from portal.programmes.models import Edition
from portal.registrations.models import Participant
from portal.registrations.states import ParticipantState
from portal.texts import local
from portal.undisturbed import undisturbed

FAMILIES = {"supporters": "supporters", "roles": "total"}
"""Groups with numbers of their own, and of whose scans: what is known of others tells nothing of these."""
PAIR = frozenset({"before", "after"})


def editions_to_renew(session: Session) -> list[int]:
    """The editions in which somebody sent a scan since the last figures."""
    last = _last_made(InsightSnapshot.edition_id == Edition.id)
    rows = session.scalars(
        select(Edition.id)
        .join(Participant, Participant.edition_id == Edition.id)
        .join(Assessment, Assessment.person_id == Participant.person_id)
        .where(
            Edition.publication == Publication.PUBLISHED,
            Participant.state == ParticipantState.CONFIRMED,
            Assessment.state == ScanState.FINISHED,
            or_(last.is_(None), Assessment.finished_at > last),
        )
        .distinct()
        .order_by(Edition.id)
    )
    return list(rows)


def organisations_to_renew(session: Session) -> list[int]:
    """The organisations of which somebody sent a scan since the last figures, and somebody may see them."""
    last = _last_made(InsightSnapshot.organisation_id == Organisation.id)
    seen = select(OrganiserRole.organisation_id).where(OrganiserRole.ended_at.is_(None))
    rows = session.scalars(
        select(Organisation.id)
        .join(Position, Position.organisation_id == Organisation.id)
        .join(Assessment, Assessment.person_id == Position.person_id)
        .where(
            Organisation.state == OrganisationState.KNOWN,
            Organisation.id.in_(seen),
            Assessment.state == ScanState.FINISHED,
            or_(last.is_(None), Assessment.finished_at > last),
        )
        .distinct()
        .order_by(Organisation.id)
    )
    return list(rows)


def _last_made(whose: ColumnElement[bool]) -> ScalarSelect[datetime]:
    return (
        select(InsightSnapshot.made_at)
        .where(whose)
        .order_by(InsightSnapshot.id.desc())
        .limit(1)
        .scalar_subquery()
    )


@undisturbed()
def renew(session: Session, *, edition_id: int, now: datetime) -> InsightSnapshot | None:
    """New figures, or None: too few people were added or changed, or somebody could be computed."""
    _take_turn(session)
    return _publish(session, gathering.of_edition(session, edition_id), Owner(edition_id=edition_id), now)


@undisturbed()
def renew_organisation(session: Session, *, organisation_id: int, now: datetime) -> InsightSnapshot | None:
    """The same, of who has a position at an organisation today."""
    _take_turn(session)
    found = gathering.of_organisation(session, organisation_id, local(now).date())
    return _publish(session, found, Owner(organisation_id=organisation_id), now)


def _take_turn(session: Session) -> None:
    """One publication at a time, whoever's figures they are: each audit has to see what the other told.

    SQLite has one writer as it is. Nobody else waits for this: not who reads figures, not who registers.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE insight_snapshots IN SHARE ROW EXCLUSIVE MODE"))


def _publish(session: Session, found: Gathered | None, owner: Owner, now: datetime) -> InsightSnapshot | None:
    if found is None:
        return None
    members = members_of(found)
    used = set().union(*members.values())
    marked = marks.marks_of(session, {found.scans[place]: found.people[place] for place in used})
    mark = {place: marked[found.scans[place]] for place in used}
    units = {key: frozenset(map(mark.__getitem__, group)) for key, group in members.items()}
    people = marks.people_of(session)
    last = newest(session, owner)
    known = marks.last_shown(session, owner)
    scoring = found.instrument.scoring  # a questionnaire may ask for larger groups, never for smaller ones
    least, k = max(K, scoring.snapshot_min_change), max(K, scoring.k_mean, scoring.k_remainder)
    before = known.get("total", frozenset())
    if last is not None and not may_renew(before, units["total"], people, least=least):
        return None
    standing = _standing(last, found) if last is not None else frozenset()
    there = frozenset(marked.values())
    intact = {key for key in standing if there.issuperset(known.get(key, ()))}
    decided = _decide(session, units, known, intact, people, k)
    if not any(cell.key == "total" for cell in decided.shown):
        return None
    figures = making.made(found, decided, members, last.figures if last else {})
    made = InsightSnapshot(**owner._asdict(), made_at=now, figures=figures)
    made.sets = [InsightSet(key=cell.key, units=sorted(cell.units)) for cell in decided.shown]
    session.add(made)
    session.flush()
    return made


def members_of(found: Gathered) -> dict[str, Places]:
    """The groups that figures could be shown of."""
    both = {one.axis for one in found.instrument.roles} == set(Axis)
    return {
        "total": found.leaders,
        **found.parts,
        "before": found.before,
        "after": found.after,
        "roles": found.roles if both else (),
        "supporters": found.supporters,
    }


def _touching(earlier: Sequence[Units], now: Units) -> list[Units]:
    """Those that have something to do with these people, also by way of each other."""
    left, taken, reached = list(earlier), [], set(now)
    while near := [one for one in left if not reached.isdisjoint(one)]:
        taken += near
        left = [one for one in left if reached.isdisjoint(one)]
        reached.update(*near)
    return taken


def _decide(
    session: Session,
    units: Mapping[str, Units],
    known: Mapping[str, Units],
    intact: Collection[str],
    people: Mapping[int, int],
    k: int,
) -> Decision:
    published = marks.published(session, FAMILIES)
    siblings = marks.siblings(frozenset().union(*units.values()), people)
    cells = {key: Cell(key, _dimension(key), units[key], known.get(key), key in intact) for key in units}
    main = [cell for cell in cells.values() if cell.key not in FAMILIES]
    decided = _in_pairs(decide(main, _touching(published[""], siblings), people, k=k))
    shown, kept, hidden = list(decided.shown), list(decided.kept), dict(decided.hidden)
    for key, among in FAMILIES.items():
        one = _alone(cells[key], units[among], _touching(published[key], siblings), people, k)
        shown += one.shown
        kept += one.kept
        hidden |= one.hidden
    return Decision(tuple(shown), tuple(kept), hidden)


def _alone(cell: Cell, among: Units, earlier: Sequence[Units], people: Mapping[int, int], k: int) -> Decision:
    """The same of a group with numbers of its own. `among`: the scans of who may be in it."""
    decided = Decision((), (), {cell.key: Hidden.FOLLOWS})
    if cell.last is None or may_renew(cell.last, cell.units, people, least=k):
        decided = decide([replace(cell, dimension="")], earlier, people, k=k)
    if decided.shown or not keeps(cell, {people[unit] for unit in among}, people):
        return decided
    return Decision((), (cell,), {})


def _dimension(key: str) -> str:
    return "" if key == "total" else dimension_of(key) or key


def _standing(last: InsightSnapshot, found: Gathered) -> frozenset[str]:
    """The groups with figures in the newest ones; none when those are about another questionnaire."""
    figures = last.figures
    if figures.get("questionnaire", making.questionnaire(found)) != making.questionnaire(found):
        return frozenset()
    blocks = {key for key in FAMILIES if key in figures}
    return frozenset(
        {part["key"] for part in figures["parts"]} | blocks | (PAIR if "time" in figures else set())
    )


def _in_pairs(decided: Decision) -> Decision:
    """Before and after are shown together, or keep the figures they had together, or have none."""
    shown = {cell.key for cell in decided.shown}
    kept = {cell.key for cell in decided.kept}
    if PAIR.issubset(shown) or PAIR.issubset(kept) or not PAIR & (shown | kept):
        return decided
    others = tuple(cell for cell in decided.shown if cell.key not in PAIR)
    pair = tuple(cell for cell in (*decided.shown, *decided.kept) if cell.key in PAIR)
    rest = tuple(cell for cell in decided.kept if cell.key not in PAIR)
    # They are of the same people: as nobody withdrew from the one, nobody did from the other.
    if PAIR & kept and len(pair) == len(PAIR) and all(cell.stands for cell in pair):
        return Decision(others, (*rest, *pair), decided.hidden)
    hidden = {**decided.hidden, **{cell.key: Hidden.FOLLOWS for cell in pair}}
    return Decision(others, rest, hidden)
