"""Importing memberships in the browser, by administrators and by organisers of their own association."""

import io

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database import db, transaction
from portal.people import directory, importing
from portal.people.facts import OrganisationKind
from portal.people.models import Membership, MembershipImport, Organisation
from tests.people.support import NOW, Browser, a_person

GOOD = b"\xef\xbb\xbf" + "e-mail;naam;vanaf\nnoor@x.example;Noor Été;01-01-2026\n".encode("cp1252")
BAD = b"e-mail;naam;vanaf\nnoor;Noor;01-13-2026\n"


def an_association(name: str) -> Organisation:
    with transaction() as session:
        return directory.add_organisation(
            session, name=name, kind=OrganisationKind.VERENIGING, organises=True, has_members=True
        )


@pytest.fixture
def vgs(app: Flask) -> Organisation:
    """An association."""
    return an_association("VGS")


@pytest.fixture
def admin(app: Flask) -> Browser:
    """The browser of an administrator."""
    browser = Browser(app)
    browser.sign_in(a_person("Ingrid Bakema", is_administrator=True))
    return browser


def an_organiser(app: Flask, name: str, association: Organisation) -> Browser:
    person = a_person(name)
    with transaction() as session:
        directory.grant_organiser(session, person_id=person.id, organisation_id=association.id, now=NOW)
    browser = Browser(app)
    browser.sign_in(person)
    return browser


def upload(browser: Browser, page: str, content: bytes) -> str:
    answer = browser.post(page, file=(io.BytesIO(content), "leden.csv"))
    return str(answer.headers.get("Location", answer.status_code))


def member_count() -> int:
    db.session.rollback()
    return len(db.session.scalars(select(Membership)).all())


def test_file_is_shown_first_and_imported_on_confirmation(admin: Browser, vgs: Organisation) -> None:
    preview = upload(admin, f"/beheer/verenigingen/{vgs.public_id}/importeren", GOOD)
    page, before = admin.get(preview), member_count()
    admin.post(preview)
    admin.post(preview, page="/beheer")
    result = admin.get(preview)
    assert ("Noor Été" in page.text, before, member_count()) == (True, 0, 1)
    assert "De leden zijn geïmporteerd" in result.text


def test_problems_are_named_by_line_and_nothing_can_be_imported(admin: Browser, vgs: Organisation) -> None:
    preview = upload(admin, f"/beheer/verenigingen/{vgs.public_id}/importeren", BAD)
    page = admin.get(preview)
    assert page.text.count("Regel 2") == 2
    assert "01-13-2026 is geen datum" in page.text
    assert (admin.post(preview, page="/beheer/mails").status_code, member_count()) == (409, 0)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04zip", b"naam\nNoor\n", b"x" * 1_001])
def test_file_that_is_no_list_gets_a_message(
    admin: Browser, vgs: Organisation, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "LARGEST", 1_000)
    address = f"/beheer/verenigingen/{vgs.public_id}/importeren"
    answer = admin.post(address, file=(io.BytesIO(content), "leden.csv"))
    assert (answer.status_code, 'id="file-fout"' in answer.text) == (422, True)
    assert db.session.scalars(select(MembershipImport)).all() == []


def test_organiser_imports_for_the_own_association(app: Flask, vgs: Organisation) -> None:
    bram = an_organiser(app, "Bram de Boer", vgs)
    preview = upload(bram, f"/werk/lidmaatschappen/{vgs.public_id}", GOOD)
    bram.post(preview)
    listed = bram.get("/werk/lidmaatschappen").text
    assert (member_count(), "VGS" in listed, "Noor" in listed) == (1, True, False)


def test_organiser_of_another_association_finds_nothing(app: Flask, vgs: Organisation) -> None:
    bram = an_organiser(app, "Bram de Boer", vgs)
    chantal = an_organiser(app, "Chantal Smit", an_association("VNG"))
    preview = upload(bram, f"/werk/lidmaatschappen/{vgs.public_id}", GOOD)
    answers = [
        chantal.get(f"/werk/lidmaatschappen/{vgs.public_id}").status_code,
        chantal.post(f"/werk/lidmaatschappen/{vgs.public_id}", page="/profiel").status_code,
        chantal.get(preview).status_code,
        chantal.post(preview, page="/profiel").status_code,
    ]
    assert (answers, member_count()) == ([404] * 4, 0)


def test_preview_does_not_tell_who_has_an_account(app: Flask, vgs: Organisation) -> None:
    a_person("Noor el Amrani", email="noor@x.example")
    bram = an_organiser(app, "Bram de Boer", vgs)
    known = bram.get(upload(bram, f"/werk/lidmaatschappen/{vgs.public_id}", GOOD)).text
    unknown_file = GOOD.replace(b"noor@", b"name@")
    unknown = bram.get(upload(bram, f"/werk/lidmaatschappen/{vgs.public_id}", unknown_file)).text
    bare = [
        page.split("<main")[1].split("csrf_token")[0].replace("name@", "noor@") for page in (known, unknown)
    ]
    assert ("el Amrani" in known, bare[0].split("/importen/")[0]) == (False, bare[1].split("/importen/")[0])


def test_membership_is_corrected_and_removed(admin: Browser, vgs: Organisation) -> None:
    preview = upload(admin, f"/beheer/verenigingen/{vgs.public_id}/importeren", GOOD)
    admin.post(preview)
    row = db.session.scalars(select(Membership)).one()
    address = f"/beheer/lidmaatschappen/{row.public_id}"
    wrong = admin.post(address, number="1", starts_on="2026-01-01", ends_on="2025-01-01")
    admin.post(address, number="1", starts_on="2026-01-01", ends_on="2026-12-31")
    db.session.rollback()
    ended = str(db.session.scalars(select(Membership.ends_on)).one())
    admin.post(f"{address}/verwijder", page=address)
    assert (wrong.status_code, ended, member_count()) == (422, "2026-12-31", 0)


def test_refused_headings_open_the_sample_and_name_what_stands_there(
    admin: Browser, vgs: Organisation
) -> None:
    page = f"/beheer/verenigingen/{vgs.public_id}/importeren"
    answer = admin.post(page, file=(io.BytesIO(b"Lid;Sinds wanneer\nnoor@x.example;01-01-2026\n"), "l.csv"))
    assert "In de eerste regel staat nu: Lid, Sinds wanneer." in answer.text
    opened = '<details class="lp-more" open>'
    assert (opened in answer.text, opened in admin.get(page).text) == (True, False)
