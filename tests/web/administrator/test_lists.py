"""Every list takes the same number of queries, however long it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event

from portal.database import db, transaction
from portal.outbox.models import LetterState, OutgoingLetter
from portal.people import directory
from portal.people.facts import OrganisationKind
from portal.people.models import Membership, Organisation
from portal.people.newcomers import ensure_person
from tests.people.support import NOW, Browser, a_person


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements of the block, transactions aside."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest):  # type: ignore[no-untyped-def]
        if statement != "BEGIN":
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def fill(vgs: Organisation, first: int, last: int) -> None:
    """People with a role, a membership and a failed letter, and as many organisations."""
    with transaction() as session:
        for number in range(first, last):
            person = ensure_person(session, email=f"p{number}@x.example", name=f"P {number}", now=NOW)
            person.email_confirmed_at = NOW
            directory.add_organisation(session, name=f"Plaats {number}", kind=OrganisationKind.GEMEENTE)
            directory.grant_organiser(session, person_id=person.id, organisation_id=vgs.id, now=NOW)
            session.add(Membership(association_id=vgs.id, person_id=person.id, starts_on=date(2026, 1, 1)))
            session.add(a_failed_letter(number))


def a_failed_letter(number: int) -> OutgoingLetter:
    return OutgoingLetter(
        public_id=f"letter-{number}",
        occasion=f"o{number}",
        kind="sign_in_link",
        to_address=f"p{number}@x.example",
        state=LetterState.FAILED,
        created_at=NOW,
        due_at=NOW,
        last_error="550 unknown",
    )


@pytest.mark.parametrize(
    ("page", "queries"),
    [
        ("/beheer", 2),
        ("/beheer/organisaties", 2),
        ("/beheer/mensen", 2),
        ("/beheer/organisatoren", 2),
        ("/beheer/verenigingen", 1),
        ("/beheer/verenigingen/{vgs}", 4),
        ("/beheer/mails", 2),
    ],
)
def test_list_takes_the_same_queries_for_1_30_and_300(app: Flask, page: str, queries: int) -> None:
    browser = Browser(app)
    browser.sign_in(a_person("Ingrid Bakema", is_administrator=True))
    with transaction() as session:
        vgs = directory.add_organisation(
            session, name="VGS", kind=OrganisationKind.VERENIGING, organises=True, has_members=True
        )
    numbers = []
    for first, last in ((0, 1), (1, 30), (30, 300)):
        fill(vgs, first, last)
        with counted() as seen:
            answer = browser.get(page.format(vgs=vgs.public_id))
        numbers.append((answer.status_code, len(seen)))
    assert numbers == [(200, queries + 1)] * 3, seen  # and one for who is looking


def test_failed_letter_is_tried_again(app: Flask) -> None:
    browser = Browser(app)
    browser.sign_in(a_person("Ingrid Bakema", is_administrator=True))
    with transaction() as session:
        session.add_all([a_failed_letter(1), a_failed_letter(2), a_failed_letter(3)])
    browser.post("/beheer/mails", mail="letter-2")
    states = [row.state for row in db.session.scalars(db.select(OutgoingLetter).order_by(OutgoingLetter.id))]
    browser.post("/beheer/mails", page="/beheer/mails")
    db.session.rollback()
    after = {row.state for row in db.session.scalars(db.select(OutgoingLetter))}
    assert (states, after) == (["failed", "waiting", "failed"], {"waiting"})
