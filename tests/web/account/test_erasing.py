"""Erasing one's own account, from the profile."""

import re

import pytest
from flask import Flask

from portal.database import db, transaction
from portal.erasure.models import Erasure
from portal.jobs.tasks import run_task
from portal.people import directory, tokens
from portal.people.facts import OrganisationKind
from portal.people.models import Person, Token, TokenPurpose
from tests.people.support import NOW, PASSWORD, Browser, a_person, letters

ASK = "/profiel/verwijderen"


@pytest.fixture
def aisha(app: Flask) -> Person:
    """Somebody without any role."""
    return a_person()


@pytest.fixture
def browser(app: Flask, aisha: Person) -> Browser:
    """Aisha's browser."""
    opened = Browser(app)
    opened.sign_in(aisha)
    return opened


def erased() -> list[int]:
    db.session.rollback()
    return [row.person_id for row in db.session.query(Erasure)]


def test_password_erases_the_account_and_signs_out(browser: Browser, aisha: Person) -> None:
    answer = browser.post(ASK, current=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/account-verwijderd")
    assert "Je account wordt verwijderd" in browser.get("/account-verwijderd").text
    assert (erased(), browser.is_signed_in()) == ([aisha.id], False)
    assert browser.sign_in(aisha).status_code == 422


def test_wrong_or_no_password_erases_nothing(browser: Browser) -> None:
    empty, wrong = browser.post(ASK, current=""), browser.post(ASK, current="iets anders dan dit")
    assert (empty.status_code, "Vul je wachtwoord in." in empty.text) == (422, True)
    assert (wrong.status_code, "Dit is niet je wachtwoord van nu" in wrong.text) == (422, True)
    assert (erased(), browser.is_signed_in()) == ([], True)


def test_guessing_the_password_ends_after_ten_times(browser: Browser) -> None:
    codes = [browser.post(ASK, current=f"gokje nummer {turn}").status_code for turn in range(11)]
    assert codes[-1] == 429
    assert erased() == []


def test_account_without_password_is_erased_by_a_mailed_link(app: Flask) -> None:
    noor = a_person("Noor Smit")
    browser = Browser(app)
    browser.sign_in(noor)
    with transaction() as session:
        session.get_one(Person, noor.id).password_hash = None
    assert browser.post(ASK).location == "/profiel/verwijderen/verstuurd"
    assert erased() == []
    link = re.sub(r"\[\[.*", "", letters("erase_account")[0].facts["link"])
    assert link == "/profiel/verwijderen/"
    from_mail = f"{link}{secret_of(noor)}"
    assert "Noor Smit" in Browser(app).get(from_mail).text
    visitor = Browser(app)
    assert visitor.post(from_mail).location == "/account-verwijderd"
    assert visitor.get(from_mail).status_code == 410
    assert erased() == [noor.id]


def secret_of(person: Person) -> str:
    found = db.session.query(Token).filter_by(person_id=person.id, purpose=TokenPurpose.ERASE).one()
    return tokens.secret(found)


def test_last_organiser_reads_what_to_arrange_first(browser: Browser, aisha: Person) -> None:
    with transaction() as session:
        fund = directory.add_organisation(
            session, name="Fonds Elders", kind=OrganisationKind.FONDS, organises=True
        )
        directory.grant_organiser(session, person_id=aisha.id, organisation_id=fund.id, now=NOW)
    page = browser.get(ASK).text
    assert ("Bij Fonds Elders organiseert verder niemand." in page, "Verwijder mijn account" in page) == (
        True,
        False,
    )
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/profiel/gegevens").text)
    assert token
    answer = browser.post(ASK, token=token[1], current=PASSWORD)
    assert (answer.status_code, erased()) == (422, [])


def test_scheduler_does_the_rest(app: Flask, browser: Browser, aisha: Person) -> None:
    browser.post(ASK, current=PASSWORD)
    run_task("deliver_letters", now=NOW, real_now=NOW)
    assert run_task("erase_accounts", now=NOW, real_now=NOW)["failed"] == 0
    db.session.rollback()
    person = db.session.get_one(Person, aisha.id, populate_existing=True)
    assert (person.name, person.email) == ("verwijderd account", f"{person.id}@account.invalid")
    assert [letter.to_name for letter in letters("account_erased")] == ["Aisha Bakker"]
