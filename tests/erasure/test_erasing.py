"""A person is erased from a portal in which everybody has business with everybody."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, select, update
from sqlalchemy.orm import Session

from portal.checking import run as checking
from portal.erasure import invoices, queries, service
from portal.erasure.facts import NAME, ErasureReason, nobody
from portal.erasure.marks import NAMED
from portal.erasure.models import Erasure, KeptInvoice
from portal.errors import NotFound, Refused
from portal.invites import service as agendas
from portal.invites.models import Became, IncomingMail, Invitation
from portal.mailings.models import Mailing
from portal.outbox import rendering
from portal.outbox.models import FailingAddress, LetterState, OutgoingLetter
from portal.outbox.service import letter_of
from portal.people import service as people
from portal.people import tokens
from portal.people.models import Person, SignIn
from portal.people.service import Factor, Proved
from portal.programmes.models import Edition, EditionChange, EditionFacilitator, Interest
from portal.registrations.history import sentence
from portal.registrations.models import EnrolmentDraft, Participant, Registration, RegistrationEvent
from tests.builders import KEY, NOW, a_person
from tests.security.world import ADMINISTRATOR, AISHA, BRAM, CARLA, FACILITATOR, IVO, OTTO, SAM, Maker, World
from tests.support.engines import sqlite_engine

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def home(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with everybody and everything, made once."""
    folder = tmp_path_factory.mktemp("world")
    shutil.copyfile(tables, folder / "portal.db")
    tokens.configure(KEY)
    with sqlite_engine(f"sqlite:///{folder / 'portal.db'}") as engine, Session(engine) as session:
        Maker(session).make().save(folder / "world.json")
        session.commit()
    return folder


@pytest.fixture
def world(home: Path) -> World:
    """The names of everything in it."""
    return World.read(home / "world.json")


@pytest.fixture
def session(home: Path, tmp_path: Path) -> Iterator[Session]:
    """A session on a copy of it; nothing commits."""
    tokens.configure(KEY)
    shutil.copyfile(home / "portal.db", tmp_path / "portal.db")
    url = f"sqlite:///{tmp_path / 'portal.db'}"
    with sqlite_engine(url) as engine, Session(engine, expire_on_commit=False) as opened:
        yield opened


def where_is(session: Session, *words: str) -> dict[str, str]:
    """The tables in which one of these words still stands, with the first row."""
    tables = MetaData()
    tables.reflect(session.connection())
    found: dict[str, str] = {}
    for table in tables.sorted_tables:
        rows = (repr(row) for row in session.execute(select(table)))
        hits = [row for row in rows if any(word.lower() in row.lower() for word in words)]
        if hits:
            found[table.name] = hits[0]
    return found


def everything_leaves(session: Session, now: datetime = NOW) -> None:
    """The scheduler, in short: agendas follow and letters leave."""
    for edition_id in session.scalars(select(Edition.id)).all():
        agendas.bring_up_to_date(session, edition_id=edition_id, now=now)
    waiting = select(OutgoingLetter).where(OutgoingLetter.state == LetterState.WAITING)
    for row in session.scalars(waiting):
        said = rendering.render(letter_of(row), row.public_id)
        row.subject, row.text, row.html, row.calendar = said.subject, said.text, said.html, said.calendar
        row.state, row.sent_at = LetterState.SENT, now
    session.flush()


def goes_on(session: Session, person_id: int, now: datetime = NOW) -> None:
    """As far as it can go now."""
    while service.advance(session, person_id=person_id, now=now):
        pass


def erase(session: Session, person_id: int) -> None:
    """From the button to the end."""
    service.begin(session, person_id=person_id, now=NOW)
    for _turn in range(3):
        goes_on(session, person_id)
        everything_leaves(session)


