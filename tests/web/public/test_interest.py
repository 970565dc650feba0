"""Houd mij op de hoogte: asked on a page of its own, confirmed by mail, stopped by link."""

import re

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.database import db, transaction
from portal.outbox.models import OutgoingLetter
from portal.people import tokens
from portal.people.models import Token
from portal.programmes import interest as service
from portal.programmes.models import Interest
from tests.builders import NOW, a_programme, an_edition
from tests.web.public.conftest import Visitor, of_class, tree, words

FORM = "/leergangen/sturen-op-de-opgave/op-de-hoogte"
AISHA = "aisha@veldrijk.example"


@pytest.fixture
def visitor(empty_portal: Flask) -> Visitor:
    """Someone who looks at a programme that cannot be registered for yet."""
    with transaction() as session:
        an_edition(session, a_programme(session), opens=None)
    return Visitor(empty_portal)


def letters(kind: str = "interest_confirm") -> list[OutgoingLetter]:
    db.session.rollback()
    query = select(OutgoingLetter).where(OutgoingLetter.kind == kind).order_by(OutgoingLetter.id)
    return list(db.session.scalars(query))


def link_in(letter: OutgoingLetter) -> str:
    token = db.session.get_one(Token, letter.token_ids[0])
    return re.sub(r"\[\[token:\d+\]\]", tokens.secret(token), str(letter.facts["link"]))


def listed() -> list[tuple[str, str, bool]]:
    """Address, name and whether they will hear, of everyone on the list."""
    db.session.rollback()
    found = db.session.scalars(select(Interest).where(Interest.removed_at.is_(None)))
    return [(one.email, one.name, one.confirmed_at is not None) for one in found]


def shown(answer: TestResponse) -> tuple[int, str, str]:
    """What one can see of an answer: status, where it leads, and the text without the token."""
    return answer.status_code, answer.headers.get("Location", ""), re.sub(r'value="[^"]*"', "", answer.text)


def test_form_has_a_page_of_its_own_with_a_cookie(visitor: Visitor) -> None:
    answer = visitor.get(FORM)
    assert len(tree(answer).findall(".//h1")) == 1
    assert "Set-Cookie" in answer.headers
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_interest_counts_after_the_button_in_the_mail(visitor: Visitor) -> None:
    sent = visitor.post(FORM, email=" Aisha@Veldrijk.example ", name="Aisha")
    assert (sent.status_code, sent.headers["Location"]) == (303, FORM + "/verstuurd")
    assert listed() == [(AISHA, "Aisha", False)]
    link = link_in(letters()[0])
    assert visitor.get(link).status_code == 200
    assert listed() == [(AISHA, "Aisha", False)]
    confirmed = visitor.post(link)
    assert (confirmed.status_code, confirmed.headers["Location"]) == (303, "/op-de-hoogte/gelukt")
    assert listed() == [(AISHA, "Aisha", True)]


def test_known_and_unknown_addresses_get_the_same_answer(visitor: Visitor) -> None:
    visitor.post(FORM, email=AISHA)
    visitor.post(link_in(letters()[0]))
    known, unknown = visitor.post(FORM, email=AISHA), visitor.post(FORM, email="bram@veldrijk.example")
    assert shown(known) == shown(unknown)
    assert [letter.to_address for letter in letters()] == [AISHA, "bram@veldrijk.example"]


def test_asking_twice_keeps_one_place_on_the_list(visitor: Visitor) -> None:
    for _ in range(2):
        assert visitor.post(FORM, email=AISHA).status_code == 303
    assert listed() == [(AISHA, "", False)]


def test_link_that_was_used_says_so_kindly(visitor: Visitor) -> None:
    visitor.post(FORM, email=AISHA)
    link = link_in(letters()[0])
    visitor.post(link)
    again = visitor.get(link)
    assert (again.status_code, words(tree(again).find(".//h1"))) == (410, "Deze link werkt niet meer")
    assert listed() == [(AISHA, "", True)]


@pytest.mark.parametrize("path", ["/op-de-hoogte/bevestig/onzin", "/op-de-hoogte/stop/onzin"])
def test_made_up_link_changes_nothing(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 410


def test_link_in_a_letter_ends_the_mails(visitor: Visitor) -> None:
    visitor.post(FORM, email=AISHA)
    visitor.post(link_in(letters()[0]))
    with transaction() as session:
        interest = session.scalars(select(Interest)).one()
        path, token_id = service.removal_link(session, interest=interest, now=NOW)
        secret = tokens.secret(session.get_one(Token, token_id))
    link = re.sub(r"\[\[token:\d+\]\]", secret, path)
    assert visitor.get(link).status_code == 200
    assert listed() == [(AISHA, "", True)]
    stopped = [visitor.post(link) for _ in range(2)]
    assert [answer.headers["Location"] for answer in stopped] == ["/op-de-hoogte/gestopt"] * 2
    assert (listed(), len(letters("interest_removed"))) == ([], 1)


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("", "Vul een e-mailadres in, zoals naam@gemeente.nl."),
        ("geen-adres", "Vul een e-mailadres in met een @, zoals naam@gemeente.nl."),
        ("a@b.example\r\nBcc: x@y.example", "Dit e-mailadres bestaat uit meer dan een regel."),
    ],
)
def test_wrong_address_gets_a_message_that_helps(visitor: Visitor, email: str, said: str) -> None:
    answer = visitor.post(FORM, email=email, name="Aisha")
    page = tree(answer)
    assert answer.status_code == 422
    assert words(page.find(".//title")).startswith("Fout: ")
    assert said in words(of_class(page, "utrecht-form-field-error-message")[0])
    assert page.find(".//input[@name='name']").get("value") == "Aisha"
    assert listed() == []


def test_name_of_five_hundred_signs_is_asked_shorter(visitor: Visitor) -> None:
    answer = visitor.post(FORM, email=AISHA, name="\u202e👩‍💻" + "x" * 500)
    assert (answer.status_code, listed()) == (422, [])


def test_many_requests_for_one_address_must_wait(visitor: Visitor) -> None:
    answers = [visitor.post(FORM, email=AISHA).status_code for _ in range(4)]
    assert answers == [303, 303, 303, 429]


def test_form_without_its_token_is_refused(visitor: Visitor) -> None:
    answer = visitor.client.post(FORM, base_url="http://leren.example", data={"email": AISHA})
    assert (answer.status_code, listed()) == (400, [])


def test_english_form_mails_an_english_link(visitor: Visitor) -> None:
    visitor.post("/en" + FORM, email=AISHA)
    letter = letters()[0]
    assert (letter.language, link_in(letter)[:4]) == ("en", "/en/")
    assert visitor.get(link_in(letter)).status_code == 200


def test_first_mail_already_has_a_link_to_stop(visitor: Visitor) -> None:
    visitor.post(FORM, email=AISHA, name="Aisha")
    (letter,) = letters()
    visitor.post(link_in(letter))
    stop = db.session.get_one(Token, letter.token_ids[1])
    path = re.sub(r"\[\[token:\d+\]\]", tokens.secret(stop), str(letter.facts["remove_link"]))
    assert listed() == [(AISHA, "Aisha", True)]
    visitor.post(path)
    assert listed() == []
