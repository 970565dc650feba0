"""A message to an agenda as bytes (pure): iCalendar (RFC 5545) for mail (RFC 6047).

One event and one attendee in each. The time zone is written as a rule, never as a list of dates: Outlook
and others put summer meetings an hour late otherwise.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from portal.invites import facts
from portal.invites.facts import Method, Role, Span
from portal.outbox.letter import one_line

PRODUCT = "-//Leergang//Leerportaal//NL"
UNKNOWN_LENGTH = timedelta(hours=1)
"""How long a meeting is shown whose end is not known: an agenda cannot show none."""
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
    """The calendar part of the mail, in UTF-8 with CRLF and folded lines."""
    event = _event(message.event, page=message.page, footnote=message.footnote)
    event.add("uid", message.uid)
    event.add("dtstamp", message.stamped_at.astimezone(UTC))
    event.add("sequence", message.sequence)
    event.add("status", "CANCELLED" if message.method is Method.CANCEL else "CONFIRMED")
    event.add("organizer", _address(message.organiser))
    attendee = _address(message.attendee)
    attendee.params["CUTYPE"] = vText("INDIVIDUAL")
    attendee.params["ROLE"] = vText(message.role)
    attendee.params["PARTSTAT"] = vText(message.answer)
    if message.method is Method.REQUEST:
        attendee.params["RSVP"] = vText("TRUE")
    event.add("attendee", attendee)
    zoned = message.event.span.starts_at is not None and not _in_utc(message.event.span)
    head, end = _around(message.method, zoned=zoned)
    return b"".join((head, bytes(event.to_ical()), end))


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
    event = _event(replace(line.event, link=""), page=line.page, footnote="")
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


def _event(event: facts.Event, *, page: str, footnote: str) -> Event:
    made, span = Event(), event.span
    if span.starts_at is None:
        made.add("dtstart", span.day)
        made.add("dtend", span.day + timedelta(days=1))
    else:
        zone = UTC if _in_utc(span) else _ZONE
        made.add("dtstart", span.starts_at.astimezone(zone))
        made.add("dtend", _end(span, span.starts_at).astimezone(zone))
    made.add("summary", clean(event.summary))
    place = clean(event.link or event.location)  # few clients show a link anywhere else
    if place:
        made.add("location", place)
    words = clean(f"{event.description}\n\n{footnote}", lines=True)
    if words:
        made.add("description", words)
    if page:
        made.add("url", page)
    made.add("transp", "OPAQUE")
    return made


def _end(span: Span, starts_at: datetime) -> datetime:
    return span.ends_at or starts_at + UNKNOWN_LENGTH


def _in_utc(span: Span) -> bool:
    # In autumn an hour comes twice. With a zone only its first time can be written (RFC 5545, 3.3.5).
    if span.starts_at is None:
        return False
    return any(t.astimezone(_ZONE).fold for t in (span.starts_at, _end(span, span.starts_at)))


def _address(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.address}")
    # A quote cannot be written here, and its stand-in (RFC 6868, with a ^) is shown raw.
    name = clean(party.name.translate({ord('"'): "'", ord("^"): " "}))
    if name:
        address.params["CN"] = vText(name)
    return address


def clean(text: str, *, lines: bool = False) -> str:
    """The text without signs that no calendar can carry; on one line unless `lines`."""
    if not lines:
        return one_line(text)
    parts = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(one_line(part) for part in parts).strip()
