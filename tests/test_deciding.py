"""Who decides about seats goes first: new requests of the same process let it pass, for a moment."""

import threading
import time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.database import db, transaction
from portal.deciding import goes_first, let_pass
from portal.errors import NotFound
from portal.registrations.ledger import take_turn
from tests.builders import NOW, an_edition


def test_nobody_waits_when_nothing_is_decided() -> None:
    assert let_pass()


def test_turn_at_an_edition_goes_first_until_its_end(app: Flask) -> None:
    with transaction() as session:
        edition_id = an_edition(session).id
    with transaction() as session:
        assert let_pass()
        take_turn(session, edition_id=edition_id, now=NOW)
        take_turn(session, edition_id=edition_id, now=NOW)
        assert not let_pass()
    assert let_pass()


def test_decision_that_fails_holds_up_nobody(app: Flask) -> None:
    with pytest.raises(NotFound):
        decide_and_fail()
    assert let_pass()


def decide_and_fail() -> None:
    with transaction() as session:
        goes_first(session.info)
        raise NotFound


def test_request_waits_for_the_decision(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.deciding.MOMENT_SECONDS", 30.0)
    order = []

    def decide() -> None:
        with app.app_context(), transaction() as session:
            goes_first(session.info)
            held.set()
            time.sleep(0.2)
            order.append("decided")

    held = threading.Event()
    deciding = threading.Thread(target=decide)
    deciding.start()
    held.wait(10)
    client.get("/gezond")
    order.append("answered")
    deciding.join()
    db.session.rollback()
    assert order == ["decided", "answered"]
