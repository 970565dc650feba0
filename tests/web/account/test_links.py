"""Links in mails: they work once, for one person, and only when a button is pressed."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database import db
from portal.people.models import Person, SignIn, Token
from tests.people.support import NOW, PASSWORD, Browser, a_person, letters, link_in, moment

NEW = "een heel ander wachtwoord"
MINUTE = timedelta(minutes=1)


def sign_in_link(app: Flask, person: Person) -> str:
    Browser(app).post("/inloggen/link", page="/inloggen", email=person.email)
    return link_in(letters("sign_in_link")[-1])


def reset_link(app: Flask, person: Person) -> str:
    Browser(app).post("/wachtwoord-vergeten", email=person.email)
    return link_in(letters("reset_password")[-1])


def confirm_link(app: Flask, email: str = "noor@veldrijk.example", name: str = "Noor") -> str:
    Browser(app).post("/aanmelden", name=name, email=email)
    return link_in(letters("confirm_email")[-1])


def snapshot() -> list[tuple[object, ...]]:
    db.session.rollback()
    people = db.session.execute(select(Person.email, Person.password_hash, Person.email_confirmed_at)).all()
    return [tuple(row) for row in people] + [(len(db.session.scalars(select(SignIn)).all()),)]


def test_sign_in_link_works_once(app: Flask) -> None:
    link = sign_in_link(app, a_person())
    first, second = Browser(app), Browser(app)
    first.post(link)
    assert (first.is_signed_in(), second.get(link).status_code) == (True, 410)


def test_mail_scanner_changes_nothing(app: Flask) -> None:
    person = a_person()
    links = [sign_in_link(app, person), reset_link(app, person), confirm_link(app)]
    before = snapshot()
    for link in links:
        statuses = [Browser(app).get(link).status_code, Browser(app)._open(link, method="HEAD").status_code]
        assert statuses == [200, 200]
    assert snapshot() == before


def test_two_uses_at_the_same_moment_are_one(app: Flask) -> None:
    link = sign_in_link(app, a_person())
    browsers = [Browser(app, network=f"192.0.2.{number}") for number in range(4)]
    for browser in browsers:
        browser.get(link)
    tokens = [csrf(browser, link) for browser in browsers]
    answers: list[int] = []
    db.session.rollback()

    def use(number: int) -> None:
        answer = browsers[number].client.post(
            link, base_url="http://leren.example", data={"csrf_token": tokens[number]}
        )
        answers.append(answer.status_code)

    workers = [threading.Thread(target=use, args=(number,)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(answers) == [303, 410, 410, 410]


def csrf(browser: Browser, path: str) -> str:
    return browser.get(path).text.split('name="csrf_token" value="')[1].split('"')[0]


@pytest.mark.parametrize(("kind", "minutes"), [("sign_in", 30), ("reset", 60), ("confirm", 3 * 24 * 60)])
def test_link_ends_on_the_second(app: Flask, kind: str, minutes: int) -> None:
    makers = {"sign_in": sign_in_link, "reset": reset_link}
    link = makers[kind](app, a_person()) if kind in makers else confirm_link(app)
    end = db.session.scalars(select(Token.expires_at).order_by(Token.id.desc())).first()
    assert end
    opened = []
    for second in (-1, 0):
        with moment(end + timedelta(seconds=second)):
            opened.append(Browser(app).get(link).status_code)
    assert (opened, round((end - NOW) / MINUTE)) == ([200, 410], minutes)


@pytest.mark.parametrize("change", [str.swapcase, lambda secret: secret[:-1], lambda secret: secret + "A"])
def test_altered_secret_opens_nothing(app: Flask, change) -> None:  # type: ignore[no-untyped-def]
    base, _, secret = sign_in_link(app, a_person()).rpartition("/")
    assert Browser(app).get(f"{base}/{change(secret)}").status_code == 410


def test_link_of_one_purpose_does_not_serve_another(app: Flask) -> None:
    secret = sign_in_link(app, a_person()).rpartition("/")[2]
    pages = ["/wachtwoord/", "/aanmelden/bevestig/", "/profiel/e-mail/", "/profiel/e-mail/terug/"]
    assert {Browser(app).get(page + secret).status_code for page in pages} == {410}


def test_new_password_ends_open_links_and_sign_ins(app: Flask) -> None:
    person = a_person()
    elsewhere = Browser(app)
    elsewhere.sign_in(person)
    links = [sign_in_link(app, person), reset_link(app, person)]
    owner = Browser(app)
    owner.post(reset_link(app, person), password=NEW)
    assert [Browser(app).get(link).status_code for link in links] == [410, 410]
    assert (owner.is_signed_in(), elsewhere.is_signed_in()) == (True, False)
    assert [letter.to_address for letter in letters("password_changed")] == [person.email]
    assert Browser(app).sign_in(person, NEW).status_code == 303
    assert Browser(app).sign_in(person, PASSWORD).status_code == 422


def test_weak_new_password_leaves_the_link_alive(app: Flask) -> None:
    link = reset_link(app, a_person())
    browser = Browser(app)
    refused = browser.post(link, password="aisha@veldrijk.example")
    assert (refused.status_code, browser.post(link, password=NEW).status_code) == (422, 303)


def test_changed_password_ends_the_other_browsers(app: Flask) -> None:
    person = a_person()
    here, there = Browser(app), Browser(app)
    here.sign_in(person)
    there.sign_in(person)
    wrong = here.post("/profiel/wachtwoord", current="fout", password=NEW)
    right = here.post("/profiel/wachtwoord", current=PASSWORD, password=NEW)
    assert (wrong.status_code, right.status_code) == (422, 303)
    assert (here.is_signed_in(), there.is_signed_in()) == (True, False)


def test_new_password_asks_for_the_old_one(app: Flask) -> None:
    browser = Browser(app)
    browser.sign_in(a_person())
    answer = browser.post("/profiel/wachtwoord", current="", password=NEW)
    assert (answer.status_code, "Vul je wachtwoord in." in answer.text) == (422, True)


def test_account_begins_with_the_mailed_link(app: Flask) -> None:
    link = confirm_link(app)
    browser = Browser(app)
    browser.post(link, name="Noor el Amrani", password=NEW)
    noor = db.session.scalars(select(Person)).one()
    assert (noor.name, browser.is_signed_in()) == ("Noor el Amrani", True)
    assert Browser(app).sign_in(noor, NEW).status_code == 303


def test_account_can_begin_without_a_password(app: Flask) -> None:
    browser = Browser(app)
    browser.post(confirm_link(app), name="Noor", password="")
    assert browser.is_signed_in()


def test_stranger_cannot_choose_the_password_of_a_stub(app: Flask) -> None:
    stub = a_person("Noor", password=None, email_confirmed_at=None)
    Browser(app).post("/aanmelden", name="Boef", email=stub.email, password=NEW)
    assert Browser(app).sign_in(stub, NEW).status_code == 422


def test_stub_is_claimed_by_a_sign_in_link(app: Flask) -> None:
    stub = a_person("Noor", password=None, email_confirmed_at=None)
    browser = Browser(app)
    browser.post(sign_in_link(app, stub))
    assert browser.is_signed_in()


def test_confirming_twice_keeps_the_first(app: Flask) -> None:
    links = [confirm_link(app), confirm_link(app)]
    Browser(app).post(links[0], name="Noor", password=NEW)
    assert Browser(app).get(links[1]).status_code == 410


def test_link_of_another_person_asks_to_switch(app: Flask) -> None:
    aisha, bram = a_person(), a_person("Bram de Boer")
    browser = Browser(app)
    browser.sign_in(aisha)
    page = browser.get(sign_in_link(app, bram))
    assert "Je bent al ingelogd als iemand anders" in page.text
    assert aisha.name in browser.get("/profiel").text


def test_switching_leaves_nothing_of_the_first_person(app: Flask) -> None:
    aisha, bram = a_person(), a_person("Bram de Boer")
    browser, old = Browser(app), Browser(app)
    browser.sign_in(aisha)
    old.client.set_cookie("session", browser.cookie, domain="leren.example")
    browser.post(sign_in_link(app, bram))
    assert ("Bram de Boer" in browser.get("/profiel").text, old.is_signed_in()) == (True, False)


def test_link_returns_to_the_page_that_was_asked_for(app: Flask) -> None:
    person = a_person()
    Browser(app).post("/inloggen/link", page="/inloggen", email=person.email, next="/profiel/factuur")
    link = link_in(letters("sign_in_link")[-1])
    browser = Browser(app)
    page = browser.get(link)
    assert 'value="/profiel/factuur"' in page.text
    answer = browser.post(link, next="/profiel/factuur")
    assert answer.headers["Location"] == "/profiel/factuur"


def test_link_speaks_the_language_of_its_reader(app: Flask) -> None:
    Browser(app).post("/en/aanmelden", name="Grace", email="grace@veldrijk.example")
    assert link_in(letters("confirm_email")[0]).startswith("/en/aanmelden/bevestig/")


def test_own_link_opened_again_leads_home(app: Flask) -> None:
    link, other = sign_in_link(app, a_person()), Browser(app)
    first = Browser(app)
    first.post(link)
    other.sign_in(a_person("Bram de Vries"))
    answers = [first.get(link), other.get(link), Browser(app).get(link)]
    assert [answer.status_code for answer in answers] == [303, 410, 410]
    assert answers[0].headers["Location"] == "/mijn"