def plant(session: Session, person: Person) -> None:
    """Writes the person down wherever else somebody can be written down."""
    edition = session.scalars(select(Edition).limit(1)).one()
    name, address = person.name, person.email
    told = {"programme_id": edition.programme_id, "language": "nl", "entered_at": NOW}
    session.add(Interest(email=address, name=name, **told))
    session.add(FailingAddress(address=address, since=NOW, said=f"550 <{address}>"))
    other = a_person(session, "Iemand Anders", email="ander@zee.example")
    draft = {"companion_name": name, "companion_email": address}
    session.add(
        EnrolmentDraft(key="d1", person_id=other.id, edition_id=edition.id, data=draft, updated_at=NOW)
    )
    session.add(EditionChange(edition_id=edition.id, at=NOW, action="guide_added", details={"title": name}))
    for mailing in session.scalars(select(Mailing)):
        mailing.extra = [*mailing.extra, [name, address]]
    line = session.scalars(select(Invitation).where(Invitation.person_id == person.id).limit(1)).first()
    session.add(
        IncomingMail(
            mark=f"m{person.id}",
            mailbox="agenda@leergang.example",
            came_at=NOW,
            sender=address,
            subject=f"Accepted: {name}",
            became=Became.ANSWER,
            invitation_id=line.id if line else None,
            note=f"Groet, {name}",
        )
    )
    for became, sender, note in (
        (Became.UNMATCHED, f"{name} <{address.capitalize()}>", "no_answer"),
        (Became.BOUNCE, "mailer-daemon@mx.example", f"{address}: smtp; 550 {address} is full"),
    ):
        mail = {"mailbox": "agenda@leergang.example", "came_at": NOW, "subject": f"Vraag van {name}"}
        mark = f"{became}{person.id}"
        session.add(IncomingMail(mark=mark, sender=sender, became=became, note=note, **mail))
    mine = select(Participant.registration_id).where(Participant.person_id == person.id)
    for event in session.scalars(
        select(RegistrationEvent).where(RegistrationEvent.registration_id.in_(mine))
    ):
        event.why = f"{name.upper()} belde"
    person.phone, person.invoice_defaults = "06-1", f"T.a.v. {name}"
    session.flush()


@pytest.mark.parametrize("role", [AISHA, CARLA, SAM, OTTO, IVO])
def test_no_table_knows_who_was_erased(session: Session, world: World, role: str) -> None:
    person = session.get_one(Person, world.person_row[role])
    marks = (person.name, person.email)
    plant(session, person)
    everything_leaves(session)
    assert len(where_is(session, *marks)) > 6
    erase(session, person.id)
    assert where_is(session, *marks) == {}
    assert session.get_one(Erasure, person.id).done_at == NOW
    assert checking.violations(session, now=NOW) == []


def test_name_as_somebody_else_typed_it_goes_too(session: Session, world: World) -> None:
    carla = session.get_one(Person, world.person_row[CARLA])
    seat = session.scalars(select(Participant).where(Participant.person_id == carla.id)).one()
    seat.invited_name = "Carlotta de Groot-Visser"
    event = session.scalars(
        select(RegistrationEvent).where(RegistrationEvent.registration_id == seat.registration_id).limit(1)
    ).one()
    event.details = {"companion": "Carlotta de Groot-Visser"}
    session.flush()
    erase(session, carla.id)
    assert where_is(session, "Carlotta") == {}


def test_history_says_that_an_account_was_erased(session: Session, world: World) -> None:
    erase(session, world.person_row[AISHA])
    events = session.scalars(
        select(RegistrationEvent).where(
            RegistrationEvent.registration_id == world.registration_row["aisha"],
            RegistrationEvent.action == "first_left",
        )
    ).all()
    assert [NAME in sentence(event) for event in events] == [True]


def test_seat_passes_on_at_once(session: Session, world: World) -> None:
    tom = world.person_row["tom"]
    service.begin(session, person_id=tom, now=NOW)
    goes_on(session, tom)
    otto = session.get_one(Registration, world.registration_row["otto"])
    waiting = session.get_one(Registration, world.registration_row["waiting"])
    assert (otto.state, waiting.state) == ("offered", "offered")


