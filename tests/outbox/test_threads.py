"""Letters of one thread: the last one says it all."""

from datetime import timedelta

from flask import Flask

from portal.database import transaction
from portal.outbox import service, threads, tries
from portal.outbox.letter import Letter
from portal.outbox.models import LetterState
from tests.outbox.support import NOW, REAL, a_letter, letters


def fails(*waiting: Letter) -> None:
    """These are posted, and the mail server wants none of them."""
    with transaction() as session:
        service.post_many(session, waiting, now=NOW)
    with transaction() as session:
        for claimed in service.claim_due(session, real_now=REAL, limit=10, lease_seconds=60):
            tries.mark_failed(session, claimed, error="x")


def again() -> int:
    """Somebody presses the button that tries what failed anew."""
    with transaction() as session:
        return service.retry_failed(session)


def test_failed_letter_is_not_tried_again_after_a_later_one(portal: Flask) -> None:
    fails(a_letter(occasion="asks", thread="a"), a_letter(occasion="asks too", thread="b"))
    with transaction() as session:
        service.post(session, a_letter(occasion="cancels", thread="a"), now=NOW)

    assert again() == 1

    states = {letter.occasion: letter.state for letter in letters()}
    assert states == {
        "asks": LetterState.DROPPED,
        "asks too": LetterState.WAITING,
        "cancels": LetterState.WAITING,
    }


def test_failed_letter_waits_for_nothing_that_was_taken_back(portal: Flask) -> None:
    fails(a_letter(occasion="asks", thread="a"))
    with transaction() as session:
        service.post(session, a_letter(occasion="cancels", thread="a"), now=NOW)
        assert threads.take_back(session, ["a"]) == {"cancels"}
    assert again() == 1


def test_failed_letter_that_is_tried_again_may_have_arrived(portal: Flask) -> None:
    fails(a_letter(occasion="asks", thread="a"))
    assert again() == 1
    with transaction() as session:
        assert threads.take_back(session, ["a"]) == set()
        later = REAL + timedelta(hours=1)
        (claimed,) = service.claim_due(session, real_now=later, limit=10, lease_seconds=60)
    assert claimed.letter.occasion == "asks"
