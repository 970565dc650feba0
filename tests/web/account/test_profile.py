"""One's own profile."""

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database import db, transaction
from portal.people import directory, queries
from portal.people.facts import InvoiceDefaults, OrganisationKind, PositionKind
from portal.people.models import Organisation, OrganisationState, Person, Position, SignIn
from tests.people.support import Browser, a_person

PAGES = (
    "/profiel",
    "/profiel/gegevens",
    "/profiel/factuur",
    "/profiel/functies/nieuw",
    "/profiel/e-mail",
    "/profiel/e-mail/verstuurd",
    "/profiel/wachtwoord",
    "/profiel/aanmeldingen",
    "/profiel/agenda",
)


@pytest.fixture
def aisha(app: Flask) -> Person:
    """Somebody without any role."""
    return a_person()


@pytest.fixture
def signed_in(app: Flask, aisha: Person) -> Browser:
    """Aisha's browser."""
    browser = Browser(app)
    browser.sign_in(aisha)
    return browser


def a_municipality(name: str = "Gemeente Veldrijk") -> Organisation:
    with transaction() as session:
        return directory.add_organisation(session, name=name, kind=OrganisationKind.GEMEENTE)


def stated() -> list[tuple[str, str, date | None, date | None]]:
    db.session.rollback()
    rows = db.session.scalars(select(Position).order_by(Position.id))
    return [(row.kind, row.organisation.name, row.starts_on, row.ends_on) for row in rows]


@pytest.mark.parametrize("page", PAGES)
def test_page_of_the_profile_opens_for_its_owner_only(
    browser: Browser, signed_in: Browser, page: str
) -> None:
    assert (browser.get(page).status_code, signed_in.get(page).status_code) == (302, 200)


def test_password_managers_find_the_page(browser: Browser) -> None:
    assert browser.get("/.well-known/change-password").headers["Location"] == "/profiel/wachtwoord"


def test_name_is_kept_without_hidden_signs(signed_in: Browser) -> None:
    answer = signed_in.post(
        "/profiel/gegevens", name=" Noor\u202e 🙂 el  Amrani", phone="06 1", language="en"
    )
    noor = db.session.execute(select(Person.name, Person.phone, Person.language)).one()
    assert (answer.status_code, tuple(noor)) == (303, ("Noor 🙂 el Amrani", "06 1", "en"))


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("name", "🙂\u202e" * 500, "hij mag 200 tekens lang zijn en is er nu 500"),
        ("name", " ", "Vul een naam in."),
        ("phone", "0" * 41, "hij mag 40 tekens lang zijn en is er nu 41"),
        ("language", "xx", "Kies een van de mogelijkheden."),
    ],
)
def test_bad_detail_gets_a_message_and_keeps_the_rest(
    signed_in: Browser, field: str, typed: str, message: str
) -> None:
    data = {"name": "Aisha Nieuw", "phone": "06 12", "language": "nl", field: typed}
    answer = signed_in.post("/profiel/gegevens", **data)
    assert (answer.status_code, message in answer.text) == (422, True)
    assert ("06 12" in answer.text) or field == "phone"
    assert db.session.scalars(select(Person.name)).one() == "Aisha Bakker"


def test_fields_that_are_not_in_the_form_are_ignored(signed_in: Browser) -> None:
    signed_in.post(
        "/profiel/gegevens",
        name="Aisha",
        phone="",
        language="nl",
        is_administrator="1",
        role="admin",
        email="x@y.example",
        email_confirmed_at="",
        organisation_ids="1",
        person_id="2",
    )
    person = db.session.execute(select(Person.email, Person.is_administrator)).one()
    assert tuple(person) == ("aisha@veldrijk.example", False)
    assert signed_in.get("/beheer").status_code == 404


def test_position_is_stated_changed_and_taken_back(signed_in: Browser) -> None:
    body = a_municipality()
    signed_in.post(
        "/profiel/functies/nieuw",
        kind="gemeentesecretaris",
        organisation=body.public_id,
        starts_on="2021-03-01",
        ends_on="",
    )
    first = stated()
    address = f"/profiel/functies/{db.session.scalars(select(Position.public_id)).one()}"
    signed_in.post(address, kind="directeur", organisation=body.public_id, starts_on="", ends_on="31-12-2025")
    second = stated()
    signed_in.post(f"{address}/verwijder", page=address)
    assert (first, second, stated()) == (
        [("gemeentesecretaris", "Gemeente Veldrijk", date(2021, 3, 1), None)],
        [("directeur", "Gemeente Veldrijk", None, date(2025, 12, 31))],
        [],
    )


