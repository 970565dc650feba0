"""Plain defaults for people, editions and registrations; tests say only what matters."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.eligibility.facts import RuleKind
from portal.eligibility.models import EligibilityRule
from portal.people.facts import OrganisationKind, PositionKind
from portal.people.models import Membership, Organisation, OrganiserRole, Person, Position
from portal.programmes.facts import ModuleKind, ProgrammeKind, Promotion, Publication, SlotKind, VatBasis
from portal.programmes.models import (
    Breakout,
    Edition,
    ElectiveGroup,
    Meeting,
    Module,
    Programme,
    ProgrammeOrganiser,
    RegistrationWindow,
    SeatPool,
    Slot,
)
from portal.registrations import service
from portal.registrations.models import Registration

KEY = "only-for-tests-only-for-tests-only-for-tests"
NOW = datetime(2027, 1, 12, 9, 0, tzinfo=UTC)  # a Tuesday, 10.00 in the Netherlands
FIRST_DAY = date(2027, 4, 13)


def an_organisation(session: Session, name: str = "Gemeente Veldrijk", **more: Any) -> Organisation:
    """An organisation; a municipality unless said otherwise."""
    values = {"kind": OrganisationKind.GEMEENTE, "slug": name.lower().replace(" ", "-"), **more}
    organisation = Organisation(public_id=secrets.token_urlsafe(16), name=name, **values)
    session.add(organisation)
    session.flush()
    return organisation


def an_association(session: Session, slug: str = "vgs", name: str = "VGS") -> Organisation:
    """An association with members that organises programmes."""
    return an_organisation(
        session,
        name,
        slug=slug,
        kind=OrganisationKind.VERENIGING,
        has_members=True,
        organises=True,
        mail_address=f"leren@{slug}.example",
    )


def a_person(
    session: Session,
    name: str = "Aisha El Amrani",
    *,
    organisation: Organisation | None = None,
    position: PositionKind = PositionKind.GEMEENTESECRETARIS,
    member_of: Organisation | None = None,
    member_until: date | None = None,
    organises_for: Organisation | None = None,
    **more: Any,
) -> Person:
    """Someone with a confirmed account."""
    address = name.lower().replace(" ", ".") + "@veldrijk.example"
    values = {"email": address, "created_at": NOW, "email_confirmed_at": NOW, **more}
    person = Person(public_id=secrets.token_urlsafe(16), name=name, **values)
    session.add(person)
    session.flush()
    if organisation is not None:
        session.add(Position(person_id=person.id, organisation_id=organisation.id, kind=position))
    if member_of is not None:
        session.add(
            Membership(
                association_id=member_of.id,
                person_id=person.id,
                starts_on=date(2020, 1, 1),
                ends_on=member_until,
            )
        )
    if organises_for is not None:
        session.add(OrganiserRole(person_id=person.id, organisation_id=organises_for.id, started_at=NOW))
    session.flush()
    return person


def a_programme(
    session: Session, *organisers: Organisation, title: str = "Sturen op de opgave", **more: Any
) -> Programme:
    """A programme of these organisers, in the order they are named."""
    values = {"slug": title.lower().replace(" ", "-"), "kind": ProgrammeKind.LEERGANG, **more}
    programme = Programme(title=title, created_at=NOW, **values)
    programme.organisers = [
        ProgrammeOrganiser(organisation=organisation, position=place)
        for place, organisation in enumerate(organisers)
    ]
    session.add(programme)
    session.flush()
    return programme


def an_edition(
    session: Session,
    programme: Programme | None = None,
    *,
    seats: int | None = 2,
    rules: Sequence[tuple[RuleKind, dict[str, Any]]] = (),
    promotion: Promotion = Promotion.OFFER,
    first_day: date = FIRST_DAY,
    opens: datetime | None = NOW - timedelta(days=30),
    closes: datetime | None = None,
    **more: Any,
) -> Edition:
    """A published edition that is open, with one meeting on `first_day` from 9.30 to 17.00."""
    programme = programme or a_programme(session)
    values = {
        "slug": f"editie-{secrets.token_hex(3)}",
        "label": "Voorjaar 2027",
        "publication": Publication.PUBLISHED,
        "published_at": NOW - timedelta(days=30),
        "price_cents": 150_000,
        "vat_basis": VatBasis.EXCL,
        **more,
    }
    edition = Edition(
        public_id=secrets.token_urlsafe(16),
        programme=programme,
        pool=SeatPool(capacity=seats, shut=False, overbooked=0),
        promotion=promotion,
        starts_on=first_day,
        ends_on=first_day,
        **values,
    )
    if opens is not None:
        edition.windows = [RegistrationWindow(opens_at=opens, closes_at=closes)]
    start = datetime(first_day.year, first_day.month, first_day.day, 7, 30, tzinfo=UTC)
    edition.meetings = [
        Meeting(
            public_id=secrets.token_urlsafe(16),
            number=1,
            title="Eerste dag",
            day=first_day,
            starts_at=start,
            ends_at=start + timedelta(hours=7, minutes=30),
        )
    ]
    session.add(edition)
    session.flush()
    for place, (kind, rule_values) in enumerate(rules):
        session.add(EligibilityRule(edition_id=edition.id, position=place, kind=kind, values=rule_values))
    session.flush()
    return edition


def a_round(session: Session, edition: Edition, *seats: int | None, number: int = 1) -> Slot:
    """A round in the first meeting, with one breakout for each number of seats (None: unlimited)."""
    meeting = edition.meetings[0]
    assert meeting.starts_at is not None
    start = meeting.starts_at + timedelta(hours=number)
    slot = Slot(
        kind=SlotKind.ROUND,
        round_number=number,
        title=f"Ronde {number}",
        starts_at=start,
        ends_at=start + timedelta(minutes=45),
        breakouts=[
            Breakout(
                public_id=secrets.token_urlsafe(16),
                number=place,
                title=f"Deelsessie {number}.{place}",
                pool=SeatPool(capacity=capacity, shut=False, overbooked=0),
            )
            for place, capacity in enumerate(seats, start=1)
        ],
    )
    meeting.slots.append(slot)
    edition.touch()
    session.flush()
    return slot


def a_group(session: Session, edition: Edition, *seats: int | None) -> ElectiveGroup:
    """A choice among electives, one for each number of seats."""
    group = ElectiveGroup(edition_id=edition.id, title="Keuzemodule", choose=1)
    session.add(group)
    session.flush()
    for place, capacity in enumerate(seats, start=1):
        edition.modules.append(
            Module(
                public_id=secrets.token_urlsafe(16),
                number=10 + place,
                title=f"Keuze {place}",
                kind=ModuleKind.ELECTIVE,
                group_id=group.id,
                pool=SeatPool(capacity=capacity, shut=False, overbooked=0),
            )
        )
    edition.touch()
    session.flush()
    return group


def code_digest(code: str) -> str:
    """What an edition keeps of an invitation code."""
    return hashlib.sha256(code.strip().lower().encode()).hexdigest()


def registered(
    session: Session, edition: Edition, person: Person, *, now: datetime = NOW, **application: Any
) -> Registration:
    """This person presses the button; the form key is new each time unless given."""
    values = {"form_key": secrets.token_urlsafe(16), **application}
    return service.register(
        session,
        edition_id=edition.id,
        applicant=service.applicant_of(session, person.id),
        application=service.Application(**values),
        now=now,
    )


def people(session: Session, count: int, *, prefix: str = "Persoon") -> list[Person]:
    """So many people."""
    return [a_person(session, f"{prefix} {number}") for number in range(1, count + 1)]
