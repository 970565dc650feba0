"""The public days of editions as a calendar: without people, and without where an online meeting is held."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.invites import ics
from portal.invites.expected import form_of, place_of, title_of
from portal.invites.facts import Event, Span
from portal.invites.feeds import BACK
from portal.outbox.rendering import house
from portal.programmes import kept
from portal.programmes.facts import Publication
from portal.programmes.kept import Kept
from portal.programmes.models import (
    Edition,
    EditionChange,
    EditionFacilitator,
    Module,
    Programme,
    ProgrammeOrganiser,
)

_NEVER = datetime(2020, 1, 1, tzinfo=UTC)


def of_edition(session: Session, found: Kept) -> list[ics.FeedLine]:
    """The days of one edition, in order; none when it is off or not out yet."""
    programme = session.get_one(Programme, found.edition.programme_id)
    changed = _changed(session, [found.edition.id])
    return list(_lines(found, programme.title, programme.slug, changed))


def of_organisation(session: Session, *, organisation_id: int, today: date) -> list[ics.FeedLine]:
    """The days of all editions that this organisation organises, of the last 90 days and all to come."""
    theirs = select(ProgrammeOrganiser.programme_id).where(
        ProgrammeOrganiser.organisation_id == organisation_id
    )
    return _of_editions(session, Edition.programme_id.in_(theirs), today)


def of_guide(session: Session, *, person_id: int, today: date) -> list[ics.FeedLine]:
    """The days of all editions that this person guides, of the last 90 days and all to come."""
    guided = select(EditionFacilitator.edition_id).where(EditionFacilitator.person_id == person_id)
    return _of_editions(session, Edition.id.in_(guided), today)


def _of_editions(session: Session, where: ColumnElement[bool], today: date) -> list[ics.FeedLine]:
    rows = session.execute(
        select(Edition.id, Edition.version, Programme.title, Programme.slug)
        .join(Programme, Programme.id == Edition.programme_id)
        .where(where, Edition.publication == Publication.PUBLISHED)
        .order_by(Edition.id)
    ).all()
    found = kept.editions(session, [(row.id, row.version) for row in rows])
    changed = _changed(session, [row.id for row in rows])
    lines = [line for row in rows for line in _lines(found[row.id], row.title, row.slug, changed)]
    return sorted((line for line in lines if line.event.span.day >= today - BACK), key=_order)


def _lines(found: Kept, title: str, slug: str, changed: Mapping[int, datetime]) -> Iterable[ics.FeedLine]:
    edition = found.edition
    if edition.publication != Publication.PUBLISHED:
        return
    modules: dict[int | None, Module] = {module.id: module for module in edition.modules}
    page = f"{house().site_url}/leergangen/{slug}/{edition.slug}"
    for meeting in found.meetings:
        if meeting.day is not None:
            span = Span(meeting.day, meeting.starts_at, meeting.ends_at)
            summary = f"{title}: {title_of(edition, modules, meeting)}"
            event = Event(span, summary, place_of(meeting), form=form_of(meeting))
            uid = f"{meeting.public_id}@{house().host}"
            moment = changed.get(edition.id) or edition.published_at or _NEVER
            yield ics.FeedLine(uid, 0, moment, event, page)


def _order(line: ics.FeedLine) -> tuple[date, str]:
    return line.event.span.day, line.uid


def _changed(session: Session, edition_ids: list[int]) -> dict[int, datetime]:
    """When each edition changed last: the same octets until then."""
    rows = session.execute(
        select(EditionChange.edition_id, func.max(EditionChange.at))
        .where(EditionChange.edition_id.in_(edition_ids))
        .group_by(EditionChange.edition_id)
    )
    return {row[0]: row[1] for row in rows}
