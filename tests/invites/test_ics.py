"""Calendar parts of mails: read back by other libraries, at the right local time, in the right octets."""

import contextlib
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import example, given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from icalendar import Event as Written
from icalendar import vCalAddress, vText

from portal.invites.facts import Event, Method, Role, Span
from portal.invites.ics import Invitation, Party, clean, invitation

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ATTENDEE = 'ATTENDEE;CN="El Amrani, Noor";CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;'
START = datetime(2027, 6, 1, 7, 30, tzinfo=UTC)
MEETING = Event(
    Span(date(2027, 6, 1), START, START + timedelta(hours=8)),
    "Module 1: de kracht van data",
    "Hanzehuis, Zwolle",
    "Ontvangst vanaf 9.00 uur.\nNeem je laptop mee.",
)
FIRST = Invitation(
    uid="5b1c@portaal.example",
    method=Method.REQUEST,
    sequence=0,
    stamped_at=datetime(2027, 3, 1, 9, tzinfo=UTC),
    event=MEETING,
    organiser=Party("VGS", "planning@vgs.example"),
    attendee=Party("El Amrani, Noor", "noor@veldrijk.example"),
    page="https://portaal.example/mijn",
    footnote="Meer weten? Zie portaal.",
)


def at(start: datetime, hours: float = 2) -> Invitation:
    """The same invitation at another moment."""
    day = start.astimezone(AMSTERDAM).date()
    return replace(FIRST, event=replace(MEETING, span=Span(day, start, start + timedelta(hours=hours))))


def unfolded(content: bytes) -> list[str]:
    """The lines as they were before folding."""
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_invitation_reads_as_written() -> None:
    lines = unfolded(invitation(FIRST))
    event = lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]
    assert sorted(event) == sorted(
        [
            "UID:5b1c@portaal.example",
            "DTSTAMP:20270301T090000Z",
            "SEQUENCE:0",
            "STATUS:CONFIRMED",
            "TRANSP:OPAQUE",
            "DTSTART;TZID=Europe/Amsterdam:20270601T093000",
            "DTEND;TZID=Europe/Amsterdam:20270601T173000",
            "SUMMARY:Module 1: de kracht van data",
            "LOCATION:Hanzehuis\\, Zwolle",
            "DESCRIPTION:Ontvangst vanaf 9.00 uur.\\nNeem je laptop mee.\\n\\nMeer weten? Zie portaal.",
            "URL:https://portaal.example/mijn",
            "ORGANIZER;CN=VGS:mailto:planning@vgs.example",
            f"{ATTENDEE}ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:noor@veldrijk.example",
        ]
    )


def test_cancellation_says_so_twice_and_asks_nothing() -> None:
    lines = unfolded(invitation(replace(FIRST, method=Method.CANCEL, sequence=1)))
    assert {"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:1"} <= set(lines)
    assert "DTSTART;TZID=Europe/Amsterdam:20270601T093000" in lines  # Outlook shows it
    assert not [line for line in lines if "RSVP" in line]


def test_facilitator_is_the_chair() -> None:
    assert "ROLE=CHAIR" in "".join(unfolded(invitation(replace(FIRST, role=Role.CHAIR))))


def test_change_keeps_the_answer_that_is_known() -> None:
    assert "PARTSTAT=ACCEPTED" in "".join(unfolded(invitation(replace(FIRST, answer="ACCEPTED"))))


def test_meeting_that_is_also_online_is_in_its_room() -> None:
    both = replace(
        MEETING, location="Hanzehuis", form="op locatie en online", link="https://vergaderen.example/a"
    )
    lines = unfolded(invitation(replace(FIRST, event=both, footnote=f"Deelnemen: {both.link}")))
    assert "LOCATION:Hanzehuis" in lines
    (words,) = [line for line in lines if line.startswith("DESCRIPTION:")]
    assert words.startswith("DESCRIPTION:Hanzehuis (op locatie en online)")
    assert words.endswith(f"Deelnemen: {both.link}")


def test_online_meeting_is_where_its_link_leads() -> None:
    online = replace(MEETING, location="Online", link="https://vergaderen.example/a?b=c")
    assert "LOCATION:https://vergaderen.example/a?b=c" in unfolded(invitation(replace(FIRST, event=online)))


def test_day_without_hours_is_a_whole_day() -> None:
    content = invitation(replace(FIRST, event=replace(MEETING, span=Span(date(2027, 6, 1)))))
    assert {"DTSTART;VALUE=DATE:20270601", "DTEND;VALUE=DATE:20270602"} <= set(unfolded(content))
    assert b"VTIMEZONE" not in content


def test_meeting_without_end_is_shown_for_an_hour() -> None:
    content = invitation(replace(FIRST, event=replace(MEETING, span=Span(date(2027, 6, 1), START))))
    assert "DTEND;TZID=Europe/Amsterdam:20270601T103000" in unfolded(content)


def test_time_zone_is_a_rule_and_not_a_list() -> None:
    content = invitation(FIRST)
    assert content.count(b"RRULE:FREQ=YEARLY") == 2
    assert b"RDATE" not in content


CHANGES = [
    datetime(year, month, day, 1, tzinfo=UTC)
    for year in range(2025, 2041)
    for month in (3, 10)
    for day in range(25, 32)
    if date(year, month, day).weekday() == 6
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.date().isoformat())
def test_clocks_agree_around_each_change_of_daylight_saving(change: datetime) -> None:
    for minutes in (-24 * 60, -61, -60, -30, -1, 0, 1, 30, 60, 61, 24 * 60, 24 * 60 * 90):
        start = change + timedelta(minutes=minutes)
        content = invitation(at(start)).decode()
        (event,) = IcsCalendarStream.calendar_from_ics(content).events
        twin = vobject.readOne(content).vevent
        for read in (event.dtstart, twin.dtstart.value):
            assert read.astimezone(UTC) == start
            assert read.utcoffset() in (start.astimezone(AMSTERDAM).utcoffset(), timedelta(0))
        for read in (event.dtend, twin.dtend.value):
            assert read.astimezone(UTC) == start + timedelta(hours=2)


