"""Bytes of a letter, and what a mail server may answer."""

import email
import email.policy
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from unittest.mock import ANY

import pytest
from aiosmtpd.smtp import SMTP, Session
from aiosmtpd.smtp import Envelope as Received

from demo.sink import DROP, REFUSE, TRY_LATER, BackgroundSink, Reply, slow
from portal.config import MailSettings
from portal.outbox.mailer import (
    LETTERS_PER_CONNECTION,
    Envelope,
    Mailer,
    Never,
    NoServer,
    TryLater,
    plain_address,
    to_bytes,
)
from tests.outbox.support import NOW

LETTER = Envelope(
    to_address="noor@gemeente.example",
    to_name="Noor El Amrani",
    sender_name="Leren & Ontwikkelen, VGS",
    reply_to="leren@vgs.example",
    subject="Plek vrij: Coördinatie, reageer uiterlijk 15 jan 2027",
    text="Dag Zoë,\n\n.\nEen regel met een punt vooraan en é.\n",
    html="<!DOCTYPE html><html lang=nl><body><p>Dag Zoë,</p></body></html>",
    message_id="<letter.abc@leren.example>",
    language="nl",
)
NASTY = [
    "a\r\nBcc: x@y.example",
    "a\nX: y",
    "a\x00b",
    "a\u2028b",
    "=?utf-8?q?=0D=0ABcc:_x?=",
    'a" <x@y.example>, "b',
]


def parsed(envelope: Envelope) -> email.message.EmailMessage:
    raw = to_bytes(envelope, sender="portaal@leren.example", sent_at=NOW)
    return email.message_from_bytes(raw, policy=email.policy.default)


def content(message: email.message.EmailMessage, part: str) -> str:
    return message.get_body([part]).get_content().replace("\r\n", "\n")


def test_letter_has_exactly_these_headers() -> None:
    assert list(parsed(LETTER).items()) == [
        ("From", '"Leren & Ontwikkelen, VGS" <portaal@leren.example>'),
        ("To", "Noor El Amrani <noor@gemeente.example>"),
        ("Reply-To", "leren@vgs.example"),
        ("Subject", "Plek vrij: Coördinatie, reageer uiterlijk 15 jan 2027"),
        ("Date", "Sun, 10 Jan 2027 09:00:00 +0000"),
        ("Message-ID", "<letter.abc@leren.example>"),
        ("Auto-Submitted", "auto-generated"),
        ("Content-Language", "nl"),
        ("MIME-Version", "1.0"),
        ("Content-Type", ANY),
    ]


def test_letter_has_text_and_html_and_nothing_else() -> None:
    message = parsed(LETTER)
    parts = [(part.get_content_type(), part.get_content_charset()) for part in message.iter_parts()]
    assert message.get_content_type() == "multipart/alternative"
    assert parts == [("text/plain", "utf-8"), ("text/html", "utf-8")]
    assert content(message, "plain") == LETTER.text
    assert content(message, "html") == LETTER.html + "\n"


def test_lines_end_in_crlf_and_are_short_ascii() -> None:
    raw = to_bytes(replace(LETTER, html="é" * 5000), sender="portaal@leren.example", sent_at=NOW)
    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78


def test_letter_names_the_way_out_of_a_list() -> None:
    way_out = "https://leren.gemeente-voorbeeld.example/en/belangstelling/weg/" + "A-_b" * 11
    raw = to_bytes(replace(LETTER, unsubscribe=way_out), sender="portaal@leren.example", sent_at=NOW)
    assert f"\r\nList-Unsubscribe: <{way_out}>\r\n".encode() in raw


@pytest.mark.parametrize("field", ["to_name", "sender_name", "subject"])
@pytest.mark.parametrize("value", NASTY)
def test_header_text_cannot_make_headers(field: str, value: str) -> None:
    message = parsed(replace(LETTER, **{field: value}))
    assert message.keys() == parsed(LETTER).keys()
    assert [address.addr_spec for address in message["To"].addresses] == ["noor@gemeente.example"]
    assert [address.addr_spec for address in message["From"].addresses] == ["portaal@leren.example"]


def test_long_name_with_emoji_and_rtl_stays_a_name() -> None:
    name = ("Zoë 👩‍👩‍👧 \u202eملف " * 50)[:500]
    message = parsed(replace(LETTER, to_name=name))
    assert message["To"].addresses[0].addr_spec == "noor@gemeente.example"
    assert message["To"].addresses[0].display_name.startswith("Zoë 👩‍👩‍👧 ملف Zoë")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "noor",
        "@b.example",
        "noor@",
        "zoë@b.example",
        "a@b.example\r\nBcc: c",
        "a b@c.example",
        "a@b..example",
    ],
)
def test_address_that_cannot_be_mailed_is_clear(address: str) -> None:
    with pytest.raises(Never):
        to_bytes(replace(LETTER, to_address=address), sender="portaal@leren.example", sent_at=NOW)


