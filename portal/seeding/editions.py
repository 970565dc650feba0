"""Programmes of seed files with their rules, and upcoming example editions."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.eligibility.facts import RuleKind
from portal.eligibility.models import EligibilityRule
from portal.eligibility.service import give_head_start
from portal.programmes import service
from portal.programmes.loading import EditionData, read_edition, read_programme
from portal.programmes.models import Edition, Meeting, Programme
from portal.programmes.moving import upcoming
from portal.seeding.files import Seeds
from portal.tables import FileProblem, Table
from portal.texts import local


def load_programme(
    session: Session, data: Mapping[str, Any], where: str, now: datetime
) -> list[service.LoadedEdition]:
    """A programme with its real editions and their rules."""
    loaded = service.load_programme(session, data=read_programme(data, where), now=now)
    for one in loaded.editions:
        _rules(session, one)
    return list(loaded.editions)


def load_examples(
    session: Session, data: Mapping[str, Any], where: str, seeds: Seeds, now: datetime
) -> list[service.LoadedEdition]:
    """Upcoming example editions of a programme."""
    table = Table(data, where)
    programme = session.scalar(select(Programme).where(Programme.slug == table.need("programme", str)))
    if programme is None:
        raise table.problem(f"there is no programme {data['programme']!r}")
    editions = table.tables("edition")
    table.done()
    real = next((real for _, real in seeds.programmes if real["slug"] == programme.slug), {})
    patterns = {e.get("key"): e for e in [*real.get("edition", []), *(t.data for t in editions)]}
    loaded = []
    for edition in editions:
        values = _example(session, programme, edition, patterns, local(now).date())
        one = service.load_edition(session, programme=programme, data=values, now=now)
        _rules(session, one)
        loaded.append(one)
    return loaded


def _example(
    session: Session, programme: Programme, table: Table, patterns: Mapping[Any, Any], today: date
) -> EditionData:
    like = table.get("like", str)
    if like is not None and like not in patterns:
        raise table.problem(f"`like` {like!r} is no edition of {programme.slug}")
    first_day = session.scalar(
        select(Meeting.day)
        .join(Edition, Edition.id == Meeting.edition_id)
        .where(Edition.programme_id == programme.id, Edition.loaded_as == table.need("key", str))
        .order_by(Meeting.number)
        .limit(1)
    )
    values = upcoming(table, patterns.get(like, {}), today=today, first_day=first_day)
    return read_edition(Table(values, table.where), upcoming=True)


def _rules(session: Session, one: service.LoadedEdition) -> None:
    if not one.created:
        return
    for position, rule in enumerate(one.data.rules):
        if rule.kind not in set(RuleKind):
            raise FileProblem(f"{one.edition.slug}: there is no rule {rule.kind!r}")
        session.add(
            EligibilityRule(
                edition_id=one.edition.id,
                position=position,
                kind=RuleKind(rule.kind),
                values=rule.values,
                assumed=rule.assumed,
            )
        )
    session.flush()
    edition = one.edition
    if edition.interest_first and edition.windows:
        give_head_start(
            session,
            edition_id=edition.id,
            opens_at=min(window.opens_at for window in edition.windows),
            working_days=edition.interest_head_start_days,
        )


def edition_at(session: Session, table: Table, address: str) -> Edition:
    """The edition that a file calls `programme/key`."""
    slug, _, key = address.partition("/")
    found = session.scalar(
        select(Edition)
        .join(Programme, Programme.id == Edition.programme_id)
        .where(Programme.slug == slug, Edition.loaded_as == key)
    )
    if found is None:
        raise table.problem(f"there is no edition {address!r}")
    return found
