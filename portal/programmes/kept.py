"""Editions as read-only copies, kept per process and per version for the pages that show them.

Every change of an edition or its parts stamps a new `Edition.version`, so that a kept copy can never be
stale. Seats are not part of it: they are counted anew for every page.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.programmes.facts import Desk, Publication
from portal.programmes.models import Edition, Meeting, Module, Slot
from portal.programmes.order import by_day
from portal.programmes.states import MeetingTime, StateFacts, Window

Stamp = tuple[int, int]


@dataclass(frozen=True)
class Kept:
    """An edition with all its parts, loose from any session, and what follows from it alone."""

    edition: Edition
    timing: StateFacts
    meetings: tuple[Meeting, ...]
    days: tuple[date, ...]
    places: tuple[str, ...]
    online: bool
    pools: tuple[int, ...]

    @property
    def undated(self) -> int:
        """How many meetings have no day yet."""
        return sum(meeting.day is None for meeting in self.meetings)

    @property
    def starts_on(self) -> date | None:
        """The first day, when it is known."""
        return self.days[0] if self.days else self.edition.starts_on


_kept: dict[int, Kept] = {}


def forget() -> None:
    """Throws all copies away (tests that swap databases)."""
    _kept.clear()


def editions(session: Session, stamps: Iterable[Stamp]) -> dict[int, Kept]:
    """The editions with these ids at these versions; those that are not kept are read together."""
    wanted = dict(stamps)
    missing = [i for i, version in wanted.items() if i not in _kept or _kept[i].edition.version != version]
    if missing:
        _kept.update(_read(session, missing))
    return {i: _kept[i] for i in wanted if i in _kept}


def _read(session: Session, ids: list[int]) -> dict[int, Kept]:
    query = (
        select(Edition)
        .where(Edition.id.in_(ids))
        .options(
            joinedload(Edition.pool),
            selectinload(Edition.windows),
            selectinload(Edition.elective_groups),
            selectinload(Edition.modules).joinedload(Module.pool),
            selectinload(Edition.modules).selectinload(Module.meetings),
            selectinload(Edition.meetings).options(
                joinedload(Meeting.venue), selectinload(Meeting.slots).selectinload(Slot.breakouts)
            ),
        )
    )
    with Session(session.connection()) as reading:
        found = reading.scalars(query).all()
        reading.expunge_all()
    return {edition.id: _keep(edition) for edition in found}


def _keep(edition: Edition) -> Kept:
    meetings = tuple(by_day(meeting for meeting in edition.meetings if meeting.cancelled_at is None))
    towns = [m.venue.city or m.venue.name for m in meetings if m.venue]
    return Kept(
        edition=edition,
        timing=_timing(edition, meetings),
        meetings=meetings,
        days=tuple(sorted({meeting.day for meeting in meetings if meeting.day})),
        places=tuple(dict.fromkeys(towns)),
        online=any(meeting.online for meeting in meetings),
        pools=tuple(_pools(edition)),
    )


def _pools(edition: Edition) -> Iterator[int]:
    """Every pool of seats inside the edition: electives and breakouts."""
    for module in edition.modules:
        if module.pool_id is not None:
            yield module.pool_id
    for meeting in edition.meetings:
        for slot in meeting.slots:
            yield from (breakout.pool_id for breakout in slot.breakouts)


def _timing(edition: Edition, meetings: Iterable[Meeting]) -> StateFacts:
    return StateFacts(
        publication=Publication(edition.publication),
        desk=Desk(edition.desk),
        windows=tuple(Window(w.opens_at, w.closes_at) for w in edition.windows),
        meetings=tuple(MeetingTime(m.day, m.starts_at, m.ends_at) for m in meetings),
        starts_on=edition.starts_on,
        ends_on=edition.ends_on,
        until_month=edition.until_month,
    )
