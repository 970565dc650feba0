"""Two answers at the same moment, on PostgreSQL, which has a lock for every row."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal import clock, config
from portal.app import create_app
from portal.database import db, transaction
from portal.registrations.ledger import take_turn
from portal.registrations.service import withdraw
from tests.builders import KEY, NOW
from tests.web.participant.conftest import World
from tests.web.participant.visitor import Page, letters, link, the_registration

pytestmark = pytest.mark.postgres
Answer = Callable[[], Page]


@pytest.fixture
def app(fresh_postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The portal on PostgreSQL, at NOW."""
    environ = {
        "PORTAL_MODE": "test",
        "SECRET_KEY": KEY,
        "SITE_URL": "http://localhost",
        "DATABASE_URL": fresh_postgres_url,
    }
    monkeypatch.setattr(clock, "now", lambda: NOW)
    made = create_app(config.read(environ))
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


def at_once(app: Flask, edition_id: int, *answers: Answer) -> list[int]:
    """The statuses of answers that wait together, in this order, for the lock of the edition."""
    found: dict[int, int] = {}

    def give(number: int, answer: Answer) -> None:
        with app.app_context():
            found[number] = answer().status

    threads = [threading.Thread(target=give, args=pair) for pair in enumerate(answers)]
    with Session(db.engine) as session, transaction(session):
        take_turn(session, edition_id=edition_id, now=NOW)
        for thread in threads:
            thread.start()
            time.sleep(0.5)  # until it waits
    for thread in threads:
        thread.join(20)
    return [found[number] for number in range(len(answers))]


def test_offer_answered_by_link_and_signed_in_is_one_answer(world: World) -> None:
    edition, els, aisha = world.edition(seats=1), world.person("Els Kramer"), world.person()
    for person in (els, aisha):
        world.visitor(person).enrol(edition.public_id)
    taken = the_registration(els).id
    with transaction() as session:
        withdraw(session, registration_id=taken, actor_id=els.id, now=NOW)
    by_link, path = world.visitor(), link(aisha.email, "offer")
    signed_in, page = world.visitor(aisha), f"/mijn/aanbod/{the_registration(aisha).public_id}"

    statuses = at_once(
        world.app,
        edition.id,
        lambda: signed_in.post(page, answer="ja"),
        lambda: by_link.post(path, answer="ja"),
    )

    assert statuses == [303, 409]
    assert letters(aisha)[-2:] == ["offer", "registration_confirmed"]


def test_companion_says_yes_while_the_invitation_leaves_again(world: World) -> None:
    edition, aisha = world.duo_edition(), world.person()
    bram = {"companion_name": "Bram de Vries", "companion_email": "bram@veldrijk.example"}
    inviter, by_link = world.visitor(aisha), world.visitor()
    inviter.enrol(edition.public_id, party="samen", **bram)
    path = link(bram["companion_email"], "companion_invited")
    again = f"/mijn/inschrijvingen/{the_registration(aisha).public_id}/meegaan/opnieuw"
    yes = {"answer": "ja", "name": "Bram de Vries", "kind": "directeur", "work": "zelfde", "organisation": ""}

    statuses = at_once(world.app, edition.id, lambda: inviter.post(again), lambda: by_link.post(path, **yes))

    assert statuses == [303, 303]
    assert [str(p.state) for p in the_registration(aisha).participants] == ["confirmed", "confirmed"]
