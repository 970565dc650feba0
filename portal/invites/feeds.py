"""The personal feed: what is live in one person's agenda, for a program that looks every hour."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.invites import ics
from portal.invites.facts import Event
from portal.invites.models import Invitation
from portal.people.facts import Channel
from portal.people.models import Person

BACK = timedelta(days=90)
"""How long a meeting stays in a feed after it has been."""
_FORM = b"first form"  # another one when the octets of the same lines change, so that no 304 hides it


@dataclass(frozen=True)
class Feed:
    """The lines of a feed, and a mark that changes when one of them does."""

    lines: Sequence[Invitation]
    etag: str


def feed_of(session: Session, *, person: Person, today: date) -> Feed:
    """What is live in this person's agenda, of the last 90 days and all that is to come; one query.

    Empty for who wants mail alone: an agenda that still looks here would show everything twice.
    """
    if person.channel == Channel.INVITATIONS:
        return Feed([], hashlib.sha256(_FORM).hexdigest()[:32])
    live = session.scalars(
        select(Invitation).where(Invitation.person_id == person.id, Invitation.live).order_by(Invitation.id)
    )
    since = (today - BACK).isoformat()
    rows = sorted((row for row in live if row.event["day"] >= since), key=lambda row: str(row.event["day"]))
    marks = "\n".join(f"{row.uid} {row.sequence} {row.stamped_at}" for row in rows)
    return Feed(rows, hashlib.sha256(_FORM + marks.encode()).hexdigest()[:32])


def octets(feed: Feed, *, title: str, site_url: str) -> bytes:
    """The feed as a calendar; the same for the same lines."""
    lines = []
    for row in feed.lines:
        event = Event.from_json(row.event)
        assert row.stamped_at is not None
        page = site_url + event.path
        lines.append(ics.FeedLine(row.uid, row.sequence, row.stamped_at, event, page))
    return ics.feed(title, lines)
