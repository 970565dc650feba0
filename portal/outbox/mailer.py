"""The way out: bytes of a letter, and a connection to the mail server that is kept for a batch.

The only file that knows Flask-Mail, for settings and connection. Flask-Mail has no timeout and its
messages cannot carry every part, so connecting is overridden and the bytes come from `email.message`.
"""

import re
import smtplib
import ssl
from base64 import encodebytes
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.quoprimime import body_encode
from functools import cached_property
from types import TracebackType

from flask_mail import Connection, Mail

from portal.config import MailSettings
from portal.errors import PortalError
from portal.outbox import headers
from portal.outbox.letter import one_line

LETTERS_PER_CONNECTION = 50
_PERMANENT = 500
# The forms are written here, of encoded content under fixed lines: the library takes longer for that than the
# whole rest. What comes from people stands in headers, which it writes, or is encoded, where no "=_" can be.
_BOUNDARY = b"=_leergang"
_ALTERNATIVES = b'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="%b"\r\n\r\n' % _BOUNDARY
_METHOD = re.compile(r"[A-Z]{1,20}")


class TryLater(PortalError):
    """Not now: the server is busy, greylists, or the connection broke."""


class NoServer(TryLater):
    """The server cannot be reached or does not let us in: other letters will not do better now."""


class Never(PortalError):
    """The server refuses this letter or its address for good."""


@dataclass(frozen=True)
class Envelope:
    """A letter ready to go, one-time links filled in.

    With a `calendar` part it comes from `reply_to` itself: agendas believe only who invited them.
    """

    to_address: str
    to_name: str
    sender_name: str
    reply_to: str
    subject: str
    text: str
    html: str
    message_id: str
    language: str
    unsubscribe: str = ""
    calendar: str = ""
    calendar_method: str = ""


def to_bytes(envelope: Envelope, *, sender: str, sent_at: datetime) -> bytes:
    """The message as it goes over the line; raises `Never` for an address that cannot be written."""
    try:
        head = b"".join(_head(envelope, from_address(envelope, sender), sent_at))
        return head + _ALTERNATIVES + b"".join(_parts(envelope)) + b"--" + _BOUNDARY + b"--\r\n"
    except (ValueError, LookupError, MessageError) as error:
        raise Never(f"The letter cannot be written: {error}") from error


def _head(envelope: Envelope, sender: str, sent_at: datetime) -> Iterator[bytes]:
    yield headers.address("From", _words_only(envelope.sender_name, 120), sender)
    yield headers.address("To", _words_only(envelope.to_name, 120), plain_address(envelope.to_address))
    if envelope.reply_to and envelope.reply_to != sender:
        yield headers.address("Reply-To", "", plain_address(envelope.reply_to))
    yield headers.words("Subject", _words_only(envelope.subject, 200))
    yield headers.moment("Date", sent_at.replace(microsecond=0))
    yield headers.message_id(envelope.message_id)
    yield b"Auto-Submitted: auto-generated\r\n"
    if envelope.unsubscribe:
        yield headers.whole("List-Unsubscribe", f"<{one_line(envelope.unsubscribe)}>")
    yield headers.words("Content-Language", envelope.language)


def _parts(envelope: Envelope) -> Iterator[bytes]:
    """The same letter in several forms, the best that a reader can have last."""
    yield _part(b'plain; charset="utf-8"', b"quoted-printable", _quoted(envelope.text))
    yield _part(b'html; charset="utf-8"', b"quoted-printable", _quoted(envelope.html))
    if envelope.calendar:
        if not _METHOD.fullmatch(envelope.calendar_method):
            raise ValueError(f"{envelope.calendar_method!r} is no method of a calendar")
        kind = f"calendar; charset=UTF-8; method={envelope.calendar_method}"
        content = encodebytes(envelope.calendar.encode()).replace(b"\n", b"\r\n")
        yield _part(kind.encode(), b"base64", content)


def _part(kind: bytes, encoding: bytes, content: bytes) -> bytes:
    return (b"--%b\r\nContent-Type: text/%b\r\nContent-Transfer-Encoding: %b\r\n\r\n%b\r\n") % (
        _BOUNDARY,
        kind,
        encoding,
        content,
    )


def _quoted(text: str) -> bytes:
    octets = "\n".join(text.splitlines()) + "\n"
    return body_encode(octets.encode().decode("latin-1"), 76, "\r\n").encode("ascii")


def from_address(envelope: Envelope, sender: str) -> str:
    """Whom the letter is from: the organiser of a meeting (RFC 6047, 2.2), else the portal's own `sender`."""
    return plain_address(envelope.reply_to) if envelope.calendar else sender


