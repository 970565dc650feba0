"""Who is in an audience of an edition now; read in one query."""

from collections.abc import Collection, Container
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased

from portal.mailings.facts import Audience, Reader
from portal.mailings.models import Mailing
from portal.people.models import Person
from portal.programmes.models import Edition, Interest, Programme
from portal.registrations.models import Claim, Participant, ParticipantRole, Registration
from portal.registrations.states import IN, ClaimState, ParticipantState, RegistrationState

Pair = tuple[str, str]
WAITS = (RegistrationState.WAITLISTED, RegistrationState.OFFERED)
_CHOICES = {Audience.BREAKOUT: Claim.breakout_id, Audience.MODULE: Claim.module_id}


def readers(session: Session, mailing: Mailing, *, only: Collection[int] | None = None) -> list[Reader]:
    """Everyone of its audience, in the order in which they came, and then the pasted addresses.

    `only` these people (or, of an interest list, these entries), and then no pasted addresses.
    """
    if mailing.audience == Audience.INTEREST:
        found = _interested(session, mailing, only)
    elif mailing.audience == Audience.ADDRESSES:
        found = []
    else:
        found = _registered(session, mailing, only)
    return found if only is not None else [*found, *_pasted(session, mailing, found)]


def audience_of(session: Session, mailing: Mailing) -> tuple[list[int], list[Pair]]:
    """The people (or entries of an interest list) of its audience, and the pasted addresses beside them.

    The same readers, in the same order, without reading more of each than who it is.
    """
    if mailing.audience == Audience.ADDRESSES:
        return [], pasted(mailing, set())
    of_interest = mailing.audience == Audience.INTEREST
    query, table = (_asking, Interest) if of_interest else (_seated, Person)
    ids = list(session.scalars(query(mailing, table.id)))
    typed = [address.lower() for _name, address in mailing.extra]
    if not typed:
        return ids, []
    lower = func.lower(table.email)
    return ids, pasted(mailing, set(session.scalars(query(mailing, lower).where(lower.in_(typed)))))


def reader_at(session: Session, mailing: Mailing, number: int) -> tuple[Reader | None, int]:
    """The reader with this number, the first or the last when it is out of bounds; and how many there are."""
    ids, beside = audience_of(session, mailing)
    total = len(ids) + len(beside)
    if not total:
        return None, 0
    place = max(1, min(number, total)) - 1
    if place < len(ids):
        found = readers(session, mailing, only=[ids[place]])  # none, of who left this very moment
        return (found[0] if found else None), total
    name, address = beside[place - len(ids)]
    return Reader(name, address, "nl", page_of(session, mailing.edition_id)), total


def pasted(mailing: Mailing, known: Container[str]) -> list[Pair]:
    """Name and address of who was pasted, without those whose address, in lower case, is known."""
    return [(name, address) for name, address in mailing.extra if address.lower() not in known]


def _registered(session: Session, mailing: Mailing, only: Collection[int] | None) -> list[Reader]:
    about = (Person.id, Person.name, Person.email, Person.language, Registration.public_id)
    query = _seated(mailing, *about)
    if only is not None:
        query = query.where(Person.id.in_(only))
    return [
        Reader(row.name, row.email, row.language, f"/mijn/inschrijvingen/{row.public_id}", person_id=row.id)
        for row in session.execute(query)
    ]


def _seated(mailing: Mailing, *about: Any) -> Select[Any]:
    waits = mailing.audience == Audience.WAITLIST
    states = WAITS if waits else (RegistrationState.CONFIRMED,)
    return (
        select(*about)
        .select_from(Person)
        .join(Participant, Participant.person_id == Person.id)
        .join(Registration, Registration.id == Participant.registration_id)
        .where(
            Registration.edition_id == mailing.edition_id,
            Registration.state.in_(states),
            Participant.state == ParticipantState.CONFIRMED,
            Person.leaving_at.is_(None),
            *_only(mailing),
        )
        .order_by(Registration.id, Participant.id)
    )


def _only(mailing: Mailing) -> list[ColumnElement[bool]]:
    """Which participants of the edition are meant; no condition is all of them."""
    audience = Audience(mailing.audience)
    if audience is Audience.COMPANIONS:
        return [Participant.role == ParticipantRole.COMPANION]
    if audience is Audience.FIRSTS:
        beside = aliased(Participant)
        accompanied = select(beside.registration_id).where(
            beside.edition_id == mailing.edition_id,
            beside.role == ParticipantRole.COMPANION,
            beside.state.in_(IN),
        )
        return [Participant.role == ParticipantRole.FIRST, Registration.id.in_(accompanied)]
    chosen = _CHOICES.get(audience)
    if chosen is None:
        return []
    seat = select(Claim.participant_id).where(
        chosen == mailing.chosen_id, Claim.state == ClaimState.CONFIRMED
    )
    return [Participant.id.in_(seat)]


def _interested(session: Session, mailing: Mailing, only: Collection[int] | None) -> list[Reader]:
    path = page_of(session, mailing.edition_id)
    query = _asking(mailing, Interest.id, Interest.name, Interest.email, Interest.language)
    if only is not None:
        query = query.where(Interest.id.in_(only))
    return [
        Reader(row.name, row.email, row.language, path, interest_id=row.id) for row in session.execute(query)
    ]


def _asking(mailing: Mailing, *about: Any) -> Select[Any]:
    return (
        select(*about)
        .join(Edition, Edition.programme_id == Interest.programme_id)
        .where(
            Edition.id == mailing.edition_id,
            Interest.removed_at.is_(None),
            Interest.confirmed_at.is_not(None),
        )
        .order_by(Interest.entered_at, Interest.id)
    )


def _pasted(session: Session, mailing: Mailing, others: list[Reader]) -> list[Reader]:
    path = page_of(session, mailing.edition_id) if mailing.extra else ""
    known = {one.address.lower() for one in others}
    return [Reader(name, address, "nl", path) for name, address in pasted(mailing, known)]


def page_of(session: Session, edition_id: int) -> str:
    """The path of the edition's own page."""
    row = session.execute(
        select(Programme.slug, Edition.slug)
        .join(Edition, Edition.programme_id == Programme.id)
        .where(Edition.id == edition_id)
    ).one()
    return f"/leergangen/{row[0]}/{row[1]}"
