"""All that a seat decision and its letters need of an edition, as one frozen value.

A sheet is kept per process and per version of the edition: every change of an edition or its parts
stamps a new `Edition.version` (`touch`), so that a kept sheet can never be stale.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.eligibility.facts import Rule
from portal.eligibility.queries import edition_rules
from portal.programmes.facts import Desk, Promotion, Publication, VatBasis
from portal.programmes.models import Edition, Meeting, Module, Programme, ProgrammeOrganiser, Slot
from portal.programmes.states import MeetingTime, Phase, StateFacts, Window, all_off, first_start, phase_of
from portal.texts import local


@dataclass(frozen=True)
class BreakoutSheet:
    """A breakout that can be chosen."""

    id: int
    public_id: str
    number: int
    title: str
    pool_id: int
    cancelled: bool


@dataclass(frozen=True)
class RoundSheet:
    """A round with its breakouts."""

    slot_id: int
    number: int
    title: str
    starts_at: datetime
    ends_at: datetime
    breakouts: tuple[BreakoutSheet, ...]

    def breakout(self, breakout_id: int | None) -> BreakoutSheet | None:
        """The breakout with this id, if it is in this round."""
        return next((b for b in self.breakouts if b.id == breakout_id), None)


@dataclass(frozen=True)
class ElectiveSheet:
    """An elective module that can be chosen."""

    id: int
    public_id: str
    title: str
    pool_id: int
    cancelled: bool
    last_day: date | None


@dataclass(frozen=True)
class GroupSheet:
    """A choice among electives."""

    id: int
    title: str
    choose: int
    modules: tuple[ElectiveSheet, ...]

    def module(self, module_id: int | None) -> ElectiveSheet | None:
        """The elective with this id, if it is in this group."""
        return next((m for m in self.modules if m.id == module_id), None)


@dataclass(frozen=True)
class EditionSheet:
    """One edition at one version. Money in cents."""

    edition_id: int
    version: int
    public_id: str
    pool_id: int
    programme_id: int
    programme_title: str
    programme_slug: str
    edition_slug: str
    label: str
    organiser_names: str
    organiser_mail: str
    organisation_ids: tuple[int, ...]
    place: str
    timing: StateFacts
    rules: tuple[Rule, ...]
    rounds: tuple[RoundSheet, ...]
    groups: tuple[GroupSheet, ...]
    promotion: Promotion
    hold_hours: int | None
    companion_allowed: bool
    companion_takes_seat: bool
    substitution_allowed: bool
    price_cents: int | None
    member_price_cents: int | None
    companion_price_cents: int | None
    vat_basis: VatBasis
    vat_percentage: int | None
    cancel_free_days: int | None
    cancel_percentage: int | None
    first_day: date | None

    @property
    def first_start(self) -> datetime | None:
        """When the first meeting starts."""
        return first_start(self.timing)

    @property
    def starts(self) -> str:
        """When it starts, as exactly as is known: an ISO instant, else a day, else empty."""
        known = [m.starts_at for m in self.timing.meetings if m.starts_at]
        if known and (self.first_day is None or local(min(known)).date() <= self.first_day):
            return min(known).isoformat()
        return self.first_day.isoformat() if self.first_day else ""

    def phase(self, now: datetime) -> Phase:
        """The state without counting seats: open stands for open or full."""
        return phase_of(self.timing, now)

    def seats_for(self, party: int) -> int:
        """How many seats a party takes."""
        return party if self.companion_takes_seat else 1

    def round(self, slot_id: int | None) -> RoundSheet | None:
        """The round with this id."""
        return next((r for r in self.rounds if r.slot_id == slot_id), None)

    def group(self, group_id: int | None) -> GroupSheet | None:
        """The elective group with this id."""
        return next((g for g in self.groups if g.id == group_id), None)


_kept: dict[int, EditionSheet] = {}


def forget() -> None:
    """Throws all kept sheets away (tests that swap databases)."""
    _kept.clear()


def sheet_of(session: Session, *, edition_id: int, version: int) -> EditionSheet:
    """The sheet of this edition at this version; read anew when the version differs."""
    kept = _kept.get(edition_id)
    if kept is None or kept.version != version:
        kept = _read(session, edition_id)
        _kept[edition_id] = kept
    return kept


def _read(session: Session, edition_id: int) -> EditionSheet:
    edition = session.scalars(
        select(Edition)
        .where(Edition.id == edition_id)
        .options(
            joinedload(Edition.programme)
            .selectinload(Programme.organisers)
            .joinedload(ProgrammeOrganiser.organisation),
            selectinload(Edition.windows),
            selectinload(Edition.modules),
            selectinload(Edition.elective_groups),
            selectinload(Edition.meetings).options(
                joinedload(Meeting.venue), selectinload(Meeting.slots).selectinload(Slot.breakouts)
            ),
        )
        .execution_options(populate_existing=True)
    ).one()
    organisers = [o.organisation for o in edition.programme.organisers]
    return EditionSheet(
        edition_id=edition.id,
        version=edition.version,
        public_id=edition.public_id,
        pool_id=edition.pool_id,
        programme_id=edition.programme_id,
        programme_title=edition.programme.title,
        programme_slug=edition.programme.slug,
        edition_slug=edition.slug,
        label=edition.label,
        organiser_names=", ".join(o.name for o in organisers),
        organiser_mail=next((o.mail_address for o in organisers if o.mail_address), "")
        or edition.programme.contact_email,
        organisation_ids=tuple(o.id for o in organisers),
        place=_place(edition),
        timing=_timing(edition),
        rules=tuple(edition_rules(session, edition_id)),
        rounds=_rounds(edition),
        groups=tuple(
            GroupSheet(g.id, g.title, g.choose, _electives(edition, g.id)) for g in edition.elective_groups
        ),
        promotion=edition.promotion,
        hold_hours=edition.hold_hours,
        companion_allowed=edition.companion_allowed,
        companion_takes_seat=edition.companion_takes_seat,
        substitution_allowed=edition.substitution_allowed,
        price_cents=edition.price_cents,
        member_price_cents=edition.member_price_cents,
        companion_price_cents=edition.companion_price_cents,
        vat_basis=edition.vat_basis,
        vat_percentage=edition.vat_percentage,
        cancel_free_days=edition.cancel_free_days,
        cancel_percentage=edition.cancel_percentage,
        first_day=min(
            (m.day for m in edition.meetings if m.day and not m.cancelled_at), default=edition.starts_on
        ),
    )


def _timing(edition: Edition) -> StateFacts:
    return StateFacts(
        publication=Publication(edition.publication),
        desk=Desk(edition.desk),
        windows=tuple(Window(w.opens_at, w.closes_at) for w in edition.windows),
        meetings=tuple(
            MeetingTime(m.day, m.starts_at, m.ends_at) for m in edition.meetings if m.cancelled_at is None
        ),
        starts_on=edition.starts_on,
        ends_on=edition.ends_on,
        until_month=edition.until_month,
    )


def _place(edition: Edition) -> str:
    held = [meeting for meeting in edition.meetings if meeting.cancelled_at is None]
    places = [meeting.venue.city or meeting.venue.name for meeting in held if meeting.venue]
    if any(meeting.online for meeting in held):
        places.append("online" if places else "Online")
    return ", ".join(dict.fromkeys(places)) or edition.location_note


def _rounds(edition: Edition) -> tuple[RoundSheet, ...]:
    return tuple(
        RoundSheet(
            slot.id,
            slot.round_number or 0,
            slot.title,
            slot.starts_at,
            slot.ends_at,
            tuple(
                BreakoutSheet(b.id, b.public_id, b.number, b.title, b.pool_id, b.cancelled_at is not None)
                for b in slot.breakouts
            ),
        )
        for meeting in edition.meetings
        if meeting.cancelled_at is None
        for slot in meeting.slots
        if slot.breakouts
    )


def _electives(edition: Edition, group_id: int) -> tuple[ElectiveSheet, ...]:
    return tuple(
        _elective(m, m.pool_id, [one for one in edition.meetings if one.module_id == m.id])
        for m in edition.modules
        if m.group_id == group_id and m.pool_id is not None
    )


def _elective(module: Module, pool_id: int, meetings: list[Meeting]) -> ElectiveSheet:
    last_day = max((m.day for m in meetings if m.day and m.cancelled_at is None), default=None)
    return ElectiveSheet(module.id, module.public_id, module.title, pool_id, all_off(meetings), last_day)
