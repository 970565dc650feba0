"""Everything of one person at a glance, for Mijn overzicht; a fixed number of queries, whatever there is."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from portal.outbox.models import OutgoingLetter
from portal.people.models import Person, Position
from portal.programmes import kept
from portal.programmes.facts import EditionState
from portal.programmes.kept import Kept
from portal.programmes.models import Breakout, Edition, Meeting, Module, Programme, Slot
from portal.programmes.states import phase_of
from portal.registrations.models import (
    Choice,
    Claim,
    Participant,
    PoolKind,
    Registration,
    RegistrationEvent,
)
from portal.registrations.states import ACTIVE, IN, ClaimState, ParticipantState, RegistrationState
from portal.texts import local


@dataclass(frozen=True)
class Entry:
    """One registration as this person sees it. `kept_until`: so long a seat is kept for this waiting duo."""

    registration: Registration
    mine: Participant
    kept: Kept
    state: EditionState
    programme: str
    place: int
    beside: Participant | None
    beside_name: str
    kept_until: datetime | None = None

    @property
    def leads(self) -> bool:
        """Whether this person made the registration."""
        return self.registration.person_id == self.mine.person_id

    @property
    def living(self) -> bool:
        """Whether it counts now: active, one is in, and the edition is not over."""
        over = self.state in (EditionState.FINISHED, EditionState.CANCELLED)
        return self.registration.state in ACTIVE and self.mine.state in IN and not over


@dataclass(frozen=True)
class NextMeeting:
    """The first meeting to come."""

    entry: Entry
    meeting: Meeting
    days: int


@dataclass(frozen=True)
class OfferedElective:
    """A seat in an elective, to be answered."""

    registration_public_id: str
    title: str
    deadline: datetime


@dataclass(frozen=True)
class AskedToTakeOver:
    """A colleague's place, to be answered."""

    participant_public_id: str
    until: datetime
    name: str
    programme: str


@dataclass(frozen=True)
class HandedOn:
    """A place that this person had, and a colleague has now."""

    programme: str
    edition: str
    to: str


@dataclass(frozen=True)
class Overview:
    """All of it. `ask_again`: what must be chosen anew, as (registration id, why)."""

    entries: list[Entry] = field(default_factory=list)
    next_meeting: NextMeeting | None = None
    ask_again: list[tuple[int, str]] = field(default_factory=list)
    electives: list[OfferedElective] = field(default_factory=list)
    take_over: list[AskedToTakeOver] = field(default_factory=list)
    handed_on: list[HandedOn] = field(default_factory=list)
    has_position: bool = True


def overview(session: Session, *, person_id: int, now: datetime) -> Overview:
    """What this person takes part in, waits for and has to do."""
    entries = _entries(session, person_id, now)
    chosen, electives = _electives(session, person_id, now)
    return Overview(
        entries=entries,
        next_meeting=_next_meeting(entries, chosen, now),
        ask_again=_ask_again(session, person_id, now),
        electives=electives,
        take_over=_take_over(session, person_id, now),
        handed_on=_handed_on(session, person_id, {entry.registration.id for entry in entries}),
        has_position=session.scalar(select(Position.id).where(Position.person_id == person_id).limit(1))
        is not None,
    )


def _entries(session: Session, person_id: int, now: datetime) -> list[Entry]:
    ahead = aliased(Registration)
    before = (
        select(func.count(ahead.id))
        .where(
            ahead.edition_id == Registration.edition_id,
            ahead.state == RegistrationState.WAITLISTED,
            ahead.queue_number < Registration.queue_number,
        )
        .correlate(Registration)
        .scalar_subquery()
    )
    kept_until = (
        select(func.max(Claim.deadline))
        .where(
            Claim.registration_id == Registration.id,
            Claim.kind == PoolKind.EDITION,
            Claim.state == ClaimState.HELD,
        )
        .correlate(Registration)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Registration, Participant, Edition.version, Programme.title, before, kept_until)
        .join(Participant, Participant.registration_id == Registration.id)
        .join(Edition, Edition.id == Registration.edition_id)
        .join(Programme, Programme.id == Edition.programme_id)
        .where(Participant.person_id == person_id)
        .order_by(Registration.id.desc(), Participant.id)
    ).all()
    latest = {registration.id: row for row in rows for registration in [row[0]]}
    copies = kept.editions(session, {(row[0].edition_id, row[2]) for row in latest.values()})
    beside = _beside(session, list(latest), person_id)
    found = []
    for registration, mine, _version, title, place, until in latest.values():
        copy = copies[registration.edition_id]
        other, name = beside.get(registration.id, (None, ""))
        state = phase_of(copy.timing, now).state
        found.append(Entry(registration, mine, copy, state, title, place + 1, other, name, until))
    return found


def _beside(session: Session, ids: list[int], person_id: int) -> dict[int, tuple[Participant, str]]:
    rows = session.execute(
        select(Participant, Person.name)
        .join(Person, Person.id == Participant.person_id)
        .where(
            Participant.registration_id.in_(ids),
            Participant.person_id != person_id,
            Participant.state.in_(IN),
        )
    )
    return {participant.registration_id: (participant, name) for participant, name in rows}


