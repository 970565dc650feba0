"""What can be recommended now: programmes with the edition that stands for them, and those of others.

A module stands by itself only where it can be taken by itself; else the leergang is recommended and the page
names the module. A fixed number of queries, whatever there is on offer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.assessments.catalogue import Entry, EntryKind, EntryState
from portal.coverage import queries as coverage
from portal.coverage.facts import Coverage, is_module
from portal.coverage.queries import External
from portal.coverage.subjects import Part, visible_modules
from portal.programmes import kept
from portal.programmes.facts import EditionState, Publication
from portal.programmes.kept import Kept
from portal.programmes.models import Edition, Meeting, Programme
from portal.programmes.states import Phase, phase_of
from portal.recommendations.facts import NUMBERS
from portal.registrations.ledger import seats_of
from portal.registrations.queries import passed_over
from portal.registrations.seats import Seats
from portal.texts import local

_ORDER = (
    EditionState.OPEN,
    EditionState.FULL,
    EditionState.ANNOUNCED,
    EditionState.CLOSED,
    EditionState.RUNNING,
    EditionState.FINISHED,
    EditionState.CANCELLED,
)
"""Which edition stands for its programme."""
_STATES = {
    EditionState.OPEN: EntryState.OPEN,
    EditionState.FULL: EntryState.WAITLIST,
    EditionState.ANNOUNCED: EntryState.PLANNED,
    EditionState.CLOSED: EntryState.CLOSED,
    EditionState.RUNNING: EntryState.OPEN,  # that it has begun is reason enough
    EditionState.FINISHED: EntryState.OPEN,
    EditionState.CANCELLED: EntryState.CANCELLED,
}


@dataclass(frozen=True)
class Standing:
    """An edition as it is now."""

    kept: Kept
    phase: Phase
    seats: Seats

    @property
    def edition(self) -> Edition:
        """The edition, read-only."""
        return self.kept.edition


@dataclass(frozen=True)
class Offer:
    """Something that can be recommended. `now` is the edition that stands for it; None: of somebody else.

    `hours` None: not known. `modules` say what they develop themselves. `of`: of a module the leergang.
    """

    key: str
    title: str
    coverage: Coverage
    modules: tuple[tuple[Part, Coverage], ...]
    hours: int | None
    now: Standing | None
    external: External | None
    entry: Entry
    of: str = ""

    @property
    def programme(self) -> str:
        """The key of the whole that it is, or is a part of."""
        return self.key.split("/")[0]

    @property
    def tags(self) -> frozenset[str]:
        """The advice and actions that it serves, as a whole or in a module."""
        return self.coverage.tags.union(*(stated.tags for _part, stated in self.modules))


def offers(session: Session, *, now: datetime) -> dict[str, Offer]:
    """Everything on offer that says what it develops, by key."""
    said = coverage.confirmed(session)
    modules = visible_modules(session, said)
    programmes = {row.id: row for row in session.execute(_PROGRAMMES)}
    found = {}
    for id_, standing in _standing(session, now).items():
        slug, title, apart = programmes[id_].slug, programmes[id_].title, programmes[id_].modules_apart
        parts = tuple((part, said[part.key]) for part in modules.get(slug, []))
        whole = said.get(slug)
        if whole is None or not apart:
            whole = _together(whole, [stated for _part, stated in parts])
        if not whole.is_empty:
            found[slug] = _of_edition(slug, title, whole, parts, standing)
        if apart:
            alone = (_of_module(part, stated, title, standing) for part, stated in parts)
            found |= {one.key: one for one in alone if one}
    for one in coverage.externals(session):
        stated = said.get(one.key, Coverage())
        if not stated.is_empty:
            found[one.key] = _of_others(one, stated)
    return found


_PROGRAMMES = select(Programme.id, Programme.slug, Programme.title, Programme.modules_apart)
_STAMPS = (
    select(Edition.id, Edition.version, Edition.pool_id, Edition.programme_id)
    .where(Edition.publication != Publication.DRAFT)
    .order_by(Edition.id)
)


def _standing(session: Session, now: datetime) -> dict[int, Standing]:
    """By programme the edition that one would look for: open, the soonest; else the most recent."""
    stamps = session.execute(_STAMPS).all()
    copies = kept.editions(session, [(row.id, row.version) for row in stamps])
    phases = {id_: phase_of(copy.timing, now) for id_, copy in copies.items()}
    pools = [row.pool_id for row in stamps if row.id in copies and phases[row.id].may_register]
    seats = seats_of(session, pools)
    passed = passed_over(session, pools) if pools else {}
    found: dict[int, Standing] = {}
    for row in stamps:
        if row.id not in copies:
            continue
        copy, phase, pool = copies[row.id], phases[row.id], seats.get(row.pool_id, Seats(None))
        if phase.may_register:
            first = pool.waiting - passed.get(row.pool_id, 0)
            phase = phase_of(replace(copy.timing, free=pool.free, waiting=first), now)
        one = Standing(copy, phase, pool)
        known = found.get(row.programme_id)
        if known is None or _place(one) < _place(known):
            found[row.programme_id] = one
    return found


def _place(standing: Standing) -> tuple[int, int, int]:
    day = (standing.kept.starts_on or date.max).toordinal()
    over = _ORDER.index(standing.phase.state) > _ORDER.index(EditionState.CLOSED)
    return _ORDER.index(standing.phase.state), -day if over else day, standing.edition.id


def _together(whole: Coverage | None, parts: Sequence[Coverage]) -> Coverage:
    """What the whole develops: of each the most that was said, of itself or of a module of it.

    What one should have done before is what was said of the whole; else of any module.
    """
    said = whole or Coverage()
    aspects, roles = said.aspects, said.roles
    for one in parts:
        aspects, roles = _most(aspects, one.aspects), _most(roles, one.roles)
    needs = said.needs if whole else frozenset().union(*(one.needs for one in parts))
    return Coverage(aspects, roles, said.tags, needs)


def _most(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {name: max(one.get(name, 0), other.get(name, 0)) for name in [*one, *other]}


def _of_edition(
    slug: str, title: str, whole: Coverage, parts: tuple[tuple[Part, Coverage], ...], standing: Standing
) -> Offer:
    edition, copy = standing.edition, standing.kept
    hours = edition.study_load_hours or _hours_of(copy.meetings)
    first = {key.split("/")[0] if is_module(key) else key for key in whole.needs} - {slug}
    start = local(standing.phase.first_start).date() if standing.phase.first_start else copy.starts_on
    entry = Entry(
        id=slug,
        kind=EntryKind.LEERGANG,
        coverage=whole.aspects,
        role_coverage=whole.roles,
        hours=Decimal(NUMBERS.hours_when_unknown if hours is None else hours),
        prerequisites=frozenset(first),
        state=_state(standing, start),
        start=start,
    )
    return Offer(slug, title, whole, parts, hours, standing, None, entry)


def _of_module(part: Part, stated: Coverage, title: str, standing: Standing) -> Offer | None:
    """A module by itself; None when the edition of now does not have it, or nobody gave it a name."""
    module = next((one for one in standing.edition.modules if one.key == part.key), None)
    if module is None or not module.title or stated.is_empty:
        return None
    meetings = [meeting for meeting in standing.kept.meetings if meeting.module_id == module.id]
    hours = _hours_of(meetings)
    start = min((meeting.day for meeting in meetings if meeting.day), default=None)
    entry = Entry(
        id=part.key,
        kind=EntryKind.MODULE,
        coverage=stated.aspects,
        role_coverage=stated.roles,
        hours=Decimal(NUMBERS.hours_when_unknown if hours is None else hours),
        prerequisites=stated.needs,
        state=_state(standing, start),
        start=start,
    )
    return Offer(part.key, module.title, stated, (), hours, standing, None, entry, of=title)


def _state(standing: Standing, start: date | None) -> EntryState:
    over = standing.phase.state in (EditionState.RUNNING, EditionState.FINISHED)
    return EntryState.CLOSED if over and start is None else _STATES[standing.phase.state]


def _hours_of(meetings: Sequence[Meeting]) -> int | None:
    """The hours of these meetings, when each of them is known."""
    known = [m.ends_at - m.starts_at for m in meetings if m.starts_at and m.ends_at]
    if not known or len(known) < len(meetings):
        return None
    return round(sum(length.total_seconds() for length in known) / 3600)


def _of_others(one: External, stated: Coverage) -> Offer:
    entry = Entry(
        id=one.key,
        kind=EntryKind.LEERGANG,
        coverage=stated.aspects,
        role_coverage=stated.roles,
        hours=Decimal(NUMBERS.hours_when_unknown if one.hours is None else one.hours),
        languages=frozenset({one.language}),
        prerequisites=stated.needs,
        state=EntryState.PLANNED,
    )
    return Offer(one.key, one.title, stated, (), one.hours, None, one, entry)
