"""Interest: asked, confirmed by mail, removed by link, silent about who is known."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import NotFound, Refused
from portal.outbox.models import OutgoingLetter
from portal.people import tokens
from portal.people.models import Token, TokenPurpose
from portal.people.tokens import TokenRefused
from portal.programmes import interest
from portal.programmes.facts import ProgrammeKind
from portal.programmes.models import Interest, Programme
from tests.builders import NOW

LATER = NOW + timedelta(days=1)


@pytest.fixture
def programme(session: Session) -> Programme:
    made = Programme(slug="proef", title="Proef", kind=ProgrammeKind.LEERGANG, created_at=NOW)
    session.add(made)
    session.flush()
    return made


def ask(session: Session, email: str = "noor@veldrijk.example", language: str = "nl") -> Interest:
    return interest.ask(session, programme_slug="proef", email=email, name="Noor", language=language, now=NOW)


def letters(session: Session) -> list[tuple[str, str, str]]:
    rows = session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.id))
    return [(row.kind, row.to_address, row.facts["link"]) for row in rows]


def secret(session: Session, purpose: TokenPurpose = TokenPurpose.INTEREST_CONFIRM) -> str:
    latest = select(Token).where(Token.purpose == purpose).order_by(Token.id.desc())
    return tokens.secret(session.scalars(latest).first())  # type: ignore[arg-type]


def test_asking_mails_a_link_to_confirm(session: Session, programme: Programme) -> None:
    asked = ask(session)
    assert (asked.entered_at, asked.confirmed_at) == (NOW, None)
    assert letters(session) == [
        ("interest_confirm", "noor@veldrijk.example", "/op-de-hoogte/bevestig/[[token:1]]")
    ]


def test_english_reader_gets_an_english_link(session: Session, programme: Programme) -> None:
    ask(session, language="en")
    assert letters(session)[0][2] == "/en/op-de-hoogte/bevestig/[[token:1]]"


def test_asking_again_keeps_the_date_of_entry(session: Session, programme: Programme) -> None:
    first = ask(session)
    again = interest.ask(
        session, programme_slug="proef", email=first.email, name="N.", language="nl", now=LATER
    )
    assert (again.id, again.entered_at, again.name) == (first.id, NOW, "Noor")


def test_confirmed_interest_gets_no_second_letter(session: Session, programme: Programme) -> None:
    ask(session)
    confirmed = interest.confirm(session, secret=secret(session), now=LATER)
    ask(session)
    assert (confirmed.confirmed_at, len(letters(session))) == (LATER, 1)


def test_unknown_programme_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        ask(session)


def test_link_works_once(session: Session, programme: Programme) -> None:
    ask(session)
    link = secret(session)
    interest.confirm(session, secret=link, now=LATER)
    with pytest.raises(Refused, match=TokenRefused.USED):
        interest.confirm(session, secret=link, now=LATER)


def test_looking_at_a_link_changes_nothing(session: Session, programme: Programme) -> None:
    asked = ask(session)
    link = secret(session)
    seen = interest.found(session, secret=link, purpose=TokenPurpose.INTEREST_CONFIRM, now=NOW)
    assert (seen.id, seen.confirmed_at) == (asked.id, None)
    assert interest.confirm(session, secret=link, now=NOW).confirmed_at == NOW


def test_removal_is_by_link_and_twice_is_once(session: Session, programme: Programme) -> None:
    asked = ask(session)
    path, token_id = interest.removal_link(session, interest=asked, now=NOW)
    link = secret(session, TokenPurpose.INTEREST_REMOVE)
    for moment in (NOW, LATER):
        assert interest.remove(session, secret=link, now=moment).removed_at == NOW
    assert path == f"/op-de-hoogte/stop/[[token:{token_id}]]"
    assert letters(session)[1:] == [("interest_removed", "noor@veldrijk.example", "/leergangen/proef")]


def test_removed_interest_is_not_confirmed_any_more(session: Session, programme: Programme) -> None:
    asked = ask(session)
    link = secret(session)
    asked.removed_at = NOW
    with pytest.raises(Refused, match=TokenRefused.EXPIRED):
        interest.confirm(session, secret=link, now=NOW)


def test_asking_after_removal_starts_a_new_entry(session: Session, programme: Programme) -> None:
    first = ask(session)
    first.removed_at = NOW
    session.flush()
    again = interest.ask(
        session, programme_slug="proef", email=first.email, name="Noor", language="nl", now=LATER
    )
    assert (again.id == first.id, again.entered_at) == (False, LATER)


def test_list_holds_the_confirmed_in_order_of_entry(session: Session, programme: Programme) -> None:
    entered = []
    for email, moment in [("b@x.example", LATER), ("a@x.example", NOW), ("c@x.example", NOW)]:
        one = interest.enter(
            session, programme_id=programme.id, email=email, name="", language="nl", now=moment
        )
        one.confirmed_at = None if email.startswith("c") else LATER
        entered.append(one)
    session.flush()
    assert [one.email for one in interest.waiting_for(session, programme_id=programme.id)] == [
        "a@x.example",
        "b@x.example",
    ]
