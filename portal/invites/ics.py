"""A message to an agenda as bytes (pure): iCalendar (RFC 5545) for mail (RFC 6047).

One event and one attendee in each. The time zone is written as a rule, never as a list of dates: Outlook
and others put summer meetings an hour late otherwise.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Parameters, Timezone, vText

from portal.invites import facts
from portal.invites.facts import Method, Role, Span
from portal.outbox.letter import one_line

PRODUCT = "-//Leergang//Leerportaal//NL"
UNKNOWN_LENGTH = timedelta(hours=1)
"""How long a meeting is shown whose end is not known: an agenda cannot show none."""
_INSTANT = "%Y%m%dT%H%M%S"
_LONGEST = 74  # octets of a piece of a line; a space comes before all but the first
_ZONE = ZoneInfo("Europe/Amsterdam")
_AMSTERDAM = Timezone.from_ical(
    "BEGIN:VTIMEZONE\r\n"
    "TZID:Europe/Amsterdam\r\n"
    "BEGIN:DAYLIGHT\r\n"
    "TZNAME:CEST\r\n"
    "DTSTART:19700329T020000\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
    "TZOFFSETFROM:+0100\r\n"
    "TZOFFSETTO:+0200\r\n"
    "END:DAYLIGHT\r\n"
    "BEGIN:STANDARD\r\n"
    "TZNAME:CET\r\n"
    "DTSTART:19701025T030000\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
    "TZOFFSETFROM:+0200\r\n"
    "TZOFFSETTO:+0100\r\n"
    "END:STANDARD\r\n"
    "END:VTIMEZONE\r\n"
)


@dataclass(frozen=True)
class Party:
    """A name and an address: who asks, or who is asked."""

    name: str
    address: str


@dataclass(frozen=True)
class Invitation:
    """One message about one line of one agenda. `answer` is the attendee's known PARTSTAT.

    `page` is the whole address of the attendee's page; `footnote` goes below the description.
    """

    uid: str
    method: Method
    sequence: int
    stamped_at: datetime
    event: facts.Event
    organiser: Party
    attendee: Party
    role: Role = Role.PARTICIPANT
    answer: str = "NEEDS-ACTION"
    page: str = ""
    footnote: str = ""


def invitation(message: Invitation) -> bytes:
    """The calendar part of the mail, in UTF-8 with CRLF and folded lines.

    The event is what `icalendar` would write, sign by sign, and is written here: it takes ten times as long.
    """
    zoned = message.event.span.starts_at is not None and not _in_utc(message.event.span)
    head, end = _around(message.method, zoned=zoned)
    lines = (_folded(line) for line in _lines(message))
    return b"".join((head, b"BEGIN:VEVENT\r\n", *lines, b"END:VEVENT\r\n", end))


def _lines(message: Invitation) -> Iterator[str]:
    """The event of a message, its lines in the order in which the library writes them."""
    event, cancels = message.event, message.method is Method.CANCEL
    yield f"SUMMARY:{_text(clean(event.summary))}"
    yield from _hours(event.span)
    yield f"DTSTAMP:{message.stamped_at.astimezone(UTC):{_INSTANT}Z}"
    yield f"UID:{_text(message.uid)}"
    yield f"SEQUENCE:{message.sequence}"
    asked = {"CUTYPE": "INDIVIDUAL", "PARTSTAT": message.answer, "ROLE": message.role.value}
    yield _address("ATTENDEE", message.attendee, asked if cancels else asked | {"RSVP": "TRUE"})
    words = clean(f"{_words(event)}\n\n{message.footnote}", lines=True)
    if words:
        yield f"DESCRIPTION:{_text(words)}"
    place = _place(event)
    if place:
        yield f"LOCATION:{_text(place)}"
    yield _address("ORGANIZER", message.organiser, {})
    yield f"STATUS:{'CANCELLED' if cancels else 'CONFIRMED'}"
    yield "TRANSP:OPAQUE"
    if message.page:
        yield f"URL:{message.page}"


def _hours(span: Span) -> Iterator[str]:
    if span.starts_at is None:
        yield f"DTSTART;VALUE=DATE:{span.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{span.day + timedelta(days=1):%Y%m%d}"
        return
    utc, end = _in_utc(span), _end(span, span.starts_at)
    for name, moment in (("DTSTART", span.starts_at), ("DTEND", end)):
        if utc:
            yield f"{name}:{moment.astimezone(UTC):{_INSTANT}Z}"
        else:
            yield f"{name};TZID=Europe/Amsterdam:{moment.astimezone(_ZONE):{_INSTANT}}"


def _address(role: str, party: Party, parameters: Mapping[str, str]) -> str:
    # A quote cannot be written here, and its stand-in (RFC 6868, with a ^) is shown raw.
    name = clean(party.name.translate({ord('"'): "'", ord("^"): " "}))
    said = Parameters({"CN": name, **parameters} if name else parameters).to_ical().decode()
    return f"{role}{';' if said else ''}{said}:mailto:{party.address}"


def _text(words: str) -> str:
    return str(vText(words).to_ical(), "utf-8")


def _folded(line: str) -> bytes:
    """A line in pieces of at most 75 octets; signs and what a backslash or ^ escapes stay whole."""
    if "\n" in line or "\r" in line:
        raise ValueError(f"a line break in {line!r}")
    rest, pieces = line.encode(), []
    while len(rest) > _LONGEST:
        cut = _LONGEST
        while rest[cut] & 0xC0 == 0x80:
            cut -= 1
        if rest[cut - 1] in b"\\^":
            cut -= 1
        pieces.append(rest[:cut])
        rest = rest[cut:]
    return b"\r\n ".join((*pieces, rest)) + b"\r\n"


@lru_cache
def _around(method: Method, *, zoned: bool) -> tuple[bytes, bytes]:
    """What stands before and after the event of a message: the same in every one of its kind."""
    calendar = _calendar()
    if zoned:
        calendar.add_component(_AMSTERDAM)
    calendar.add("method", method.value)
    head, end = bytes(calendar.to_ical()).rsplit(b"END:VCALENDAR", 1)
    return head, b"END:VCALENDAR" + end


@dataclass(frozen=True)
class FeedLine:
    """One line of an agenda in a feed: without organiser, attendee or secret link."""

    uid: str
    sequence: int
    changed_at: datetime
    event: facts.Event
    page: str = ""


def feed(title: str, lines: Iterable[FeedLine]) -> bytes:
    """A whole calendar to subscribe to (RFC 7986). The same lines give the same octets, always."""
    calendar = _calendar()
    calendar.add("x-wr-calname", clean(title))
    calendar.add("name", clean(title))
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(_AMSTERDAM)
    head, end = bytes(calendar.to_ical()).rsplit(b"END:VCALENDAR", 1)
    return b"".join((head, *(_in_feed(line) for line in lines), b"END:VCALENDAR", end))


def copy(lines: Iterable[FeedLine]) -> bytes:
    """The same events to take in once: nothing says that it will follow changes."""
    calendar = _calendar()
    calendar.add_component(_AMSTERDAM)
    head, end = bytes(calendar.to_ical()).rsplit(b"END:VCALENDAR", 1)
    return b"".join((head, *(_in_feed(line) for line in lines), b"END:VCALENDAR", end))


@lru_cache(maxsize=8192)
def _in_feed(line: FeedLine) -> bytes:
    """One event of a feed; kept, because programs ask for it every hour and it hardly ever changes."""
    event = _event(replace(line.event, link=""), page=line.page)
    event.add("uid", line.uid)
    event.add("dtstamp", line.changed_at.astimezone(UTC))
    event.add("last-modified", line.changed_at.astimezone(UTC))
    event.add("sequence", line.sequence)
    event.add("status", "CONFIRMED")
    return bytes(event.to_ical())


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    return calendar


def _event(event: facts.Event, *, page: str) -> Event:
    made, span = Event(), event.span
    if span.starts_at is None:
        made.add("dtstart", span.day)
        made.add("dtend", span.day + timedelta(days=1))
    else:
        zone = UTC if _in_utc(span) else _ZONE
        made.add("dtstart", span.starts_at.astimezone(zone))
        made.add("dtend", _end(span, span.starts_at).astimezone(zone))
    made.add("summary", clean(event.summary))
    place = _place(event)
    if place:
        made.add("location", place)
    words = clean(_words(event), lines=True)
    if words:
        made.add("description", words)
    if page:
        made.add("url", page)
    made.add("transp", "OPAQUE")
    return made


def _place(event: facts.Event) -> str:
    if event.form:  # whoever comes must find the room; the link stands below the words
        return clean(event.location)
    return clean(event.link or event.location)  # few clients show a link anywhere else


def _words(event: facts.Event) -> str:
    return f"{event.place}\n\n{event.description}" if event.form else event.description


def _end(span: Span, starts_at: datetime) -> datetime:
    return span.ends_at or starts_at + UNKNOWN_LENGTH


def _in_utc(span: Span) -> bool:
    # In autumn an hour comes twice. With a zone only its first time can be written (RFC 5545, 3.3.5).
    if span.starts_at is None:
        return False
    return any(t.astimezone(_ZONE).fold for t in (span.starts_at, _end(span, span.starts_at)))


def clean(text: str, *, lines: bool = False) -> str:
    """The text without signs that no calendar can carry; on one line unless `lines`."""
    if not lines:
        return one_line(text)
    parts = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(one_line(part) for part in parts).strip()