def test_nobody_signs_in_from_the_moment_it_was_asked(session: Session, world: World) -> None:
    aisha = session.get_one(Person, world.person_row[AISHA])
    service.begin(session, person_id=aisha.id, now=NOW)
    assert session.scalars(select(SignIn).where(SignIn.person_id == aisha.id)).all() == []
    with pytest.raises(NotFound):
        people.open_sign_in(session, proved=Proved(aisha.id, Factor.PASSWORD), now=NOW)
    before = session.scalars(select(OutgoingLetter.id)).all()
    people.send_sign_in_link(session, email=aisha.email, now=NOW)
    people.send_reset(session, email=aisha.email, now=NOW)
    people.sign_up(session, email=aisha.email, name="Aisha", language="nl", now=NOW)
    assert session.scalars(select(OutgoingLetter.id)).all() == before


def test_address_is_free_for_a_new_account(session: Session, world: World) -> None:
    aisha = session.get_one(Person, world.person_row[AISHA])
    address = aisha.email
    service.begin(session, person_id=aisha.id, now=NOW)
    goes_on(session, aisha.id)
    again = people.ensure_person(session, email=address, name="Aisha", now=NOW)
    assert (again.id != aisha.id, aisha.email) == (True, nobody(aisha.id))


def test_blanking_waits_until_the_cancellations_left(session: Session, world: World) -> None:
    aisha = session.get_one(Person, world.person_row[AISHA])
    everything_leaves(session)
    service.begin(session, person_id=aisha.id, now=NOW)
    goes_on(session, aisha.id)
    erasure = session.get_one(Erasure, aisha.id)
    assert (erasure.blanked_at, aisha.name) == (None, "Aisha El Amrani")
    everything_leaves(session)
    calls = session.scalars(
        select(OutgoingLetter).where(
            OutgoingLetter.person_id == aisha.id, OutgoingLetter.kind == "meeting_not_expected"
        )
    ).all()
    assert {(call.to_address, call.facts["method"]) for call in calls} == {(erasure.address, "CANCEL")}
    goes_on(session, aisha.id)
    assert (erasure.blanked_at, aisha.name) == (NOW, NAME)


def test_after_a_day_it_does_not_wait_any_longer(session: Session, world: World) -> None:
    aisha = world.person_row[AISHA]
    service.begin(session, person_id=aisha, now=NOW)
    goes_on(session, aisha)
    goes_on(session, aisha, NOW + DAY)
    goes_on(session, aisha, NOW + 2 * DAY)
    assert session.get_one(Erasure, aisha).done_at == NOW + 2 * DAY
    mine = select(OutgoingLetter.state).where(OutgoingLetter.person_id == aisha)
    assert set(session.scalars(mine)) == {LetterState.DROPPED}
    assert where_is(session, "El Amrani") == {}


def test_last_letter_goes_to_the_address_and_then_is_empty(session: Session, world: World) -> None:
    aisha = session.get_one(Person, world.person_row[AISHA])
    address = aisha.email
    service.begin(session, person_id=aisha.id, now=NOW)
    goes_on(session, aisha.id)
    everything_leaves(session)
    goes_on(session, aisha.id)
    last = session.scalars(select(OutgoingLetter).where(OutgoingLetter.kind == "account_erased")).one()
    assert (last.to_address, last.state) == (address, LetterState.WAITING)
    everything_leaves(session)
    goes_on(session, aisha.id)
    session.refresh(last)
    assert (last.to_address, last.text, last.state) == (nobody(aisha.id), "", LetterState.SENT)


def test_crash_after_any_step_goes_on_where_it_was(session: Session, world: World) -> None:
    aisha = world.person_row[AISHA]
    service.begin(session, person_id=aisha, now=NOW)
    for _step in range(12):
        kept = session.begin_nested()
        service.advance(session, person_id=aisha, now=NOW)
        session.flush()
        kept.rollback()
        session.expire_all()
        service.advance(session, person_id=aisha, now=NOW)
        everything_leaves(session)
    assert session.get_one(Erasure, aisha).done_at == NOW
    assert where_is(session, "El Amrani") == {}
    assert checking.violations(session, now=NOW) == []


