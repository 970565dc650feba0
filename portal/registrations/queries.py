"""What participants' and public pages read of registrations; each a fixed number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, case, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.errors import NotFound
from portal.people.facts import InvoiceDefaults
from portal.people.models import Person
from portal.programmes.facts import Publication
from portal.programmes.models import Edition
from portal.registrations.models import Claim, EnrolmentDraft, Participant, Registration, RegistrationEvent
from portal.registrations.sheets import EditionSheet, sheet_of
from portal.registrations.states import ACTIVE, IN, ClaimState, RegistrationState

# Made once: making a statement costs more than running it.
_ENROLMENT = (
    select(Edition.id, Edition.version, EnrolmentDraft.key, EnrolmentDraft.data, Registration.public_id)
    .outerjoin(
        EnrolmentDraft,
        and_(EnrolmentDraft.edition_id == Edition.id, EnrolmentDraft.person_id == bindparam("person")),
    )
    .outerjoin(
        Participant,
        and_(
            Participant.edition_id == Edition.id,
            Participant.person_id == bindparam("person"),
            Participant.state.in_(IN),
        ),
    )
    .outerjoin(Registration, Registration.id == Participant.registration_id)
    .where(Edition.public_id == bindparam("edition"), Edition.publication != Publication.DRAFT)
)
_SENT_BEFORE = (
    select(Registration.public_id)
    .join(Participant, Participant.registration_id == Registration.id)
    .where(Registration.form_key == bindparam("key"), Participant.person_id == bindparam("person"))
    .limit(1)
)
_NEWEST = (
    select(func.max(Registration.id))
    .where(Registration.person_id == bindparam("person"), Registration.invoice_name != "")
    .scalar_subquery()
)
_INVOICE = (
    select(
        Person.invoice_defaults,
        Registration.invoice_name,
        Registration.invoice_address,
        Registration.invoice_email,
        Registration.cost_centre,
    )
    .outerjoin(Registration, Registration.id == _NEWEST)
    .where(Person.id == bindparam("person"))
)
_OWN = (
    select(Registration, Participant, Edition.version)
    .join(Participant, Participant.registration_id == Registration.id)
    .join(Edition, Edition.id == Registration.edition_id)
    .where(Registration.public_id == bindparam("registration"), Participant.person_id == bindparam("person"))
    .options(
        selectinload(Registration.participants).options(
            joinedload(Participant.person), joinedload(Participant.substitute)
        )
    )
    .order_by(case((Participant.state.in_(IN), 0), else_=1), Participant.id.desc())
    .limit(1)
)
_REGISTRATIONS = Registration.__table__.c
_BEFORE = select(func.count(_REGISTRATIONS.id)).where(
    _REGISTRATIONS.edition_id == bindparam("edition"),
    _REGISTRATIONS.state == RegistrationState.WAITLISTED,
    _REGISTRATIONS.queue_number < bindparam("number"),
)


@dataclass(frozen=True)
class Enrolment:
    """Someone in the steps of enrolling: the edition, what was typed so far, and one's own registration.

    `key` is empty before the first step was sent; `own` is the public id of the registration that the
    person takes part in already.
    """

    sheet: EditionSheet
    key: str
    data: Mapping[str, Any]
    own: str


def enrolment(session: Session, *, public_id: str, person_id: int) -> Enrolment:
    """The enrolment of this person for a visible edition; raises NotFound for any other."""
    row = session.execute(_ENROLMENT, {"edition": public_id, "person": person_id}).one_or_none()
    if row is None:
        raise NotFound
    sheet = sheet_of(session, edition_id=row[0], version=row[1])
    return Enrolment(sheet, row[2] or "", row[3] or {}, row[4] or "")


def sent_before(session: Session, *, form_key: str, person_id: int) -> str | None:
    """The public id of the registration that this form made, if it was sent before."""
    return session.scalar(_SENT_BEFORE, {"key": form_key, "person": person_id})


@dataclass(frozen=True)
class KnownPerson:
    """Someone behind an e-mail address. `inside`: takes part in the edition already."""

    person_id: int
    inside: bool


def person_at(session: Session, *, email: str, edition_id: int) -> KnownPerson | None:
    """Who has this (normalised) address, and whether that one takes part in the edition already."""
    row = session.execute(
        select(Person.id, Participant.id)
        .outerjoin(
            Participant,
            and_(
                Participant.person_id == Person.id,
                Participant.edition_id == edition_id,
                Participant.state.in_(IN),
            ),
        )
        .where(Person.email == email)
    ).one_or_none()
    return KnownPerson(row[0], row[1] is not None) if row else None


def last_invoice(session: Session, *, person_id: int) -> dict[str, str]:
    """What the invoice step is filled in with: the person's own defaults, else the last registration's."""
    row = session.execute(_INVOICE, {"person": person_id}).one()
    known = InvoiceDefaults.read(row[0])
    if not row[0]:
        known = InvoiceDefaults(row[1] or "", row[2] or "", row[3] or "", row[4] or "")
    return {
        "name": known.invoice_name,
        "address": known.invoice_address,
        "email": known.invoice_email,
        "cost_centre": known.cost_centre,
    }


def own_registration(
    session: Session, *, edition_ids: Iterable[int], person_id: int
) -> dict[int, tuple[str, RegistrationState]]:
    """The public id and state of this person's active registration, by edition."""
    rows = session.execute(
        select(Registration.edition_id, Registration.public_id, Registration.state)
        .join(Participant, Participant.registration_id == Registration.id)
        .where(
            Participant.edition_id.in_(list(edition_ids)),
            Participant.person_id == person_id,
            Participant.state.in_(IN),
            Registration.state.in_(ACTIVE),
        )
    )
    return {edition_id: (public_id, state) for edition_id, public_id, state in rows}