def test_organisation_that_is_not_on_the_list_waits(signed_in: Browser) -> None:
    signed_in.post("/profiel/functies/nieuw", kind="directeur", organisation="", new_organisation="GR Samen")
    body = db.session.scalars(select(Organisation)).one()
    assert (body.name, body.state) == ("GR Samen", OrganisationState.PROPOSED)
    assert "Wacht op controle" in signed_in.get("/profiel").text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"kind": "", "organisation": ""}, "Kies je functie."),
        ({"kind": "koning", "organisation": ""}, "Kies een van de mogelijkheden."),
        ({"kind": "directeur", "organisation": ""}, "Kies je organisatie, of vul hieronder de naam in."),
        ({"kind": "directeur", "organisation": "x"}, "Kies een van de mogelijkheden."),
        (
            {"kind": "directeur", "new_organisation": "A", "starts_on": "2026-02-30"},
            "Vul een datum in als dag, maand en jaar",
        ),
        (
            {
                "kind": "directeur",
                "new_organisation": "A",
                "starts_on": "2026-02-02",
                "ends_on": "2026-02-01",
            },
            "De laatste dag ligt voor de eerste.",
        ),
    ],
)
def test_bad_position_gets_a_message(signed_in: Browser, data: dict[str, str], message: str) -> None:
    answer = signed_in.post("/profiel/functies/nieuw", **data)
    assert (answer.status_code, message in answer.text, stated()) == (422, True, [])


def test_position_of_somebody_else_does_not_exist(signed_in: Browser) -> None:
    body, bram = a_municipality(), a_person("Bram de Boer")
    with transaction() as session:
        session.add(Position(person_id=bram.id, organisation_id=body.id, kind=PositionKind.DIRECTEUR))
    address = f"/profiel/functies/{db.session.scalars(select(Position.public_id)).one()}"
    data = {"kind": "wethouder", "organisation": body.public_id}
    answers = [
        signed_in.get(address).status_code,
        signed_in.post(address, page="/profiel", **data).status_code,
        signed_in.post(f"{address}/verwijder", page="/profiel").status_code,
    ]
    assert (answers, stated()) == ([404] * 3, [("directeur", "Gemeente Veldrijk", None, None)])


def test_proposal_of_somebody_else_cannot_be_chosen(signed_in: Browser) -> None:
    with transaction() as session:
        body = directory.propose_organisation(session, name="GR Geheim")
    answer = signed_in.post("/profiel/functies/nieuw", kind="directeur", organisation=body.public_id)
    assert (answer.status_code, "GR Geheim" in answer.text) == (422, False)


def test_invoice_data_are_kept_for_the_next_registration(signed_in: Browser, aisha: Person) -> None:
    signed_in.post(
        "/profiel/factuur",
        invoice_name="Gemeente Veldrijk",
        invoice_address="Postbus 1\r\n1234 AB Veldrijk",
        invoice_email="Factuur@Veldrijk.example",
        cost_centre="4711",
    )
    found = queries.profile(db.session(), person_id=aisha.id).invoice
    assert found == InvoiceDefaults(
        "Gemeente Veldrijk", "Postbus 1\n1234 AB Veldrijk", "factuur@veldrijk.example", "4711"
    )


def test_one_other_browser_is_signed_out(app: Flask, aisha: Person, signed_in: Browser) -> None:
    phone, desk = Browser(app), Browser(app)
    phone.sign_in(aisha)
    desk.sign_in(aisha)
    page = signed_in.get("/profiel/aanmeldingen").text
    handle = page.split('name="sign_in" value="')[1].split('"')[0]
    signed_in.post("/profiel/aanmeldingen", sign_in=handle)
    assert sorted(browser.is_signed_in() for browser in (signed_in, phone, desk)) == [False, True, True]
    assert signed_in.is_signed_in()


def test_all_other_browsers_are_signed_out(app: Flask, aisha: Person, signed_in: Browser) -> None:
    phone = Browser(app)
    phone.sign_in(aisha)
    signed_in.post("/profiel/aanmeldingen")
    assert (signed_in.is_signed_in(), phone.is_signed_in()) == (True, False)


def test_sign_in_of_somebody_else_cannot_be_ended(app: Flask, signed_in: Browser) -> None:
    bram, browser = a_person("Bram de Boer"), Browser(app)
    browser.sign_in(bram)
    [his] = db.session.scalars(select(SignIn).where(SignIn.person_id == bram.id))
    signed_in.post("/profiel/aanmeldingen", sign_in=his.handle)
    assert browser.is_signed_in()


def test_typed_markup_is_shown_as_text(signed_in: Browser) -> None:
    signed_in.post("/profiel/gegevens", name="<script>alert(1)</script>", phone="", language="nl")
    page = signed_in.get("/profiel").text
    assert ("<script>alert" in page, "&lt;script&gt;alert(1)" in page) == (False, True)


def test_languages_of_programmes_follow_mail_until_they_are_stated(signed_in: Browser, aisha: Person) -> None:
    chosen = r'<option[^>]*selected[^>]*value="(nl|en|nl,en)"'
    details = {"name": "Aisha", "phone": "", "language": "en"}
    assert re.findall(chosen, signed_in.get("/profiel/gegevens").text) == ["nl", "nl"]
    with transaction() as session:
        session.get_one(Person, aisha.id).language = "en"
    assert re.findall(chosen, signed_in.get("/profiel/gegevens").text) == ["en", "nl,en"]
    assert signed_in.post("/profiel/gegevens", **details, reads="fy").status_code == 422
    signed_in.post("/profiel/gegevens", **details, reads="nl")
    assert re.findall(chosen, signed_in.get("/profiel/gegevens").text) == ["en", "nl"]
