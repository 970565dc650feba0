"""Signing in and out, and what must not be possible there."""

import re
from datetime import timedelta
from time import perf_counter

import pytest
from argon2 import PasswordHasher, extract_parameters
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.database import db
from portal.people.models import SignIn
from portal.people.viewer import hash_secret
from tests.people.support import NOW, PASSWORD, Browser, a_person, letters, link_in, moment

HOUR = timedelta(hours=1)


def told(answer: TestResponse) -> tuple[int, list[tuple[str, str]], str]:
    """What anybody can see of an answer: status, headers, body; the form's own token aside."""
    headers = sorted((name, value) for name, value in answer.headers if name not in ("Set-Cookie", "Date"))
    sets_cookie = ("Set-Cookie", str("Set-Cookie" in answer.headers))
    body = re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text)
    return answer.status_code, [*headers, sets_cookie], re.sub(r"\w+@veldrijk.example", "", body)


def test_password_signs_in_and_out(browser: Browser) -> None:
    answer = browser.sign_in(a_person())
    assert (answer.status_code, browser.is_signed_in()) == (303, True)
    browser.post("/uitloggen", page="/profiel")
    assert not browser.is_signed_in()


def test_signing_out_ends_the_sign_in_itself(browser: Browser) -> None:
    browser.sign_in(a_person())
    kept = browser.cookie
    browser.post("/uitloggen", page="/profiel")
    browser.client.set_cookie("session", kept, domain="leren.example")
    assert not browser.is_signed_in()


def test_database_knows_only_the_hash_of_the_secret(browser: Browser) -> None:
    browser.sign_in(a_person())
    with browser.client.session_transaction(base_url="http://leren.example") as cookie:
        secret = cookie["_user_id"]
    assert db.session.scalars(select(SignIn.token_hash)).all() == [hash_secret(secret)]
    assert len(secret) >= 43


def test_signing_in_gives_a_new_cookie(browser: Browser) -> None:
    person = a_person()
    browser.get("/inloggen")
    planted = browser.cookie
    browser.sign_in(person)
    fresh = browser.cookie
    browser.client.set_cookie("session", planted, domain="leren.example")
    assert (planted != fresh, browser.is_signed_in()) == (True, False)


def test_signing_in_again_ends_the_earlier_sign_in(browser: Browser, app: Flask) -> None:
    person = a_person()
    browser.sign_in(person)
    old = browser.cookie
    answer = browser.get("/profiel/wachtwoord")
    assert answer.status_code == 200
    browser.post("/wachtwoord-vergeten", email=person.email)
    browser.post(link_in(letters("reset_password")[0]), password="een heel ander wachtwoord")
    thief = Browser(app)
    thief.client.set_cookie("session", old, domain="leren.example")
    assert (browser.is_signed_in(), thief.is_signed_in()) == (True, False)


@pytest.mark.parametrize(("later", "open_still"), [(11 * HOUR, True), (12 * HOUR, False)])
def test_sign_in_ends_when_it_lies_idle(browser: Browser, later: timedelta, open_still: bool) -> None:
    browser.sign_in(a_person())
    with moment(NOW + later):
        assert browser.is_signed_in() is open_still


def test_sign_in_ends_after_two_weeks_of_use(browser: Browser) -> None:
    browser.sign_in(a_person())
    hours = [step * 6 for step in range(1, 57)]
    opened = []
    for hour in hours:
        with moment(NOW + hour * HOUR):
            opened.append(browser.is_signed_in())
    assert opened == [hour < 14 * 24 for hour in hours]


def test_use_is_noted_at_most_every_five_minutes(browser: Browser) -> None:
    browser.sign_in(a_person())
    seen = []
    for minutes in (4, 6, 9, 12):
        with moment(NOW + timedelta(minutes=minutes)):
            browser.get("/profiel")
        db.session.rollback()
        noted = db.session.scalars(select(SignIn.last_seen_at)).one()
        seen.append(round((noted - NOW) / timedelta(minutes=1)))
    assert seen == [0, 6, 6, 12]


def test_reading_does_not_wait_for_a_busy_database(browser: Browser) -> None:
    browser.sign_in(a_person())
    with db.engine.connect() as writer:
        writer.exec_driver_sql("UPDATE people SET phone = ''")
        with moment(NOW + HOUR):
            started = perf_counter()
            answer = browser.get("/profiel")
        assert (answer.status_code, perf_counter() - started < 2) == (200, True)
        writer.rollback()


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/inloggen", {"password": "niet het wachtwoord"}),
        ("/inloggen/link", {}),
        ("/wachtwoord-vergeten", {}),
    ],
)
def test_unknown_address_gets_the_same_answer(app: Flask, path: str, more: dict[str, str]) -> None:
    known, stub = a_person(), a_person("Samir", password=None, email_confirmed_at=None)
    page = "/wachtwoord-vergeten" if "vergeten" in path else "/inloggen"
    answers = [
        told(Browser(app).post(path, page=page, email=email, **more))
        for email in ("emily@veldrijk.example", known.email, stub.email)
    ]
    assert answers[0] == answers[1] == answers[2]


def test_signing_up_does_not_tell_who_has_an_account(app: Flask) -> None:
    known = a_person()
    answers = [
        told(Browser(app).post("/aanmelden", name="Aisha", email=email))
        for email in (known.email, "new@veldrijk.example")
    ]
    assert answers[0] == answers[1]
    assert [(letter.kind, letter.to_address) for letter in letters()] == [
        ("email_known", known.email),
        ("confirm_email", "new@veldrijk.example"),
    ]


