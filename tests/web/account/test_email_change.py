"""Another e-mail address, and the way back."""

from flask import Flask
from sqlalchemy import select

from portal.database import db
from portal.people.models import Person
from tests.people.support import PASSWORD, Browser, a_person, letters, link_in

NEW = "aisha@oostwolde.example"


def asked(app: Flask, person: Person, new: str = NEW) -> Browser:
    browser = Browser(app)
    browser.sign_in(person)
    answer = browser.post("/profiel/e-mail", email=new, current=PASSWORD)
    assert answer.status_code == 303
    return browser


def address_of(person: Person) -> str:
    db.session.rollback()
    return db.session.scalars(select(Person.email).where(Person.id == person.id)).one()


def test_address_changes_only_after_the_link(app: Flask) -> None:
    person = a_person()
    browser = asked(app, person)
    before = address_of(person)
    [letter] = letters("change_email")
    browser.post(link_in(letter))
    assert (before, letter.to_address, address_of(person)) == ("aisha@veldrijk.example", NEW, NEW)


def test_old_address_gets_a_notice_and_other_sign_ins_end(app: Flask) -> None:
    person = a_person()
    elsewhere = Browser(app)
    elsewhere.sign_in(person)
    browser = asked(app, person)
    browser.post(link_in(letters("change_email")[0]))
    notice = [(letter.to_address, letter.facts["new_address"]) for letter in letters("email_changed_notice")]
    assert notice == [("aisha@veldrijk.example", NEW)]
    assert (browser.is_signed_in(), elsewhere.is_signed_in()) == (True, False)


def test_undo_puts_the_owner_back_and_shuts_everybody_out(app: Flask) -> None:
    person = a_person()
    thief = asked(app, person)
    thief.post(link_in(letters("change_email")[0]))
    owner = Browser(app)
    owner.post(link_in(letters("email_changed_notice")[0]))
    assert (address_of(person), thief.is_signed_in()) == ("aisha@veldrijk.example", False)
    assert Browser(app).sign_in(person).status_code == 422
    owner.post(link_in(letters("reset_password")[0]), password="een heel ander wachtwoord")
    assert owner.is_signed_in()


def test_thief_cannot_undo_the_undo(app: Flask) -> None:
    person = a_person()
    thief = asked(app, person)
    thief.post(link_in(letters("change_email")[0]))
    thief.post("/profiel/e-mail", email="boef@oostwolde.example", current=PASSWORD)
    thief.post(link_in(letters("change_email")[1]))
    first, second = (link_in(letter) for letter in letters("email_changed_notice"))
    Browser(app).post(first)
    assert (Browser(app).get(second).status_code, address_of(person)) == (410, "aisha@veldrijk.example")


def test_owner_keeps_the_way_back_when_the_thief_undoes_first(app: Flask) -> None:
    person = a_person()
    thief = asked(app, person)
    thief.post(link_in(letters("change_email")[0]))
    thief.post("/profiel/e-mail", email="boef@oostwolde.example", current=PASSWORD)
    thief.post(link_in(letters("change_email")[1]))
    first, second = (link_in(letter) for letter in letters("email_changed_notice"))
    Browser(app).post(second)
    Browser(app).post(first)
    assert address_of(person) == "aisha@veldrijk.example"


def test_wrong_password_changes_nothing(app: Flask) -> None:
    browser = Browser(app)
    browser.sign_in(a_person())
    answer = browser.post("/profiel/e-mail", email=NEW, current="niet het wachtwoord")
    assert (answer.status_code, letters()) == (422, [])


def test_password_left_empty_is_asked_for(app: Flask) -> None:
    browser = Browser(app)
    browser.sign_in(a_person())
    answer = browser.post("/profiel/e-mail", email=NEW, current="")
    assert (answer.status_code, letters(), "Vul je wachtwoord in." in answer.text) == (422, [], True)
    assert "Dit is niet je wachtwoord" not in answer.text


def test_address_of_somebody_else_is_not_given_away(app: Flask) -> None:
    bram = a_person("Bram de Boer")
    browser = asked(app, a_person(), new=bram.email)
    assert browser.get("/profiel/e-mail/verstuurd").status_code == 200
    assert [(letter.kind, letter.to_address) for letter in letters()] == [("email_known", bram.email)]


def test_address_taken_meanwhile_is_refused(app: Flask) -> None:
    person = a_person()
    browser = asked(app, person)
    a_person("Ander", email=NEW)
    answer = browser.post(link_in(letters("change_email")[0]))
    assert (answer.status_code, address_of(person)) == (409, "aisha@veldrijk.example")


def test_own_address_is_not_a_change(app: Flask) -> None:
    browser = Browser(app)
    browser.sign_in(a_person())
    answer = browser.post("/profiel/e-mail", email=" AISHA@veldrijk.example", current=PASSWORD)
    assert (answer.status_code, "Dit is je adres al" in answer.text) == (422, True)
