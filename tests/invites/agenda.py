"""A participant's agenda as mail clients keep one, by the rules of RFC 5546. It reads with other libraries
than the one that writes.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import vobject
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event as ReadEvent


@dataclass(frozen=True)
class Line:
    """One line of the agenda, as its owner sees it."""

    starts: datetime | date
    ends: datetime | date
    summary: str
    location: str


@dataclass
class Agenda:
    """One mailbox with its calendar. A message counts when it is newer than what is there."""

    address: str
    known: dict[str, tuple[int, datetime, str, str, Line]] = field(default_factory=dict)

    def receive(self, content: bytes) -> None:
        """A calendar part that came by mail: higher SEQUENCE wins, else the later DTSTAMP."""
        calendar = IcsCalendarStream.calendar_from_ics(content.decode())
        (event,) = calendar.events
        assert [a.uri for a in event.attendees] == [f"mailto:{self.address}"]
        assert calendar.method in ("REQUEST", "CANCEL")
        twin = vobject.readOne(content.decode()).vevent
        assert (twin.uid.value, int(twin.sequence.value)) == (event.uid, event.sequence)
        assert (twin.dtstart.value, twin.dtend.value) == (event.dtstart, event.dtend)
        self._keep(event, calendar.method)

    def _keep(self, event: ReadEvent, method: str) -> None:
        uid, sequence, stamp = str(event.uid), int(event.sequence or 0), event.dtstamp
        assert isinstance(stamp, datetime)
        organiser = str(event.organizer and event.organizer.uri)
        old = self.known.get(uid)
        if old is not None:
            assert old[3] == organiser, "clients refuse a change by somebody else"
            if (sequence, stamp) < old[:2]:
                return
        line = Line(event.dtstart, event.end, str(event.summary), event.location or "")
        self.known[uid] = (sequence, stamp, method, organiser, line)

    @property
    def shown(self) -> list[Line]:
        """What its owner sees, in order."""
        lines = [line for _s, _d, method, _o, line in self.known.values() if method == "REQUEST"]
        return sorted(lines, key=_order)


def _order(line: Line) -> tuple[Any, ...]:
    return (line.starts.isoformat(), line.summary, line.location)
