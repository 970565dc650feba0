"""The parts of a programme that can develop something: the whole, and each module over all its editions."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

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
    whole = Part(programme.slug, programme.slug, programme.title)
    return [whole, *modules_of(session, [programme.slug]).get(programme.slug, [])]


def modules_of(session: Session, slugs: Iterable[str], *, visible: bool = False) -> dict[str, list[Part]]:
    """The modules of these programmes, each once, in the order of the newest edition that has it.

    `visible`: only those of editions that everybody sees.
    """
    query = (
        select(Programme.slug, Module.key, Module.title, Module.number, Module.public_id)
        .join(Edition, Edition.id == Module.edition_id)
        .join(Programme, Programme.id == Edition.programme_id)
        .where(Programme.slug.in_(sorted(slugs)))
        .order_by(Edition.id.desc(), Module.number)
    )
    if visible:
        query = query.where(Edition.publication == Publication.PUBLISHED)
    found: dict[str, dict[str, Part]] = {}
    for slug, key, title, number, public_id in session.execute(query):
        found.setdefault(slug, {}).setdefault(key, Part(key, slug, title, number, public_id))
    return {
        slug: sorted(parts.values(), key=lambda part: (part.number, part.key))
        for slug, parts in found.items()
    }