def test_unknown_address_takes_as_much_work(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The slow part is Argon2: as often, and with the same parameters, whoever is asked for."""
    known, work = a_person(), []
    verify = PasswordHasher.verify

    def counted(hasher: PasswordHasher, password_hash: str, password: str) -> bool:
        work.append((extract_parameters(password_hash), password))
        return verify(hasher, password_hash, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    for number, email in enumerate((known.email, "nobody@veldrijk.example")):
        browser = Browser(app, network=f"192.0.2.{number}")
        browser.post("/inloggen", page="/inloggen", email=email, password="niet het wachtwoord")

    assert len(work) == 2
    assert work[0] == work[1]


def test_hundred_tries_on_one_account_are_slowed(app: Flask) -> None:
    person = a_person()
    answers = []
    for number in range(14):
        browser = Browser(app, network=f"198.51.100.{number}")
        answer = browser.post(
            "/inloggen",
            email=person.email,
            password=f"fout {number}",
            headers={"X-Forwarded-For": f"10.0.0.{number}"},
        )
        answers.append(answer.status_code)
    assert answers == [422] * 10 + [429] * 4


def test_one_try_on_many_accounts_is_slowed_by_network(app: Flask) -> None:
    browser = Browser(app)
    token = re.search(r'csrf_token" value="([^"]+)', browser.get("/inloggen").text)
    assert token
    answers = []
    for number in range(54):
        headers = {"X-Forwarded-For": f"10.0.0.{number}"}
        answer = browser.post(
            "/inloggen",
            token=token.group(1),
            email=f"a{number}@veldrijk.example",
            password="fout",
            headers=headers,
        )
        answers.append(answer.status_code)
    assert answers == [422] * 50 + [429] * 4


def test_real_person_gets_in_by_mail_while_the_account_is_tried(app: Flask) -> None:
    person = a_person()
    for number in range(12):
        Browser(app, network=f"198.51.100.{number}").post("/inloggen", email=person.email, password="fout")
    owner = Browser(app)
    assert owner.sign_in(person).status_code == 429
    owner.post("/inloggen/link", page="/inloggen", email=person.email)
    owner.post(link_in(letters("sign_in_link")[0]))
    assert owner.is_signed_in()


def test_asking_too_many_mails_leaves_a_link_that_works(app: Flask) -> None:
    person = a_person()
    answers = [
        Browser(app, network=f"198.51.100.{number}")
        .post("/inloggen/link", page="/inloggen", email=person.email)
        .status_code
        for number in range(5)
    ]
    owner = Browser(app)
    with moment(NOW + timedelta(minutes=14)):
        owner.post(link_in(letters("sign_in_link")[-1]))
        assert (answers, owner.is_signed_in()) == ([303, 303, 303, 429, 429], True)


def test_right_passwords_do_not_use_up_the_tries(app: Flask) -> None:
    person = a_person()
    answers = {Browser(app).sign_in(person).status_code for _ in range(15)}
    assert answers == {303}


def test_person_without_password_cannot_sign_in_with_one(browser: Browser) -> None:
    person = a_person(password=None)
    assert browser.sign_in(person, password="nobody has this password").status_code == 422


@pytest.mark.parametrize(
    "path", ["/inloggen", "/inloggen/link", "/uitloggen", "/aanmelden", "/wachtwoord-vergeten"]
)
def test_form_of_another_site_does_nothing(app: Flask, path: str) -> None:
    person, browser, other = a_person(), Browser(app), Browser(app)
    browser.sign_in(person)
    foreign = re.search(r'csrf_token" value="([^"]+)', other.get("/inloggen").text)
    assert foreign
    data = {"email": person.email, "password": PASSWORD, "name": "Aisha"}
    answers = [browser.post(path, token=token, **data).status_code for token in ("", foreign.group(1))]
    assert (answers, browser.is_signed_in(), letters()) == ([400, 400], True, [])


def test_page_asked_for_opens_after_signing_in(browser: Browser) -> None:
    asked = browser.get("/profiel/wachtwoord?x=1")
    assert asked.headers["Location"] == "/inloggen?next=/profiel/wachtwoord?x%3D1"
    page = browser.get(asked.headers["Location"])
    assert 'name="next" type="hidden" value="/profiel/wachtwoord?x=1"' in page.text
    answer = browser.post(
        "/inloggen", email=a_person().email, password=PASSWORD, next="/profiel/wachtwoord?x=1"
    )
    assert answer.headers["Location"] == "/profiel/wachtwoord?x=1"


def test_english_page_is_returned_to_in_english(browser: Browser) -> None:
    asked = browser.get("/en/profiel")
    assert asked.headers["Location"] == "/en/inloggen?next=/en/profiel"


def test_form_posted_after_the_end_comes_back_to_its_page(browser: Browser) -> None:
    person = a_person()
    browser.sign_in(person)
    page = browser.get("/profiel/gegevens")
    token = re.search(r'csrf_token" value="([^"]+)', page.text)
    assert token
    with moment(NOW + 13 * HOUR):
        answer = browser.post("/profiel/gegevens", token=token.group(1), name="Andere Naam")
    assert answer.headers["Location"] == "/inloggen?next=/profiel/gegevens"


def test_signing_in_elsewhere_is_never_led_to(browser: Browser) -> None:
    answer = browser.post("/inloggen", email=a_person().email, password=PASSWORD, next="//e.nl/profiel")
    assert answer.headers["Location"] == "/mijn"


@pytest.mark.parametrize("email", ["aisha@veldrijk.example\nBcc: x@y.nl", "a" * 300 + "@x.nl", "aisha", ""])
def test_bad_address_gets_a_message_at_the_field(browser: Browser, email: str) -> None:
    answer = browser.post("/inloggen", email=email, password="x")
    assert (answer.status_code, 'aria-invalid="true"' in answer.text) == (422, True)
    assert "<title>Fout: Inloggen" in answer.text
