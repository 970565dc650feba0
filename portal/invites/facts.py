"""What agendas are about, as plain values: a meeting for one person, and what was sent of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Method(StrEnum):
    """What a calendar message asks of an agenda (iTIP, RFC 5546)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class Role(StrEnum):
    """As what someone is expected at a meeting (RFC 5545, 3.2.16)."""

    PARTICIPANT = "REQ-PARTICIPANT"
    CHAIR = "CHAIR"


class News(StrEnum):
    """What a message tells its reader, in one word."""

    INVITED = "invited"
    INVITED_AGAIN = "invited_again"
    MOVED = "moved"
    CHANGED = "changed"
    CALLED_OFF = "called_off"
    NOT_EXPECTED = "not_expected"
    FEED_ONLY = "feed_only"


@dataclass(frozen=True)
class Span:
    """When a meeting is: two aware instants, or, while its hours are unknown, one whole day."""

    day: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def is_over(self, *, now: datetime, today: date) -> bool:
        """Whether it has been."""
        end = self.ends_at or self.starts_at
        return end <= now if end is not None else self.day < today


def _instant(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


@dataclass(frozen=True)
class Event:
    """What an agenda shows of a meeting to one person.

    `link` is where an online meeting is held, and secret; `path` is the person's page in the portal, and not.
    `form` says that one can come and also take part online; empty when it is one of the two.
    """

    span: Span
    summary: str
    location: str = ""
    description: str = ""
    link: str = ""
    path: str = ""
    form: str = ""

    @property
    def place(self) -> str:
        """Where it is, as one says it."""
        return f"{self.location} ({self.form})" if self.form else self.location

    def as_json(self) -> dict[str, Any]:
        """Plain values, to keep."""
        kept = asdict(self)
        span = kept.pop("span")
        return kept | {name: value and value.isoformat() for name, value in span.items()}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Event":
        """What `as_json` kept."""
        words = {name: kept[name] for name in ("summary", "location", "description", "link", "path")}
        words["form"] = kept.get("form", "")
        return cls(
            Span(date.fromisoformat(kept["day"]), *map(_instant, (kept["starts_at"], kept["ends_at"]))),
            **words,
        )

    def asks_attention(self, other: "Event") -> bool:
        """Whether people must notice that this one became the other: another time, place or way to join."""
        if bool(self.form) != bool(other.form):
            return True
        return self.span != other.span or self.location != other.location


@dataclass(frozen=True)
class Key:
    """One line of one agenda. Another address, on either side, is another line: clients compare both."""

    meeting_id: int
    person_id: int
    address: str
    organiser: str


@dataclass(frozen=True)
class Wanted:
    """A meeting that should be in someone's agenda, as it should read there; `by_mail` if it goes by mail."""

    key: Key
    event: Event
    role: Role = Role.PARTICIPANT
    by_mail: bool = True
    name: str = field(default="", compare=False)
    organiser_name: str = field(default="", compare=False)


@dataclass(frozen=True)
class Sent:
    """How a line of an agenda stands after the last message about it, for as long as the portal exists.

    `live` lines are in the agenda (a feed shows these); `mailed` ones were put there by mail.
    """

    key: Key
    event: Event
    live: bool
    mailed: bool
    sequence: int
    role: Role = Role.PARTICIPANT


@dataclass(frozen=True)
class Message:
    """One message that brings one line of one agenda up to date. `before` is what it read last.

    `method` is what the mail says, None when there is no mail and only the line changes. After it the line
    is `live` or not; only who has a feed instead is cancelled by mail while the line lives.
    """

    key: Key
    event: Event
    method: Method | None
    sequence: int
    news: News
    live: bool = True
    role: Role = Role.PARTICIPANT
    before: Event | None = None

    @property
    def after(self) -> Sent:
        """How the line stands then."""
        mailed = self.method is Method.REQUEST
        return Sent(self.key, self.event, self.live, mailed, self.sequence, self.role)
