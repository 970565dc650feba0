"""The personal feed: everything that is live, once, with the same octets until something changes."""

from datetime import UTC, date, timedelta

import vobject
from ical.calendar_stream import IcsCalendarStream
from sqlalchemy.orm import Session

from portal.invites.feeds import Feed, feed_of, octets
from portal.people.facts import Channel
from portal.people.models import Person
from tests.invites.world import World

TODAY = date(2027, 1, 12)


def feed(world: World, person: Person, *, today: date = TODAY) -> Feed:
    return feed_of(world.session, person=person, today=today)


def content(found: Feed) -> bytes:
    return octets(found, title="Mijn leergangen", site_url="https://portaal.example")


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
