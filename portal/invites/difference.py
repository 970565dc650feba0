"""Wanted minus sent (pure): the messages that make every agenda right.

The sequence number rises with every change that people must notice and with every cancellation, and never
goes down (RFC 5546, 2.1.4); a line that was cancelled comes back under its own number plus one.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from portal.invites.facts import Message, Method, News, Sent, Wanted


def difference(
    *,
    wanted: Iterable[Wanted],
    sent: Iterable[Sent],
    called_off: Collection[int],
    now: datetime,
    today: date,
) -> list[Message]:
    """The messages to send, cancellations first; none when every agenda is right.

    `sent` has the last message of every line, `called_off` the meetings that do not happen at all, so that
    people read why theirs is cancelled. What has been, before and after, is left alone.
    """
    last = {line.key: line for line in sent}
    should = {line.key: line for line in wanted}
    gone = [
        Message(
            key=key,
            event=line.event,
            method=Method.CANCEL,
            sequence=line.sequence + 1,
            news=News.CALLED_OFF if key.meeting_id in called_off else News.NOT_EXPECTED,
            role=line.role,
            before=line.event,
        )
        for key, line in last.items()
        if key not in should
        and line.method is Method.REQUEST
        and not line.event.span.is_over(now=now, today=today)
    ]
    due = [_message(line, last.get(key), now, today) for key, line in should.items()]
    requests = [message for message in due if message is not None]
    return sorted(gone, key=_order) + sorted(requests, key=_order)


def _message(line: Wanted, last: Sent | None, now: datetime, today: date) -> Message | None:
    over = line.event.span.is_over(now=now, today=today)
    if last is None or last.method is Method.CANCEL:
        if over:
            return None
        return Message(
            key=line.key,
            event=line.event,
            method=Method.REQUEST,
            sequence=0 if last is None else last.sequence + 1,
            news=News.INVITED if last is None else News.INVITED_AGAIN,
            role=line.role,
        )
    if (last.event, last.role) == (line.event, line.role):
        return None
    if over and last.event.span.is_over(now=now, today=today):
        return None
    notice = last.event.asks_attention(line.event)
    return Message(
        key=line.key,
        event=line.event,
        method=Method.REQUEST,
        sequence=last.sequence + 1 if notice else last.sequence,
        news=News.MOVED if notice else News.CHANGED,
        role=line.role,
        before=last.event,
    )


def _order(message: Message) -> tuple[int, date, float, int]:
    span = message.event.span
    start = span.starts_at.timestamp() if span.starts_at else 0.0
    return (message.key.person_id, span.day, start, message.key.meeting_id)
