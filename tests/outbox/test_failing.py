"""Addresses that fail: only by a report about a letter of ours, until they work again."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database import db, transaction
from portal.outbox import failing
from portal.outbox.models import FailingAddress, LetterState, OutgoingLetter
from portal.outbox.service import post
from tests.outbox.support import NOW, a_letter
from tests.support.engines import asked

ADDRESS = "noor@gemeente.example"


@pytest.fixture
def sent(app: Flask) -> None:
    """A letter to Noor that left."""
    with transaction() as session:
        post(session, a_letter(), now=NOW)
        letter = session.scalars(select(OutgoingLetter)).one()
        letter.state, letter.message_id = LetterState.SENT, "<1@leren.example>"


def bounces(message_id: str = "<1@leren.example>", said: str = "550 weg") -> bool:
    with transaction() as session:
        return failing.bounced(session, message_id=message_id, said=said, now=NOW)


def known() -> list[tuple[str, str]]:
    db.session.rollback()
    return [(row.address, row.said) for row in db.session.scalars(select(FailingAddress))]


@pytest.mark.usefixtures("sent")
def test_bounce_of_our_letter_marks_its_address() -> None:
    assert bounces()
    assert known() == [(ADDRESS, "550 weg")]


@pytest.mark.usefixtures("sent")
@pytest.mark.parametrize("name", ["", "<2@elders.example>"])
def test_report_that_names_no_letter_of_ours_marks_nothing(name: str) -> None:
    with transaction() as session:
        post(session, a_letter(occasion="zonder naam"), now=NOW)
        unnamed = session.scalars(select(OutgoingLetter).filter_by(occasion="zonder naam")).one()
        unnamed.state = LetterState.SENT

    assert not bounces(name)
    assert known() == []


@pytest.mark.usefixtures("sent")
def test_second_bounce_keeps_the_newest_words() -> None:
    bounces()
    bounces(said="552 vol\r\nBcc: x@y.nl")
    assert known() == [(ADDRESS, "552 vol Bcc: x@y.nl")]


@pytest.mark.usefixtures("sent")
def test_address_that_works_again_is_forgotten() -> None:
    bounces()
    with transaction() as session:
        failing.works(session, address=ADDRESS.title())
        assert not failing.is_failing(session, address=ADDRESS)
    assert known() == []


@pytest.mark.usefixtures("sent")
def test_letter_is_found_without_going_through_all() -> None:
    with asked(db.engine) as statements:
        bounces()
    (found,) = [one for one in statements if one.startswith("SELECT outgoing_letters.to_address")]
    values = ("sent", "<1@leren.example>", "", 1, 0)
    plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {found}", values)
    how = "SEARCH outgoing_letters USING INDEX ix_outgoing_letters_message_id (message_id=?)"
    assert [row[3] for row in plan] == [how]
