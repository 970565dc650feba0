"""Memberships of an association: importing a file, all or nothing, and mending one by hand."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.errors import NotFound, Refused
from portal.people import importing
from portal.people.importing import Column, ImportReason, Line, Problem
from portal.people.models import Membership, MembershipImport, Organisation, OrganisationState
from portal.people.newcomers import ensure_people, ids_of

PREVIEW_FOR = timedelta(days=1)
Key = tuple[int | None, int | None, date]


class MembershipReason(StrEnum):
    """Why a membership cannot become so."""

    DATES = "membership_dates"
    TWICE = "membership_twice"


class Effect(StrEnum):
    """What importing a line does."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class Change:
    """One line and what it does; `organisation_id` when the member is an organisation."""

    line: Line
    effect: Effect
    organisation_id: int | None = None
    membership_id: int | None = None


@dataclass(frozen=True)
class Plan:
    """What an import would do. It can only be carried out without problems."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    columns: frozenset[Column]
    ignored: tuple[str, ...]

    def of(self, effect: Effect) -> list[Change]:
        """The lines with this effect."""
        return [change for change in self.changes if change.effect is effect]


def keep_file(
    session: Session, *, association_id: int, person_id: int, file_name: str, content: bytes, now: datetime
) -> MembershipImport:
    """Keeps a file for its preview; raises `Refused` when it is no list of memberships at all."""
    text = importing.decode(content)
    importing.parse(text)
    kept = MembershipImport(
        association_id=association_id,
        person_id=person_id,
        file_name=file_name[:200],
        content=text,
        created_at=now,
    )
    session.add(kept)
    session.flush()
    return kept


def preview(session: Session, kept: MembershipImport) -> Plan:
    """What importing this file would do now."""
    parsed = importing.parse(kept.content)
    people = ids_of(session, {line.email for line in parsed.lines if line.email})
    organisations = _organisations(session, {line.organisation for line in parsed.lines if not line.email})
    existing = _existing(session, kept.association_id)
    changes: list[Change] = []
    problems = list(parsed.problems)
    for line in parsed.lines:
        organisation_id = None if line.email else organisations.get(line.organisation.lower())
        if not line.email and organisation_id is None:
            refusal = Refused(ImportReason.UNKNOWN_ORGANISATION, name=line.organisation)
            problems.append(Problem(line.number, Column.ORGANISATION.value, refusal))
            continue
        person_id = people.get(line.email) if line.email else None
        known = (
            existing.get((person_id, organisation_id, line.starts_on))
            if person_id or organisation_id
            else None
        )
        effect = _effect(line, known, parsed.columns)
        changes.append(Change(line, effect, organisation_id, known.id if known else None))
    problems.sort(key=lambda problem: problem.number)
    return Plan(tuple(changes), tuple(problems), parsed.columns, parsed.ignored)


def _effect(line: Line, known: Membership | None, columns: frozenset[Column]) -> Effect:
    if known is None:
        return Effect.NEW
    other_end = Column.ENDS in columns and known.ends_on != line.ends_on
    other_number = Column.NUMBER in columns and known.number != line.member_number
    return Effect.CHANGED if other_end or other_number else Effect.SAME


def carry_out(session: Session, *, import_id: int, now: datetime) -> MembershipImport:
    """Imports a kept file, all or nothing. A second time changes nothing."""
    kept = session.get(MembershipImport, import_id, with_for_update=True, populate_existing=True)
    if kept is None:
        raise NotFound
    if kept.done_at is not None:
        return kept
    if not kept.content:
        raise Refused(ImportReason.CHANGED_MEANWHILE)
    session.get(Organisation, kept.association_id, with_for_update=True)
    plan = preview(session, kept)
    if plan.problems:
        raise Refused(ImportReason.CHANGED_MEANWHILE)
    new = plan.of(Effect.NEW)
    names = {change.line.email: change.line.name for change in new if change.line.email}
    people = ensure_people(session, names=names, now=now)
    for change in new:
        session.add(
            Membership(
                association_id=kept.association_id,
                person_id=people[change.line.email] if change.line.email else None,
                organisation_id=change.organisation_id,
                number=change.line.member_number,
                starts_on=change.line.starts_on,
                ends_on=change.line.ends_on,
            )
        )
    changed = plan.of(Effect.CHANGED)
    for change in changed:
        _apply(session.get_one(Membership, change.membership_id), change.line, plan.columns)
    kept.done_at, kept.content = now, ""
    kept.added, kept.changed, kept.same = len(new), len(changed), len(plan.of(Effect.SAME))
    session.flush()
    return kept


def _apply(membership: Membership, line: Line, columns: frozenset[Column]) -> None:
    if Column.ENDS in columns:
        membership.ends_on = line.ends_on
    if Column.NUMBER in columns:
        membership.number = line.member_number


def _organisations(session: Session, names: set[str]) -> dict[str, int]:
    if not names:
        return {}
    rows = session.execute(
        select(Organisation.name, Organisation.slug, Organisation.id).where(
            Organisation.state == OrganisationState.KNOWN
        )
    ).all()
    by_slug = {slug: organisation_id for _, slug, organisation_id in rows}
    return by_slug | {name.lower(): organisation_id for name, _, organisation_id in rows}


def _existing(session: Session, association_id: int) -> dict[Key, Membership]:
    rows = session.scalars(select(Membership).where(Membership.association_id == association_id))
    return {(row.person_id, row.organisation_id, row.starts_on): row for row in rows}


def change_membership(
    session: Session, *, membership_id: int, starts_on: date, ends_on: date | None, number: str
) -> None:
    """Corrects a membership."""
    membership = session.get_one(Membership, membership_id, with_for_update=True)
    if ends_on is not None and ends_on < starts_on:
        raise Refused(MembershipReason.DATES)
    membership.starts_on, membership.ends_on, membership.number = starts_on, ends_on, number
    try:
        session.flush()
    except IntegrityError:
        raise Refused(MembershipReason.TWICE) from None


def remove_membership(session: Session, *, membership_id: int) -> None:
    """Removes a membership that never was."""
    session.execute(delete(Membership).where(Membership.id == membership_id))


def forget_previews(session: Session, *, now: datetime) -> None:
    """Removes files that were never imported."""
    session.execute(
        delete(MembershipImport).where(
            MembershipImport.done_at.is_(None), MembershipImport.created_at < now - PREVIEW_FOR
        )
    )
