"""What happens to letters in the outbox."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from portal.database import db, transaction
from portal.outbox import service, tries
from portal.outbox.letter import Letter, LetterIncomplete
from portal.outbox.models import LetterState, OutgoingLetter
from portal.outbox.rendering import Rendered
from portal.outbox.service import AT_ONCE, Claimed
from portal.outbox.tries import MAX_TRIES, PAUSES, pause_after
from tests.outbox.support import NOW, REAL, a_letter, a_person, letters

SAYS = Rendered("Onderwerp", "Tekst", "<p>Tekst</p>")
MINUTE = timedelta(minutes=1)


def post(*wanted: Letter, **when: Any) -> int:
    with transaction() as session:
        return service.post_many(session, wanted, now=NOW, **when)


def claim(at: timedelta = timedelta(0), limit: int = 10) -> list[Claimed]:
    with transaction() as session:
        return service.claim_due(session, real_now=REAL + at, limit=limit, lease_seconds=60)


def begin(claimed: Claimed, at: timedelta = timedelta(0)) -> Claimed | None:
    with transaction() as session:
        ready = replace(claimed, rendered=SAYS, message_id=f"<{claimed.public_id}>")
        found = tries.begin(session, [ready], real_now=REAL + at, lease_seconds=60)
    return found[0] if found else None


def begun(at: timedelta = timedelta(0)) -> Claimed:
    found = begin(claim(at)[0], at)
    assert found
    return found


def within(write: Callable[..., Any], *words: Any, **more: Any) -> Any:
    with transaction() as session:
        return write(session, *words, **more)


def states() -> list[str]:
    return [letter.state for letter in letters()]


def test_posted_letter_waits_with_all_it_needs(portal: Flask) -> None:
    with transaction() as session:
        person = a_person()
        session.add(person)
        session.flush()
        assert service.post(session, a_letter("offer", person_id=person.id), now=NOW)
    letter = letters()[0]
    assert (letter.state, letter.created_at, letter.due_at, letter.person_id) == (
        LetterState.WAITING,
        NOW,
        AT_ONCE,
        person.id,
    )
    assert letter.facts == dict(a_letter("offer").facts)
    assert len(letter.public_id) == 22


def test_same_occasion_makes_no_second_letter(portal: Flask) -> None:
    with transaction() as session:
        assert service.post(session, a_letter(), now=NOW)
        assert not service.post(session, a_letter(to_address="ander@gemeente.example"), now=NOW)
        assert service.post(session, a_letter(occasion="two"), now=NOW)
    assert [(letter.occasion, letter.to_address) for letter in letters()] == [
        ("one", "noor@gemeente.example"),
        ("two", "noor@gemeente.example"),
    ]


def test_many_letters_keep_their_order_and_skip_known_occasions(portal: Flask) -> None:
    post(a_letter(occasion="n7"))
    wanted = [a_letter(occasion=f"n{number}") for number in range(900)]
    assert post(*wanted, *wanted) == 899
    assert [letter.occasion for letter in letters()] == ["n7"] + [f"n{n}" for n in range(900) if n != 7]
    assert post() == 0


def test_letter_exists_only_if_its_change_does(portal: Flask) -> None:
    def change_and_fail() -> None:
        with transaction() as session:
            session.add(a_person())
            service.post(session, a_letter(), now=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    assert letters() == []


@pytest.mark.parametrize("kind", ["confirm_email", "interest_confirm", "change_email"])
def test_letter_to_an_unproven_address_bears_no_typed_name(quiet_portal: Flask, kind: str) -> None:
    post(a_letter(kind, to_name="Win een prijs op https://kwaad.example"))
    assert letters()[0].to_name == ""


def test_incomplete_letter_stops_its_transaction(portal: Flask) -> None:
    with pytest.raises(LetterIncomplete):
        post(a_letter(), a_letter("offer", facts={"deadline": "straks"}))
    assert letters() == []


def test_same_occasion_in_two_transactions_makes_one_letter(portal: Flask) -> None:
    ready, added = threading.Barrier(5), []

    def change() -> None:
        with portal.app_context():
            ready.wait()
            added.append(post(a_letter()))

    threads = [threading.Thread(target=change) for _ in range(5)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert (sorted(added), len(letters())) == ([0, 0, 0, 0, 1], 1)


def test_letter_is_claimed_once_until_its_lease_ends(portal: Flask) -> None:
    post(a_letter())
    assert [claimed.letter for claimed in claim()] == [a_letter()]
    assert claim(at=MINUTE) == []
    assert [claimed.letter for claimed in claim(at=MINUTE + timedelta(microseconds=1))] == [a_letter()]


def test_letters_are_claimed_in_order_and_number(portal: Flask) -> None:
    post(*[a_letter(occasion=f"n{number}") for number in range(5)])
    post(a_letter(occasion="later"), due_at=REAL + MINUTE)
    taken = [[claimed.letter.occasion for claimed in claim(limit=3)] for _ in range(3)]
    assert taken == [["n0", "n1", "n2"], ["n3", "n4"], []]
    assert [claimed.letter.occasion for claimed in claim(at=MINUTE)] == ["later"]


def test_workers_at_the_same_moment_share_no_letter(portal: Flask) -> None:
    post(*[a_letter(occasion=f"n{number}") for number in range(60)])
    ready, taken = threading.Barrier(4), []

    def work() -> None:
        with portal.app_context():
            ready.wait()
            while batch := claim(limit=3):
                taken.extend(claimed.letter.occasion for claimed in batch)

    threads = [threading.Thread(target=work) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(taken) == sorted(f"n{number}" for number in range(60))


def test_first_try_stores_what_will_be_sent(portal: Flask) -> None:
    post(a_letter())
    claimed = begun()
    letter = letters()[0]
    assert (letter.subject, letter.text, letter.html, letter.tries) == (
        "Onderwerp",
        "Tekst",
        "<p>Tekst</p>",
        1,
    )
    assert (claimed.tries, claimed.message_id) == (1, letter.message_id)
    again = claim(at=2 * MINUTE)[0]
    assert (again.rendered, again.message_id, again.tries) == (SAYS, letter.message_id, 1)


def test_worker_that_slept_may_not_begin(portal: Flask) -> None:
    post(a_letter())
    late = claim()[0]
    other = claim(at=2 * MINUTE)[0]
    assert begin(late, at=2 * MINUTE) is None
    assert begin(other, at=2 * MINUTE) is not None


def test_sent_letter_is_done(portal: Flask) -> None:
    post(a_letter())
    assert within(tries.mark_sent, [begun()], now=NOW + MINUTE)
    letter = letters()[0]
    assert (letter.state, letter.sent_at, letter.claimed_until) == (LetterState.SENT, NOW + MINUTE, None)
    assert claim(at=timedelta(days=9)) == []


def test_letter_that_left_counts_as_sent_after_a_takeover(portal: Flask) -> None:
    post(a_letter())
    slow = begun()
    other = claim(at=2 * MINUTE)[0]
    assert within(tries.mark_sent, [slow], now=NOW)
    assert begin(other, at=2 * MINUTE) is None
    assert states() == [LetterState.SENT]


def test_letter_waits_longer_after_every_try_and_then_fails(portal: Flask) -> None:
    post(a_letter())
    at, waits = timedelta(0), []
    for _ in range(MAX_TRIES):
        within(tries.mark_later, begun(at), error="451 Later\r\n", real_now=REAL + at)
        letter = letters()[0]
        if letter.state == LetterState.WAITING:
            waits.append(letter.due_at - (REAL + at))
            at = letter.due_at - REAL
    assert all(pause <= wait <= pause * 1.1 for pause, wait in zip(PAUSES, waits, strict=True))
    assert (letter.state, letter.tries, letter.last_error) == (LetterState.FAILED, 8, "451 Later")
    assert timedelta(days=1.5) < at < timedelta(days=2)


def test_pauses_grow_to_the_end() -> None:
    assert [pause_after(tries, 0) for tries in range(1, 9)] == [*PAUSES, PAUSES[-1]]
    assert sorted(PAUSES) == list(PAUSES)
    assert pause_after(1, 1) == timedelta(seconds=66)


def test_refused_letter_fails_visibly(portal: Flask) -> None:
    post(a_letter())
    assert within(tries.mark_failed, begun(), error="550 \x1b[31mGone\n") == LetterState.FAILED
    assert [(letter.state, letter.last_error) for letter in letters()] == [("failed", "550 [31mGone")]


def test_worker_that_lost_its_claim_changes_nothing(portal: Flask) -> None:
    post(a_letter())
    late = begun()
    claim(at=2 * MINUTE)
    within(tries.mark_failed, late, error="x")
    within(tries.mark_later, late, error="x", real_now=REAL)
    within(tries.give_back, [late])
    assert states() == [LetterState.SENDING]


def test_released_letter_is_due_again_without_a_try(portal: Flask) -> None:
    post(a_letter())
    within(tries.give_back, [begun()])
    assert [(letter.state, letter.tries) for letter in letters()] == [("waiting", 0)]
    assert len(claim()) == 1


def test_failed_letter_can_be_tried_again(portal: Flask) -> None:
    post(a_letter(), a_letter(occasion="two"))
    for claimed in claim():
        within(tries.mark_failed, claimed, error="x")
    first = letters()[0].id
    assert within(service.retry_failed, letter_ids=[first]) == 1
    assert states() == [LetterState.WAITING, LetterState.FAILED]
    assert within(service.retry_failed) == 1
    assert [(claimed.letter.occasion, claimed.tries) for claimed in claim()] == [("one", 0), ("two", 0)]


def test_letter_that_should_not_go_any_more_is_dropped(portal: Flask) -> None:
    with transaction() as session:
        person = a_person()
        session.add(person)
        session.flush()
    offer = a_letter("offer_reminder", occasion="a", person_id=person.id)
    post(offer, a_letter("offer_reminder", occasion="b"), a_letter(occasion="c", person_id=person.id))
    dropped = within(
        service.drop, why="al geantwoord", person_id=person.id, kinds=["offer", "offer_reminder"]
    )
    assert dropped == 1
    assert states() == [LetterState.DROPPED, LetterState.WAITING, LetterState.WAITING]
    assert [claimed.letter.occasion for claimed in claim()] == ["b", "c"]
    assert letters()[0].last_error == "al geantwoord"


def test_letter_on_its_way_is_not_dropped(portal: Flask) -> None:
    post(a_letter())
    claim()
    assert within(service.drop, why="x", letter_ids=[letters()[0].id]) == 0


def test_dropping_everything_is_a_mistake(quiet_portal: Flask) -> None:
    with pytest.raises(ValueError):
        service.drop(db.session, why="x")
    assert db.session.scalar(db.select(db.func.count(OutgoingLetter.id))) == 0
