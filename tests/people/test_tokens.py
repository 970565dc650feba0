"""One-time links."""

import threading
from datetime import timedelta

import pytest
from flask import Flask

from portal.database import db, transaction
from portal.errors import Refused
from portal.people import tokens
from portal.people.models import Token, TokenPurpose
from portal.people.tokens import TokenRefused
from tests.outbox.support import NOW, SECRET_KEY, a_person

HOUR = timedelta(hours=1)


def issue(valid_for: timedelta = HOUR, **bound: int) -> Token:
    with transaction() as session:
        return tokens.issue(
            session, purpose=TokenPurpose.RESET_PASSWORD, now=NOW, valid_for=valid_for, **bound
        )


def refusal(
    secret: str, purpose: TokenPurpose = TokenPurpose.RESET_PASSWORD, after: timedelta = HOUR / 2
) -> str:
    with pytest.raises(Refused) as caught:
        tokens.find(db.session, purpose=purpose, secret=secret, now=NOW + after)
    return caught.value.reason


def test_link_is_found_by_its_secret(quiet_portal: Flask) -> None:
    with transaction() as session:
        person = a_person()
        session.add(person)
        session.flush()
        made = tokens.issue(
            session,
            purpose=TokenPurpose.SIGN_IN,
            now=NOW,
            valid_for=HOUR,
            person_id=person.id,
            subject_id=7,
            detail="x@y.example",
        )
    found = tokens.find(db.session, purpose=TokenPurpose.SIGN_IN, secret=tokens.secret(made), now=NOW)
    assert (found.id, found.person_id, found.subject_id, found.detail) == (
        made.id,
        person.id,
        7,
        "x@y.example",
    )


def test_secrets_are_long_and_differ(quiet_portal: Flask) -> None:
    made = {tokens.secret(issue()) for _ in range(20)}
    assert {len(secret) for secret in made} == {43}
    assert len(made) == 20


def test_database_alone_cannot_make_a_link(quiet_portal: Flask) -> None:
    token = issue()
    secret = tokens.secret(token)
    stored = [value for value in vars(token).values() if isinstance(value, bytes)]
    assert secret.encode() not in stored
    tokens.configure("another-key-another-key-another-key-another")
    try:
        assert tokens.secret(token) != secret
    finally:
        tokens.configure(SECRET_KEY)
    assert tokens.secret(token) == secret


@pytest.mark.parametrize(
    "change", [str.swapcase, lambda s: s[:-1], lambda s: s + "A", lambda s: "", lambda s: s * 9]
)
def test_changed_secret_is_unknown(quiet_portal: Flask, change) -> None:
    assert refusal(change(tokens.secret(issue()))) == TokenRefused.UNKNOWN


def test_half_a_character_is_unknown(quiet_portal: Flask) -> None:
    assert refusal("\udc80é") == TokenRefused.UNKNOWN


def test_secret_of_another_purpose_is_unknown(quiet_portal: Flask) -> None:
    assert refusal(tokens.secret(issue()), TokenPurpose.SIGN_IN) == TokenRefused.UNKNOWN


def test_link_works_until_its_last_second(quiet_portal: Flask) -> None:
    secret = tokens.secret(issue())
    last = NOW + HOUR - timedelta(seconds=1)
    assert tokens.find(db.session, purpose=TokenPurpose.RESET_PASSWORD, secret=secret, now=last)
    assert refusal(secret, after=HOUR) == TokenRefused.EXPIRED


def test_link_that_ran_out_stays_shut_when_clock_goes_back(quiet_portal: Flask) -> None:
    secret = tokens.secret(issue())
    with transaction() as session:
        tokens.purge(session, NOW + HOUR)
    assert refusal(secret, after=HOUR / 2) == TokenRefused.EXPIRED


def test_used_link_does_not_work_again(quiet_portal: Flask) -> None:
    token = issue()
    with transaction() as session:
        tokens.use(session, token, NOW)
    assert refusal(tokens.secret(token)) == TokenRefused.USED
    with pytest.raises(Refused), transaction() as session:
        tokens.use(session, token, NOW)


def test_use_that_fails_later_keeps_the_link(quiet_portal: Flask) -> None:
    def use_and_fail() -> None:
        with transaction() as session:
            tokens.use(session, token, NOW)
            raise ZeroDivisionError

    token = issue()
    with pytest.raises(ZeroDivisionError):
        use_and_fail()
    assert tokens.find(db.session, purpose=TokenPurpose.RESET_PASSWORD, secret=tokens.secret(token), now=NOW)


def test_link_used_at_the_same_moment_works_once(portal: Flask) -> None:
    secret = tokens.secret(issue())
    ready, won, refused = threading.Barrier(6), [], []

    def press() -> None:
        with portal.app_context():
            ready.wait()
            try:
                with transaction() as session:
                    token = tokens.find(session, purpose=TokenPurpose.RESET_PASSWORD, secret=secret, now=NOW)
                    tokens.use(session, token, NOW)
                won.append(1)
            except Refused as error:
                refused.append(error.reason)

    threads = [threading.Thread(target=press) for _ in range(6)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert (len(won), refused) == (1, [TokenRefused.USED] * 5)


def test_new_link_can_end_the_older_ones(quiet_portal: Flask) -> None:
    older, other = issue(subject_id=1), issue(subject_id=2)
    with transaction() as session:
        ended = tokens.revoke(session, purpose=TokenPurpose.RESET_PASSWORD, now=NOW, subject_id=1)
    assert ended == 1
    assert refusal(tokens.secret(older)) == TokenRefused.USED
    assert tokens.find(db.session, purpose=TokenPurpose.RESET_PASSWORD, secret=tokens.secret(other), now=NOW)


def test_ending_links_of_nobody_is_a_mistake(quiet_portal: Flask) -> None:
    with pytest.raises(ValueError):
        tokens.revoke(db.session, purpose=TokenPurpose.SIGN_IN, now=NOW)


def test_purge_removes_links_that_ended_long_ago(quiet_portal: Flask) -> None:
    old, young = issue().id, issue(valid_for=timedelta(days=60)).id
    with transaction() as session:
        assert tokens.purge(session, NOW + timedelta(days=40)) == 1
    assert list(db.session.scalars(db.select(Token.id))) == [young]
    assert old != young


def test_secrets_of_missing_links_are_absent(quiet_portal: Flask) -> None:
    token = issue()
    assert tokens.secrets_of(db.session, [token.id, 999]) == {token.id: tokens.secret(token)}
    assert tokens.secrets_of(db.session, []) == {}
