"""Frameworks, what programmes develop, and programmes of others, from seed files."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.coverage import external, service
from portal.coverage.facts import Coverage
from portal.coverage.subjects import parts_of
from portal.errors import Refused
from portal.people.facts import PositionKind
from portal.people.models import Organisation
from portal.programmes.models import Programme
from portal.tables import Table


class Weight(StrEnum):
    """How much of an aspect or a role something develops, as files say it."""

    TOUCHES = "touches"
    PARTLY = "partly"
    SUBSTANTIAL = "substantial"
    MAIN = "main"


QUARTERS = {Weight.TOUCHES: 1, Weight.PARTLY: 2, Weight.SUBSTANTIAL: 3, Weight.MAIN: 4}


def load_coverage(session: Session, data: Mapping[str, Any], where: str, now: datetime) -> None:
    """What a programme as a whole and each of its modules develop."""
    table = Table(data, where)
    slug = table.need("coverage_of", str)
    programme = session.scalar(select(Programme).where(Programme.slug == slug))
    if programme is None:
        raise table.problem(f"there is no programme {slug!r}")
    keys = {part.title: part.key for part in parts_of(session, programme) if part.module}
    for whole in table.tables("whole"):
        _load(session, whole, slug, now)
    for module in table.tables("module"):
        title = module.need("title", str)
        if title not in keys:
            raise module.problem(f"`title` {title!r} is no module of {slug!r}")
        _load(session, module, keys[title], now)
    table.done()


def load_external(session: Session, data: Mapping[str, Any], where: str, now: datetime) -> None:
    """A programme of somebody else, with what it develops."""
    table = Table(data, where)
    slug, organisation = table.need("external", str), table.need("organisation", str)
    owner = session.scalar(select(Organisation).where(Organisation.slug == organisation))
    if owner is None:
        raise table.problem(f"there is no organisation {organisation!r}")
    stated = external.Stated(
        title=table.need("title", str),
        provider=table.need("provider", str),
        link=table.need("link", str),
        summary=table.get("summary", str, ""),
        hours=table.get("hours", int),
        language=table.get("language", str, "nl"),
        audience=tuple(table.texts("audience")),
        note=table.get("note", str, ""),
    )
    unknown = set(stated.audience) - set(PositionKind)
    if unknown:
        raise table.problem(f"`audience` has {sorted(unknown)[0]!r}, which is no position")
    loaded = external.load(session, slug=slug, organisation_id=owner.id, stated=stated, now=now)
    for whole in table.tables("whole"):
        _load(session, whole, loaded.key, now)
    table.done()


def _load(session: Session, table: Table, key: str, now: datetime) -> None:
    stated = Coverage(
        aspects=_weights(table, "aspects"),
        roles=_weights(table, "roles"),
        tags=frozenset(table.texts("tags")),
        needs=frozenset(table.texts("needs")),
    )
    reason = table.need("reason", str).strip()
    table.done()
    try:
        service.load(session, key=key, stated=stated, reason=reason, now=now)
    except Refused as refusal:
        raise table.problem(f"these weights break the rule {refusal.reason!r}") from None


def _weights(table: Table, name: str) -> dict[str, int]:
    found: dict[str, Any] = table.get(name, dict, {})
    within = Table(found, f"{table.where}, {name}")
    return {key: QUARTERS[within.get(key, Weight)] for key in found}
