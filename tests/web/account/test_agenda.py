"""How one's own agenda is kept right, and the feed behind its secret address."""

import re

import pytest
from flask import Flask

from portal import clock
from portal.database import transaction
from portal.invites import service
from portal.people.models import Person
from portal.programmes.models import Edition
from tests.builders import NOW, an_edition, registered
from tests.people.support import Browser, a_person


@pytest.fixture
def aisha(app: Flask) -> Person:
    return a_person()


@pytest.fixture
def signed_in(app: Flask, aisha: Person) -> Browser:
    browser = Browser(app)
    browser.sign_in(aisha)
    return browser


@pytest.fixture
def edition(aisha: Person) -> Edition:
    """An edition with Aisha in it."""
    with transaction() as session:
        made = an_edition(session)
        registered(session, made, session.get_one(Person, aisha.id), now=NOW)
        return made


def settle() -> None:
    """What the scheduler does."""
    with transaction() as session:
        for edition_id in service.editions_to_update(session, clock.now()):
            service.bring_up_to_date(session, edition_id=edition_id, now=clock.now())


def address(browser: Browser) -> str:
    """The path of the feed on the page."""
    found = re.search(r"<code>\S*?(/agenda/[^<]+)</code>", browser.get("/profiel/agenda").text)
    assert found is not None
    return found[1]


def test_who_chooses_the_feed_gets_an_address_that_shows_the_days(
    browser: Browser, signed_in: Browser, edition: Edition
) -> None:
    assert "/agenda/" not in signed_in.get("/profiel/agenda").text
    assert signed_in.post("/profiel/agenda", channel="feed").status_code == 303
    settle()
    answer = browser.get(address(signed_in))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert "DTSTART;TZID=Europe/Amsterdam:20270413T093000" in answer.text
    assert (answer.headers["Cache-Control"], answer.headers["X-Robots-Tag"]) == (
        "private, no-cache",
        "noindex",
    )
    assert "Set-Cookie" not in answer.headers


def test_program_that_has_it_gets_nothing_again(
    browser: Browser, signed_in: Browser, edition: Edition
) -> None:
    signed_in.post("/profiel/agenda", channel="both")
    settle()
    path = address(signed_in)
    etag = browser.get(path).headers["ETag"]
    for known in (etag, f"W/{etag}", f'"iets-anders", {etag}', "*"):
        again = browser.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.text) == (304, "")
    assert browser.get(path, headers={"If-None-Match": '"iets-anders"'}).status_code == 200


def test_new_address_ends_the_old_one(browser: Browser, signed_in: Browser, edition: Edition) -> None:
    signed_in.post("/profiel/agenda", channel="feed")
    old = address(signed_in)
    signed_in.post("/profiel/agenda/nieuw-adres", page="/profiel/agenda")
    assert address(signed_in) != old
    assert (browser.get(old).status_code, browser.get(address(signed_in)).status_code) == (404, 200)


def test_feed_empties_for_who_wants_mail_again(
    browser: Browser, signed_in: Browser, edition: Edition
) -> None:
    signed_in.post("/profiel/agenda", channel="feed")
    settle()
    path = address(signed_in)
    signed_in.post("/profiel/agenda", channel="invitations")
    answer = browser.get(path)
    assert (answer.status_code, "VEVENT" in answer.text) == (200, False)


def test_unknown_channel_has_a_message_beside_the_field(signed_in: Browser) -> None:
    assert signed_in.post("/profiel/agenda", channel="duif").status_code == 422


def test_address_that_is_nobodys_is_not_there(browser: Browser) -> None:
    assert browser.get("/agenda/raad.ics").status_code == 404
