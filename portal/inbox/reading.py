"""From a mail as it came to what it says (pure): an answer to an invitation, a bounce, or something else.

It reads leniently: Outlook answers without ORGANIZER, some programs send the calendar part as a file, and
anybody may send rubbish. What it cannot read it says so of; it never raises.
"""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import compat32, default
from enum import StrEnum
from typing import Any

from icalendar import Calendar

LARGEST_PART = 200_000
"""Octets of a calendar part: an answer has a few hundred."""
LARGEST_HEADERS = 32_000
"""Octets above a mail: a much travelled one has ten thousand."""
LARGEST_HEADERS_TOGETHER = 48_000
"""Octets above a mail and all its parts together: above a part they take as long to read."""
MOST_PARTS = 50
PLAUSIBLE_YEARS = range(2000, 2200)
"""Of moments in a mail: others cannot be written in every zone."""
LONGEST_WORDS = 1000
UNREADABLE = (
    MessageError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    OverflowError,
    RecursionError,
)
"""What parsers raise on rubbish: brackets in brackets without end, dates in the year 10,000, …"""
_ANSWERS = ("ACCEPTED", "TENTATIVE", "DECLINED")


class Ask(StrEnum):
    """What a calendar message from an attendee is (RFC 5546, 3.2)."""

    REPLY = "REPLY"
    COUNTER = "COUNTER"
    REFRESH = "REFRESH"


@dataclass(frozen=True)
class Answer:
    """A calendar message about one line of one agenda. `partstat` is empty for COUNTER and REFRESH.

    `sequence` is the number of the invitation that is answered; `stamped_at` is when it was answered;
    `proposed` is the other beginning that a COUNTER asks for.
    """

    ask: Ask
    uid: str
    attendee: str
    partstat: str = ""
    sequence: int = 0
    stamped_at: datetime | None = None
    comment: str = ""
    proposed: datetime | None = None


@dataclass(frozen=True)
class Bounce:
    """A mail of ours that could not be delivered: to whom, and what the other server said.

    `for_good` is a permanent failure (5.x.x); `message_id` names our mail, when it is known.
    """

    address: str
    for_good: bool
    said: str = ""
    message_id: str = ""


@dataclass(frozen=True)
class Other:
    """Anything else: for a person to read. `automatic` are out-of-office messages and the like."""

    why: str
    automatic: bool = False


Reading = Answer | Bounce | Other


@dataclass(frozen=True)
class Headers:
    """Which mail it is, from whom, about what; each empty when it is not there or cannot be read."""

    message_id: str = ""
    sender: str = ""
    subject: str = ""


def headers(raw: bytes) -> Headers:
    """What stands above a mail."""
    try:
        message = _opened(raw)
        return Headers(*(_text(message.get(name, "")) for name in ("Message-ID", "From", "Subject")))
    except UNREADABLE:
        return Headers()


def read(raw: bytes) -> Reading:
    """What a mail says."""
    try:
        message = _opened(raw)
        assert isinstance(message, EmailMessage)
        if message.get_content_type() == "multipart/report":
            return _bounce(message) or Other("report", automatic=True)
        why = "no_answer"
        for content in _calendars(message):
            try:
                found = _answer(content)
            except UNREADABLE as error:  # another part may say it in a way that can be read
                found, why = None, f"unreadable: {type(error).__name__}"
            if found is not None:
                return found
        automatic = str(message.get("Auto-Submitted", "no")).strip().lower() != "no"
        return Other("automatic" if automatic else why, automatic=automatic)
    except UNREADABLE as error:
        return Other(f"unreadable: {type(error).__name__}")


def _opened(raw: bytes) -> EmailMessage:
    """The mail, unless more stands above it or its parts than any mail program writes: reading that takes
    minutes. The old policy leaves headers as they are, and finds them in no time.
    """
    above = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0]
    if len(above) > LARGEST_HEADERS:
        raise ValueError("headers too large")
    parts = email.message_from_bytes(raw, policy=compat32).walk()
    if sum(len(name) + len(str(value)) for part in parts for name, value in part.items()) > (
        LARGEST_HEADERS_TOGETHER
    ):
        raise ValueError("headers of parts too large")
    return email.message_from_bytes(raw, policy=default)


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            return
        if isinstance(part, EmailMessage):
            yield part


