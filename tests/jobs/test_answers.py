"""Answers from a real mailbox, through the job, into the lines of agendas."""

import imaplib
import secrets
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import DataError
from sqlalchemy.orm import Session

from portal.database import db, transaction
from portal.inbox.mailbox import DONE, UNMATCHED
from portal.inbox.reading import Other, Reading
from portal.invites import answers, service
from portal.invites.answers import Arrived
from portal.invites.models import Became, Invitation
from portal.jobs.answers import read_folders, read_mailboxes
from portal.jobs.running import Run
from portal.outbox.models import LetterState, OutgoingLetter
from tests.builders import NOW, a_person, an_edition, registered
from tests.inbox.test_reading import a_calendar, a_mail
from tests.support.dovecot import Dovecot

REAL = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def line(app: Flask) -> Invitation:
    """Aisha's invitation, on its way."""
    with transaction() as session:
        edition = an_edition(session)
        registered(session, edition, a_person(session), now=NOW)
        service.bring_up_to_date(session, edition_id=edition.id, now=NOW)
        return session.scalars(select(Invitation)).one()


@pytest.fixture
def user() -> str:
    return f"leren-{secrets.token_hex(4)}"


def run_on(app: Flask, *mailboxes: str) -> dict[str, int]:
    settings = replace(app.extensions["settings"], mailboxes=mailboxes)
    return dict(read_mailboxes(Run(now=NOW, real_now=REAL, settings=settings)))


def answered(line: Invitation, partstat: str = "ACCEPTED", **more: str) -> bytes:
    content = a_calendar(attendee=f"PARTSTAT={partstat}", **more)
    content = content.replace("UID:5b1c7f@portaal.example", f"UID:{line.uid}").replace(
        "SEQUENCE:2", "SEQUENCE:0"
    )
    return a_mail(content, method=more.get("method", "REPLY"))


def test_answer_reaches_its_line_and_is_filed(
    app: Flask, line: Invitation, dovecot: Dovecot, user: str
) -> None:
    dovecot.put(user, answered(line))
    dovecot.put(user, b"Subject: Vraag\r\n\r\nIs er koffie?\r\n")
    assert run_on(app, dovecot.address(user)) == {"answer": 1, "unmatched": 1}
    assert (dovecot.count(user), dovecot.count(user, DONE), dovecot.count(user, UNMATCHED)) == (0, 1, 1)
    db.session.rollback()
    assert db.session.get_one(Invitation, line.id, populate_existing=True).answer == "ACCEPTED"
    assert run_on(app, dovecot.address(user)) == {}


def test_mail_that_comes_again_after_a_crash_counts_once(
    app: Flask, line: Invitation, dovecot: Dovecot, user: str
) -> None:
    for _time in range(2):
        dovecot.put(user, answered(line))
    assert run_on(app, dovecot.address(user)) == {"answer": 1, "known": 1}


def test_who_asks_for_the_invitation_gets_the_same_once_more(
    app: Flask, line: Invitation, dovecot: Dovecot, user: str
) -> None:
    with transaction() as session:
        session.execute(update(OutgoingLetter).values(state=LetterState.SENT))
    dovecot.put(user, answered(line, method="REFRESH"))
    assert run_on(app, dovecot.address(user)) == {"asked_again": 1}
    db.session.rollback()
    first, again = db.session.scalars(select(OutgoingLetter).where(OutgoingLetter.thread == line.uid))
    assert (first.facts, first.to_address) == (again.facts, again.to_address)
    assert first.public_id != again.public_id


def test_mailbox_that_is_down_holds_up_no_other(
    app: Flask, line: Invitation, dovecot: Dovecot, user: str
) -> None:
    dovecot.put(user, answered(line))
    down = "imap://leren:x@127.0.0.1:1/INBOX"
    assert run_on(app, down, dovecot.address(user)) == {"unreachable": 1, "answer": 1}


def test_mail_that_nobody_foresaw_holds_up_no_other(
    app: Flask, line: Invitation, dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = answers.take_in

    def take_in(session: Session, arrived: Arrived, reading: Reading) -> Became | None:
        if isinstance(reading, Other):
            raise DataError("INSERT", {"note": "geheim"}, ValueError("a sign that it does not keep"))
        return real(session, arrived, reading)

    monkeypatch.setattr(answers, "take_in", take_in)
    dovecot.put(user, b"Subject: Vraag\r\n\r\nIs er koffie?\r\n")
    dovecot.put(user, answered(line))
    assert run_on(app, dovecot.address(user)) == {"unmatched": 1, "answer": 1}
    assert (dovecot.count(user), dovecot.count(user, DONE), dovecot.count(user, UNMATCHED)) == (0, 1, 1)


def test_connection_that_breaks_while_filing_holds_up_no_other(
    app: Flask, line: Invitation, dovecot: Dovecot, tmp_path: Path, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_server: imaplib.IMAP4) -> None:
        raise imaplib.IMAP4.abort("socket error: EOF")

    monkeypatch.setattr(imaplib.IMAP4, "expunge", broken)
    dovecot.put(user, b"Subject: Vraag\r\n\r\nIs er koffie?\r\n")
    (tmp_path / "1.eml").write_bytes(answered(line))
    assert run_on(app, dovecot.address(user), tmp_path.as_uri()) == {
        "unmatched": 1,
        "unreachable": 1,
        "answer": 1,
    }


def test_folder_of_the_demo_is_read_without_other_mailboxes(
    app: Flask, line: Invitation, tmp_path: Path
) -> None:
    (tmp_path / "1.eml").write_bytes(answered(line))
    down = "imap://leren:x@127.0.0.1:1/INBOX"
    settings = replace(app.extensions["settings"], mailboxes=(down, tmp_path.as_uri()))
    assert read_folders(Run(now=NOW, real_now=REAL, settings=settings)) == {"answer": 1}
    assert [path.name for path in tmp_path.rglob("*.eml")] == ["1.eml"]
    assert (tmp_path / DONE / "1.eml").exists()
