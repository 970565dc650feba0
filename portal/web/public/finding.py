"""What search, the feed and the sitemap ask for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.eligibility.wording import POSITIONS
from portal.people.models import Organisation
from portal.programmes.facts import Publication
from portal.programmes.models import Edition, Meeting, Programme, ProgrammeOrganiser, Venue
from portal.texts import gettext as _
from portal.web.public.reading import VISIBLE
from portal.web.public.searching import forms, mentions

# Statements are made once: making them costs more than running them.
_MAKERS = select(ProgrammeOrganiser.programme_id, Organisation.name).join(
    Organisation, Organisation.id == ProgrammeOrganiser.organisation_id
)
_PLACES = (
    select(Edition.programme_id, Venue.name, Venue.city)
    .join(Meeting, Meeting.edition_id == Edition.id)
    .join(Venue, Venue.id == Meeting.venue_id)
    .where(Edition.publication == Publication.PUBLISHED)
    .distinct()
)
_TEXTS = select(
    Programme.id,
    Programme.audience,
    Programme.title,
    Programme.title_alternative,
    Programme.summary,
    Programme.description,
    Programme.theme,
    Programme.partners,
)


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
    """The programmes in which each of the words occurs, whatever its case, accents or ending."""
    wanted = [forms(word) for word in words]
    beside: dict[int, list[str]] = {}
    for programme_id, *names in [*session.execute(_MAKERS), *session.execute(_PLACES)]:
        beside.setdefault(programme_id, []).extend(names)
    return {
        row.id
        for row in session.execute(_TEXTS)
        if mentions(
            "\n".join([*row[2:], *row.audience, *_spoken(row.audience), *beside.get(row.id, ())]), wanted
        )
    }


def _spoken(audience: Iterable[str]) -> Iterator[str]:
    """The positions in both languages, as the page says them."""
    for kind in audience:
        if kind in POSITIONS:
            yield POSITIONS[kind][1]
            yield _(POSITIONS[kind][1])


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