def test_second_time_of_the_hour_that_comes_twice_is_written_in_utc() -> None:
    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    assert "DTSTART:20271031T013000Z" in unfolded(invitation(at(second)))


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@given(title=WORDS, place=WORDS, text=WORDS, name=WORDS)
@example(title='Zeg "hoi"; ja, nee\\n', place="a\r\nb", text="een\r\ntwee\rdrie", name='x"^y\u202e;:,')
@example(title="🎓" * 60, place="é" * 100, text="\u2028\x00\x07", name="ATTENDEE:mailto:x@y")
def test_any_words_come_through_in_right_octets(title: str, place: str, text: str, name: str) -> None:
    words = replace(
        FIRST,
        event=replace(MEETING, summary=f"x{title}", location=f"x{place}", description=f"x{text}"),
        attendee=Party(f"x{name}", "noor@veldrijk.example"),
        footnote="",
    )
    content = invitation(words)
    lines = content.split(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", content)
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)  # no sign is cut in two
    (event,) = IcsCalendarStream.calendar_from_ics(content.decode()).events
    twin = vobject.readOne(content.decode()).vevent
    assert event.summary == twin.summary.value == clean(f"x{title}")
    assert event.location == twin.location.value == clean(f"x{place}")
    assert event.description == twin.description.value == clean(f"x{text}", lines=True)
    assert [a.uri for a in event.attendees] == ["mailto:noor@veldrijk.example"]
    assert twin.attendee.params["CN"] == [clean(f"x{name}".replace('"', "'").replace("^", " "))]


def by_the_library(message: Invitation) -> bytes:
    """The event as `icalendar` writes it."""
    made, event = Written(), message.event
    start, end = event.span.starts_at, event.span.ends_at
    if start is None or end is None:
        made.add("dtstart", event.span.day)
        made.add("dtend", event.span.day + timedelta(days=1))
    else:
        twice = any(moment.astimezone(AMSTERDAM).fold for moment in (start, end))
        made.add("dtstart", start.astimezone(UTC if twice else AMSTERDAM))
        made.add("dtend", end.astimezone(UTC if twice else AMSTERDAM))
    made.add("summary", clean(event.summary))
    if clean(event.link or event.location):
        made.add("location", clean(event.link or event.location))
    if clean(f"{event.description}\n\n{message.footnote}", lines=True):
        made.add("description", clean(f"{event.description}\n\n{message.footnote}", lines=True))
    if message.page:
        made.add("url", message.page)
    made.add("transp", "OPAQUE")
    made.add("uid", message.uid)
    made.add("dtstamp", message.stamped_at)
    made.add("sequence", message.sequence)
    made.add("status", "CANCELLED" if message.method is Method.CANCEL else "CONFIRMED")
    attendee = {"CUTYPE": "INDIVIDUAL", "ROLE": message.role, "PARTSTAT": message.answer}
    if message.method is Method.REQUEST:
        attendee["RSVP"] = "TRUE"
    for role, party, said in (("organizer", message.organiser, {}), ("attendee", message.attendee, attendee)):
        address = vCalAddress(f"mailto:{party.address}")
        name = clean(party.name.translate({ord('"'): "'", ord("^"): " "}))
        for key, value in (({"CN": name} if name else {}) | said).items():
            address.params[key] = vText(value)
        made.add(role, address)
    return made.to_ical()


MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
SPANS = st.one_of(
    st.dates(date(2025, 1, 1), date(2040, 1, 1)).map(Span),
    st.builds(
        lambda start, hours: Span(start.date(), start, start + timedelta(hours=hours)),
        MOMENTS.map(lambda moment: moment.replace(microsecond=0)),
        st.integers(1, 30),
    ),
)


@given(
    span=SPANS,
    title=WORDS,
    place=WORDS,
    text=WORDS,
    names=st.tuples(WORDS, WORDS),
    method=st.sampled_from(Method),
    page=st.integers(0, 90).map(lambda length: f"https://portaal.example/{'a' * length}" if length else ""),
)
@example(
    span=Span(date(2027, 10, 31), CHANGES[5] + timedelta(minutes=30), CHANGES[5] + timedelta(hours=3)),
    title="\\" * 80,
    place="é" * 100,
    text=",;^" * 60,
    names=("d'Ancona", "Bram; “de” Boer, jr."),
    method=Method.CANCEL,
    page="",
)
def test_event_is_what_the_library_writes(
    span: Span, title: str, place: str, text: str, names: tuple[str, str], method: Method, page: str
) -> None:
    message = replace(
        FIRST,
        event=Event(span, title, place, text),
        organiser=Party(names[0], "planning@vgs.example"),
        attendee=Party(names[1], f"{'noor' * 20}@veldrijk.example"),
        method=method,
        page=page,
    )
    assert by_the_library(message) in invitation(message)


@pytest.mark.parametrize("where", ["page", "uid", "answer"])
def test_line_break_makes_no_line_of_its_own(where: str) -> None:
    message = replace(FIRST, **{where: "x\r\nATTENDEE:mailto:y@z.example"})
    with contextlib.suppress(ValueError):
        assert invitation(message).count(b"\nATTENDEE") == 1
