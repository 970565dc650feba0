"""The parts of a programme that can develop something: the whole, and each module over all its editions."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.coverage.facts import is_module
from portal.programmes.facts import Publication
from portal.programmes.models import Edition, Module, Programme


@dataclass(frozen=True)
class Part:
    """A module by its newest edition; the whole programme has no `module`."""

    key: str
    programme: str
    title: str
    number: int = 0
    module: str = ""


def parts_of(session: Session, programme: Programme) -> list[Part]:
    """The programme itself, and then its modules."""
    return parts_of_all(session, [programme])


def parts_of_all(session: Session, programmes: Iterable[Programme]) -> list[Part]:
    """These programmes, each followed by its modules."""
    every = list(programmes)
    modules = _modules(session, Programme.slug.in_([programme.slug for programme in every]))
    found = []
    for programme in every:
        found.append(Part(programme.slug, programme.slug, programme.title))
        found += modules.get(programme.slug, [])
    return found


def visible_modules(session: Session, keys: Iterable[str]) -> dict[str, list[Part]]:
    """Those of these modules that everybody sees, by the slug of their programme."""
    wanted = sorted(filter(is_module, keys))
    if not wanted:
        return {}
    return _modules(session, Module.key.in_(wanted) & (Edition.publication == Publication.PUBLISHED))


def _modules(session: Session, where: ColumnElement[bool]) -> dict[str, list[Part]]:
    query = (
        select(Programme.slug, Module.key, Module.title, Module.number, Module.public_id)
        .join(Edition, Edition.id == Module.edition_id)
        .join(Programme, Programme.id == Edition.programme_id)
        .where(where)
        .order_by(Edition.id.desc(), Module.number)
    )
    found: dict[str, dict[str, Part]] = {}
    for slug, key, title, number, public_id in session.execute(query):
        found.setdefault(slug, {}).setdefault(key, Part(key, slug, title, number, public_id))
    return {
        slug: sorted(parts.values(), key=lambda part: (part.number, part.key))
        for slug, parts in found.items()
    }
