"""The mail sink of the demo."""

import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from demo.sink import DROP, KEEP_AND_DROP, REFUSE, TRY_LATER, BackgroundSink, Reply, file_name, slow

SENDER = "portaal@leergang.example"
ANNA = "anna@gemeente.example"


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[BackgroundSink]:
    with BackgroundSink(tmp_path / "postbus") as running:
        yield running


def send(sink: BackgroundSink, body: bytes, to: str = ANNA) -> None:
    with smtplib.SMTP("127.0.0.1", sink.port, timeout=10) as server:
        server.sendmail(SENDER, [to], body, mail_options=["BODY=8BITMIME"])


def received(sink: BackgroundSink) -> bytes:
    """The message that was kept, without the lines that delivery put above it."""
    (path,) = sink.files()
    return path.read_bytes().split(b"\r\n", 2)[2]


def test_message_is_kept_byte_for_byte(sink: BackgroundSink) -> None:
    body = "Subject: Eén plek\r\n\r\nDag Noor,\r\n.\r\n..twee\r\n.begin met een punt\r\n€ 1.250\r\n".encode()
    send(sink, body)
    assert received(sink) == body


def test_delivery_says_for_whom_it_was(sink: BackgroundSink) -> None:
    send(sink, b"To: iedereen@gemeente.example\r\n\r\nDag\r\n", to="verborgen@gemeente.example")
    message = message_from_bytes(sink.files()[0].read_bytes())
    assert (message["Return-Path"], message.get_all("Delivered-To")) == (
        f"<{SENDER}>",
        ["verborgen@gemeente.example"],
    )


def test_letter_with_attachment_comes_back_equal(sink: BackgroundSink) -> None:
    letter = EmailMessage(policy=policy.SMTP)
    letter["Subject"], letter["To"] = "Je plek in de leergang – gelukt", ANNA
    letter.set_content("Dag Noor,\n\nTot dan.\n")
    letter.add_alternative("<p>Dag Noor</p>", subtype="html")
    letter.add_attachment(bytes(range(256)), maintype="application", subtype="pdf", filename="rooster é.pdf")
    send(sink, letter.as_bytes())
    kept = message_from_bytes(received(sink), policy=policy.SMTP)
    assert kept.as_bytes() == letter.as_bytes()


def test_files_sort_in_order_of_arrival(sink: BackgroundSink) -> None:
    for number in range(5):
        send(sink, f"Subject: {number}\r\n\r\nDag\r\n".encode())
    assert [message_from_bytes(path.read_bytes())["Subject"] for path in sink.files()] == list("01234")


def test_names_of_one_instant_differ() -> None:
    now = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
    names = {file_name(now) for _ in range(50)}
    assert len(names) == 50
    assert all(name.startswith("20261122T083000000000-") for name in names)


@pytest.mark.parametrize(("reply", "code"), [(TRY_LATER, 451), (REFUSE, 550)])
def test_scripted_refusal_keeps_nothing(sink: BackgroundSink, reply: Reply, code: int) -> None:
    sink.answer_next(reply)
    with pytest.raises(smtplib.SMTPDataError) as error:
        send(sink, b"Subject: x\r\n\r\nDag\r\n")
    assert (error.value.smtp_code, sink.files()) == (code, [])


@pytest.mark.parametrize(("reply", "kept"), [(DROP, 0), (KEEP_AND_DROP, 1)])
def test_scripted_break_leaves_sender_without_answer(sink: BackgroundSink, reply: Reply, kept: int) -> None:
    sink.answer_next(reply)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(sink, b"Subject: x\r\n\r\nDag\r\n")
    assert len(sink.files()) == kept


def test_slow_answer_outlasts_an_impatient_sender(sink: BackgroundSink) -> None:
    sink.answer_next(slow(30))
    with (
        pytest.raises((TimeoutError, smtplib.SMTPServerDisconnected)),
        smtplib.SMTP("127.0.0.1", sink.port, timeout=0.3) as server,
    ):
        server.sendmail(SENDER, [ANNA], b"Subject: x\r\n\r\nDag\r\n")
    assert len(sink.files()) == 1


def test_plan_answers_by_recipient(sink: BackgroundSink) -> None:
    sink.plan = lambda envelope: REFUSE if envelope.rcpt_tos == ["weg@gemeente.example"] else Reply()
    with pytest.raises(smtplib.SMTPDataError):
        send(sink, b"Subject: x\r\n\r\nDag\r\n", to="weg@gemeente.example")
    send(sink, b"Subject: y\r\n\r\nDag\r\n")
    assert received(sink) == b"Subject: y\r\n\r\nDag\r\n"
