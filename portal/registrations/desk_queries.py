"""What the organiser's pages read of registrations; each list in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.outbox.models import LetterState, OutgoingLetter
from portal.people.listings import PAGE, Page
from portal.people.models import Organisation, Person
from portal.programmes.models import Breakout, EditionChange, Module
from portal.registrations.models import Claim, Participant, Registration, RegistrationEvent
from portal.registrations.states import ENDED, IN, ClaimState, ParticipantState, RegistrationState

R = RegistrationState
SOON = timedelta(hours=24)
HISTORY = 30


@dataclass(frozen=True)
class Counts:
    """How many registrations and letters of an edition ask for what."""

    confirmed: int = 0
    offered: int = 0
    waiting: int = 0
    passed: int = 0
    requested: int = 0
    offers_soon: int = 0
    failed: int = 0


def counts_of(session: Session, edition_ids: Iterable[int], now: datetime) -> dict[int, Counts]:
    """The counts of these editions, in two queries."""
    wanted = sorted(set(edition_ids))
    state, waits = Registration.state, Registration.state == R.WAITLISTED

    def number(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count(case((condition, 1)))

    rows = session.execute(
        select(
            Registration.edition_id,
            number(state == R.CONFIRMED),
            number(state == R.OFFERED),
            number(waits),
            number(waits & (Registration.passed_reason != "")),
            number(state == R.REQUESTED),
            number((state == R.OFFERED) & (Registration.offer_deadline <= now + SOON)),
        )
        .where(Registration.edition_id.in_(wanted))
        .group_by(Registration.edition_id)
    ).all()
    failed = dict(
        session.execute(
            select(OutgoingLetter.edition_id, func.count())
            .where(OutgoingLetter.edition_id.in_(wanted), OutgoingLetter.state == LetterState.FAILED)
            .group_by(OutgoingLetter.edition_id)
        ).all()
    )
    found = {row[0]: row[1:] for row in rows}
    return {id_: Counts(*found.get(id_, (0,) * 6), failed=failed.get(id_, 0)) for id_ in wanted}


@dataclass(frozen=True)
class Search:
    """What an organiser looks for among the participants."""

    words: str = ""
    state: str = ""
    organisation: str = ""
    choice: str = ""
    sort: str = "naam"
    descending: bool = False
    page: int = 1


@dataclass(frozen=True)
class Line:
    """One person in a list, with the registration."""

    participant: Participant
    registration: Registration
    person: Person
    organisation: str


SHOWN_NAME = func.coalesce(func.nullif(Participant.invited_name, ""), Person.name)
SORTS: dict[str, Any] = {
    "naam": func.lower(SHOWN_NAME),
    "organisatie": func.lower(func.coalesce(Organisation.name, "")),
    "status": Registration.state,
    "sinds": Registration.requested_at,
}
STATES = (R.CONFIRMED, R.WAITLISTED, R.OFFERED, R.REQUESTED, R.WITHDRAWN, R.CANCELLED, R.LAPSED, R.DECLINED)


def everyone(edition_id: int) -> Select[Participant, Registration, Person, str | None]:
    """Who is in, and who was when the registration ended; who was replaced stays out."""
    shown = or_(
        Participant.state.in_(IN),
        and_(Participant.state == ParticipantState.LEFT, Registration.state.in_(ENDED)),
    )
    return (
        select(Participant, Registration, Person, Organisation.name)
        .join(Registration, Registration.id == Participant.registration_id)
        .join(Person, Person.id == Participant.person_id)
        .outerjoin(Organisation, Organisation.id == Participant.stated_organisation_id)
        .where(Registration.edition_id == edition_id, shown)
    )


def participants(session: Session, edition_id: int, search: Search) -> Page[Line]:
    """One page of the participants that match."""
    statement = everyone(edition_id).where(*_matches(search))
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    number = max(1, min(search.page, -(-total // PAGE)))
    column = SORTS[search.sort]
    order = column.desc() if search.descending else column.asc()
    rows = session.execute(
        statement.order_by(order, Participant.id).limit(PAGE).offset((number - 1) * PAGE)
    ).all()
    return Page([Line(p, r, person, name or "") for p, r, person, name in rows], total, number)


def _matches(search: Search) -> list[ColumnElement[bool]]:
    columns = (SHOWN_NAME, Person.email, Organisation.name, Registration.reference)
    found: list[ColumnElement[bool]] = [
        or_(*(func.lower(column).contains(word.lower(), autoescape=True) for column in columns))
        for word in search.words.split()[:8]
    ]
    if search.state in set(STATES):
        found.append(Registration.state == R(search.state))
    if search.organisation:
        found.append(Organisation.public_id == search.organisation)
    if search.choice:
        has = (
            select(Claim.id)
            .outerjoin(Breakout, Breakout.id == Claim.breakout_id)
            .outerjoin(Module, Module.id == Claim.module_id)
            .where(
                Claim.participant_id == Participant.id,
                Claim.state != ClaimState.RELEASED,
                or_(Breakout.public_id == search.choice, Module.public_id == search.choice),
            )
        )
        found.append(has.exists())
    return found


def organisations_in(session: Session, edition_id: int) -> Sequence[tuple[str, str]]:
    """The organisations that people here state, to choose from: public id and name."""
    rows = session.execute(
        select(Organisation.public_id, Organisation.name)
        .join(Participant, Participant.stated_organisation_id == Organisation.id)
        .where(Participant.edition_id == edition_id)
        .distinct()
        .order_by(Organisation.name)
    ).all()
    return [(public_id, name) for public_id, name in rows]


def in_state(session: Session, edition_id: int, state: RegistrationState, page: int) -> Page[Registration]:
    """One page of the registrations in this state, in the order of the request, with people and seats."""
    where = (Registration.edition_id == edition_id, Registration.state == state)
    total = session.scalar(select(func.count(Registration.id)).where(*where)) or 0
    number = max(1, min(page, -(-total // PAGE)))
    rows = session.scalars(
        select(Registration)
        .where(*where)
        .order_by(Registration.queue_number)
        .limit(PAGE)
        .offset((number - 1) * PAGE)
        .options(
            selectinload(Registration.participants).joinedload(Participant.person),
            selectinload(Registration.claims),
        )
    ).all()
    return Page(rows, total, number)


def organisation_names(session: Session, registrations: Iterable[Registration]) -> dict[int, str]:
    """The names of the organisations that these people state."""
    wanted = {p.stated_organisation_id for r in registrations for p in r.participants}
    rows = session.execute(
        select(Organisation.id, Organisation.name).where(Organisation.id.in_(sorted(i for i in wanted if i)))
    )
    return dict(rows.all())


def inside(session: Session, edition_id: int, emails: Sequence[str]) -> set[str]:
    """Which of these addresses belong to people who take part in the edition already."""
    return set(
        session.scalars(
            select(Person.email)
            .join(Participant, Participant.person_id == Person.id)
            .where(Participant.edition_id == edition_id, Participant.state.in_(IN), Person.email.in_(emails))
        )
    )


def events_of(session: Session, registration_id: int) -> Sequence[RegistrationEvent]:
    """The history of a registration, the newest first, with who did it."""
    return session.scalars(
        select(RegistrationEvent)
        .where(RegistrationEvent.registration_id == registration_id)
        .options(joinedload(RegistrationEvent.actor))
        .order_by(RegistrationEvent.id.desc())
    ).all()


def held_for_others(session: Session, registration: Registration) -> list[Registration]:
    """Those in the same edition for whom a seat is kept until there are enough of them."""
    return list(
        session.scalars(
            select(Registration)
            .join(Claim, Claim.registration_id == Registration.id)
            .where(
                Registration.edition_id == registration.edition_id,
                Registration.id != registration.id,
                Claim.pool_id == registration.edition.pool_id,
                Claim.state == ClaimState.HELD,
            )
            .order_by(Registration.queue_number, Registration.id)
            .options(selectinload(Registration.participants).joinedload(Participant.person))
        )
    )


def ahead_of(session: Session, registration: Registration) -> Sequence[Registration]:
    """Who waits before this one, in order."""
    return session.scalars(
        select(Registration)
        .where(
            Registration.edition_id == registration.edition_id,
            Registration.state == R.WAITLISTED,
            Registration.queue_number < registration.queue_number,
        )
        .order_by(Registration.queue_number)
        .options(selectinload(Registration.participants).joinedload(Participant.person))
    ).all()


@dataclass(frozen=True)
class Change:
    """One line of an edition's own history; `who` is empty for the portal itself."""

    at: datetime
    action: str
    details: dict[str, Any]
    who: str


def changes_of(session: Session, edition_id: int, *, since: datetime | None = None) -> list[Change]:
    """What organisers changed in the edition, the newest first."""
    statement = (
        select(EditionChange.at, EditionChange.action, EditionChange.details, Person.name)
        .outerjoin(Person, Person.id == EditionChange.actor_id)
        .where(EditionChange.edition_id == edition_id)
        .order_by(EditionChange.id.desc())
        .limit(HISTORY)
    )
    if since is not None:
        statement = statement.where(EditionChange.at > since)
    return [
        Change(at, action, details, name or "") for at, action, details, name in session.execute(statement)
    ]