def _electives(session: Session, person_id: int, now: datetime) -> tuple[set[int], list[OfferedElective]]:
    """The electives in which this person has a seat, and those offered now."""
    rows = session.execute(
        select(Claim.module_id, Claim.state, Claim.deadline, Registration.public_id, Module.title)
        .join(Registration, Registration.id == Claim.registration_id)
        .join(Participant, Participant.id == Claim.participant_id)
        .join(Module, Module.id == Claim.module_id)
        .where(
            Participant.person_id == person_id,
            Participant.state.in_(IN),
            Registration.state == RegistrationState.CONFIRMED,
            Claim.kind == PoolKind.MODULE,
            Claim.state.in_((ClaimState.CONFIRMED, ClaimState.OFFERED)),
        )
    ).all()
    chosen = {row.module_id for row in rows if row.state == ClaimState.CONFIRMED}
    offered = [
        OfferedElective(row.public_id, row.title, row.deadline)
        for row in rows
        if row.state == ClaimState.OFFERED and row.deadline and row.deadline > now
    ]
    return chosen, offered


def _next_meeting(entries: list[Entry], chosen: set[int], now: datetime) -> NextMeeting | None:
    today = local(now).date()
    found: list[tuple[date, datetime, int, NextMeeting]] = []
    for entry in entries:
        confirmed = entry.mine.state == ParticipantState.CONFIRMED
        if not (entry.living and confirmed and entry.registration.state == RegistrationState.CONFIRMED):
            continue
        optional = {m.id for m in entry.kept.edition.modules if m.group_id is not None}
        for meeting in entry.kept.meetings:
            skipped = meeting.module_id in optional and meeting.module_id not in chosen
            over = meeting.ends_at is not None and meeting.ends_at <= now
            if meeting.day is None or meeting.day < today or skipped or over:
                continue
            days = (meeting.day - today).days
            found.append(
                (meeting.day, meeting.starts_at or now, meeting.id, NextMeeting(entry, meeting, days))
            )
    return min(found, key=lambda item: item[:3])[3] if found else None


_ANY_DAY, _HELD_DAY = aliased(Meeting), aliased(Meeting)
_BREAKOUT_HELD = exists().where(Breakout.round_id == Choice.slot_id, Breakout.cancelled_at.is_(None))
_ELECTIVE_HELD = exists().where(
    Module.group_id == Choice.group_id,
    or_(
        ~exists().where(_ANY_DAY.module_id == Module.id),
        exists().where(_HELD_DAY.module_id == Module.id, _HELD_DAY.cancelled_at.is_(None)),
    ),
)


def _ask_again(session: Session, person_id: int, now: datetime) -> list[tuple[int, str]]:
    """In a round that has begun, on a day that is off, or where nothing is held, nobody can choose."""
    rows = session.execute(
        select(Participant.registration_id, Choice.ask_again)
        .join(Choice, Choice.participant_id == Participant.id)
        .outerjoin(Slot, Slot.id == Choice.slot_id)
        .outerjoin(Meeting, Meeting.id == Slot.meeting_id)
        .where(
            Participant.person_id == person_id,
            Participant.state.in_(IN),
            Choice.ask_again != "",
            or_(
                and_(Slot.id.is_(None), _ELECTIVE_HELD),
                and_(Slot.starts_at > now, Meeting.cancelled_at.is_(None), _BREAKOUT_HELD),
            ),
        )
        .order_by(Choice.id)
    ).all()
    return [(registration_id, why) for registration_id, why in rows]


def _take_over(session: Session, person_id: int, now: datetime) -> list[AskedToTakeOver]:
    rows = session.execute(
        select(Participant.public_id, Participant.substitute_until, Person.name, Programme.title)
        .join(Person, Person.id == Participant.person_id)
        .join(Edition, Edition.id == Participant.edition_id)
        .join(Programme, Programme.id == Edition.programme_id)
        .where(
            Participant.substitute_id == person_id,
            Participant.state == ParticipantState.CONFIRMED,
            Participant.substitute_until > now,
        )
        .order_by(Participant.id)
    ).all()
    return [AskedToTakeOver(public_id, until, name, title) for public_id, until, name, title in rows if until]


def _handed_on(session: Session, person_id: int, known: set[int]) -> list[HandedOn]:
    """The places that went to a colleague, newest first, found by the letter about it: that has an index."""
    letters = select(OutgoingLetter.registration_id).where(
        OutgoingLetter.person_id == person_id, OutgoingLetter.kind == "substitute_done"
    )
    rows = session.execute(
        select(RegistrationEvent.registration_id, RegistrationEvent.details, Programme.title, Edition.label)
        .join(Registration, Registration.id == RegistrationEvent.registration_id)
        .join(Edition, Edition.id == Registration.edition_id)
        .join(Programme, Programme.id == Edition.programme_id)
        .where(RegistrationEvent.action == "substituted", RegistrationEvent.registration_id.in_(letters))
        .order_by(RegistrationEvent.id.desc())
    ).all()
    found: dict[int, HandedOn] = {}
    for registration_id, details, title, label in rows:
        if details.get("before_id") == person_id and registration_id not in known:
            found.setdefault(registration_id, HandedOn(title, label, details["substitute"]))
    return list(found.values())
