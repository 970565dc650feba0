"""Feeds of an edition and an organisation: days, no people, no links to take part; a copy says so."""

import pytest
import vobject
from flask import Flask
from ical.calendar_stream import IcsCalendarStream
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from portal.database import db, transaction
from portal.invites import channels
from portal.people import directory, tokens
from portal.people.models import Organisation, OrganiserRole, Token
from portal.programmes.facts import Publication
from portal.programmes.models import Edition
from tests.builders import NOW, a_person, a_programme, an_association, an_edition


@pytest.fixture
def edition(app: Flask) -> Edition:
    """An online day of the VGS with a secret link."""
    with transaction() as session:
        made = an_edition(session, a_programme(session, an_association(session), title="Sturen"))
        made.meetings[0].online, made.meetings[0].online_link = True, "https://vergaderen.example/geheim"
        return made


def path(edition: Edition, name: str) -> str:
    with transaction() as session:
        found = session.get_one(Edition, edition.id)
        return f"/leergangen/{found.programme.slug}/{found.slug}/{name}"


def summaries(answer: TestResponse) -> list[str]:
    """What two libraries read alike."""
    events = IcsCalendarStream.calendar_from_ics(answer.text).events
    twin = vobject.readOne(answer.text)
    found = [str(event.summary) for event in events]
    assert [event.summary.value for event in twin.contents.get("vevent", [])] == found
    return found


def test_edition_shows_its_days_without_link_or_people(app: Flask, edition: Edition) -> None:
    answer = app.test_client().get(path(edition, "agenda.ics"))
    assert summaries(answer) == ["Sturen: Eerste dag"]
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    for secret in ("vergaderen.example", "ATTENDEE", "ORGANIZER"):
        assert secret not in answer.text


def test_same_days_are_the_same_octets_and_a_304(app: Flask, edition: Edition) -> None:
    client, where = app.test_client(), path(edition, "agenda.ics")
    first, second = client.get(where), client.get(where)
    assert first.data == second.data
    for known in (first.headers["ETag"], f"W/{first.headers['ETag']}"):
        again = client.get(where, headers={"If-None-Match": known})
        assert (again.status_code, again.data) == (304, b"")


def test_moved_day_is_another_mark(app: Flask, edition: Edition) -> None:
    client, where = app.test_client(), path(edition, "agenda.ics")
    before = client.get(where).headers["ETag"]
    with transaction() as session:
        found = session.get_one(Edition, edition.id)
        found.meetings[0].title = "Andere dag"
        found.touch()
    assert client.get(where).headers["ETag"] != before


def test_copy_is_a_file_that_promises_no_changes(app: Flask, edition: Edition) -> None:
    answer = app.test_client().get(path(edition, "bijeenkomsten.ics"))
    assert summaries(answer) == ["Sturen: Eerste dag"]
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "REFRESH-INTERVAL" not in answer.text


def test_page_offers_the_days_and_says_what_a_copy_is(app: Flask, edition: Edition) -> None:
    page = app.test_client().get(path(edition, "")[:-1]).text
    assert f'href="webcal://localhost{path(edition, "agenda.ics")}"' in page
    assert f'href="{path(edition, "bijeenkomsten.ics")}"' in page
    assert "Een kopie doet dat niet." in page


@pytest.mark.parametrize("publication", [Publication.DRAFT, Publication.CANCELLED])
def test_edition_that_is_not_on_shows_no_days(app: Flask, edition: Edition, publication: Publication) -> None:
    where = path(edition, "agenda.ics")
    with transaction() as session:
        found = session.get_one(Edition, edition.id)
        found.publication = publication
        found.touch()
    answer = app.test_client().get(where)
    assert answer.status_code == 404 or summaries(answer) == []


@pytest.fixture
def organisation(edition: Edition) -> Organisation:
    """The VGS, for which Bram organises; he has an address for its days."""
    with transaction() as session:
        found = session.get_one(Edition, edition.id).programme.organisers[0].organisation
        bram = a_person(session, "Bram", organises_for=found)
        channels.renew_organisation(session, organisation_id=found.id, person_id=bram.id, now=NOW)
        return found


def organiser(organisation: Organisation) -> dict[str, int]:
    role = db.session.scalars(select(OrganiserRole).filter_by(organisation_id=organisation.id)).one()
    return {"organisation_id": organisation.id, "person_id": role.person_id}


def address(organisation: Organisation) -> str:
    with transaction() as session:
        token = channels.organisation_token(session, **organiser(organisation))
        assert token is not None
        return f"/agenda/organisatie/{tokens.secret(token)}.ics"


def test_organisation_shows_its_own_editions_only(app: Flask, organisation: Organisation) -> None:
    with transaction() as session:
        other = an_association(session, "vng", "VNG")
        an_edition(session, a_programme(session, other, title="Elders"))
    answer = app.test_client().get(address(organisation))
    assert summaries(answer) == ["Sturen: Eerste dag"]
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in answer.headers


def test_stopped_address_of_an_organisation_is_gone(app: Flask, organisation: Organisation) -> None:
    old = address(organisation)
    with transaction() as session:
        channels.renew_organisation(session, **organiser(organisation), now=NOW)
    new = address(organisation)
    with transaction() as session:
        channels.stop_organisation(session, **organiser(organisation), now=NOW)
    client = app.test_client()
    assert [client.get(where).status_code for where in (old, new)] == [404, 404]


def test_address_stops_with_the_role_and_does_not_come_back(app: Flask, organisation: Organisation) -> None:
    where, who, client = address(organisation), organiser(organisation), app.test_client()
    with transaction() as session:
        colleague = a_person(session, "Chantal", organises_for=session.merge(organisation))
        hers = {**who, "person_id": colleague.id}
        channels.renew_organisation(session, **hers, now=NOW)
        token = channels.organisation_token(session, **hers)
        assert token is not None
        kept = f"/agenda/organisatie/{tokens.secret(token)}.ics"
    answers = []
    for verb in (directory.withdraw_organiser, directory.grant_organiser):
        with transaction() as session:
            verb(session, **who, now=NOW)
        answers.append([client.get(one).status_code for one in (where, kept)])
    assert answers == [[404, 200], [404, 200]]


def test_address_of_a_role_that_ended_before_works_no_more(app: Flask, organisation: Organisation) -> None:
    where = address(organisation)
    with transaction() as session:
        session.execute(update(OrganiserRole).values(ended_at=NOW))
    assert app.test_client().get(where).status_code == 404


def test_address_of_nobody_in_particular_works_no_more(app: Flask, organisation: Organisation) -> None:
    where = address(organisation)
    with transaction() as session:
        session.execute(update(Token).values(person_id=None))
    assert app.test_client().get(where).status_code == 404


def test_unknown_address_of_an_organisation_is_not_found(app: Flask, organisation: Organisation) -> None:
    assert app.test_client().get(f"/agenda/organisatie/{'A' * 43}.ics").status_code == 404
