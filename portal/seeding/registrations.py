"""Who takes part in the example editions, through the same services as everybody."""

import hashlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.people.models import Person
from portal.programmes import interest
from portal.programmes.models import Breakout, Edition, Programme, Slot
from portal.registrations import duo, service
from portal.registrations.models import Participant, ParticipantRole, Registration
from portal.registrations.states import ParticipantState
from portal.registrations.wishes import Wish
from portal.seeding.editions import edition_at
from portal.tables import Table


def load_registrations(session: Session, table: Table, now: datetime) -> None:
    """Registers these people one after another, or withdraws them (`withdraw = true`)."""
    edition = edition_at(session, table, table.need("edition", str))
    companion = table.get("companion", str)
    confirms, withdraws = table.get("companion_confirms", bool, False), table.get("withdraw", bool, False)
    code = table.get("code", str, "")
    wishes = (*_breakouts(edition, table), *_electives(edition, table))
    for email in table.texts("people"):
        person = _person(session, table, email)
        key = hashlib.sha256(f"{table.data['edition']} {email}".encode()).hexdigest()[:40]
        before = session.scalar(select(Registration).where(Registration.form_key == key))
        if withdraws:
            _withdraw(session, table, before, person, now)
            continue
        if before is not None:
            continue  # what became of it since is its people's own doing
        beside = _person(session, table, companion) if companion else None
        registration = service.register(
            session,
            edition_id=edition.id,
            applicant=service.applicant_of(session, person.id),
            application=service.Application(
                form_key=key,
                companion=service.Companion(beside.name, beside.email) if beside else None,
                wishes=wishes,
                invoice=_invoice(person),
                code=code,
            ),
            now=now,
        )
        if beside and confirms:
            _confirm(session, registration, beside, now)
    table.done()


def load_interest(session: Session, table: Table, now: datetime) -> None:
    """Someone who asked to hear of the next edition, and confirmed it."""
    slug = table.need("programme", str)
    programme = session.scalar(select(Programme).where(Programme.slug == slug))
    if programme is None:
        raise table.problem(f"there is no programme {slug!r}")
    entered = interest.enter(
        session,
        programme_id=programme.id,
        email=table.need("email", str),
        name=table.need("name", str),
        language=table.get("language", str, "nl"),
        now=now,
    )
    entered.confirmed_at = entered.confirmed_at or now
    table.done()


def _person(session: Session, table: Table, email: str) -> Person:
    found = session.scalar(select(Person).where(Person.email == email))
    if found is None:
        raise table.problem(f"there is no person {email!r}")
    return found


def _invoice(person: Person) -> service.Invoice:
    organisation = person.positions[0].organisation.name if person.positions else ""
    return service.Invoice(purchase_order="VB-2001", name=organisation, email=person.email)


def _withdraw(
    session: Session, table: Table, before: Registration | None, person: Person, now: datetime
) -> None:
    if before is None:
        raise table.problem(f"{person.email} is not registered before")
    if before.person_id == person.id:
        service.withdraw(session, registration_id=before.id, actor_id=person.id, now=now)


def _confirm(session: Session, registration: Registration, beside: Person, now: datetime) -> None:
    invited = session.scalar(
        select(Participant.id).where(
            Participant.registration_id == registration.id,
            Participant.person_id == beside.id,
            Participant.role == ParticipantRole.COMPANION,
            Participant.state == ParticipantState.INVITED,
        )
    )
    if invited is not None:
        duo.confirm_companion(session, participant_id=invited, person_id=beside.id, now=now)


def _breakouts(edition: Edition, table: Table) -> list[Wish]:
    """A first and a second breakout by number, for each round in order."""
    rounds = [slot for meeting in edition.meetings for slot in meeting.slots if slot.breakouts]
    wishes = []
    for slot, numbers in zip(rounds, table.get("breakouts", list, []), strict=False):
        first, second = (_numbered(slot, number, table) for number in numbers)
        wishes.append(Wish(slot_id=slot.id, first_id=first.id, second_id=second.id))
    return wishes


def _numbered(slot: Slot, number: int, table: Table) -> Breakout:
    for breakout in slot.breakouts:
        if breakout.number == number:
            return breakout
    raise table.problem(f"there is no breakout {number} in {slot.title!r}")


def _electives(edition: Edition, table: Table) -> list[Wish]:
    """A first and a second elective module by number, in the edition's first group."""
    numbers = table.get("electives", list, [])
    if not numbers:
        return []
    chosen = {module.number: module for module in edition.modules}
    if not edition.elective_groups or not set(numbers) <= set(chosen):
        raise table.problem(f"there are no elective modules {numbers}")
    first, second = (chosen[number].id for number in numbers)
    return [Wish(group_id=edition.elective_groups[0].id, first_id=first, second_id=second)]
