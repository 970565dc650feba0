"""The list of organisations, kept by an administrator."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database import db, transaction
from portal.people import directory
from portal.people.models import Organisation, OrganisationState
from tests.people.support import Browser, a_person

VALUES = {"name": "Gemeente Veldrijk", "kind": "gemeente", "mail_address": "", "about": ""}


@pytest.fixture
def admin(app: Flask) -> Browser:
    """The browser of an administrator."""
    browser = Browser(app)
    browser.sign_in(a_person("Ingrid Bakema", is_administrator=True))
    return browser


def one(name: str) -> Organisation:
    db.session.rollback()
    return db.session.scalars(select(Organisation).where(Organisation.name == name)).one()


def test_organisation_is_added_with_its_roles(admin: Browser) -> None:
    admin.post("/beheer/organisaties/nieuw", **VALUES, organises="y")
    made = one("Gemeente Veldrijk")
    assert (made.slug, made.state, made.organises, made.has_members) == (
        "gemeente-veldrijk",
        OrganisationState.KNOWN,
        True,
        False,
    )


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": " "}, "Vul de naam van de organisatie in."),
        ({"kind": ""}, "Kies wat voor organisatie het is."),
        ({"mail_address": "fout"}, "Vul een e-mailadres in met een @"),
        ({"name": "A" * 201}, "Maak deze tekst korter"),
    ],
)
def test_bad_organisation_gets_a_message(admin: Browser, changed: dict[str, str], message: str) -> None:
    answer = admin.post("/beheer/organisaties/nieuw", **{**VALUES, **changed})
    assert (answer.status_code, message in answer.text) == (422, True)
    assert db.session.scalars(select(Organisation)).all() == []


def test_same_name_twice_is_refused_at_the_field(admin: Browser) -> None:
    admin.post("/beheer/organisaties/nieuw", **VALUES)
    answer = admin.post("/beheer/organisaties/nieuw", **{**VALUES, "name": "gemeente veldrijk"})
    assert (answer.status_code, 'id="name-fout"' in answer.text) == (422, True)


def test_proposed_organisation_is_approved(admin: Browser) -> None:
    with transaction() as session:
        proposed = directory.propose_organisation(session, name="GR Samen")
    page = admin.get("/beheer/organisaties?stand=proposed")
    admin.post(f"/beheer/organisaties/{proposed.public_id}", **{**VALUES, "name": "GR Samen Sterk"})
    assert ("GR Samen" in page.text, one("GR Samen Sterk").state) == (True, OrganisationState.KNOWN)


def test_proposed_organisation_is_merged(admin: Browser) -> None:
    admin.post("/beheer/organisaties/nieuw", **VALUES)
    with transaction() as session:
        proposed = directory.propose_organisation(session, name="Veldrijk")
    address = f"/beheer/organisaties/{proposed.public_id}"
    wrong = admin.post(f"{address}/samenvoegen", page=address, into="")
    admin.post(f"{address}/samenvoegen", page=address, into=one("Gemeente Veldrijk").public_id)
    assert (wrong.status_code, one("Veldrijk").state) == (422, OrganisationState.MERGED)
    assert admin.get(address).status_code == 404
