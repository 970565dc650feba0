"""Whose mail comes back sees it when they sign in, and can say that the address works again."""

import pytest
from flask import Flask

from portal.database import transaction
from portal.outbox.models import FailingAddress
from portal.people.models import Person
from tests.builders import NOW
from tests.people.support import Browser, a_person

BANNER = "Onze mail aan jou komt terug"


@pytest.fixture
def person(app: Flask) -> Person:
    return a_person()


@pytest.fixture
def signed_in(app: Flask, person: Person) -> Browser:
    browser = Browser(app)
    browser.sign_in(person)
    return browser


def fails(address: str) -> None:
    with transaction() as session:
        session.add(FailingAddress(address=address.lower(), since=NOW, said="550 weg"))


@pytest.mark.parametrize("page", ["/mijn", "/profiel"])
def test_person_whose_mail_comes_back_is_warned(page: str, signed_in: Browser, person: Person) -> None:
    assert BANNER not in signed_in.get(page).text
    fails(person.email)
    shown = signed_in.get(page).text
    assert (BANNER in shown, person.email in shown, "550" in shown) == (True, True, False)


def test_saying_that_it_works_again_ends_the_warning(signed_in: Browser, person: Person) -> None:
    fails(person.email)
    assert [signed_in.post("/profiel/e-mail/werkt").status_code for _press in range(2)] == [303, 303]
    assert BANNER not in signed_in.get("/profiel").text


def test_somebody_elses_address_does_not_warn(signed_in: Browser) -> None:
    fails("iemand@elders.example")
    assert BANNER not in signed_in.get("/mijn").text