def passed_over(session: Session, pool_ids: Iterable[int]) -> dict[int, int]:
    """How many of those who wait for each pool are passed over: they have no first right to a free seat."""
    rows = session.execute(
        select(Claim.pool_id, func.count(Claim.id))
        .join(Registration, Registration.id == Claim.registration_id)
        .where(
            Claim.pool_id.in_(sorted(pool_ids)),
            Claim.state == ClaimState.WAITING,
            Registration.passed_reason != "",
        )
        .group_by(Claim.pool_id)
    )
    return dict(rows.all())


@dataclass(frozen=True)
class Own:
    """A registration as one of its people sees it."""

    registration: Registration
    mine: Participant
    sheet: EditionSheet

    @property
    def inside(self) -> bool:
        """Whether this person is still in."""
        return self.mine.state in IN

    @property
    def leads(self) -> bool:
        """Whether this person made the registration and decides about it."""
        return self.registration.person_id == self.mine.person_id

    @property
    def beside(self) -> Participant | None:
        """The other person who is in."""
        others = [p for p in self.registration.participants if p.state in IN and p.id != self.mine.id]
        return others[0] if others else None


def own(session: Session, *, public_id: str, person_id: int) -> Own:
    """The registration with this public id in which this person is or was; NotFound for anybody else."""
    row = session.execute(_OWN, {"registration": public_id, "person": person_id}).one_or_none()
    if row is None:
        raise NotFound
    registration, mine, version = row
    return Own(registration, mine, sheet_of(session, edition_id=registration.edition_id, version=version))


def with_details(session: Session, found: Own) -> Own:
    """The same, with claims, choices and history at hand."""
    session.scalars(
        select(Registration)
        .where(Registration.id == found.registration.id)
        .options(
            selectinload(Registration.claims),
            selectinload(Registration.events).joinedload(RegistrationEvent.actor),
            selectinload(Registration.participants).selectinload(Participant.choices),
        )
        .execution_options(populate_existing=True)
    ).one()
    return found


def place_in_line(session: Session, registration: Registration) -> int:
    """The place on the waitlist, from 1."""
    session.flush()
    before = session.scalar(
        _BEFORE, {"edition": registration.edition_id, "number": registration.queue_number}
    )
    return (before or 0) + 1
