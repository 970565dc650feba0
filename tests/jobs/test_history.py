"""All mail of one edition, as it left: nobody is led to a page they may not see, and agendas can follow."""

import re
from collections.abc import Iterator
from email.message import EmailMessage
from itertools import pairwise
from pathlib import Path

import pytest
import vobject
from ical.calendar_stream import IcsCalendarStream
from sqlalchemy import select

from demo.sink import BackgroundSink
from portal import clock, config
from portal.database import db
from portal.outbox.models import OutgoingLetter
from tests.builders import NOW
from tests.jobs.history import History
from tests.jobs.story import run
from tests.support.environment import settings
from tests.support.portals import lent

TOLD = """
admitted_by_hand agenda_overview breakout_cancelled companion_confirmed companion_invited
companion_lapsed companion_left companion_uninvited edition_cancelled edition_restored material_released
meeting_called_off meeting_changed meeting_in_feed meeting_invited meeting_invited_again meeting_moved
meeting_not_expected meeting_reminder offer offer_lapsed offer_passed offer_reminder
registration_cancelled registration_confirmed registration_waitlisted registration_withdrawn
substitute_declined substitute_done substitute_dropped substitute_invited substitute_over
"""
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@pytest.fixture(scope="module")
def history(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    """All that happened, once for these tests."""
    folder = tmp_path_factory.mktemp("history")
    (folder / "portal.db").write_bytes(tables.read_bytes())
    with pytest.MonkeyPatch.context() as patch, BackgroundSink(folder / "postbus") as sink:
        site = {"SITE_URL": "http://localhost"}
        chosen = settings(f"sqlite:///{folder / 'portal.db'}", sink=sink, more=site)
        patch.setattr(clock, "now", lambda: NOW)
        with lent(config.read(chosen)) as app:
            found = History(app, sink, lambda moment: patch.setattr(clock, "now", lambda: moment))
            run(found)
            yield found


def calendar_of(mail: EmailMessage) -> bytes:
    """The part for the agenda; b"" without one."""
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert len(parts) <= 1
    if not parts:
        return b""
    found = parts[0].get_payload(decode=True)
    assert isinstance(found, bytes)
    assert parts[0].get_param("method") == property_of(found, "METHOD")
    assert parts[0] is list(mail.walk())[-1]
    return found


def property_of(calendar: bytes, name: str) -> str:
    """What the only line of this name says."""
    lines = calendar.decode().replace("\r\n ", "").split("\r\n")
    (found,) = [line for line in lines if re.match(rf"{name}[:;]", line)]
    return found.partition(":")[2]


def invitations(history: History) -> list[tuple[EmailMessage, bytes]]:
    """The mails with a part for the agenda, in order."""
    return [(mail, part) for mail in history.mails if (part := calendar_of(mail))]


def test_history_tells_of_everything_it_says(history: History) -> None:
    kinds = set(db.session.scalars(select(OutgoingLetter.kind)))
    assert sorted(kinds) == TOLD.split()


def test_every_link_leads_its_reader_to_a_page(history: History) -> None:
    assert history.lost == []


def test_mail_names_nobody_else_and_needs_no_answer(history: History) -> None:
    for mail in history.mails:
        (reader,), (sender,) = mail["To"].addresses, mail["From"].addresses
        known = {reader.addr_spec, sender.addr_spec, *ADDRESS.findall(str(mail["Reply-To"] or ""))}
        said = {address for part in mail.walk() if not part.is_multipart() for address in addresses(part)}
        assert (mail["Auto-Submitted"], mail["Cc"], said - known) == ("auto-generated", None, set())


def addresses(part: EmailMessage) -> set[str]:
    """Every address in a part but the name of the line in the agenda."""
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    text = re.sub(r"(?m)^UID:.*$", "", content.decode().replace("\r\n ", ""))
    return set(ADDRESS.findall(text))


def test_part_for_the_agenda_is_about_one_line_and_one_reader(history: History) -> None:
    zones = set()
    for mail, part in invitations(history):
        assert part.count(b"\n") == part.count(b"\r\n")
        assert max(map(len, part.split(b"\r\n"))) <= 75
        assert part.count(b"BEGIN:VEVENT") == 1
        assert property_of(part, "ATTENDEE") == f"mailto:{mail['To'].addresses[0].addr_spec}"
        assert property_of(part, "ORGANIZER") == f"mailto:{mail['From'].addresses[0].addr_spec}"
        (event,) = IcsCalendarStream.calendar_from_ics(part.decode()).events
        twin = vobject.readOne(part.decode()).vevent
        uid = property_of(part, "UID")
        assert (event.uid, twin.uid.value) == (uid, uid)
        assert (event.dtstart, event.dtend) == (twin.dtstart.value, twin.dtend.value)
        zones.add(part[part.index(b"BEGIN:VTIMEZONE") : part.index(b"END:VTIMEZONE")])
    assert len(zones) == 1


def test_number_rises_after_every_cancellation(history: History) -> None:
    lines: dict[str, list[tuple[int, str, str]]] = {}
    for _mail, part in invitations(history):
        seen = (int(property_of(part, "SEQUENCE")), property_of(part, "DTSTAMP"), property_of(part, "METHOD"))
        lines.setdefault(property_of(part, "UID"), []).append(seen)
    assert len(lines) > 5
    for seen in lines.values():
        for before, after in pairwise(seen):
            assert before[:2] < after[:2]
            assert before[0] < after[0] or "CANCEL" not in (before[2], after[2])


def test_words_say_day_hours_and_zone(history: History) -> None:
    for mail, part in invitations(history):
        (event,) = IcsCalendarStream.calendar_from_ics(part.decode()).events
        body = mail.get_body(["plain"])
        assert body is not None
        said = " ".join(body.get_content().split())
        assert f" {event.dtstart.day} " in said
        assert f"{event.dtstart:%H.%M} tot {event.dtend:%H.%M} uur (tijd in Nederland)" in said
