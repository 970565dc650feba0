"""Buttons that answer an invitation: a real answer, in the folder that the portal reads as a mailbox."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from portal.app import create_app
from portal.inbox.reading import Answer, Ask, read
from portal.invites import ics
from portal.invites.facts import Event, Method, Span
from portal.web.demo import replying
from tests.demo.test_postbus import deliver, letter, settings

NOW = datetime(2027, 1, 12, 9, 0, tzinfo=UTC)
NOOR = "noor@dorp.example"


def an_invitation(method: Method = Method.REQUEST) -> EmailMessage:
    """An invitation as the portal mails it."""
    start = datetime(2027, 4, 13, 7, 30, tzinfo=UTC)
    span = Span(start.date(), start, start.replace(hour=15))
    content = ics.invitation(
        ics.Invitation(
            uid="een@leren.example",
            method=method,
            sequence=2,
            stamped_at=NOW,
            event=Event(span, 'Sturen: "dag één", naar Zwolle; en terug'),
            organiser=ics.Party("VGS", "leren@vgs.example"),
            attendee=ics.Party("Noor", NOOR),
        )
    )
    message = letter("Uitnodiging")
    message.add_attachment(content, maintype="text", subtype="calendar", params={"method": method.value})
    return message


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    boxes = ((tmp_path / "antwoorden").as_uri(),)
    return create_app(replace(settings(tmp_path), mailboxes=boxes)).test_client()


@pytest.mark.parametrize("partstat", replying.ANSWERS)
def test_answer_reads_back_as_that_answer(partstat: str) -> None:
    event = replying.invitation_in(an_invitation())
    assert event is not None
    raw = replying.reply(event, partstat, now=NOW).as_bytes()
    assert read(raw) == Answer(Ask.REPLY, "een@leren.example", NOOR, partstat, 2, NOW)
    message = message_from_bytes(raw, policy=policy.default)
    assert (message["From"], message["To"]) == (NOOR, "leren@vgs.example")


def test_cancellation_and_plain_mail_ask_no_answer() -> None:
    assert replying.invitation_in(an_invitation(Method.CANCEL)) is None
    assert replying.invitation_in(letter()) is None


def test_page_of_an_invitation_has_three_buttons(client: FlaskClient, tmp_path: Path) -> None:
    page = client.get(f"/demo/postbus/{deliver(tmp_path, an_invitation())}").text
    assert [word in page for word in (">Accepteren", ">Misschien", ">Afwijzen")] == [True] * 3
    assert ">Accepteren" not in client.get(f"/demo/postbus/{deliver(tmp_path, letter())}").text


def test_pressing_puts_an_answer_where_the_portal_reads(client: FlaskClient, tmp_path: Path) -> None:
    client.application.config["WTF_CSRF_ENABLED"] = False
    path = f"/demo/postbus/{deliver(tmp_path, an_invitation())}/antwoord"
    assert client.post(path, data={"answer": "DECLINED"}).status_code == 303
    (file,) = (tmp_path / "antwoorden").iterdir()
    found = read(file.read_bytes())
    assert isinstance(found, Answer)
    assert (found.partstat, file.suffix) == ("DECLINED", ".eml")


@pytest.mark.parametrize("answer", ["", "DELEGATED", "accepted"])
def test_another_answer_puts_nothing_anywhere(answer: str, client: FlaskClient, tmp_path: Path) -> None:
    client.application.config["WTF_CSRF_ENABLED"] = False
    path = f"/demo/postbus/{deliver(tmp_path, an_invitation())}/antwoord"
    assert client.post(path, data={"answer": answer}).status_code == 303
    assert not (tmp_path / "antwoorden").exists()
