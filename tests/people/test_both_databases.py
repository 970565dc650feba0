"""What is written differently for each database: counting, adding once, lists."""

from collections.abc import Iterator
from datetime import date
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database import db, transaction
from portal.errors import Refused
from portal.people import directory, limits, listings, memberships, seeing, service
from portal.people.facts import OrganisationKind
from portal.people.models import Membership, Organisation, Person, SignIn
from tests.outbox.support import portal_on, settings_for
from tests.people.support import MINUTE, NOW

CSV = b"e-mail,naam,vanaf,organisatie\nnoor@x.example,Noor,2026-01-01,\n,,2026-01-01,Veldrijk\n"


@pytest.fixture
def house(database_url: str) -> Iterator[Flask]:
    """A portal without pages, on each database."""
    with portal_on(settings_for(database_url)) as app:
        yield app


def an_association() -> Organisation:
    with transaction() as session:
        directory.add_organisation(session, name="Veldrijk", kind=OrganisationKind.GEMEENTE)
        return directory.add_organisation(
            session, name="VGS", kind=OrganisationKind.VERENIGING, has_members=True, organises=True
        )


def a_member(email: str = "ingrid@x.example") -> Person:
    with transaction() as session:
        person = service.ensure_person(session, email=email, name="Ingrid", now=NOW)
        person.email_confirmed_at = NOW
        return person


def at_once(house: Flask, count: int, work) -> list[object]:  # type: ignore[no-untyped-def]
    """What each of so many workers got, all starting at the same moment."""
    start, results = Barrier(count), []

    def run() -> None:
        with house.app_context():
            start.wait()
            try:
                results.append(work())
            except Refused as refusal:
                results.append(str(refusal.reason))
            finally:
                db.session.remove()

    workers = [Thread(target=run) for _ in range(count)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return results


def test_limit_holds_for_workers_at_the_same_moment(house: Flask) -> None:
    def work() -> str:
        limits.hit(db.session(), key="k", limit=3, window=15 * MINUTE, now=NOW)
        return "passed"

    assert sorted(map(str, at_once(house, 6, work))) == ["passed"] * 3 + ["too_often"] * 3


def test_same_address_at_the_same_moment_is_one_person(house: Flask) -> None:
    def work() -> int:
        with transaction() as session:
            return service.ensure_person(session, email="noor@x.example", name="Noor", now=NOW).id

    assert len(set(at_once(house, 4, work))) == 1


def test_import_and_lists_work(house: Flask) -> None:
    vgs, ingrid = an_association(), a_member()
    with transaction() as session:
        kept = memberships.keep_file(
            session, association_id=vgs.id, person_id=ingrid.id, file_name="", content=CSV, now=NOW
        )
    ids = {memberships.carry_out.__name__: kept.id}

    def work() -> tuple[int, int]:
        with transaction() as session:
            done = memberships.carry_out(session, import_id=ids["carry_out"], now=NOW)
            return done.added, done.same

    assert at_once(house, 3, work) == [(2, 0)] * 3
    page = listings.memberships(db.session(), association_id=vgs.id, words="oo")
    [line] = listings.associations(db.session(), today=date(2026, 11, 20))
    assert ([row.person.name for row in page.items if row.person], line.people, line.organisations) == (
        ["Noor"],
        1,
        1,
    )
    assert len(db.session.scalars(select(Membership)).all()) == 2


def test_two_administrators_cannot_both_leave_at_once(house: Flask) -> None:
    ids = [a_member("a@x.example").id, a_member("b@x.example").id]
    with transaction() as session:
        for person_id in ids:
            directory.make_administrator(session, person_id=person_id)
    left = iter(ids)

    def work() -> str:
        person_id = next(left)
        with transaction() as session:
            directory.unmake_administrator(session, person_id=person_id)
        return "left"

    assert sorted(map(str, at_once(house, 2, work))) == ["last_administrator", "left"]


def test_use_of_a_sign_in_is_noted(house: Flask) -> None:
    person = a_member()
    with transaction() as session:
        proved = service.Proved(person.id, service.Factor.COMMAND)
        service.open_sign_in(session, proved=proved, now=NOW)
    row = db.session.scalars(select(SignIn)).one()
    assert seeing.mark_seen(db.engine, sign_in_id=row.id, now=NOW + 6 * MINUTE)
    db.session.expire_all()
    db.session.rollback()
    assert db.session.scalars(select(SignIn.last_seen_at)).one() == NOW + 6 * MINUTE
