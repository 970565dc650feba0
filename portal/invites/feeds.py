"""The personal feed: what is live in one person's agenda, for a program that looks every hour."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from sqlalchemy import Row, Table, Text, bindparam, select
from sqlalchemy import cast as as_type
from sqlalchemy.orm import Session

from portal.invites import ics
from portal.invites.facts import Event
from portal.invites.models import Invitation
from portal.people.facts import Channel
from portal.people.models import Person

BACK = timedelta(days=90)
"""How long a meeting stays in a feed after it has been."""
_FORM = "second form"  # another one when the octets of the same lines change, so that no 304 hides it
# About the table, made once, and with events as they are kept: nearly every time nothing has changed.
_TABLE = cast(Table, Invitation.__table__)
_DAY = _TABLE.c.event["day"].as_string()
_LINES = (
    select(_TABLE.c.uid, _TABLE.c.sequence, _TABLE.c.stamped_at, as_type(_TABLE.c.event, Text))
    .where(_TABLE.c.person_id == bindparam("person"), _TABLE.c.live, bindparam("since") <= _DAY)
    .order_by(_DAY, _TABLE.c.id)
)
Line = Row[str, int, datetime | None, str]


@dataclass(frozen=True)
class Feed:
    """Everything that the octets of a feed are made of."""

    title: str
    site_url: str
    lines: Sequence[Line]

    @property
    def etag(self) -> str:
        """The mark of all that: with the same mark the octets are the same."""
        made_of = hashlib.sha256(json.dumps([_FORM, self.title, self.site_url]).encode())
        for line in self.lines:
            made_of.update("\n".join(map(str, line)).encode() + b"\n")
        return made_of.hexdigest()[:32]


def feed_of(session: Session, *, person: Person, today: date, title: str, site_url: str) -> Feed:
    """What is live in this person's agenda, of the last 90 days and all that is to come; one query.

    Empty for who wants mail alone: an agenda that still looks here would show everything twice.
    """
    if person.channel == Channel.INVITATIONS:
        return Feed(title, site_url, [])
    since = (today - BACK).isoformat()
    lines = session.connection().execute(_LINES, {"person": person.id, "since": since})
    return Feed(title, site_url, lines.all())


def octets(feed: Feed) -> bytes:
    """The feed as a calendar; the same for the same lines."""
    lines = []
    for uid, sequence, stamped_at, kept in feed.lines:
        event = Event.from_json(json.loads(kept))
        page = feed.site_url + event.path
        lines.append(ics.FeedLine(uid, sequence, cast(datetime, stamped_at), event, page))
    return ics.feed(feed.title, lines)
