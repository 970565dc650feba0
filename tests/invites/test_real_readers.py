"""Programs that people really use read our calendars: ical.js in a browser, vdirsyncer and khal over HTTP."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.database import listen
from portal.invites import channels, quiet, service
from portal.invites.facts import Event, Method, Span
from portal.invites.ics import FeedLine, Invitation, Party, feed, invitation
from portal.outbox import rendering
from portal.people import tokens
from portal.people.facts import Channel
from portal.programmes.models import Edition, Meeting
from portal.working_days import AMSTERDAM
from tests.builders import a_person, a_programme, an_association, an_edition, registered
from tests.support.environment import TEST_KEY
from tests.support.servers import LiveServer

ICAL_JS = Path(__file__).resolve().parents[1] / "vendor" / "ical-2.2.1.js"
READ = """text => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents("vevent").map(part => {
    const event = new ICAL.Event(part);
    const attendee = part.getFirstProperty("attendee");
    return {
      start: event.startDate.toJSDate().getTime(), end: event.endDate.toJSDate().getTime(),
      summary: event.summary, location: event.location, uid: event.uid, sequence: event.sequence,
      method: calendar.getFirstPropertyValue("method"), status: part.getFirstPropertyValue("status"),
      attendee: attendee && attendee.getFirstValue(),
      answer: attendee && attendee.getFirstParameter("partstat"),
    };
  });
}"""
STAMP = datetime(2027, 1, 12, 9, 0, tzinfo=UTC)


def _days() -> list[datetime]:
    """Half past nine in the Netherlands, before, on and after each change of the clock, until 2040."""
    changes = [(3, 25 + n) for n in range(7)] + [(10, 25 + n) for n in range(7)]
    return [datetime(year, *day, 9, 30, tzinfo=AMSTERDAM) for year in range(2026, 2041, 7) for day in changes]


def _event(start: datetime) -> Event:
    begin = start.astimezone(UTC)
    span = Span(start.date(), begin, begin + timedelta(hours=7, minutes=30))
    return Event(span, "Sturen: ‘Dag’; één, twee \\ drie 🌷", "Stadhuis, Zwolle", path="/mijn")


def _ms(start: datetime) -> list[int]:
    return [int(one.timestamp() * 1000) for one in (start, start + timedelta(hours=7, minutes=30))]


@pytest.mark.browser
def test_calendar_of_the_web_reads_feed_and_invitations(browser: Browser) -> None:
    days = _days()
    lines = [FeedLine(f"{n}@x.example", n, STAMP, _event(day)) for n, day in enumerate(days)]
    letter = Invitation(
        uid="een@x.example",
        method=Method.REQUEST,
        sequence=3,
        stamped_at=STAMP,
        event=_event(days[0]),
        organiser=Party("Leren, VGS", "leren@vgs.example"),
        attendee=Party('Noor "N." El Amrani', "noor@x.example"),
    )
    page = browser.new_page()
    page.add_script_tag(content=ICAL_JS.read_text(encoding="utf-8"))
    read = page.evaluate(READ, feed("Mijn leergangen", lines).decode())
    asked, off = (
        page.evaluate(READ, invitation(one).decode())[0]
        for one in (letter, Invitation(**{**vars(letter), "method": Method.CANCEL}))
    )
    page.close()

    assert [[one["start"], one["end"]] for one in read] == [_ms(day) for day in days]
    assert {(one["summary"], one["location"]) for one in [*read, asked]} == {
        (_event(days[0]).summary, "Stadhuis, Zwolle")
    }
    assert (asked["method"], asked["status"], asked["sequence"], asked["answer"]) == (
        "REQUEST", "CONFIRMED", 3, "NEEDS-ACTION",
    )  # fmt: skip
    assert (asked["attendee"], [asked["start"], asked["end"]]) == ("mailto:noor@x.example", _ms(days[0]))
    assert (off["method"], off["status"], off["uid"]) == ("CANCEL", "CANCELLED", "een@x.example")


class Agenda:
    """Somebody's own agenda: vdirsyncer fetches it, khal shows it."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder = folder
        (folder / "agenda").mkdir()
        self._write(
            "vdirsyncer",
            f"""[general]
status_path = "{folder / "status"}"
[pair agenda]
a = "feed"
b = "here"
collections = null
[storage feed]
type = "http"
url = "{address}"
[storage here]
type = "filesystem"
path = "{folder / "agenda"}"
fileext = ".ics"
""",
        )
        self._write(
            "khal",
            f"""[calendars]
[[leergang]]
path = {folder / "agenda"}
[locale]
local_timezone = Europe/Amsterdam
default_timezone = Europe/Amsterdam
timeformat = %H:%M
dateformat = %d-%m-%Y
longdateformat = %d-%m-%Y
datetimeformat = %d-%m-%Y %H:%M
longdatetimeformat = %d-%m-%Y %H:%M
""",
        )
        self._run("vdirsyncer", "discover")

    def _write(self, name: str, words: str) -> None:
        (self.folder / f"{name}.conf").write_text(words, encoding="utf-8")

    def _run(self, program: str, *words: str) -> str:
        environment: Mapping[str, str] = {
            **os.environ,
            **{f"XDG_{name}_HOME": str(self.folder) for name in ("DATA", "CACHE", "STATE", "CONFIG")},
        }
        done = subprocess.run(
            [str(Path(sys.executable).parent / program), "-c", str(self.folder / f"{program}.conf"), *words],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def shows(self) -> list[str]:
        """What stands in it after it looked."""
        self._run("vdirsyncer", "sync")
        words = ("list", "--notstarted", "--day-format", "", "--format", "{start} {end-time} {title}")
        return self._run("khal", *words, "01-03-2027", "400d").split("\n")[:-1]


def test_agenda_program_follows_the_feed(
    fresh_sqlite_url: str, start_server: Callable[..., LiveServer], tmp_path: Path
) -> None:
    tokens.configure(TEST_KEY)
    rendering.configure(site_url="http://127.0.0.1", site_name="Leergang", contact="p@leergang.example")
    server = start_server(fresh_sqlite_url, workers=1)
    engine = create_engine(fresh_sqlite_url)
    listen(engine)
    with Session(engine, expire_on_commit=False) as session:
        edition = an_edition(session, a_programme(session, an_association(session)))
        winter = datetime(2027, 11, 9, 8, 30, tzinfo=UTC)
        hours = {"day": winter.date(), "starts_at": winter, "ends_at": winter + timedelta(hours=2)}
        edition.meetings.append(Meeting(public_id="winter", number=2, title="Winterdag", **hours))
        person = a_person(session, "Noor El Amrani")
        registered(session, edition, person)
        channels.choose(session, person_id=person.id, channel=Channel.FEED, now=STAMP)
        _settle(session, edition)
        token = channels.feed_token(session, person_id=person.id)
        assert token is not None
        agenda = Agenda(tmp_path, f"{server.url}/agenda/{tokens.secret(token)}.ics")
        assert agenda.shows() == [
            "13-04-2027 09:30 17:00 Sturen op de opgave: Eerste dag",
            "09-11-2027 09:30 11:30 Sturen op de opgave: Winterdag",
        ]

        first, second = edition.meetings
        assert first.starts_at is not None
        first.starts_at += timedelta(hours=1)
        second.cancelled_at = STAMP
        edition.touch()
        _settle(session, edition)
        assert agenda.shows() == ["13-04-2027 10:30 17:00 Sturen op de opgave: Eerste dag"]
    engine.dispose()


def _settle(session: Session, edition: Edition) -> None:
    """Every change is in the agenda."""
    session.flush()
    quiet.tell(session, edition_id=edition.id, at_once=True, explanation="", now=STAMP)
    service.bring_up_to_date(session, edition_id=edition.id, now=STAMP)
    session.commit()
