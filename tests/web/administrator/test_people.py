"""People and roles, as an administrator sees and changes them."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database import db, transaction
from portal.erasure.facts import Why
from portal.erasure.models import Erasure
from portal.people import directory
from portal.people.facts import OrganisationKind, PositionKind
from portal.people.models import Organisation, OrganiserRole, Person, Position
from tests.people.support import NOW, Browser, a_person


@pytest.fixture
def admin(app: Flask) -> Browser:
    """The browser of an administrator."""
    browser = Browser(app)
    browser.sign_in(a_person("Ingrid Bakema", is_administrator=True))
    return browser


def an_association(name: str = "VGS") -> Organisation:
    with transaction() as session:
        return directory.add_organisation(
            session, name=name, kind=OrganisationKind.VERENIGING, organises=True, has_members=True
        )


def test_role_works_at_once_and_ends_at_once(app: Flask, admin: Browser) -> None:
    vgs, bram = an_association(), a_person("Bram de Boer")
    browser = Browser(app)
    browser.sign_in(bram)
    opened = [browser.get("/werk/lidmaatschappen").status_code]
    admin.post("/beheer/organisatoren/nieuw", email="BRAM@veldrijk.example", organisation=vgs.public_id)
    opened.append(browser.get("/werk/lidmaatschappen").status_code)
    old_tab = browser.get(f"/werk/lidmaatschappen/{vgs.public_id}")
    admin.post(f"/beheer/organisatoren/{bram.public_id}/{vgs.public_id}/stop")
    opened.append(browser.get("/werk/lidmaatschappen").status_code)
    token = old_tab.text.split('name="csrf_token" value="')[1].split('"')[0]
    late = browser.post(f"/werk/lidmaatschappen/{vgs.public_id}", token=token)
    assert (opened, late.status_code) == ([404, 200, 404], 404)


def test_role_for_an_unknown_address_says_what_to_do(admin: Browser) -> None:
    vgs = an_association()
    answer = admin.post("/beheer/organisatoren/nieuw", email="x@y.example", organisation=vgs.public_id)
    assert (answer.status_code, "Laat eerst een account maken" in answer.text) == (422, True)
    assert db.session.scalars(select(OrganiserRole)).all() == []


def test_role_waits_until_the_address_is_confirmed(admin: Browser) -> None:
    vgs, stub = an_association(), a_person("Bram de Boer", email_confirmed_at=None)
    answer = admin.post("/beheer/organisatoren/nieuw", email=stub.email, organisation=vgs.public_id)
    said = "Bram de Boer heeft het e-mailadres nog niet bevestigd. Wacht tot dat is gebeurd."
    assert (answer.status_code, said in answer.text) == (422, True)
    assert db.session.scalars(select(OrganiserRole)).all() == []


def test_position_without_dates_says_so_in_words(admin: Browser) -> None:
    vgs, bram = an_association(), a_person("Bram de Boer")
    with transaction() as session:
        session.add(Position(person_id=bram.id, organisation_id=vgs.id, kind=PositionKind.DIRECTEUR))
    page = admin.get(f"/beheer/mensen/{bram.public_id}").text
    assert [page.count(word) for word in ("zonder begindatum", "zonder einddatum", ">open<")] == [1, 1, 0]


def test_administrator_is_made_and_unmade(app: Flask, admin: Browser) -> None:
    bram = a_person("Bram de Boer")
    browser = Browser(app)
    browser.sign_in(bram)
    address = f"/beheer/mensen/{bram.public_id}/beheerder"
    admin.post(address, maak="ja")
    during = browser.get("/beheer").status_code
    admin.post(address, maak="nee")
    assert (during, browser.get("/beheer").status_code) == (200, 404)


def test_last_administrator_cannot_leave(admin: Browser) -> None:
    ingrid = db.session.scalars(select(Person)).one()
    answer = admin.post(f"/beheer/mensen/{ingrid.public_id}/beheerder", maak="nee")
    assert (answer.status_code, "Dit is de laatste beheerder" in answer.text) == (422, True)
    assert admin.get("/beheer").status_code == 200


def test_person_page_shows_everything_and_signs_out(app: Flask, admin: Browser) -> None:
    bram = a_person("Bram de Boer")
    browser = Browser(app)
    browser.sign_in(bram)
    address = f"/beheer/mensen/{bram.public_id}"
    page = admin.get(address)
    admin.post(f"{address}/uitloggen", page=address)
    assert (page.status_code, "Bram de Boer" in page.text, browser.is_signed_in()) == (200, True, False)


@pytest.mark.parametrize("words", ["%", "_", "\\", "' OR 1=1--", "x" * 10_000])
def test_odd_search_finds_nobody(admin: Browser, words: str) -> None:
    page = admin.get("/beheer/mensen", query_string={"q": words})
    assert (page.status_code, "Niemand gevonden" in page.text) == (200, True)


def test_search_finds_parts_of_names(admin: Browser) -> None:
    a_person("Bram de Boer")
    page = admin.get("/beheer/mensen?q=boer+BRAM").text
    assert ("Bram de Boer" in page, "1 persoon" in page) == (True, True)


@pytest.mark.parametrize("page", ["", "x", "-1", "0", "999999", "1e3", "²"])
def test_odd_page_number_opens_a_page(admin: Browser, page: str) -> None:
    assert admin.get("/beheer/mensen", query_string={"pagina": page}).status_code == 200


def test_extra_fields_do_not_make_an_administrator(app: Flask, admin: Browser) -> None:
    vgs, bram = an_association(), a_person("Bram de Boer")
    admin.post(
        "/beheer/organisatoren/nieuw",
        email=bram.email,
        organisation=vgs.public_id,
        is_administrator="1",
        started_at=NOW.isoformat(),
    )
    db.session.rollback()
    assert db.session.scalars(select(Person.is_administrator).where(Person.id == bram.id)).one() is False


def test_administrator_erases_who_asks_by_mail(admin: Browser) -> None:
    bram = a_person("Bram de Boer")
    page = f"/beheer/mensen/{bram.public_id}/verwijderen"
    without = admin.post(page)
    assert (without.status_code, "Kies waarom je dit account verwijdert." in without.text) == (422, True)
    assert admin.post(page, why="by_mail").location == "/beheer/mensen"
    found = db.session.scalars(select(Erasure)).one()
    assert (found.person_id, found.why, found.asked_by_id is None) == (bram.id, Why.BY_MAIL, False)
    assert "Niemand gevonden" in admin.get("/beheer/mensen?q=boer").text
    again = admin.get(page).text
    assert ("Dit account wordt verwijderd." in again, "De persoon vroeg het per mail" in again) == (
        True,
        True,
    )


def test_administrator_erases_the_own_account_with_the_own_password(admin: Browser) -> None:
    own = db.session.scalars(select(Person).where(Person.is_administrator)).one()
    answer = admin.get(f"/beheer/mensen/{own.public_id}/verwijderen")
    assert (answer.status_code, answer.location) == (303, "/profiel/verwijderen")