def _words_only(text: str, limit: int) -> str:
    # The header classes decode encoded words, line breaks in them included, and then write those out.
    return one_line(text, limit).replace("=?", "= ?")


def plain_address(address: str) -> str:
    """The address as every mail server can carry it; raises `Never` when there is no such form."""
    local, at, domain = address.rpartition("@")
    if not at or not local:
        raise Never(f"{address!r} is not an e-mail address")
    if not local.isascii():
        raise Never(f"{address!r}: signs like é before the @ cannot be mailed")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        raise Never(f"{domain!r} is not a domain") from None


class _TimedConnection(Connection):
    """Flask-Mail's connection, that does not wait for ever and checks certificates."""

    def __init__(self, mail: Mail, timeout: float) -> None:
        super().__init__(mail)
        self.timeout = timeout

    @cached_property
    def _trusts(self) -> ssl.SSLContext:
        return ssl.create_default_context()  # reads every certificate: as long as twenty letters

    def configure_host(self) -> smtplib.SMTP:
        """Connects, encrypts and signs in as the settings say."""
        host: smtplib.SMTP
        if self.mail.use_ssl:
            host = smtplib.SMTP_SSL(
                self.mail.server, self.mail.port, timeout=self.timeout, context=self._trusts
            )
        else:
            host = smtplib.SMTP(self.mail.server, self.mail.port, timeout=self.timeout)
        try:
            if self.mail.use_tls:
                host.starttls(context=self._trusts)
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
        except BaseException:
            host.close()
            raise
        return host


class Mailer:
    """Sends letters over one connection, which is opened when needed and again after a fault."""

    def __init__(self, settings: MailSettings) -> None:
        self.sender = settings.sender
        self._mail = Mail()
        self._mail.state = self._mail.init_mail(
            {
                "MAIL_SERVER": settings.server,
                "MAIL_PORT": settings.port,
                "MAIL_USE_TLS": settings.use_tls,
                "MAIL_USE_SSL": settings.use_ssl,
                "MAIL_USERNAME": settings.username,
                "MAIL_PASSWORD": settings.password,
            }
        )
        self._connection = _TimedConnection(self._mail, settings.timeout_seconds)
        self._host: smtplib.SMTP | None = None
        self._sent = 0

    def __enter__(self) -> "Mailer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def send(self, envelope: Envelope, *, sent_at: datetime) -> None:
        """Hands the letter to the server; raises `TryLater`, `NoServer` or `Never`."""
        message = to_bytes(envelope, sender=self.sender, sent_at=sent_at)
        sender = from_address(envelope, self.sender)  # what cannot be delivered comes back to who reads it
        recipient = plain_address(envelope.to_address)
        if self._sent >= LETTERS_PER_CONNECTION:
            self.close()
        host = self._open()
        try:
            host.sendmail(sender, [recipient], message)
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = error.recipients[recipient]
            self._close_unless_alive(host)
            raise _verdict(code, answer) from error
        except smtplib.SMTPSenderRefused as error:
            self._drop()
            raise NoServer(f"Sender {sender} refused: {_said(error.smtp_code, error.smtp_error)}") from error
        except smtplib.SMTPResponseException as error:
            self._close_unless_alive(host)
            raise _verdict(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise TryLater(f"The connection broke: {_words(error)}") from error
        self._sent += 1

    def close(self) -> None:
        """Says goodbye to the server, if there is one."""
        host, self._host = self._host, None
        if host is not None:
            try:
                host.quit()
            except (smtplib.SMTPException, OSError):
                host.close()

    def _open(self) -> smtplib.SMTP:
        if self._host is not None:
            return self._host
        try:
            self._host = self._connection.configure_host()
        except (smtplib.SMTPException, OSError) as error:
            raise NoServer(f"The mail server cannot be reached: {_words(error)}") from error
        self._sent = 0
        return self._host

    def _close_unless_alive(self, host: smtplib.SMTP) -> None:
        if host.sock is None:
            self._host = None

    def _drop(self) -> None:
        host, self._host = self._host, None
        if host is not None:
            host.close()


def _verdict(code: int, answer: bytes | str) -> PortalError:
    said = _said(code, answer)
    return Never(said) if code >= _PERMANENT else TryLater(said)


def _said(code: int, answer: bytes | str) -> str:
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return one_line(f"{code} {words}", 500)


def _words(error: Exception) -> str:
    return one_line(f"{type(error).__name__}: {error}", 400)
