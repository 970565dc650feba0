"""What pages read of registrations, the same on both databases."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from portal.database import listen
from portal.errors import NotFound
from portal.people import tokens
from portal.people.models import Token, TokenPurpose
from portal.programmes import kept
from portal.registrations import links, queries, sheets
from portal.registrations.drafts import keep_draft
from portal.registrations.outlook import Outlook, outlook
from portal.registrations.overview import overview
from portal.registrations.service import Companion, Invoice, withdraw
from portal.registrations.states import RegistrationState as R
from tests.builders import KEY, NOW, a_person, an_edition, an_organisation, people, registered


@pytest.fixture
def session(fresh_database_url: str) -> Iterator[Session]:
    tokens.configure(KEY)
    kept.forget()
    sheets.forget()
    engine = create_engine(fresh_database_url)
    listen(engine)
    with Session(engine, expire_on_commit=False) as opened:
        yield opened
    engine.dispose()


def test_enrolment_knows_the_draft_and_the_own_registration(session: Session) -> None:
    edition, aisha = an_edition(session), a_person(session)
    empty = queries.enrolment(session, public_id=edition.public_id, person_id=aisha.id)
    assert (empty.key, dict(empty.data), empty.own, empty.sheet.edition_id) == ("", {}, "", edition.id)
    draft = keep_draft(
        session, person_id=aisha.id, edition_id=edition.id, data={"people": {"party": "alleen"}}, now=NOW
    )
    session.flush()
    typed = queries.enrolment(session, public_id=edition.public_id, person_id=aisha.id)
    assert (typed.key, dict(typed.data)) == (draft.key, {"people": {"party": "alleen"}})
    made = registered(session, edition, aisha, form_key=draft.key)
    done = queries.enrolment(session, public_id=edition.public_id, person_id=aisha.id)
    assert (done.key, done.own) == ("", made.public_id)
    assert queries.sent_before(session, form_key=draft.key, person_id=aisha.id) == made.public_id


def test_form_of_somebody_else_was_not_sent_before(session: Session) -> None:
    edition = an_edition(session)
    aisha, bram = people(session, 2)
    registered(session, edition, aisha, form_key="k" * 22)
    assert queries.sent_before(session, form_key="k" * 22, person_id=bram.id) is None


def test_invoice_of_the_last_time_yields_to_the_profile(session: Session) -> None:
    aisha = a_person(session)
    registered(session, an_edition(session), aisha, invoice=Invoice(name="Veldrijk", cost_centre="12"))
    known = {"name": "Veldrijk", "address": "", "email": "", "cost_centre": "12"}
    assert queries.last_invoice(session, person_id=aisha.id) == known
    aisha.invoice_defaults = '{"invoice_name": "Gemeente Veldrijk"}'
    session.flush()
    profile = {"name": "Gemeente Veldrijk", "address": "", "email": "", "cost_centre": ""}
    assert queries.last_invoice(session, person_id=aisha.id) == profile


def test_own_registration_is_the_active_one_by_edition(session: Session) -> None:
    first, aisha = an_edition(session), a_person(session)
    other = an_edition(session, first.programme, seats=0)
    one = registered(session, first, aisha)
    two = registered(session, other, aisha)
    found = queries.own_registration(session, edition_ids=[first.id, other.id], person_id=aisha.id)
    assert found == {first.id: (one.public_id, R.CONFIRMED), other.id: (two.public_id, R.WAITLISTED)}
    withdraw(session, registration_id=one.id, actor_id=aisha.id, now=NOW)
    assert queries.own_registration(session, edition_ids=[first.id], person_id=aisha.id) == {}


def test_registration_is_found_by_its_own_people_only(session: Session) -> None:
    edition = an_edition(session)
    aisha, bram = people(session, 2)
    made = registered(session, edition, aisha)
    found = queries.own(session, public_id=made.public_id, person_id=aisha.id)
    assert (found.inside, found.leads, found.beside) == (True, True, None)
    with pytest.raises(NotFound):
        queries.own(session, public_id=made.public_id, person_id=bram.id)


def test_address_of_a_participant_is_known_to_be_inside(session: Session) -> None:
    edition = an_edition(session)
    aisha, bram = people(session, 2)
    registered(session, edition, aisha)
    seen = [queries.person_at(session, email=p.email, edition_id=edition.id) for p in (aisha, bram)]
    assert seen == [queries.KnownPerson(aisha.id, True), queries.KnownPerson(bram.id, False)]
    assert queries.person_at(session, email="niemand@veldrijk.example", edition_id=edition.id) is None


def test_outlook_says_what_registering_does(session: Session) -> None:
    edition = an_edition(session, seats=2, companion_allowed=True)
    sheet = sheets.sheet_of(session, edition_id=edition.id, version=edition.version)
    asked = [outlook(session, sheet, party=party, groups=(), now=NOW) for party in (1, 2)]
    assert asked == [Outlook(True, 1), Outlook(True, 1)]
    registered(session, edition, a_person(session))
    asked = [outlook(session, sheet, party=party, groups=(), now=NOW) for party in (1, 2)]
    assert asked == [Outlook(True, 1), Outlook(False, 1, one_fits=True)]
    duo = Companion("Bram", "bram@veldrijk.example")
    waiting = registered(session, edition, a_person(session, "Els Kramer"), companion=duo)
    assert waiting.state == R.WAITLISTED
    assert outlook(session, sheet, party=1, groups=(), now=NOW) == Outlook(False, 2)


def test_overview_has_places_in_line_and_who_comes_along(session: Session) -> None:
    edition = an_edition(session, seats=0, companion_allowed=True)
    registered(session, edition, a_person(session, "Els Kramer"))
    aisha = a_person(session, organisation=an_organisation(session))
    registered(session, edition, aisha, companion=Companion("Bram", "bram@veldrijk.example"))
    found = overview(session, person_id=aisha.id, now=NOW)
    seen = [(e.place, e.beside_name, e.leads, e.living) for e in found.entries]
    assert (seen, found.next_meeting, found.has_position) == ([(2, "Bram", True, True)], None, True)


def test_link_of_an_invitation_finds_who_is_asked(session: Session) -> None:
    edition, aisha = an_edition(session, companion_allowed=True), a_person(session)
    made = registered(session, edition, aisha, companion=Companion("Bram", "bram@veldrijk.example"))
    token = session.scalars(select(Token).where(Token.purpose == TokenPurpose.COMPANION)).one()
    found = links.invitation_by_link(session, secret=tokens.secret(token), takes_over=False)
    assert (found.person.name, found.inviter, found.stands(NOW), found.accepted) == (
        "Bram",
        aisha.name,
        True,
        False,
    )
    withdraw(session, registration_id=made.id, actor_id=aisha.id, now=NOW)
    again = links.invitation_by_link(session, secret=tokens.secret(token), takes_over=False)
    assert again.stands(NOW) is False