def test_asking_twice_is_asking_once(session: Session, world: World) -> None:
    aisha = world.person_row[AISHA]
    service.begin(session, person_id=aisha, now=NOW)
    service.begin(session, person_id=aisha, now=NOW + DAY)
    assert queries.under_way(session) == [aisha]
    assert session.get_one(Erasure, aisha).asked_at == NOW


@pytest.mark.parametrize(
    ("role", "what"),
    [
        (ADMINISTRATOR, (True, [], [])),
        (BRAM, (False, ["VGS"], [])),
        (FACILITATOR, (False, [], ["Sturen op de opgave, Voorjaar 2027"])),
    ],
)
def test_last_one_arranges_something_first(
    session: Session, world: World, role: str, what: tuple[bool, list[str], list[str]]
) -> None:
    person_id = world.person_row[role]
    found = queries.obstacles(session, person_id=person_id, now=NOW)
    assert (found.last_administrator, found.organisations, found.editions) == what
    with pytest.raises(Refused) as refused:
        service.begin(session, person_id=person_id, now=NOW)
    assert refused.value.reason is ErasureReason.ARRANGE_FIRST
    assert queries.under_way(session) == []


def test_facilitator_who_is_not_alone_may_go(session: Session, world: World) -> None:
    guide = world.person_row[FACILITATOR]
    guided = session.scalars(select(EditionFacilitator).where(EditionFacilitator.person_id == guide)).one()
    session.add(EditionFacilitator(edition_id=guided.edition_id, person_id=world.person_row[BRAM]))
    session.flush()
    erase(session, guide)
    assert where_is(session, "Femke Gids") == {}


def test_invoice_stays_apart_until_its_day(session: Session, world: World) -> None:
    erik = session.get_one(Registration, world.registration_row["sibling"])
    session.execute(update(Edition).where(Edition.id == erik.edition_id).values(cancel_free_days=3650))
    erik.terms = {"free_until": "2026-01-01", "percentage": 100}
    session.flush()
    erase(session, erik.person_id)
    kept = session.scalars(select(KeptInvoice)).one()
    assert (kept.registration_id, kept.invoice_email, kept.price["total"]) == (
        erik.id,
        "factuur@veldrijk.example",
        erik.price["total"],
    )
    assert (erik.invoice_email, str(kept.until)) == ("", "2034-12-31")
    invoices.tidy(session, now=datetime(2034, 12, 31, 12, tzinfo=NOW.tzinfo))
    assert invoices.kept_of(session, registration_id=erik.id) is kept
    invoices.tidy(session, now=datetime(2035, 1, 1, 12, tzinfo=NOW.tzinfo))
    assert invoices.kept_of(session, registration_id=erik.id) is None


@pytest.mark.parametrize("name", ["REQUEST", "2027", "Sturen op de opgave"])
def test_name_of_ones_own_choice_spoils_no_letter_of_others(
    session: Session, world: World, name: str
) -> None:
    carla = session.get_one(Person, world.person_row[CARLA])
    carla.name = name
    everything_leaves(session)
    to_others = OutgoingLetter.to_address != carla.email
    rows = select(OutgoingLetter.id, OutgoingLetter.facts, OutgoingLetter.calendar).where(to_others)
    before = {row.id: _what_goes(row.facts, row.calendar) for row in session.execute(rows)}
    erase(session, carla.id)
    after = {row.id: _what_goes(row.facts, row.calendar) for row in session.execute(rows)}
    assert {key: after[key] for key in before} == before


def _what_goes(facts: dict[str, Any], calendar: str) -> tuple[dict[str, Any], str]:
    """What a letter goes by, without whom it names."""
    return {key: value for key, value in facts.items() if key not in NAMED}, calendar
