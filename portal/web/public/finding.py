"""What search, the feed and the sitemap ask for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import BindParameter, ColumnElement, Select, String, bindparam, cast, or_, select
from sqlalchemy.orm import Session

from portal.people.models import Organisation
from portal.programmes.facts import Publication
from portal.programmes.models import Edition, Programme, ProgrammeOrganiser
from portal.web.public.reading import VISIBLE


@dataclass(frozen=True)
class New:
    """An edition in the feed."""

    slug: str
    title: str
    summary: str
    edition_slug: str
    public_id: str
    label: str
    published_at: datetime


def mentioning(session: Session, words: Sequence[str]) -> set[int]:
    """The programmes in which each of the words occurs."""
    return set(session.scalars(_search(len(words)), {f"word{i}": _within(w) for i, w in enumerate(words)}))


def _within(word: str) -> str:
    """A pattern for this word anywhere in a text; its own wildcards are signs."""
    escaped = "".join("/" + sign if sign in "/%_" else sign for sign in word)
    return f"%{escaped}%"


@lru_cache(maxsize=16)
def _search(count: int) -> Select[int]:
    query = select(Programme.id)
    for number in range(count):
        query = query.where(_mentions(bindparam(f"word{number}", type_=String)))
    return query


def _mentions(pattern: BindParameter[str]) -> ColumnElement[bool]:
    texts = (
        Programme.title,
        Programme.title_alternative,
        Programme.summary,
        Programme.description,
        Programme.theme,
        Programme.partners,
        cast(Programme.audience, String),
    )
    makers = (
        select(ProgrammeOrganiser.programme_id)
        .join(Organisation, Organisation.id == ProgrammeOrganiser.organisation_id)
        .where(Organisation.name.ilike(pattern, escape="/"))
    )
    return or_(Programme.id.in_(makers), *(text.ilike(pattern, escape="/") for text in texts))


def slugs(session: Session) -> list[str]:
    """The addresses of every visible programme."""
    return list(session.scalars(select(Programme.slug).where(VISIBLE.exists()).order_by(Programme.slug)))


def newest(session: Session, *, limit: int) -> list[New]:
    """The editions that became visible last."""
    rows = session.execute(
        select(
            Programme.slug,
            Programme.title,
            Programme.summary,
            Edition.slug,
            Edition.public_id,
            Edition.label,
            Edition.published_at,
        )
        .join(Programme, Programme.id == Edition.programme_id)
        .where(Edition.publication == Publication.PUBLISHED, Edition.published_at.is_not(None))
        .order_by(Edition.published_at.desc(), Edition.id.desc())
        .limit(limit)
    )
    return [New(*row[:6], published_at=row[6]) for row in rows if row[6] is not None]
