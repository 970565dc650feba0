"""The personal feed: everything that is live, once, with the same octets until something changes."""

import re
from datetime import UTC, date, timedelta

import pytest
import vobject
from ical.calendar_stream import IcsCalendarStream
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.database import WRITES, listen
from portal.invites.feeds import Feed, feed_of, octets
from portal.people.facts import Channel
from portal.people.models import Person
from tests.invites.world import World

TODAY = date(2027, 1, 12)


def feed(world: World, person: Person, *, today: date = TODAY, title: str = "Mijn leergangen") -> Feed:
    world.session.flush()
    site_url = "https://portaal.example"
    return feed_of(world.session, person=person, today=today, title=title, site_url=site_url)


def content(found: Feed) -> bytes:
    return octets(found)


def a_subscriber(world: World) -> Person:
    person, _made = world.join()
    person.channel = Channel.FEED
    world.edition.agenda_version = None
    world.session.flush()
    world.settle()
    return person


def test_feed_shows_what_the_agenda_should(session: Session) -> None:
    world = World(session, days=2)
    world.place(world.meetings[0], "Hanzehuis")
    body = content(feed(world, a_subscriber(world)))
    events = IcsCalendarStream.calendar_from_ics(body.decode()).events
    assert [(e.dtstart.astimezone(UTC), e.summary, e.location) for e in events] == [
        (world.meetings[0].starts_at, "Sturen: Eerste dag", "Hanzehuis, Zwolle"),
        (world.meetings[1].starts_at, "Sturen: Dag 2", None),
    ]
    twins = vobject.readOne(body.decode()).vevent_list
    assert [e.dtstart.value.astimezone(UTC) for e in twins] == [m.starts_at for m in world.meetings]


def test_feed_names_nobody(session: Session) -> None:
    world = World(session)
    body = content(feed(world, a_subscriber(world)))
    assert not [word for word in (b"ATTENDEE", b"ORGANIZER", b"METHOD", b"aisha") if word in body]


def test_join_link_is_not_in_the_feed(session: Session) -> None:
    world = World(session)
    world.meetings[0].online, world.meetings[0].online_link = True, "https://vergaderen.example/geheim"
    world.changed()
    body = content(feed(world, a_subscriber(world)))
    assert b"LOCATION:Online" in body
    assert b"geheim" not in body


def test_feed_says_that_a_room_is_also_online_without_link(session: Session) -> None:
    world = World(session)
    world.meetings[0].online, world.meetings[0].online_link = True, "https://vergaderen.example/geheim"
    world.place(world.meetings[0], "Hanzehuis")
    event = vobject.readOne(content(feed(world, a_subscriber(world))).decode()).vevent
    assert event.location.value == "Hanzehuis, Zwolle"
    assert event.description.value == "Hanzehuis, Zwolle (op locatie en online)"


def test_octets_and_mark_stay_until_something_changes(session: Session) -> None:
    world = World(session)
    person = a_subscriber(world)
    first = feed(world, person)
    world.now += timedelta(days=1)
    world.changed()
    world.settle()
    again = feed(world, person)
    assert (content(again), again.etag) == (content(first), first.etag)
    world.move(world.meetings[0], days=1)
    world.settle()
    moved = feed(world, person)
    assert moved.etag != first.etag
    assert content(moved).count(b"BEGIN:VEVENT") == 1


def test_who_leaves_has_an_empty_feed(session: Session) -> None:
    world = World(session)
    person, made = world.join()
    person.channel = Channel.BOTH
    world.settle()
    assert b"VEVENT" in content(feed(world, person))
    world.leave(made)
    world.settle()
    assert b"VEVENT" not in content(feed(world, person))


def test_meeting_of_long_ago_leaves_the_feed(session: Session) -> None:
    world = World(session)
    person = a_subscriber(world)
    assert len(feed(world, person, today=date(2027, 7, 12)).lines) == 1
    assert feed(world, person, today=date(2027, 7, 13)).lines == []


def test_title_that_was_taken_back_is_no_old_news(session: Session) -> None:
    world = World(session)
    person = a_subscriber(world)
    person.channel = Channel.BOTH
    world.edition.agenda_version = None
    world.settle()
    marks = []
    for title in ("Aftrap", "Eerste dag"):
        world.meetings[0].title = title
        world.changed()
        world.plan()  # the letter waits still when the title goes back
        marks.append(feed(world, person))
    assert [b"Aftrap" in content(found) for found in marks] == [True, False]
    assert content(marks[0]) != content(marks[1])
    assert marks[0].etag != marks[1].etag


@pytest.mark.postgres
def test_feed_is_the_same_on_postgresql(session: Session, fresh_postgres_url: str) -> None:
    engine = create_engine(fresh_postgres_url)
    listen(engine)
    with Session(engine, expire_on_commit=False) as other:
        other.connection(execution_options={WRITES: True})
        worlds = [World(session, days=2), World(other, days=2)]
        bodies = [content(feed(world, a_subscriber(world))) for world in worlds]
    engine.dispose()
    first, second = (re.sub(rb"UID:.*\r\n|URL:.*\r\n(?: .*\r\n)*", b"", body) for body in bodies)
    assert first == second
    assert first.count(b"SUMMARY:Sturen") == 2


def test_another_language_is_another_feed(session: Session) -> None:
    world = World(session)
    person = a_subscriber(world)
    found = [feed(world, person, title=title) for title in ("Mijn leergangen", "My programmes")]
    assert content(found[0]) != content(found[1])
    assert found[0].etag != found[1].etag