def _calendars(message: EmailMessage) -> Iterator[str]:
    """The calendar parts, also those that were attached as a file."""
    for part in _parts(message):
        kind, name = part.get_content_type(), (part.get_filename() or "").lower()
        if kind in ("text/calendar", "application/ics") or name.endswith(".ics"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and len(content) <= LARGEST_PART:
                yield _decoded(content, part.get_content_charset("utf-8"))


def _decoded(content: bytes, charset: str) -> str:
    """The words of a part, whatever it says of them: most are in UTF-8, some behind a byte order mark."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode(charset, "replace").removeprefix("\ufeff")
    except LookupError:
        return content.decode("utf-8", "replace")


def _answer(content: str) -> Answer | None:
    calendar = Calendar.from_ical(content)
    method = str(calendar.get("METHOD", "")).strip().upper()
    events = calendar.walk("VEVENT")
    if method not in {ask.value for ask in Ask} or len(events) != 1:
        return None
    event, ask = events[0], Ask(method)
    uid, attendees = _text(event.get("UID", "")), _listed(event.get("ATTENDEE"))
    if not uid or len(attendees) != 1:
        return None
    (attendee,) = attendees
    partstat = str(getattr(attendee, "params", {}).get("PARTSTAT", "")).upper()
    if ask is Ask.REPLY and partstat not in _ANSWERS:
        return None
    return Answer(
        ask=ask,
        uid=uid,
        attendee=_address(attendee),
        partstat=partstat if ask is Ask.REPLY else "",
        sequence=_number(event.get("SEQUENCE")),
        stamped_at=_moment(event.get("DTSTAMP")),
        comment="\n".join(_text(words) for words in _listed(event.get("COMMENT")))[:LONGEST_WORDS],
        proposed=_moment(event.get("DTSTART")) if ask is Ask.COUNTER else None,
    )


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _address(value: Any) -> str:
    address = _text(value)
    return (address[7:] if address.lower().startswith("mailto:") else address).strip().lower()


def _text(value: Any) -> str:
    """The words, without what a database does not keep: NUL, and halves of characters."""
    return str(value).replace("\0", "").encode("utf-8", "replace").decode().strip()


def _number(value: Any) -> int:
    try:
        return max(0, int(value))
    except (TypeError, ValueError):
        return 0


def _moment(value: Any) -> datetime | None:
    try:
        found = getattr(value, "dt", None)
    except ValueError:  # the library keeps what it could not read, and says so here
        return None
    if not isinstance(found, date) or found.year not in PLAUSIBLE_YEARS:
        return None
    if isinstance(found, datetime):
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    return datetime(found.year, found.month, found.day, tzinfo=UTC)


def _bounce(message: EmailMessage) -> Bounce | None:
    """A delivery report (RFC 3464) about one of ours; None for other reports."""
    fields: list[EmailMessage] = []
    ours = _text(message.get("In-Reply-To", ""))  # of servers that send nothing of our mail back
    for part in _parts(message):
        if part.get_content_type() == "message/delivery-status":
            fields += [block for block in _listed(part.get_payload()) if isinstance(block, EmailMessage)]
        elif part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            ours = _message_id(part) or ours
    for block in fields:
        recipient = _text(block.get("Final-Recipient", block.get("Original-Recipient", "")))
        action = str(block.get("Action", "")).strip().lower()
        if recipient and action in ("failed", "delayed"):
            said = _text(block.get("Diagnostic-Code", block.get("Status", "")))
            status = str(block.get("Status", "")).strip()
            return Bounce(
                address=recipient.rpartition(";")[2].strip().strip("<>").lower(),
                for_good=action == "failed" and not status.startswith("4"),
                said=" ".join(said.split())[:LONGEST_WORDS],
                message_id=ours,
            )
    return None


def _message_id(part: EmailMessage) -> str:
    inner = part.get_payload()
    if isinstance(inner, list) and inner and isinstance(inner[0], EmailMessage):
        return _text(inner[0].get("Message-ID", ""))
    headers = part.get_payload(decode=True)
    if isinstance(headers, bytes):
        return _text(email.message_from_bytes(headers, policy=default).get("Message-ID", ""))
    return ""
