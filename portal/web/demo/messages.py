"""The messages that the mail sink of the demo keeps, one file each; the name tells when it came."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

from markupsafe import Markup, escape

from portal.errors import NotFound

_NAME = re.compile(r"[0-9]{8}T[0-9]{12}-[0-9a-f]{8}", re.ASCII)
_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")
_HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)
_OUT_OF_FRAME = '<base target="_top">'


@dataclass(frozen=True)
class Summary:
    """One line of the mailbox."""

    name: str
    subject: str
    sender: str
    recipients: tuple[str, ...]
    moment: datetime
    attachments: int


@dataclass(frozen=True)
class Attachment:
    """One file in a message."""

    number: int
    name: str
    media_type: str
    content: bytes


def names(folder: Path) -> list[str]:
    """Every message, newest first."""
    found = (path.stem for path in folder.glob("*.eml"))
    return sorted((name for name in found if _NAME.fullmatch(name)), reverse=True)


def raw(folder: Path, name: str) -> bytes:
    """The file as it came; raises NotFound for any other name than the sink gives."""
    path = folder / f"{name}.eml"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise NotFound
    return path.read_bytes()


def read(folder: Path, name: str) -> EmailMessage:
    """The message, parsed; raises NotFound."""
    return message_from_bytes(raw(folder, name), policy=policy.default)


def summaries(folder: Path, recipient: str = "") -> list[Summary]:
    """The mailbox, newest first, of recipients that contain these signs."""
    wanted = recipient.strip().casefold()
    found = (_summary(folder, name) for name in names(folder))
    return [one for one in found if not wanted or any(wanted in address for address in one.recipients)]


@lru_cache(maxsize=5000)
def _summary(folder: Path, name: str) -> Summary:
    return summary(name, read(folder, name))


def summary(name: str, message: EmailMessage) -> Summary:
    """What the mailbox tells about a message."""
    delivered = [str(value).casefold() for value in message.get_all("Delivered-To", [])]
    return Summary(
        name=name,
        subject=str(message.get("Subject", "")),
        sender=str(message.get("From", "")),
        recipients=tuple(delivered or [str(message.get("To", "")).casefold()]),
        moment=_moment(name, str(message.get("Date", ""))),
        attachments=len(attachments(message)),
    )


def _moment(name: str, date: str) -> datetime:
    """When the sender says it was sent (the demo's clock may be moved), or else when it came."""
    try:
        sent = parsedate_to_datetime(date)
    except ValueError:
        sent = None
    if sent and sent.tzinfo:
        return sent
    return datetime.strptime(name[:21], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)


def attachments(message: EmailMessage) -> list[Attachment]:
    """The files in a message, numbered from 1."""
    return [
        Attachment(number, _file_name(part) or f"bijlage-{number}", part.get_content_type(), _content(part))
        for number, part in enumerate(message.iter_attachments(), start=1)
    ]


def _file_name(part: MIMEPart) -> str:
    return "".join(sign for sign in part.get_filename() or "" if sign.isprintable())


def _content(part: MIMEPart) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else part.as_bytes()


def text_part(message: EmailMessage) -> str:
    """The text of a message, or nothing."""
    return _body(message, "plain")


def html_part(message: EmailMessage) -> str:
    """The HTML of a message, or nothing."""
    return _body(message, "html")


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    if part is None:
        return ""
    try:
        return str(part.get_content())
    except LookupError:  # a character set that nobody knows
        return _content(part).decode("ascii", "replace")


def framed(html: str) -> str:
    """The HTML with links that leave the frame around it."""
    head = _HEAD.search(html)
    at = head.end() if head else 0
    return html[:at] + _OUT_OF_FRAME + html[at:]


def linked(text: str) -> Markup:
    """Plain text in which web addresses can be clicked."""
    done, parts = 0, []
    for found in _LINK.finditer(text):
        parts.append(escape(text[done : found.start()]))
        parts.append(Markup('<a class="nl-link" href="{0}">{0}</a>').format(found.group()))
        done = found.end()
    return Markup("").join([*parts, escape(text[done:])])


class _Hrefs(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Keeps the address of every link."""
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]


def links(text: str, html: str) -> list[str]:
    """Every web address in a message once, in order."""
    parser = _Hrefs()
    parser.feed(html)
    wanted = _LINK.findall(text) + [url for url in parser.found if url.startswith(("http://", "https://"))]
    return list(dict.fromkeys(wanted))
