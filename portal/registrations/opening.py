"""What someone fills in to take part, and the registration that it becomes."""

from dataclasses import dataclass, field

from portal.errors import Refused
from portal.people.models import Person
from portal.registrations import assessing, companions, money
from portal.registrations.ledger import (
    Turn,
    add_claim,
    next_queue_number,
    public_id,
    reference,
)
from portal.registrations.models import (
    Participant,
    ParticipantRole,
    PoolKind,
    Registration,
)
from portal.registrations.reasons import Reason
from portal.registrations.states import ClaimState, ParticipantState, RegistrationState
from portal.registrations.wishes import Wish, write_wishes


@dataclass(frozen=True)
class Invoice:
    """What a municipality needs on the invoice."""

    purchase_order: str = ""
    cost_centre: str = ""
    name: str = ""
    address: str = ""
    email: str = ""


@dataclass(frozen=True)
class Companion:
    """Who comes along, by name and address."""

    name: str
    email: str


@dataclass(frozen=True)
class Application:
    """Everything someone fills in to take part. `form_key` makes pressing twice the same as once."""

    form_key: str
    companion: Companion | None = None
    organisation_id: int | None = None
    wishes: tuple[Wish, ...] = ()
    invoice: Invoice = field(default_factory=Invoice)
    code: str = ""
    consent: bool = True

    @property
    def rows(self) -> int:
        """How many rows it becomes in a table, at most: two people, and a claim or a note for each wish."""
        return 2 + 2 * len(self.wishes)


def companion_person(turn: Turn, person: Person, application: Application) -> Person | None:
    """The person behind the companion that was filled in; None without one."""
    if application.companion is None:
        return None
    if not turn.sheet.companion_allowed:
        raise Refused(Reason.COMPANION_NOT_ALLOWED)
    return companions.person_for(turn, person, application.companion.name, application.companion.email)


def open_registration(
    turn: Turn,
    person: Person,
    companion: Person | None,
    application: Application,
    found: assessing.Assessment,
) -> Registration:
    """The registration with its people, wishes, price and terms of this moment; not written, no seat yet."""
    duo = companion is not None
    registration = Registration(
        public_id=public_id(),
        reference=reference(),
        form_key=application.form_key,
        edition_id=turn.sheet.edition_id,
        person=person,
        state=RegistrationState.NEW,
        queue_number=next_queue_number(turn),
        party=2 if duo else 1,
        requested_at=turn.now,
        set_aside_groups=list(found.groups),
        price=money.price_of(turn.sheet, member=found.pays_as_member, duo=duo),
        terms=money.terms_of(turn.sheet),
        purchase_order=application.invoice.purchase_order,
        cost_centre=application.invoice.cost_centre,
        invoice_name=application.invoice.name,
        invoice_address=application.invoice.address,
        invoice_email=application.invoice.email,
        consented_at=turn.now if application.consent else None,
        claims=[],
        events=[],
        participants=[],
    )
    first = Participant(
        public_id=public_id(),
        edition_id=turn.sheet.edition_id,
        person=person,
        role=ParticipantRole.FIRST,
        state=ParticipantState.CONFIRMED,
        stated_position=found.position.kind if found.position else "",
        stated_organisation_id=found.position.organisation_id if found.position else None,
        choices=[],
    )
    registration.participants.append(first)
    write_wishes(first, application.wishes)
    add_claim(
        turn,
        registration,
        state=ClaimState.WAITING,
        pool_id=turn.sheet.pool_id,
        kind=PoolKind.EDITION,
        seats=turn.sheet.seats_for(registration.party),
    )
    if companion is not None:
        typed = application.companion.name if application.companion else companion.name
        beside = companions.invite(turn, registration, companion, typed, found.companion_organisation_id)
        write_wishes(beside, application.wishes)
    return registration
