"""Letters for pages."""

from datetime import timedelta

from flask import Flask

from portal.database import db, transaction
from portal.outbox import queries, service
from portal.outbox.models import LetterState, OutgoingLetter
from tests.outbox.support import NOW, a_letter, a_person
from tests.support.engines import asked


def fill_outbox(count: int = 3) -> int:
    with transaction() as session:
        person = a_person()
        session.add(person)
        session.flush()
        for number in range(count):
            letter = a_letter(occasion=f"n{number}", person_id=person.id)
            service.post(session, letter, now=NOW + timedelta(minutes=number))
        service.post(session, a_letter(occasion="other"), now=NOW)
        session.execute(
            db.update(OutgoingLetter).where(OutgoingLetter.occasion == "n1").values(state=LetterState.FAILED)
        )
        return person.id


def occasions(found) -> list[str]:
    return [letter.occasion for letter in found]


def test_letters_of_a_person_newest_first(quiet_portal: Flask) -> None:
    person_id = fill_outbox()
    assert occasions(queries.of_person(db.session, person_id)) == ["n2", "n1", "n0"]
    assert occasions(queries.of_person(db.session, person_id, limit=1)) == ["n2"]
    assert occasions(queries.of_person(db.session, 999)) == []


def test_administrators_page_through_all_letters(quiet_portal: Flask) -> None:
    fill_outbox()
    pages = [occasions(queries.everywhere(db.session, limit=2, offset=start)) for start in (0, 2, 4)]
    assert pages == [["n2", "n1"], ["other", "n0"], []]
    assert occasions(queries.everywhere(db.session, state=LetterState.FAILED)) == ["n1"]


def test_failures_stand_out(quiet_portal: Flask) -> None:
    fill_outbox()
    assert occasions(queries.failed(db.session)) == ["n1"]
    assert occasions(queries.failed(db.session, edition_id=1)) == []


def test_counts_name_every_state(quiet_portal: Flask) -> None:
    fill_outbox()
    empty = dict.fromkeys(LetterState, 0)
    assert queries.counts(db.session) == {**empty, LetterState.WAITING: 3, LetterState.FAILED: 1}
    assert queries.counts(db.session, edition_id=1) == empty


def test_letters_of_nothing_are_none(quiet_portal: Flask) -> None:
    fill_outbox()
    assert occasions(queries.of_edition(db.session, 1)) == []
    assert occasions(queries.of_edition(db.session, 1, state=LetterState.SENT)) == []
    assert occasions(queries.of_registration(db.session, 1)) == []


def test_letter_is_found_within_its_own_scope_only(quiet_portal: Flask) -> None:
    person_id = fill_outbox()
    letter = queries.of_person(db.session, person_id)[0]
    assert queries.one(db.session, letter.public_id, person_id=person_id) is letter
    assert queries.one(db.session, letter.public_id) is letter
    assert queries.one(db.session, letter.public_id, person_id=person_id + 1) is None
    assert queries.one(db.session, letter.public_id, edition_id=1) is None


def test_list_reads_no_letter_bodies(quiet_portal: Flask) -> None:
    person_id = fill_outbox(30)
    db.session.rollback()
    db.session.expunge_all()
    with asked(db.engine) as statements:
        found = [
            (letter.state, letter.subject, letter.last_error)
            for letter in queries.of_person(db.session, person_id)
        ]
    reads = [sql for sql in statements if sql.startswith("SELECT")]
    assert (len(found), len(reads)) == (30, 1)
    assert "outgoing_letters.html" not in reads[0]
