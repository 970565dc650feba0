"""How often something may happen: counted in the database, so that all processes share the count.

Fixed windows. A count stays, also when what it was counted for fails: it has a transaction of its own,
before the one of the action.
"""

import hashlib
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import bindparam, delete, text, update
from sqlalchemy.orm import Session

from portal.database import WRITES, UtcDateTime, transaction
from portal.errors import Refused
from portal.people.models import RateCount

KEPT = timedelta(days=2)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COUNT = text(
    "INSERT INTO rate_counts (key, window_start, count) VALUES (:key, :start, 1) "
    "ON CONFLICT (key, window_start) DO UPDATE SET count = rate_counts.count + 1 RETURNING count"
).bindparams(bindparam("start", type_=UtcDateTime))


class LimitReason(StrEnum):
    """Why one has to wait."""

    TOO_OFTEN = "too_often"


@dataclass(frozen=True)
class Limit:
    """At most `limit` times per `window` for everything with this key (make it with `key_of`)."""

    key: str
    limit: int
    window: timedelta


def window_start(now: datetime, window: timedelta) -> datetime:
    """When the window that `now` is in began; windows stand still, counted from 1970."""
    return now - (now - _EPOCH) % window


def key_of(what: str, *parts: str) -> str:
    """A key that tells nobody whose it is: the words are hashed."""
    digest = hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:40]
    return f"{what}:{digest}"


def network_of(address: str | None) -> str:
    """Who shares one connection: the IPv4 address, or the /64 of an IPv6 address."""
    try:
        parsed = ipaddress.ip_address((address or "").split("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def enforce(session: Session, *, limits: Iterable[Limit], now: datetime) -> None:
    """Counts once for each limit, then raises `Refused` when one of them is passed.

    Call it before the transaction of the action: it begins and ends its own.
    """
    if session.in_transaction() and session.connection().get_execution_options().get(WRITES):
        raise RuntimeError("count before the transaction of the action, not inside it")
    with transaction(session) as counting:
        passed = [limit for limit in limits if _count(counting, limit, now) > limit.limit]
    if passed:
        wait = max(window_start(now, one.window) + one.window - now for one in passed)
        raise Refused(LimitReason.TOO_OFTEN, minutes=max(1, -(-wait // timedelta(minutes=1))))


def hit(session: Session, *, key: str, limit: int, window: timedelta, now: datetime) -> None:
    """Counts one and raises `Refused(LimitReason.TOO_OFTEN)` above the limit; see `enforce`."""
    enforce(session, limits=[Limit(key, limit, window)], now=now)


def give_back(session: Session, *, limits: Iterable[Limit], now: datetime) -> None:
    """Takes one off again, for what turned out to be no try at all; inside the transaction of the action."""
    for limit in limits:
        start = window_start(now, limit.window)
        mine = update(RateCount).where(RateCount.key == limit.key[:120], RateCount.window_start == start)
        session.execute(mine.where(RateCount.count > 0).values(count=RateCount.count - 1))


def sign_in_limits(email: str, network: str) -> tuple[Limit, ...]:
    """Tries with a password: for one account and from one network."""
    quarter = timedelta(minutes=15)
    return (
        Limit(key_of("sign-in-account", email), 10, quarter),
        Limit(key_of("sign-in-network", network), 50, quarter),
    )


def mail_limits(email: str, network: str) -> tuple[Limit, ...]:
    """Mails that somebody can have sent to an address. One link lives longer (30 minutes) than the window
    (15), so whoever owns the address always has a link that works, whatever others ask for.
    """
    quarter = timedelta(minutes=15)
    return (
        Limit(key_of("mail-address", email), 3, quarter),
        Limit(key_of("mail-network", network), 60, quarter),
    )


def code_limits(who: str, network: str) -> tuple[Limit, ...]:
    """Guesses at an invitation code, by one person and from one network."""
    quarter = timedelta(minutes=15)
    return (Limit(key_of("code", who), 10, quarter), Limit(key_of("code-network", network), 50, quarter))


def check_in_limits(person_id: int) -> tuple[Limit, ...]:
    """Guesses at the code on a screen. A whole room shares one network, so only the person counts."""
    return (Limit(key_of("check-in", str(person_id)), 10, timedelta(minutes=15)),)


def forget(session: Session, *, now: datetime) -> int:
    """Removes counts of windows long past; returns how many."""
    old = delete(RateCount).where(RateCount.window_start < now - KEPT).returning(RateCount.key)
    return len(session.execute(old).all())


def _count(session: Session, limit: Limit, now: datetime) -> int:
    start = window_start(now, limit.window)
    counted: int = session.execute(_COUNT, {"key": limit.key[:120], "start": start}).scalar_one()
    return counted
