"""Administrators and organisers by command."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database import db, transaction
from portal.people import directory
from portal.people.facts import OrganisationKind
from portal.people.models import OrganiserRole, Person
from tests.people.support import Browser, a_person, a_portal


@pytest.fixture
def app(empty_url: str) -> Iterator[Flask]:
    """The portal, at NOW."""
    with a_portal(empty_url) as portal:
        yield portal


def run(app: Flask, *words: str) -> tuple[int, str]:
    db.session.rollback()
    result = app.test_cli_runner().invoke(args=list(words))
    return result.exit_code, result.output


def test_first_administrator_signs_in_with_the_printed_link(app: Flask) -> None:
    code, said = run(app, "add-administrator", "Ingrid@Portaal.example", "Ingrid Bakema")
    browser = Browser(app)
    browser.post(said.split("http://leren.example")[1].strip())
    assert (code, browser.get("/beheer").status_code) == (0, 200)


def test_known_person_becomes_administrator_with_the_own_name(app: Flask) -> None:
    aisha = a_person()
    run(app, "add-administrator", aisha.email, "Iemand Anders")
    db.session.expire_all()
    found = db.session.execute(select(Person.name, Person.is_administrator)).all()
    assert [tuple(row) for row in found] == [("Aisha Bakker", True)]


def test_bad_address_is_refused_in_words(app: Flask) -> None:
    code, said = run(app, "add-administrator", "ingrid", "Ingrid")
    assert (code, "Vul een e-mailadres in met een @" in said) == (1, True)


def test_organiser_is_appointed_by_slug(app: Flask) -> None:
    aisha = a_person()
    with transaction() as session:
        directory.add_organisation(session, name="VGS", kind=OrganisationKind.VERENIGING, organises=True)
    code, _ = run(app, "add-organiser", aisha.email, "vgs")
    assert (code, db.session.scalars(select(OrganiserRole.person_id)).all()) == (0, [aisha.id])


@pytest.mark.parametrize(
    ("email", "slug", "said"),
    [
        ("nobody@x.example", "vgs", "nobody has the address"),
        ("aisha@veldrijk.example", "x", "no organisation x"),
    ],
)
def test_unknown_person_or_organisation_is_named(app: Flask, email: str, slug: str, said: str) -> None:
    a_person()
    code, output = run(app, "add-organiser", email, slug)
    assert (code, said in output) == (1, True)