def test_domain_with_accents_is_written_in_ascii() -> None:
    assert plain_address("noor@gemeenté.example") == "noor@xn--gemeent-hya.example"


@pytest.fixture
def mailer(sink: BackgroundSink) -> Iterator[Mailer]:
    with Mailer(MailSettings(port=sink.port, timeout_seconds=2)) as open_one:
        yield open_one


def send(mailer: Mailer, **changes: str) -> None:
    mailer.send(replace(LETTER, **changes), sent_at=NOW)


def test_letter_arrives_as_it_was_written(mailer: Mailer, sink: BackgroundSink) -> None:
    send(mailer)
    message = email.message_from_bytes(sink.files()[0].read_bytes(), policy=email.policy.default)
    assert message["Delivered-To"] == "noor@gemeente.example"
    assert message["Return-Path"] == "<leergang@localhost>"
    assert content(message, "plain") == LETTER.text


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (TRY_LATER, TryLater),
        (REFUSE, Never),
        (DROP, TryLater),
        (slow(3), TryLater),
        (Reply("421 4.3.2 Going down", keep=False), TryLater),
        (Reply("554 5.7.1 Spam", keep=False), Never),
    ],
)
def test_answer_decides_whether_a_new_try_helps(
    mailer: Mailer, sink: BackgroundSink, reply: Reply, error: type[Exception]
) -> None:
    sink.answer_next(reply)
    with pytest.raises(error) as caught:
        send(mailer)
    assert type(caught.value) is error
    send(mailer)  # and the next letter goes
    assert sink.files()


def test_server_says_why(mailer: Mailer, sink: BackgroundSink) -> None:
    sink.answer_next(REFUSE)
    with pytest.raises(Never, match=r"^550 5\.1\.1 No such mailbox$"):
        send(mailer)


class Strict(BackgroundSink):
    """Refuses some addresses as soon as it hears them, and counts connections."""

    answers = {"weg@b.example": "550 5.1.1 Gone", "grijs@b.example": "450 4.2.0 Greylisted"}  # noqa: RUF012
    senders_refused = False
    connections = 0

    def protocol(self) -> SMTP:
        self.connections += 1
        return super().protocol()

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Received, address: str, options: list[str]
    ) -> str:
        if self.senders_refused:
            return "550 5.7.1 Not allowed"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Received, address: str, options: list[str]
    ) -> str:
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer


@pytest.fixture
def strict(tmp_path) -> Iterator[Strict]:
    with Strict(tmp_path / "streng") as running:
        yield running


@pytest.fixture
def strict_mailer(strict: Strict) -> Iterator[Mailer]:
    with Mailer(MailSettings(port=strict.port, timeout_seconds=2)) as open_one:
        yield open_one


def test_refused_address_does_not_hurt_the_next_letter(strict: Strict, strict_mailer: Mailer) -> None:
    with pytest.raises(Never, match=r"550 5\.1\.1 Gone"):
        send(strict_mailer, to_address="weg@b.example")
    with pytest.raises(TryLater, match=r"450 4\.2\.0 Greylisted"):
        send(strict_mailer, to_address="grijs@b.example")
    send(strict_mailer)
    assert (len(strict.files()), strict.connections) == (1, 1)


def test_refused_sender_is_no_fault_of_the_letter(strict: Strict, strict_mailer: Mailer) -> None:
    strict.senders_refused = True
    with pytest.raises(NoServer, match="leergang@localhost refused: 550"):
        send(strict_mailer)


def test_one_connection_carries_many_letters(strict: Strict, strict_mailer: Mailer) -> None:
    for _ in range(LETTERS_PER_CONNECTION + 1):
        send(strict_mailer)
    assert strict.connections == 2


def test_no_server_is_told_apart(sink: BackgroundSink) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        mailer = Mailer(MailSettings(port=closed.getsockname()[1], timeout_seconds=1))
        with pytest.raises(NoServer, match="cannot be reached"):
            send(mailer)


def test_silent_server_is_not_waited_for_long() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mailer = Mailer(MailSettings(port=silent.getsockname()[1], timeout_seconds=0.3))
        with pytest.raises(NoServer, match="timed out"):
            send(mailer)


def test_password_is_not_sent_without_encryption() -> None:
    heard = []

    def serve(server: socket.socket) -> None:
        peer, _ = server.accept()
        with peer, peer.makefile("rwb", 0) as line:
            line.write(b"220 hallo\r\n")
            while words := line.readline():
                heard.append(words)
                line.write(b"250 hallo\r\n" if words.upper().startswith(b"EHLO") else b"502 nee\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=(server,))
        thread.start()
        mailer = Mailer(
            MailSettings(
                port=server.getsockname()[1], use_tls=True, username="u", password="p", timeout_seconds=2
            )
        )
        with pytest.raises(NoServer):
            send(mailer)
        thread.join()
    assert not [words for words in heard if words.upper().startswith((b"AUTH", b"MAIL"))]
