"""A new edition from an old one: everything that was planned, moved by whole weeks; nobody comes along.

What belongs to one moment stays behind: people, links to join, what was called off, what an organiser
decided about opening and closing. The copy is a draft.
"""

from collections.abc import Collection, Iterable
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from portal.database import Base
from portal.errors import NotFound, Refused
from portal.people.models import new_public_id
from portal.programmes import shifting
from portal.programmes.facts import Desk, Publication
from portal.programmes.making import MakingRefused, free_slug
from portal.programmes.models import (
    Breakout,
    Edition,
    EditionCopy,
    ElectiveGroup,
    Meeting,
    Module,
    Programme,
    RegistrationWindow,
    SeatPool,
    Slot,
)
from portal.programmes.moved import Dated, Subject
from portal.programmes.service import note_change
from portal.programmes.stating import EditingRefused

# Of the edition itself: who and what belongs to the old run, and what is made anew.
_OF_THE_OLD_RUN = {
    "public_id", "slug", "label", "loaded_as", "publication", "desk", "published_at", "opening_announced_at",
    "cancelled_reason", "version", "agenda_version", "next_queue_number", "pool_id", "starts_on", "ends_on",
    "until_month", "facilitator", "facilitator_role", "stated_state",
}  # fmt: skip
_OF_THE_OLD_MEETING = {"day", "starts_at", "ends_at", "online_link", "cancelled_at", "cancelled_reason"}
_OF_THE_OLD_SLOT = {"starts_at", "ends_at", "speakers"}
_OF_THE_OLD_BREAKOUT = {"speakers", "moderators", "cancelled_at", "pool_id"}
_MADE_ANEW = {"id", "public_id", "edition_id", "meeting_id", "round_id", "module_id", "group_id", "pool_id"}


@dataclass(frozen=True)
class Copied:
    """The new edition; `meetings` leads from the old meetings to the new ones. Not `new`: it was there."""

    edition: Edition
    meetings: dict[int, int]
    new: bool = True


def days_of(edition: Edition) -> list[date]:
    """The days that are known of an edition: of its meetings, else its own first day."""
    days = sorted({m.day for m in edition.meetings if m.day and m.cancelled_at is None})
    return days or ([edition.starts_on] if edition.starts_on else [])


def dates_of(edition: Edition) -> list[Dated]:
    """Every date that a copy moves, in the order of the calendar's parts: meetings, then windows."""
    met = [m for m in edition.meetings if m.cancelled_at is None]
    dates = [Dated(Subject.MEETING, m.day, m.title, number) for number, m in enumerate(met, 1)]
    if not any(m.day for m in met):
        dates += [Dated(Subject.STARTS, edition.starts_on)] if edition.starts_on else []
        dates += [Dated(Subject.ENDS, edition.ends_on)] if edition.ends_on else []
    if days_of(edition):
        for window in edition.windows:
            dates.append(Dated(Subject.OPENS, window.opens_at))
            dates += [Dated(Subject.CLOSES, window.closes_at)] if window.closes_at else []
    return dates


def copy_edition(
    session: Session,
    *,
    edition_id: int,
    weeks: int,
    label: str,
    form_key: str,
    actor_id: int | None,
    now: datetime,
    version: int | None = None,
) -> Copied:
    """A draft like this edition, so many weeks later. The same form sent twice makes one.

    `version`: what was seen of the old edition; refused when it changed since.
    """
    old = session.get(Edition, edition_id)
    if old is None:
        raise NotFound
    programme = session.get_one(Programme, old.programme_id, with_for_update=True, populate_existing=True)
    made = session.scalar(select(EditionCopy.edition_id).where(EditionCopy.form_key == form_key))
    if made is not None:
        return Copied(session.get_one(Edition, made), {}, new=False)
    session.refresh(old)
    if version is not None and old.version != version:
        raise Refused(EditingRefused.CHANGED_MEANWHILE)
    others = session.execute(
        select(Edition.label, Edition.slug).where(Edition.programme_id == programme.id)
    ).all()
    if label.casefold() in {other.label.casefold() for other in others}:
        raise Refused(MakingRefused.LABEL_TAKEN)
    edition = _edition(old, weeks, label, free_slug(label, {other.slug for other in others}))
    session.add(edition)
    session.flush()
    meetings = _parts(session, old, edition, weeks)
    session.add(EditionCopy(edition_id=edition.id, from_id=old.id, form_key=form_key))
    note_change(
        session, edition=edition, action="copied", actor_id=actor_id, now=now, details={"label": old.label}
    )
    return Copied(edition, meetings)


