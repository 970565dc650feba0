"""Wanted minus sent (pure): the messages that make every agenda right.

The sequence number rises with every change that people must notice and with every cancellation, and never
goes down (RFC 5546, 2.1.4); a line that was cancelled comes back under its own number plus one.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from portal.invites.facts import Key, Message, Method, News, Sent, Span, Wanted


@dataclass(frozen=True)
class _Day:
    """The moment of the comparison. `today` is the local date, for days whose hours are not known."""

    now: datetime
    today: date

    def has_been(self, span: Span) -> bool:
        return span.is_over(now=self.now, today=self.today)


def difference(
    *,
    wanted: Iterable[Wanted],
    sent: Iterable[Sent],
    called_off: Collection[int],
    now: datetime,
    today: date,
) -> list[Message]:
    """The messages to send, cancellations first; none when every agenda is right.

    `sent` has every line, `called_off` the meetings that do not happen at all, so that people read why
    theirs is cancelled. What has been, before and after, is left alone.
    """
    day = _Day(now, today)
    last = {line.key: line for line in sent}
    should = {line.key: line for line in wanted}
    gone = [
        _end(line, News.CALLED_OFF if key.meeting_id in called_off else News.NOT_EXPECTED)
        for key, line in last.items()
        if key not in should and line.live and not day.has_been(line.event.span)
    ]
    due = [_message(line, last.get(key), day) for key, line in should.items()]
    return sorted((message for message in (*gone, *due) if message is not None), key=_order)


def about_places(
    due: Iterable[Message],
    *,
    sent: Iterable[Sent],
    expected: Collection[int],
    left: Collection[Key],
    now: datetime,
    today: date,
) -> list[Message]:
    """Those of the messages that are about a person: who comes or goes, another address, mail or a feed.

    What the organiser changed of the schedule is not among them, except for who has nothing of it yet.
    `left` are the lines that ended because their person was not expected any more.
    """
    day, due, lines = _Day(now, today), list(due), list(sent)
    live = {line.key: line for line in lines if line.live}
    ahead = {key.person_id for key, line in live.items() if not day.has_been(line.event.span)}
    back = {message.key.person_id for message in due if message.live and message.key in left}
    known = {line.key.person_id for line in lines if line.key not in left}
    comes = {message.key.person_id for message in due} - ahead
    comes -= known - back
    moved = {_pair(key) for key in live} & {_pair(m.key) for m in due if m.live and m.key not in live}

    def is_personal(message: Message) -> bool:
        person, last = message.key.person_id, live.get(message.key)
        if person not in expected or person in comes or _pair(message.key) in moved:
            return True
        by_mail = message.method is Method.REQUEST
        return last is not None and message.live and last.mailed != by_mail

    return [message for message in due if is_personal(message)]


def _pair(key: Key) -> tuple[int, int]:
    return key.meeting_id, key.person_id


def _end(line: Sent, news: News) -> Message:
    return Message(
        key=line.key,
        event=line.event,
        method=Method.CANCEL if line.mailed else None,
        sequence=line.sequence + 1,
        news=news,
        live=False,
        role=line.role,
        before=line.event,
    )


def _message(line: Wanted, last: Sent | None, day: _Day) -> Message | None:
    over = day.has_been(line.event.span)
    if last is None or not last.live:
        return None if over else _invite(line, last)
    if over and day.has_been(last.event.span):
        return None
    if last.mailed and not line.by_mail:
        return _to_feed(line, last)
    same = (last.event, last.role) == (line.event, line.role)
    if same and last.mailed == line.by_mail:
        return None
    notice = last.event.asks_attention(line.event)
    first = line.by_mail and not last.mailed
    return Message(
        key=line.key,
        event=line.event,
        method=Method.REQUEST if line.by_mail else None,
        sequence=last.sequence + 1 if notice else last.sequence,
        news=News.INVITED if first else News.MOVED if notice else News.CHANGED,
        role=line.role,
        before=None if first else last.event,
    )


def _invite(line: Wanted, last: Sent | None) -> Message:
    return Message(
        key=line.key,
        event=line.event,
        method=Method.REQUEST if line.by_mail else None,
        sequence=0 if last is None else last.sequence + 1,
        news=News.INVITED if last is None else News.INVITED_AGAIN,
        role=line.role,
    )


def _to_feed(line: Wanted, last: Sent) -> Message:
    """A feed shows it from now on: what came by mail goes, or it would stand there twice."""
    return Message(
        key=line.key,
        event=line.event,
        method=Method.CANCEL,
        sequence=last.sequence + 1,
        news=News.FEED_ONLY,
        role=line.role,
        before=last.event,
    )


def _order(message: Message) -> tuple[bool, int, date, float, int]:
    span = message.event.span
    start = span.starts_at.timestamp() if span.starts_at else 0.0
    cancels = message.method is Method.CANCEL or not message.live
    return (not cancels, message.key.person_id, span.day, start, message.key.meeting_id)