def copied_from(session: Session, edition_id: int) -> int | None:
    """The edition that this is a copy of."""
    return session.scalar(select(EditionCopy.from_id).where(EditionCopy.edition_id == edition_id))


def _edition(old: Edition, weeks: int, label: str, slug: str) -> Edition:
    dated = bool(days_of(old))
    return Edition(
        public_id=new_public_id(),
        slug=slug,
        label=label,
        publication=Publication.DRAFT,
        desk=Desk.BY_WINDOWS,
        pool=_pool(old.pool),
        starts_on=shifting.move_day(old.starts_on, weeks) if old.starts_on else None,
        ends_on=shifting.move_day(old.ends_on, weeks) if old.ends_on else None,
        until_month=shifting.move_month(old.until_month, weeks) if dated else "",
        windows=[_window(window, weeks) for window in old.windows] if dated else [],
        modules=[],
        meetings=[],
        elective_groups=[],
        **_values(old, _OF_THE_OLD_RUN),
    )


def _values(row: Base, without: Collection[str]) -> dict[str, Any]:
    """What the columns of a row hold, save these and the primary key."""
    table = inspect(type(row))
    keys = {column.key for column in table.primary_key}
    names = (attribute.key for attribute in table.column_attrs)
    return {name: deepcopy(getattr(row, name)) for name in names if name not in keys and name not in without}


def _pool(old: SeatPool) -> SeatPool:
    """As many seats; what was shut by hand is open again."""
    return SeatPool(capacity=old.capacity)


def _window(old: RegistrationWindow, weeks: int) -> RegistrationWindow:
    if old.closes_at is None:
        return RegistrationWindow(opens_at=shifting.move_moment(old.opens_at, weeks))
    opens_at, closes_at = shifting.move_span(old.opens_at, old.closes_at, weeks)
    return RegistrationWindow(opens_at=opens_at, closes_at=closes_at)


def _parts(session: Session, old: Edition, edition: Edition, weeks: int) -> dict[int, int]:
    groups = {group.id: ElectiveGroup(**_values(group, _MADE_ANEW)) for group in old.elective_groups}
    edition.elective_groups = list(groups.values())
    session.flush()
    modules = {module.id: _module(module, groups) for module in old.modules}
    edition.modules = list(modules.values())
    session.flush()
    meetings = {
        meeting.id: _meeting(meeting, modules, weeks)
        for meeting in old.meetings
        if meeting.cancelled_at is None
    }
    edition.meetings = list(meetings.values())
    session.flush()
    return {before: after.id for before, after in meetings.items()}


def _module(old: Module, groups: dict[int, ElectiveGroup]) -> Module:
    group = groups.get(old.group_id) if old.group_id else None
    return Module(
        public_id=new_public_id(),
        group_id=group.id if group else None,
        pool=_pool(old.pool) if old.pool else None,
        **_values(old, _MADE_ANEW),
    )


def _meeting(old: Meeting, modules: dict[int, Module], weeks: int) -> Meeting:
    module = modules.get(old.module_id) if old.module_id else None
    starts_at, ends_at = _hours(old, weeks)
    return Meeting(
        public_id=new_public_id(),
        module_id=module.id if module else None,
        day=shifting.move_day(old.day, weeks) if old.day else None,
        starts_at=starts_at,
        ends_at=ends_at,
        slots=[_slot(slot, weeks, ZoneInfo(old.zone)) for slot in old.slots],
        **_values(old, _MADE_ANEW | _OF_THE_OLD_MEETING),
    )


def _hours(old: Meeting, weeks: int) -> tuple[datetime | None, datetime | None]:
    zone = ZoneInfo(old.zone)
    if old.starts_at is None:
        return None, None
    if old.ends_at is None:
        return shifting.move_moment(old.starts_at, weeks, zone), None
    return shifting.move_span(old.starts_at, old.ends_at, weeks, zone)


def _slot(old: Slot, weeks: int, zone: ZoneInfo) -> Slot:
    starts_at, ends_at = shifting.move_span(old.starts_at, old.ends_at, weeks, zone)
    return Slot(
        public_id=new_public_id(),
        starts_at=starts_at,
        ends_at=ends_at,
        breakouts=_breakouts(old.breakouts),
        **_values(old, _MADE_ANEW | _OF_THE_OLD_SLOT),
    )


def _breakouts(old: Iterable[Breakout]) -> list[Breakout]:
    return [
        Breakout(
            public_id=new_public_id(),
            pool=_pool(one.pool),
            **_values(one, _MADE_ANEW | _OF_THE_OLD_BREAKOUT),
        )
        for one in old
        if one.cancelled_at is None
    ]
